import { hostKey, type SweepBatch } from '../../core/driver.ts'
import type { Counters, TypeName } from '../../core/model/index.ts'
import { isQmpObject, type QmpObject, type QmpValue } from '../../qmp/index.ts'
import { nodeNames } from './argv/block-nodes.ts'
import { aliasOf, devicesOf } from './definition/devices.ts'
import type { Guest } from './guest/guest.ts'
import type { LiveGuest } from './guest/live-guest.ts'
import type { Services } from './guest/services.ts'
import { readMachineCounters } from './host/facts.ts'
import { readProcess, readRss, readThreadTime } from './host/process-table.ts'
import { readTapCounters } from './host/taps.ts'

/** Longest that one guest may take to tell its numbers; the others do not wait for it. */
const guestTimeoutMs = 1_000
const portion = 64

/** Reads counters of guests and of the machine, some guests at a time. */
export async function* sweepCounters<T extends TypeName>(
  services: Services,
  type: T,
  keys: readonly string[] | undefined,
  signal: AbortSignal,
): AsyncGenerator<SweepBatch<T>> {
  if (type === 'host') {
    // The type parameter is 'host' here and 'domain' below.
    yield [[hostKey, await readMachineCounters()]] as unknown as SweepBatch<T>
    return
  }
  if (type !== 'domain') return
  const guests = keys ? keys.flatMap((key) => services.guests.find(key) ?? []) : [...services.guests.values()]
  for (let i = 0; i < guests.length; i += portion) {
    signal.throwIfAborted()
    const batch = guests.slice(i, i + portion)
    const rows = await Promise.all(
      batch.map(async (guest) => [guest.uuid, await guestCounters(guest)] as const),
    )
    yield rows as unknown as SweepBatch<T>
  }
}

/** Counters of one guest; none while it is off. What its monitor does not tell in time is left out. */
export async function guestCounters(guest: Guest): Promise<Counters<'domain'>> {
  const { live } = guest
  if (!live || live.ending) return {}
  const [times, vcpuTimes, rss, diskStats, interfaceStats, balloon] = await Promise.all([
    readProcess(live.process.pid),
    readVcpuTimes(live),
    readRss(live.process.pid),
    readDiskStats(live),
    readInterfaceStats(live),
    readBalloon(live),
  ])
  return {
    ...(times
      ? { cpuTime: times.userNs + times.systemNs, cpuUser: times.userNs, cpuSystem: times.systemNs }
      : {}),
    ...(vcpuTimes.length > 0 ? { vcpuTimes } : {}),
    ...(diskStats ? { diskStats } : {}),
    interfaceStats,
    balloon: { actual: live.memory, ...balloon, ...(rss === undefined ? {} : { rss }) },
  }
}

async function readVcpuTimes(live: LiveGuest): Promise<bigint[]> {
  const threads = [...live.vcpuThreads].sort(([a], [b]) => a - b)
  const times = await Promise.all(threads.map(([, thread]) => readThreadTime(live.process.pid, thread)))
  return times.map((time) => time ?? 0n)
}

/** Asks a monitor; nothing if it does not answer in time or refuses. */
async function ask(live: LiveGuest, command: string, args?: QmpObject): Promise<QmpValue | undefined> {
  try {
    return await live.monitor.request(command, args, { timeoutMs: guestTimeoutMs })
  } catch {
    return undefined
  }
}

const count = (object: QmpObject, name: string): bigint => {
  const value = object[name]
  return typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(value) : 0n
}

