import type { Entry } from '../../../core/contracts.ts'
import type { Args } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteNonnullDomain } from '../../wire/generated/types.ts'
import { checkFlags, has, switches } from '../flags.ts'
import { domainRef, findDomain, madeBy } from '../lookup.ts'
import { destroyWithClient } from './autodestroy.ts'
import { domainError, onDomain, wordOf } from './on-domain.ts'

const startBits = { paused: 1, bypassCache: 4, forceBoot: 8, resetNvram: 32 } as const
const createBits = { paused: 1, validate: 16 } as const
const AUTODESTROY = 2
/** Checks of a definition that is kept were made when it was kept. */
const VALIDATE = 16

const undefineBits = {
  managedSave: 1,
  snapshotsMetadata: 2,
  nvram: 4,
  keepNvram: 8,
  checkpointsMetadata: 16,
} as const

/** Ways of asking a guest to end or to restart, by the number of their flag; the agent is asked first if it is there. */
const modes = [
  [2, 'agent'],
  [1, 'acpi'],
  [16, 'paravirt'],
  [4, 'initctl'],
  [8, 'signal'],
] as const

const sleeps = ['mem', 'disk', 'hybrid'] as const

/** Definition, start and end of domains. */
export const lifeHandlers: RemoteHandlers = {
  DOMAIN_DEFINE_XML: (call, { xml }) => define(call, { xml }),
  DOMAIN_DEFINE_XML_FLAGS: (call, { xml, flags }) => {
    checkFlags(call, 'domain', flags, 1)
    return define(call, { xml, ...switches(flags, { validate: 1 }) })
  },
  DOMAIN_CREATE_XML: (call, { xml_desc, flags }) => create(call, xml_desc, flags),
  DOMAIN_CREATE: (call, { dom }) => onDomain(call, dom, 'domain.start', {}),
  DOMAIN_CREATE_WITH_FLAGS: async (call, { dom, flags }) => ({ dom: await start(call, dom, flags) }),
  DOMAIN_UNDEFINE: (call, { dom }) => onDomain(call, dom, 'domain.undefine', {}),
  DOMAIN_UNDEFINE_FLAGS: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 31)
    return onDomain(call, dom, 'domain.undefine', switches(flags, undefineBits))
  },
  DOMAIN_SUSPEND: (call, { dom }) => onDomain(call, dom, 'domain.suspend', {}),
  DOMAIN_RESUME: (call, { dom }) => onDomain(call, dom, 'domain.resume', {}),
  DOMAIN_SHUTDOWN: (call, { dom }) => onDomain(call, dom, 'domain.shutdown', {}),
  DOMAIN_SHUTDOWN_FLAGS: (call, { dom, flags }) =>
    onDomain(call, dom, 'domain.shutdown', modeOf(call, findDomain(call, dom), flags)),
  DOMAIN_REBOOT: (call, { dom, flags }) =>
    onDomain(call, dom, 'domain.reboot', modeOf(call, findDomain(call, dom), flags)),
  DOMAIN_RESET: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return onDomain(call, dom, 'domain.reset', {})
  },
  DOMAIN_DESTROY: (call, { dom }) => onDomain(call, dom, 'domain.destroy', {}),
  DOMAIN_DESTROY_FLAGS: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 1)
    return onDomain(call, dom, 'domain.destroy', switches(flags, { graceful: 1 }))
  },
  DOMAIN_PM_SUSPEND_FOR_DURATION: (call, { dom, target, duration, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    const where = wordOf(call, sleeps, target, 'the target of a suspension')
    return onDomain(call, dom, 'domain.pmSuspend', { target: where, duration })
  },
  DOMAIN_PM_WAKEUP: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return onDomain(call, dom, 'domain.pmWakeup', {})
  },
  DOMAIN_RENAME: async (call, { dom, new_name, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    await onDomain(call, dom, 'domain.rename', { name: new_name ?? '' })
    return { retcode: 0 }
  },
  DOMAIN_SET_AUTOSTART: (call, { dom, autostart }) =>
    onDomain(call, dom, 'domain.setAutostart', { autostart: autostart !== 0 }),
}

async function define(call: Call, args: Args<'domain.define'>): Promise<{ dom: RemoteNonnullDomain }> {
  const key = await call.invoke('domain.define', call.host(), args)
  return { dom: domainRef(madeBy(call, 'domain', key)) }
}

/** Starts a guest that is forgotten when it ends. */
export async function create(call: Call, xml: string, flags: number): Promise<{ dom: RemoteNonnullDomain }> {
  checkFlags(call, 'domain', flags, 1 | AUTODESTROY | VALIDATE)
  const key = await call.invoke('domain.create', call.host(), { xml, ...switches(flags, createBits) })
  const entry = madeBy(call, 'domain', key)
  if (has(flags, AUTODESTROY)) destroyWithClient(call, entry)
  return { dom: domainRef(entry) }
}

/** Starts a guest of a kept definition; answers it as it is then. */
export async function start(
  call: Call,
  dom: RemoteNonnullDomain,
  flags: number,
): Promise<RemoteNonnullDomain> {
  checkFlags(call, 'domain', flags, 13 | AUTODESTROY | VALIDATE | 32)
  await onDomain(call, dom, 'domain.start', switches(flags, startBits))
  const entry = findDomain(call, dom)
  if (has(flags, AUTODESTROY)) destroyWithClient(call, entry)
  return domainRef(entry)
}

/** How the guest is to be asked; of several ways the agent's if it answers, then the power button. */
function modeOf(call: Call, domain: Entry<'domain'>, flags: number): Args<'domain.shutdown'> {
  checkFlags(call, 'domain', flags, 31)
  const asked = modes.filter(([bit]) => has(flags, bit))
  const possible = asked.filter(
    ([, mode]) => asked.length === 1 || mode !== 'agent' || domain.attrs.agentConnected === true,
  )
  const [first] = possible
  if (first !== undefined) return { mode: first[1] }
  if (flags === 0) return {}
  throw domainError(
    call,
    'argumentUnsupported',
    `no way to ask the guest is left of flags 0x${flags.toString(16)}`,
  )
}
