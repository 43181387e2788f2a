import type { DiskDoc, DomainDoc, NetDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import { numaModes, type ParamValue, UNLIMITED } from './typed-params.ts'

/** Values of parameters by libvirt's names. */
export type ParamValues = Readonly<Record<string, ParamValue | undefined>>

/** What a caller gave. */
export type GivenParams = ReadonlyMap<string, ParamValue>

type Memtune = NonNullable<DomainDoc['memtune']>
type Blkiotune = NonNullable<DomainDoc['blkiotune']>
type BlkioDevice = NonNullable<Blkiotune['devices']>[number]
type IoTune = NonNullable<DiskDoc['iotune']>

const memoryFields = {
  hard_limit: 'hardLimit',
  soft_limit: 'softLimit',
  swap_hard_limit: 'swapHardLimit',
} as const satisfies Readonly<Record<string, keyof Memtune>>

/** Memory limits of a document, in KiB. */
export function memoryParams(doc: DomainDoc): ParamValues {
  const { memtune } = doc
  return mapEntries(memoryFields, (field) => memtune?.[field] ?? UNLIMITED)
}

/** The document with other memory limits. */
export function withMemoryParams(doc: DomainDoc, given: GivenParams): DomainDoc {
  const memtune: { -readonly [K in keyof Memtune]: Memtune[K] } = { ...doc.memtune }
  for (const [name, field] of Object.entries(memoryFields)) {
    const value = given.get(name)
    if (typeof value !== 'bigint') continue
    if (value >= UNLIMITED) delete memtune[field]
    else memtune[field] = value
  }
  const { hardLimit, swapHardLimit } = memtune
  if (swapHardLimit !== undefined && (hardLimit ?? UNLIMITED) > swapHardLimit) {
    throw new VirtError(
      'invalidArg',
      `the memory limit of '${doc.name}' would be above the limit of memory and swap (${swapHardLimit} KiB)`,
    )
  }
  return { ...doc, memtune }
}

type Cputune = NonNullable<DomainDoc['cputune']>

const schedulerFields = {
  cpu_shares: 'shares',
  vcpu_period: 'period',
  vcpu_quota: 'quota',
  emulator_period: 'emulatorPeriod',
  emulator_quota: 'emulatorQuota',
  global_period: 'globalPeriod',
  global_quota: 'globalQuota',
  iothread_period: 'iothreadPeriod',
  iothread_quota: 'iothreadQuota',
} as const satisfies Readonly<Record<string, keyof Cputune>>

/** Shares and limits of processor time of a document. */
export function schedulerParams({ cputune }: DomainDoc): ParamValues {
  return mapEntries(schedulerFields, (field) => BigInt(cputune?.[field] ?? 0))
}

/** The document with other shares and limits of processor time; 0 takes one away. */
export function withSchedulerParams(doc: DomainDoc, given: GivenParams): DomainDoc {
  const cputune: { -readonly [K in keyof Cputune]: Cputune[K] } = { ...doc.cputune }
  for (const [name, field] of Object.entries(schedulerFields)) {
    const value = given.get(name)
    if (typeof value !== 'bigint') continue
    if (value === 0n) delete cputune[field]
    else cputune[field] = value
  }
  return { ...doc, cputune }
}

const blkioLists = {
  device_weight: 'weight',
  device_read_iops_sec: 'readIopsSec',
  device_write_iops_sec: 'writeIopsSec',
  device_read_bytes_sec: 'readBytesSec',
  device_write_bytes_sec: 'writeBytesSec',
} as const satisfies Readonly<Record<string, keyof BlkioDevice>>

/** Weights and limits of block devices of a document. */
export function blkioParams(doc: DomainDoc): ParamValues {
  const devices = doc.blkiotune?.devices ?? []
  const lists = mapEntries(blkioLists, (field) =>
    devices
      .filter((device) => device[field] !== undefined)
      .map((device) => `${device.path},${device[field]}`)
      .join(','),
  )
  return { weight: doc.blkiotune?.weight ?? 0, ...lists }
}

/** The document with other weights and limits of block devices. */
export function withBlkioParams(doc: DomainDoc, given: GivenParams): DomainDoc {
  const devices = new Map<string, BlkioDevice>(
    (doc.blkiotune?.devices ?? []).map((each) => [each.path, each]),
  )
  for (const [name, field] of Object.entries(blkioLists)) {
    const text = given.get(name)
    if (typeof text !== 'string') continue
    for (const [path, value] of readDeviceList(name, text)) {
      const before = devices.get(path) ?? { path }
      const typed = field === 'readBytesSec' || field === 'writeBytesSec' ? value : Number(value)
      devices.set(path, { ...before, [field]: typed })
    }
  }
  const weight = given.get('weight')
  const blkiotune: Blkiotune = {
    ...doc.blkiotune,
    ...(typeof weight === 'number' ? { weight } : {}),
    ...(devices.size > 0 ? { devices: [...devices.values()] } : {}),
  }
  return { ...doc, blkiotune }
}

/** `/path,value,/path,value`. */
function readDeviceList(name: string, text: string): Array<readonly [string, bigint]> {
  if (text === '') return []
  const parts = text.split(',')
  const pairs: Array<readonly [string, bigint]> = []
  for (let i = 0; i < parts.length; i += 2) {
    const [path = '', value = ''] = parts.slice(i, i + 2)
    if (!path.startsWith('/') || !/^\d{1,19}$/.test(value)) {
      throw new VirtError(
        'invalidArg',
        `the parameter '${name}' is '${text}', pairs of path and number were expected`,
      )
    }
    pairs.push([path, BigInt(value)])
  }
  return pairs
}

/** From which nodes of the host the memory of a document is taken. */
export function numaParams(doc: DomainDoc): ParamValues {
  const memory = doc.numatune?.memory
  return {
    numa_mode: numaModes.indexOf(memory?.mode ?? 'strict'),
    numa_nodeset: memory?.nodeset ?? '',
  }
}

/** The document with memory from other nodes. */
export function withNumaParams(doc: DomainDoc, given: GivenParams): DomainDoc {
  const before = doc.numatune?.memory
  const mode = numaMode(given.get('numa_mode')) ?? before?.mode ?? 'strict'
  const nodeset = given.get('numa_nodeset')
  const set = typeof nodeset === 'string' && nodeset !== '' ? checkSet(nodeset) : before?.nodeset
  const memory = { ...before, mode, ...(set === undefined ? {} : { nodeset: set }) }
  return { ...doc, numatune: { ...doc.numatune, memory } }
}

function numaMode(value: ParamValue | undefined): (typeof numaModes)[number] | undefined {
  if (value === undefined) return undefined
  const mode = numaModes[Number(value)]
  if (mode === undefined) {
    throw new VirtError(
      'invalidArg',
      `there is no NUMA mode ${value}; 0 to ${numaModes.length - 1} were expected`,
    )
  }
  return mode
}

function checkSet(text: string): string {
  if (/^\^?\d+(-\d+)?(,\^?\d+(-\d+)?)*$/.test(text)) return text
  throw new VirtError('invalidArg', `'${text}' is not a set of nodes like '0-1,3'`)
}

const ioTuneFields = {
  total_bytes_sec: 'totalBytesSec',
  read_bytes_sec: 'readBytesSec',
  write_bytes_sec: 'writeBytesSec',
  total_iops_sec: 'totalIopsSec',
  read_iops_sec: 'readIopsSec',
  write_iops_sec: 'writeIopsSec',
  total_bytes_sec_max: 'totalBytesSecMax',
  read_bytes_sec_max: 'readBytesSecMax',
  write_bytes_sec_max: 'writeBytesSecMax',
  total_iops_sec_max: 'totalIopsSecMax',
  read_iops_sec_max: 'readIopsSecMax',
  write_iops_sec_max: 'writeIopsSecMax',
  size_iops_sec: 'sizeIopsSec',
  total_bytes_sec_max_length: 'totalBytesSecMaxLength',
  read_bytes_sec_max_length: 'readBytesSecMaxLength',
  write_bytes_sec_max_length: 'writeBytesSecMaxLength',
  total_iops_sec_max_length: 'totalIopsSecMaxLength',
  read_iops_sec_max_length: 'readIopsSecMaxLength',
  write_iops_sec_max_length: 'writeIopsSecMaxLength',
} as const satisfies Readonly<Record<string, keyof IoTune>>

/** Throttling of a disk. */
export function ioTuneParams(disk: DiskDoc): ParamValues {
  return {
    ...mapEntries(ioTuneFields, (field) => disk.iotune?.[field] ?? 0n),
    group_name: disk.iotune?.groupName ?? '',
  }
}

const families = ['bytes_sec', 'iops_sec', 'bytes_sec_max', 'iops_sec_max'] as const

/**
 * The disk with other throttling. A limit that is given for a direction takes the place of the total and the other
 * way round; what is not given stays.
 */
export function withIoTuneParams(disk: DiskDoc, given: GivenParams): DiskDoc {
  for (const family of families) checkFamily(family, given)
  const iotune: { -readonly [K in keyof IoTune]: IoTune[K] } = { ...disk.iotune }
  for (const family of families) dropReplaced(family, given, iotune)
  for (const [name, field] of Object.entries(ioTuneFields)) {
    const value = given.get(name)
    if (typeof value !== 'bigint') continue
    if (value === 0n) delete iotune[field]
    else iotune[field] = value
  }
  const group = given.get('group_name')
  if (typeof group === 'string') {
    if (group === '') delete iotune.groupName
    else iotune.groupName = group
  }
  return { ...disk, iotune }
}

function positive(given: GivenParams, name: string): boolean {
  const value = given.get(name)
  return typeof value === 'bigint' && value > 0n
}

function checkFamily(family: string, given: GivenParams): void {
  if (!positive(given, `total_${family}`)) return
  if (positive(given, `read_${family}`) || positive(given, `write_${family}`)) {
    throw new VirtError(
      'invalidArg',
      `total_${family} cannot be given together with a limit of reads or writes`,
    )
  }
}

function dropReplaced(
  family: (typeof families)[number],
  given: GivenParams,
  iotune: { -readonly [K in keyof IoTune]: IoTune[K] },
): void {
  const directions = [ioTuneFields[`read_${family}`], ioTuneFields[`write_${family}`]]
  if (positive(given, `total_${family}`)) for (const field of directions) delete iotune[field]
  if (positive(given, `read_${family}`) || positive(given, `write_${family}`)) {
    delete iotune[ioTuneFields[`total_${family}`]]
  }
}

const rateFields = ['average', 'peak', 'burst', 'floor'] as const
const outboundFields = ['average', 'peak', 'burst'] as const

/** Limits of the traffic of an interface. */
export function interfaceParams(net: NetDoc): ParamValues {
  const values: Record<string, ParamValue> = {}
  for (const field of rateFields) values[`inbound.${field}`] = Number(net.bandwidth?.inbound?.[field] ?? 0n)
  for (const field of outboundFields)
    values[`outbound.${field}`] = Number(net.bandwidth?.outbound?.[field] ?? 0n)
  return values
}

/** The interface with other limits of its traffic; an average of 0 takes the limits of its direction away. */
export function withInterfaceParams(net: NetDoc, given: GivenParams): NetDoc {
  const { inbound: oldIn, outbound: oldOut, ...rest } = net.bandwidth ?? {}
  const inbound = rates('inbound', rateFields, oldIn, given)
  const outbound = rates('outbound', outboundFields, oldOut, given)
  return {
    ...net,
    bandwidth: {
      ...rest,
      ...(inbound === undefined ? {} : { inbound }),
      ...(outbound === undefined ? {} : { outbound }),
    },
  }
}

type Rates = { readonly [K in (typeof rateFields)[number]]?: bigint }

function rates(
  direction: string,
  fields: readonly (typeof rateFields)[number][],
  before: Rates | undefined,
  given: GivenParams,
): Rates | undefined {
  const merged: { -readonly [K in keyof Rates]: Rates[K] } = { ...before }
  for (const field of fields) {
    const value = given.get(`${direction}.${field}`)
    if (typeof value !== 'number') continue
    if (value === 0) delete merged[field]
    else merged[field] = BigInt(value)
  }
  if (given.get(`${direction}.average`) === 0 && merged.floor === undefined) return undefined
  return Object.keys(merged).length === 0 ? undefined : merged
}

function mapEntries<K extends string, V, R>(
  table: Readonly<Record<K, V>>,
  make: (value: V) => R,
): Record<K, R> {
  // The same keys as those of the table.
  return Object.fromEntries(Object.entries<V>(table).map(([key, value]) => [key, make(value)])) as Record<
    K,
    R
  >
}