async function readDiskStats(live: LiveGuest): Promise<Counters<'domain'>['diskStats'] | undefined> {
  const { disks } = devicesOf(live.doc)
  if (disks.length === 0) return []
  const [answer, sizes] = await Promise.all([ask(live, 'query-blockstats'), readDiskSizes(live)])
  if (!Array.isArray(answer)) return undefined
  const byDevice = new Map<string, QmpObject>()
  for (const item of answer as readonly QmpValue[]) {
    if (!isQmpObject(item) || !isQmpObject(item.stats)) continue
    // A virtio disk is told by the path of the part that does the work.
    const name = String(item.qdev ?? item.device ?? '')
      .replace(/^\/machine\/peripheral\//, '')
      .replace(/\/.*$/, '')
    byDevice.set(name, item.stats)
  }
  return disks.map((disk) => {
    const stats = byDevice.get(aliasOf(disk)) ?? {}
    return {
      target: disk.target.dev ?? '',
      readRequests: count(stats, 'rd_operations'),
      readBytes: count(stats, 'rd_bytes'),
      readTime: count(stats, 'rd_total_time_ns'),
      writeRequests: count(stats, 'wr_operations'),
      writeBytes: count(stats, 'wr_bytes'),
      writeTime: count(stats, 'wr_total_time_ns'),
      flushRequests: count(stats, 'flush_operations'),
      flushTime: count(stats, 'flush_total_time_ns'),
      errors: count(stats, 'failed_rd_operations') + count(stats, 'failed_wr_operations'),
      ...sizes.get(disk.target.dev ?? ''),
    }
  })
}

type DiskSizes = Pick<
  NonNullable<Counters<'domain'>['diskStats']>[number],
  'capacity' | 'allocation' | 'physical'
>

/** Sizes of the images that the guest has open, by target. */
async function readDiskSizes(live: LiveGuest): Promise<ReadonlyMap<string, DiskSizes>> {
  const answer = await ask(live, 'query-named-block-nodes', { flat: true })
  const nodes = new Map<unknown, QmpObject>()
  for (const node of Array.isArray(answer) ? (answer as readonly QmpValue[]) : []) {
    if (isQmpObject(node) && isQmpObject(node.image)) nodes.set(node['node-name'], node.image)
  }
  const sizes = new Map<string, DiskSizes>()
  for (const [target, number] of live.diskNodes) {
    const { format, storage } = nodeNames(number)
    const image = nodes.get(format)
    if (image === undefined) continue
    const physical = nodes.get(storage) ?? image
    sizes.set(target, {
      capacity: count(image, 'virtual-size'),
      allocation: count(image, 'actual-size'),
      physical: count(physical, 'virtual-size'),
    })
  }
  return sizes
}

/** QEMU counts nothing of an interface in user mode; a tap is counted by the kernel. */
async function readInterfaceStats(
  live: LiveGuest,
): Promise<NonNullable<Counters<'domain'>['interfaceStats']>> {
  const rows = await Promise.all(
    devicesOf(live.doc).interfaces.map(async (net) => {
      const tap = net.type === 'user' ? undefined : net.target?.dev
      const counters = tap === undefined ? undefined : await readTapCounters(tap)
      return counters && { mac: net.mac?.address ?? '00:00:00:00:00:00', ...counters }
    }),
  )
  return rows.filter((row) => row !== undefined)
}

/** Names of the guest's memory numbers with their fields; those in bytes become KiB. */
const balloonFields = [
  ['stat-swap-in', 'swapIn', true],
  ['stat-swap-out', 'swapOut', true],
  ['stat-major-faults', 'majorFault', false],
  ['stat-minor-faults', 'minorFault', false],
  ['stat-free-memory', 'unused', true],
  ['stat-total-memory', 'available', true],
  ['stat-available-memory', 'usable', true],
  ['stat-disk-caches', 'diskCaches', true],
  ['stat-htlb-pgalloc', 'hugetlbPageAlloc', false],
  ['stat-htlb-pgfail', 'hugetlbPageFail', false],
] as const

async function readBalloon(live: LiveGuest): Promise<NonNullable<Counters<'domain'>['balloon']>> {
  const balloon = live.doc.devices.memballoon
  if (!balloon || balloon.model === 'none') return {}
  const answer = await ask(live, 'qom-get', {
    path: `/machine/peripheral/${aliasOf(balloon)}`,
    property: 'guest-stats',
  })
  if (!isQmpObject(answer) || !isQmpObject(answer.stats)) return {}
  const told: Record<string, bigint> = {}
  for (const [name, field, bytes] of balloonFields) {
    const value = answer.stats[name]
    // A guest that does not know a number tells all ones.
    if (typeof value !== 'number' && typeof value !== 'bigint') continue
    if (BigInt(value) < 0n || BigInt(value) === 0xffff_ffff_ffff_ffffn) continue
    told[field] = bytes ? BigInt(value) / 1024n : BigInt(value)
  }
  const lastUpdate = count(answer, 'last-update')
  return lastUpdate > 0n ? { ...told, lastUpdate } : told
}
