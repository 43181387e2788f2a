import type { Attrs, Counters } from '../../core/model/index.ts'
import type { RemoteTypedParam } from '../../rpc/wire/generated/types.ts'
import { type ParamValue, paramMap } from './stats.ts'

type Params = ReadonlyMap<string, ParamValue>
type DiskStats = NonNullable<Counters<'domain'>['diskStats']>[number]
type InterfaceStats = NonNullable<Counters<'domain'>['interfaceStats']>[number]
type Balloon = NonNullable<Counters<'domain'>['balloon']>

/** How the fields of a disk are named in statistics; the first four are always there. */
const diskFields = {
  readRequests: 'rd.reqs',
  readBytes: 'rd.bytes',
  writeRequests: 'wr.reqs',
  writeBytes: 'wr.bytes',
} as const
const optionalDiskFields = {
  readTime: 'rd.times',
  writeTime: 'wr.times',
  flushRequests: 'fl.reqs',
  flushTime: 'fl.times',
  errors: 'errors',
} as const
const interfaceFields = {
  rxBytes: 'rx.bytes',
  rxPackets: 'rx.pkts',
  rxErrors: 'rx.errs',
  rxDropped: 'rx.drop',
  txBytes: 'tx.bytes',
  txPackets: 'tx.pkts',
  txErrors: 'tx.errs',
  txDropped: 'tx.drop',
} as const
const balloonFields = {
  actual: 'current',
  swapIn: 'swap_in',
  swapOut: 'swap_out',
  majorFault: 'major_fault',
  minorFault: 'minor_fault',
  unused: 'unused',
  available: 'available',
  usable: 'usable',
  lastUpdate: 'last-update',
  diskCaches: 'disk_caches',
  hugetlbPageAlloc: 'hugetlb_pgalloc',
  hugetlbPageFail: 'hugetlb_pgfail',
  rss: 'rss',
} as const satisfies Record<keyof Balloon, string>

/** Counters of a domain from its statistics. */
export function domainCounters(
  params: readonly RemoteTypedParam[],
  attrs: Attrs<'domain'>,
): Counters<'domain'> {
  const values = paramMap(params)
  const cpuTime = big(values, 'cpu.time')
  const cpuUser = big(values, 'cpu.user')
  const cpuSystem = big(values, 'cpu.system')
  const vcpuTimes = vcpus(values)
  const diskStats = disks(values)
  const interfaceStats = interfaces(values, attrs)
  const balloon = picked(values, 'balloon.', balloonFields)
  return {
    ...(cpuTime !== undefined && { cpuTime }),
    ...(cpuUser !== undefined && { cpuUser }),
    ...(cpuSystem !== undefined && { cpuSystem }),
    ...(vcpuTimes.length > 0 && { vcpuTimes }),
    ...(diskStats.length > 0 && { diskStats }),
    ...(interfaceStats.length > 0 && { interfaceStats }),
    ...(Object.keys(balloon).length > 0 && { balloon }),
  }
}

function big(values: Params, name: string): bigint | undefined {
  const value = values.get(name)
  return typeof value === 'string' || value === undefined ? undefined : BigInt(value)
}

function count(values: Params, name: string): number {
  return Number(big(values, name) ?? 0n)
}

/** Processors that are off have no time in the list, which counts all that there may be. */
function vcpus(values: Params): bigint[] {
  const times: bigint[] = []
  for (let n = 0; n < count(values, 'vcpu.maximum'); n++) {
    const time = big(values, `vcpu.${n}.time`)
    if (time !== undefined) times.push(time)
  }
  return times
}

/** Entries of layers below the top have the name of their disk, too; only the first of a name is the disk. */
function disks(values: Params): DiskStats[] {
  const found = new Map<string, DiskStats>()
  for (let n = 0; n < count(values, 'block.count'); n++) {
    const target = values.get(`block.${n}.name`)
    if (typeof target !== 'string' || found.has(target)) continue
    const prefix = `block.${n}.`
    found.set(target, {
      target,
      ...zeroed(values, prefix, diskFields),
      ...picked(values, prefix, optionalDiskFields),
    })
  }
  return [...found.values()]
}

/** Statistics name the host's end of an interface; the record says which interface that is. */
function interfaces(values: Params, attrs: Attrs<'domain'>): InterfaceStats[] {
  const found: InterfaceStats[] = []
  for (let n = 0; n < count(values, 'net.count'); n++) {
    const name = values.get(`net.${n}.name`)
    const { mac } = attrs.interfaces.find(({ target }) => target === name) ?? attrs.interfaces[n] ?? {}
    if (mac !== undefined) found.push({ mac, ...zeroed(values, `net.${n}.`, interfaceFields) })
  }
  return found
}

/** The values of some fields, as far as they are there. */
function picked<F extends string>(
  values: Params,
  prefix: string,
  fields: Readonly<Record<F, string>>,
): Partial<Record<F, bigint>> {
  const found: Partial<Record<F, bigint>> = {}
  for (const field in fields) {
    const value = big(values, `${prefix}${fields[field]}`)
    if (value !== undefined) found[field] = value
  }
  return found
}

/** The same; what is not there has not happened. */
function zeroed<F extends string>(
  values: Params,
  prefix: string,
  fields: Readonly<Record<F, string>>,
): Record<F, bigint> {
  const zeros = Object.fromEntries(Object.keys(fields).map((field) => [field, 0n]))
  // All fields are there, as zero or with their value.
  return { ...zeros, ...picked(values, prefix, fields) } as Record<F, bigint>
}
