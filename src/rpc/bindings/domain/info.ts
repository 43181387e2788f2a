import type { Entry } from '../../../core/contracts.ts'
import { domainReasons, domainStates } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type {
  RemoteDomainGetInfoRet,
  RemoteDomainGetSecurityLabelRet,
  RemoteNonnullDomain,
} from '../../wire/generated/types.ts'
import { checkFlags, has } from '../flags.ts'
import { findDomain } from '../lookup.ts'
import { countersOf } from './counters.ts'
import { checkRuns, isActive, onDomain } from './on-domain.ts'

/** Numbers of the state of a domain and of its reason. */
export function stateNumbers({ attrs }: Entry<'domain'>): { state: number; reason: number } {
  const reasons: readonly string[] = domainReasons[attrs.state]
  return { state: domainStates.indexOf(attrs.state), reason: Math.max(0, reasons.indexOf(attrs.reason)) }
}

const messageKinds = { deprecation: 1, tainting: 2, ioErrors: 4 } as const

/** What is known of a domain. */
export const infoHandlers: RemoteHandlers = {
  DOMAIN_GET_INFO: (call, { dom }) => info(call, findDomain(call, dom)),
  DOMAIN_GET_STATE: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return stateNumbers(findDomain(call, dom))
  },
  DOMAIN_GET_CONTROL_INFO: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    const domain = findDomain(call, dom)
    checkRuns(call, domain)
    return { state: domain.attrs.job === 'none' ? 0 : 1, details: 0, stateTime: 0n }
  },
  DOMAIN_GET_OS_TYPE: (call, { dom }) => ({ type: findDomain(call, dom).attrs.osType }),
  DOMAIN_GET_MAX_MEMORY: (call, { dom }) => ({ memory: findDomain(call, dom).attrs.maxMemory }),
  DOMAIN_GET_AUTOSTART: (call, { dom }) => ({
    autostart: findDomain(call, dom).attrs.autostart === true ? 1 : 0,
  }),
  DOMAIN_IS_ACTIVE: (call, { dom }) => ({ active: isActive(findDomain(call, dom)) ? 1 : 0 }),
  DOMAIN_IS_PERSISTENT: (call, { dom }) => ({ persistent: findDomain(call, dom).attrs.persistent ? 1 : 0 }),
  DOMAIN_IS_UPDATED: (call, { dom }) => ({ updated: findDomain(call, dom).attrs.updated ? 1 : 0 }),
  DOMAIN_HAS_MANAGED_SAVE_IMAGE: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return { result: findDomain(call, dom).attrs.managedSave ? 1 : 0 }
  },
  DOMAIN_GET_SECURITY_LABEL: (call, { dom }) => label(call, dom),
  DOMAIN_GET_SECURITY_LABEL_LIST: async (call, { dom }) => ({ labels: [await label(call, dom)], ret: 1 }),
  DOMAIN_GET_MESSAGES: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 7)
    return { msgs: messages(findDomain(call, dom), flags === 0 ? 7 : flags) }
  },
}

/** Only the processor time of a running guest has to be asked for. */
function info(call: Call, domain: Entry<'domain'>): RemoteDomainGetInfoRet | Promise<RemoteDomainGetInfoRet> {
  const told = (cpuTime: bigint): RemoteDomainGetInfoRet => {
    const { maxMemory, memory, vcpus } = domain.attrs
    const { state } = stateNumbers(domain)
    return { state, maxMem: maxMemory, memory, nrVirtCpu: vcpus, cpuTime }
  }
  if (!isActive(domain)) return told(0n)
  const counters = countersOf(call, domain)
  if (!(counters instanceof Promise)) return told(counters?.cpuTime ?? 0n)
  return counters.then((read) => told(read?.cpuTime ?? 0n))
}

async function label(call: Call, dom: RemoteNonnullDomain): Promise<RemoteDomainGetSecurityLabelRet> {
  const found = await onDomain(call, dom, 'domain.getSecurityLabel', {})
  // The list of characters holds the zero that ends a string in C.
  return { label: Buffer.from(`${found.label}\0`), enforcing: found.enforcing ? 1 : 0 }
}

function messages({ attrs }: Entry<'domain'>, kinds: number): string[] {
  return [
    ...(has(kinds, messageKinds.tainting) ? attrs.taints.map((taint) => `tainted: ${taint}`) : []),
    ...(has(kinds, messageKinds.deprecation)
      ? attrs.messages.map((text) => `deprecated configuration: ${text}`)
      : []),
  ]
}
