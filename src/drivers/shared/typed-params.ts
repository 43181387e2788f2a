import { VirtError } from '../../core/errors/index.ts'
import { nearest } from '../../core/lib/nearest.ts'

/** Types that a parameter can have, as libvirt names them. */
export type ParamType = 'int' | 'uint' | 'llong' | 'ullong' | 'double' | 'boolean' | 'string'

/** A value of a parameter. Numbers of 64 bits are bigint. */
export type ParamValue = number | bigint | boolean | string

/** A parameter as operations carry it. */
export interface TextParam {
  readonly name: string
  readonly value: string
}

/** The parameters of one group: libvirt's names with their types, in the order of its answers. */
export type ParamTable = Readonly<Record<string, ParamType>>

/** What libvirt says for "no limit" of a memory parameter, in KiB. */
export const UNLIMITED = 9007199254740991n

/** Names and types of the tunables of each group. Source: libvirt-domain.h. */
export const paramTables = {
  memory: { hard_limit: 'ullong', soft_limit: 'ullong', swap_hard_limit: 'ullong' },
  blkio: {
    weight: 'uint',
    device_weight: 'string',
    device_read_iops_sec: 'string',
    device_write_iops_sec: 'string',
    device_read_bytes_sec: 'string',
    device_write_bytes_sec: 'string',
  },
  scheduler: {
    cpu_shares: 'ullong',
    vcpu_period: 'ullong',
    vcpu_quota: 'llong',
    emulator_period: 'ullong',
    emulator_quota: 'llong',
    global_period: 'ullong',
    global_quota: 'llong',
    iothread_period: 'ullong',
    iothread_quota: 'llong',
  },
  numa: { numa_mode: 'int', numa_nodeset: 'string' },
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
  ioThread: {
    poll_max_ns: 'ullong',
    poll_grow: 'uint',
    poll_shrink: 'uint',
    thread_pool_min: 'int',
    thread_pool_max: 'int',
  },
  ioTune: {
    total_bytes_sec: 'ullong',
    read_bytes_sec: 'ullong',
    write_bytes_sec: 'ullong',
    total_iops_sec: 'ullong',
    read_iops_sec: 'ullong',
    write_iops_sec: 'ullong',
    total_bytes_sec_max: 'ullong',
    read_bytes_sec_max: 'ullong',
    write_bytes_sec_max: 'ullong',
    total_iops_sec_max: 'ullong',
    read_iops_sec_max: 'ullong',
    write_iops_sec_max: 'ullong',
    size_iops_sec: 'ullong',
    group_name: 'string',
    total_bytes_sec_max_length: 'ullong',
    read_bytes_sec_max_length: 'ullong',
    write_bytes_sec_max_length: 'ullong',
    total_iops_sec_max_length: 'ullong',
    read_iops_sec_max_length: 'ullong',
    write_iops_sec_max_length: 'ullong',
  },
} as const satisfies Record<string, ParamTable>

/** Modes of NUMA tuning, index = libvirt's number. */
export const numaModes = ['strict', 'preferred', 'interleave', 'restrictive'] as const

const ranges: Readonly<Record<'int' | 'uint' | 'llong' | 'ullong', readonly [bigint, bigint]>> = {
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  uint: [0n, 2n ** 32n - 1n],
  llong: [-(2n ** 63n), 2n ** 63n - 1n],
  ullong: [0n, 2n ** 64n - 1n],
}

/** The values of an operation as typed ones. Throws `invalidArg` for an unknown or repeated name or a wrong value. */
export function readParams(table: ParamTable, values: readonly TextParam[]): ReadonlyMap<string, ParamValue> {
  const read = new Map<string, ParamValue>()
  for (const { name, value } of values) {
    const type = Object.hasOwn(table, name) ? table[name] : undefined
    if (type === undefined) throw unknownParam(table, name)
    if (read.has(name)) throw new VirtError('invalidArg', `the parameter '${name}' is given twice`)
    read.set(name, readValue(name, type, value))
  }
  return read
}

/** Typed values as an operation answers them, in the order of the table; what is not given is left out. */
export function writeParams(
  table: ParamTable,
  values: Readonly<Record<string, ParamValue | undefined>>,
): TextParam[] {
  const written: TextParam[] = []
  for (const name of Object.keys(table)) {
    const value = values[name]
    if (value !== undefined) written.push({ name, value: String(value) })
  }
  return written
}

function unknownParam(table: ParamTable, name: string): VirtError {
  const hint = nearest(name, Object.keys(table))
  return new VirtError(
    'invalidArg',
    `there is no parameter '${name}'${hint === undefined ? '' : `; did you mean '${hint}'?`}`,
  )
}

function readValue(name: string, type: ParamType, text: string): ParamValue {
  if (type === 'string') return text
  if (type === 'boolean') return readBoolean(name, text)
  if (type === 'double') return readDouble(name, text)
  if (!/^-?\d{1,20}$/.test(text)) {
    throw new VirtError('invalidArg', `the parameter '${name}' is '${text}', a whole number was expected`)
  }
  const value = BigInt(text)
  const [least, most] = ranges[type]
  if (value < least || value > most) {
    throw new VirtError(
      'invalidArg',
      `the parameter '${name}' is ${text}, it must be between ${least} and ${most}`,
    )
  }
  return type === 'int' || type === 'uint' ? Number(value) : value
}

function readBoolean(name: string, text: string): boolean {
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw new VirtError('invalidArg', `the parameter '${name}' is '${text}', 'true' or 'false' was expected`)
}

function readDouble(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new VirtError('invalidArg', `the parameter '${name}' is '${text}', a number was expected`)
  }
  return value
}
