import { parseCapabilities } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import {
  virConnectBaselineCPUFlags as baselineFlags,
  virConnectCompareCPUFlags as compareFlags,
} from '../wire/protocol/enums.ts'
import { badArgument, checkFlags, has, maskOf } from './flags.ts'
import { answer } from './listing.ts'
import { errorDomainOf } from './missing.ts'

/** Release of libvirt whose calls this server answers: 12.6.0. */
export const API_VERSION = 12_006_000n
/** Most processor models of a list. */
const CPU_MODELS_MAX = 8_192
/** Most processors that a baseline is made of. */
const INT_MAX = 0x7fff_ffff

/** What the connection and its hypervisor are. */
export const connectHandlers: RemoteHandlers = {
  CONNECT_GET_TYPE: (call) => ({ type: call.host().attrs.hvType }),
  CONNECT_GET_VERSION: (call) => ({ hv_ver: call.host().attrs.hvVersion ?? 0n }),
  CONNECT_GET_LIB_VERSION: () => ({ lib_ver: API_VERSION }),
  CONNECT_GET_HOSTNAME: (call) => ({ hostname: told(call, call.host().attrs.hostname) }),
  CONNECT_GET_URI: (call) => ({ uri: call.host().attrs.uri }),
  CONNECT_IS_SECURE: (call) => ({ secure: Number(call.host().attrs.secure ?? false) }),
  CONNECT_GET_MAX_VCPUS: async (call, { type }) => {
    const most = told(call, call.host().attrs.maxVcpus)
    if (type !== null) await checkDomainType(call, type)
    return { max_vcpus: Math.min(most, INT_MAX) }
  },
  CONNECT_GET_SYSINFO: async (call, { flags }) => {
    checkFlags(call, 'host', flags, 0)
    return { sysinfo: await call.invoke('host.getSysinfo', call.host(), {}) }
  },
  CONNECT_GET_CAPABILITIES: async (call) => ({
    capabilities: await call.invoke('host.getCapabilities', call.host(), {}),
  }),
  CONNECT_GET_DOMAIN_CAPABILITIES: async (call, { flags, ...kind }) => {
    checkFlags(call, 'host', flags, 0)
    const capabilities = await call.invoke('host.getDomainCapabilities', call.host(), guestKind(kind))
    return { capabilities }
  },
  CONNECT_GET_STORAGE_POOL_CAPABILITIES: async (call, { flags }) => {
    checkFlags(call, 'pool', flags, 0)
    return { capabilities: await call.invoke('host.getPoolCapabilities', call.host(), {}) }
  },
  CONNECT_GET_CPU_MODEL_NAMES: async (call, { arch, need_results, flags }) => {
    checkFlags(call, 'host', flags, 0)
    const names = await call.invoke('host.getCpuModelNames', call.host(), { arch })
    const { refs, ret } = answer(call, names, need_results, (name) => name, CPU_MODELS_MAX)
    return { models: refs, ret }
  },
  CONNECT_COMPARE_CPU: (call, { xml, flags }) => compare(call, xml, flags, {}),
  CONNECT_COMPARE_HYPERVISOR_CPU: (call, { xmlCPU, flags, ...kind }) =>
    compare(call, xmlCPU, flags, { ...guestKind(kind), guest: true }),
  CONNECT_BASELINE_CPU: (call, { xmlCPUs, flags }) => baseline(call, xmlCPUs, flags, {}),
  CONNECT_BASELINE_HYPERVISOR_CPU: (call, { xmlCPUs, flags, ...kind }) =>
    baseline(call, xmlCPUs, flags, { ...guestKind(kind), guest: true }),
}

/** What a hypervisor tells of itself, unless it has nothing to tell. */
function told<V>(call: Call, value: V | undefined): V {
  if (value !== undefined) return value
  throw new VirtError(
    'noSupport',
    `this function is not supported by the connection driver: ${call.procedure.api ?? call.name}`,
    { domain: errorDomainOf(call, 'host') },
  )
}

/** Refuses a type of guests that the host does not run; the test hypervisor takes any, as libvirt's does. */
async function checkDomainType(call: Call, type: string): Promise<void> {
  if (call.host().attrs.driver === 'test') return
  const { guests = [] } = parseCapabilities(await call.invoke('host.getCapabilities', call.host(), {}))
  const known = guests.flatMap(({ arch }) => (arch.domains ?? []).map((each) => each.type))
  if (!known.includes(type.toLowerCase())) throw badArgument(call, 'host', `unknown type '${type}'`)
}

interface WireKind {
  readonly emulatorbin?: string | null
  readonly emulator?: string | null
  readonly arch: string | null
  readonly machine: string | null
  readonly virttype: string | null
}

interface GuestKind {
  readonly emulator?: string
  readonly arch?: string
  readonly machine?: string
  readonly virtType?: string
  readonly guest?: true
}

function guestKind(kind: WireKind): GuestKind {
  const emulator = kind.emulatorbin ?? kind.emulator ?? undefined
  return {
    ...(emulator === undefined ? {} : { emulator }),
    ...(kind.arch === null ? {} : { arch: kind.arch }),
    ...(kind.machine === null ? {} : { machine: kind.machine }),
    ...(kind.virttype === null ? {} : { virtType: kind.virttype }),
  }
}

const FAIL_INCOMPATIBLE = compareFlags.VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE
const results = { incompatible: 0, identical: 1, superset: 2 } as const

async function compare(call: Call, xml: string, flags: number, kind: GuestKind): Promise<{ result: number }> {
  checkFlags(call, 'host', flags, maskOf(...Object.values(compareFlags)))
  const result = await call.invoke('host.compareCpu', call.host(), {
    xml,
    validate: has(flags, compareFlags.VIR_CONNECT_COMPARE_CPU_VALIDATE_XML),
    ...kind,
  })
  if (result === 'incompatible' && has(flags, FAIL_INCOMPATIBLE)) {
    throw new VirtError(
      'cpuIncompatible',
      'the CPU is incompatible with host CPU: it lacks features that the description asks for',
      { domain: 'cpu' },
    )
  }
  return { result: results[result] }
}

const EXPAND = baselineFlags.VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES
const MIGRATABLE = baselineFlags.VIR_CONNECT_BASELINE_CPU_MIGRATABLE

async function baseline(
  call: Call,
  cpus: readonly string[],
  flags: number,
  kind: GuestKind,
): Promise<{ cpu: string }> {
  checkFlags(call, 'host', flags, maskOf(...Object.values(baselineFlags)))
  if (cpus.length === 0) throw badArgument(call, 'host', 'no CPUs given')
  const cpu = await call.invoke('host.baselineCpu', call.host(), {
    cpus,
    ...(has(flags, EXPAND) ? { expandFeatures: true } : {}),
    ...(has(flags, MIGRATABLE) ? { migratable: true } : {}),
    ...kind,
  })
  return { cpu }
}
