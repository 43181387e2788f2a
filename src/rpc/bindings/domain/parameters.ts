import type { Args } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteNonnullDomain, RemoteTypedParam } from '../../wire/generated/types.ts'
import { checkFlags } from '../flags.ts'
import { onDomain, scopeOf, sideOf } from './on-domain.ts'
import { type ParamTable, readParams, STRINGS_OKAY, twoSteps, writeParams } from './typed-params.ts'

type Group = Args<'domain.getParameters'>['group']

/** Tunables of each group with their types. Source: libvirt's public header. */
const tables = {
  memory: { hard_limit: 'ullong', soft_limit: 'ullong', min_guarantee: 'ullong', swap_hard_limit: 'ullong' },
  blkio: {
    weight: 'uint',
    device_weight: 'string',
    device_read_iops_sec: 'string',
    device_write_iops_sec: 'string',
    device_read_bytes_sec: 'string',
    device_write_bytes_sec: 'string',
  },
  numa: { numa_nodeset: 'string', numa_mode: 'int' },
  scheduler: {
    cpu_shares: 'ullong',
    global_period: 'ullong',
    global_quota: 'llong',
    vcpu_period: 'ullong',
    vcpu_quota: 'llong',
    emulator_period: 'ullong',
    emulator_quota: 'llong',
    iothread_period: 'ullong',
    iothread_quota: 'llong',
    weight: 'uint',
    cap: 'uint',
    reservation: 'llong',
    limit: 'llong',
    shares: 'int',
  },
  interface: {
    'inbound.average': 'uint',
    'inbound.peak': 'uint',
    'inbound.burst': 'uint',
    'inbound.floor': 'uint',
    'outbound.average': 'uint',
    'outbound.peak': 'uint',
    'outbound.burst': 'uint',
  },
  perf: {
    cmt: 'boolean',
    mbmt: 'boolean',
    mbml: 'boolean',
    cpu_cycles: 'boolean',
    instructions: 'boolean',
    cache_references: 'boolean',
    cache_misses: 'boolean',
    branch_instructions: 'boolean',
    branch_misses: 'boolean',
    bus_cycles: 'boolean',
    stalled_cycles_frontend: 'boolean',
    stalled_cycles_backend: 'boolean',
    ref_cpu_cycles: 'boolean',
    cpu_clock: 'boolean',
    task_clock: 'boolean',
    page_faults: 'boolean',
    context_switches: 'boolean',
    cpu_migrations: 'boolean',
    page_faults_min: 'boolean',
    page_faults_maj: 'boolean',
    alignment_faults: 'boolean',
    emulation_faults: 'boolean',
  },
} as const satisfies Readonly<Record<Group, ParamTable>>

/** A client's question for a group: room, flags, device. */
interface Wish {
  readonly dom: RemoteNonnullDomain
  readonly nparams: number
  readonly flags: number
  readonly device?: string
}

/** Tunables of domains. */
export const parameterHandlers: RemoteHandlers = {
  DOMAIN_GET_MEMORY_PARAMETERS: (call, args) => get(call, 'memory', args),
  DOMAIN_SET_MEMORY_PARAMETERS: (call, args) => set(call, 'memory', args),
  DOMAIN_GET_BLKIO_PARAMETERS: (call, args) => get(call, 'blkio', args),
  DOMAIN_SET_BLKIO_PARAMETERS: (call, args) => set(call, 'blkio', args),
  DOMAIN_GET_NUMA_PARAMETERS: (call, args) => get(call, 'numa', args),
  DOMAIN_SET_NUMA_PARAMETERS: (call, args) => set(call, 'numa', args),
  DOMAIN_GET_INTERFACE_PARAMETERS: (call, args) => get(call, 'interface', args),
  DOMAIN_SET_INTERFACE_PARAMETERS: (call, args) => set(call, 'interface', args),
  DOMAIN_GET_PERF_EVENTS: async (call, { dom, flags }) => ({
    params: await read(call, 'perf', { dom, flags, nparams: 0 }),
  }),
  DOMAIN_SET_PERF_EVENTS: (call, args) => set(call, 'perf', args),
  DOMAIN_GET_SCHEDULER_TYPE: async (call, { dom }) => ({
    type: await onDomain(call, dom, 'domain.getSchedulerType', {}),
    nparams: (await read(call, 'scheduler', { dom, flags: 0, nparams: 0 })).length,
  }),
  DOMAIN_GET_SCHEDULER_PARAMETERS: async (call, { dom, nparams }) => ({
    params: await some(call, { dom, nparams, flags: 0 }),
  }),
  DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS: async (call, wish) => ({ params: await some(call, wish) }),
  DOMAIN_SET_SCHEDULER_PARAMETERS: (call, args) => set(call, 'scheduler', { ...args, flags: 0 }),
  DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS: (call, args) => set(call, 'scheduler', args),
}

async function read(call: Call, group: Group, { dom, flags, device }: Wish): Promise<RemoteTypedParam[]> {
  const side = sideOf(call, flags, STRINGS_OKAY)
  const args = { group, ...side, ...(device === undefined ? {} : { device }) }
  return writeParams(tables[group], await onDomain(call, dom, 'domain.getParameters', args))
}

async function get(call: Call, group: Group, wish: Wish) {
  return twoSteps(call, await read(call, group, wish), wish)
}

async function some(call: Call, wish: Wish): Promise<readonly RemoteTypedParam[]> {
  const { params } = twoSteps(call, await read(call, 'scheduler', wish), {
    ...wish,
    nparams: Math.max(1, wish.nparams),
  })
  return params
}

interface Change {
  readonly dom: RemoteNonnullDomain
  readonly params: readonly RemoteTypedParam[]
  readonly flags: number
  readonly device?: string
}

async function set(call: Call, group: Group, { dom, params, flags, device }: Change): Promise<void> {
  checkFlags(call, 'domain', flags, 3)
  const values = readParams(call, tables[group], params)
  const args = { group, values, ...scopeOf(call, flags), ...(device === undefined ? {} : { device }) }
  await onDomain(call, dom, 'domain.setParameters', args)
}
