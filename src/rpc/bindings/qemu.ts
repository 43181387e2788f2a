import type { EventItem } from '../../core/contracts.ts'
import { globalKey } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Call, QemuHandlers } from '../binding.ts'
import { deregister, register } from '../events/handlers.ts'
import { monitorEventName } from '../events/monitor-row.ts'
import { makePatterns, nameMatcher } from '../events/name-matcher.ts'
import { onDomain } from './domain/on-domain.ts'
import { checkFlags, has } from './flags.ts'

const HMP = 1
const REGEX = 1
const NOCASE = 2

/** Calls of the QEMU program: the monitor and the agent of a guest, unfiltered. */
export const qemuHandlers: QemuHandlers = {
  DOMAIN_MONITOR_COMMAND: async (call, { dom, cmd, flags }) => {
    checkFlags(call, 'domain', flags, HMP)
    const hmp = has(flags, HMP) ? { hmp: true } : {}
    return { result: await onDomain(call, dom, 'domain.monitorCommand', { command: cmd, ...hmp }) }
  },
  DOMAIN_AGENT_COMMAND: async (call, { dom, cmd, timeout, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return { result: await onDomain(call, dom, 'domain.agentCommand', { command: cmd, timeout }) }
  },
  CONNECT_DOMAIN_MONITOR_EVENT_REGISTER: (call, { dom, event, flags }) => {
    checkFlags(call, 'domain', flags, REGEX | NOCASE)
    checkMonitors(call)
    const matches =
      event === null
        ? undefined
        : nameMatcher(event, { regex: has(flags, REGEX), nocase: has(flags, NOCASE) }, () =>
            call.session.state(makePatterns),
          )
    const wants = matches && ((item: EventItem) => matches(monitorEventName(item)))
    const wish = { eventId: 0, local: dom?.uuid }
    return { callbackID: register(call, 'monitor', wants ? { ...wish, wants } : wish) }
  },
  CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER: (call, { callbackID }) => deregister(call, 'monitor', callbackID),
}

/** Only drivers that have monitors tell of their events. */
function checkMonitors(call: Call): void {
  const any = { type: 'domain', key: globalKey(call.connection, '') } as const
  if (call.operations.supports('domain.monitorCommand', any)) return
  throw new VirtError('noSupport', `the guests of connection '${call.connection}' have no monitor`)
}
