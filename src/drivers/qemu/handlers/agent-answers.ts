import { VirtError } from '../../../core/errors/index.ts'
import { isQmpObject, type QmpObject, type QmpValue } from '../../../qmp/index.ts'
import type { AgentLink } from '../guest/agent-link.ts'
import type { Guest } from '../guest/guest.ts'
import { agentPort } from '../guest/publish.ts'

/** The agent of a running guest; refuses if its definition has no channel for one. */
export function agentOf(guest: Guest): AgentLink {
  const { agent } = guest.running()
  if (agent) return agent
  throw new VirtError(
    'agentUnresponsive',
    `domain '${guest.name}' has no channel '${agentPort}' for a guest agent`,
    {
      domain: 'qemu',
    },
  )
}

/** An answer that must be an object. */
export function object(value: QmpValue): QmpObject {
  return isQmpObject(value) ? value : {}
}

/** An answer that must be a list of objects. */
export function objects(value: QmpValue | undefined): QmpObject[] {
  return Array.isArray(value) ? (value as readonly QmpValue[]).filter((item) => isQmpObject(item)) : []
}
