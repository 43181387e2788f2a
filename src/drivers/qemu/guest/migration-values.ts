import { isQmpObject, type QmpClient, type QmpObject, type QmpValue } from '../../../qmp/index.ts'
import type { JobValues } from './long-job.ts'

/** libvirt's names of what QEMU tells of a migration. */
const times: Readonly<Record<string, string>> = { downtime: 'downtime', 'setup-time': 'setup_time' }
const memory: ReadonlyArray<readonly [ours: string, theirs: string]> = [
  ['data_total', 'total'],
  ['data_processed', 'transferred'],
  ['data_remaining', 'remaining'],
  ['memory_total', 'total'],
  ['memory_processed', 'transferred'],
  ['memory_remaining', 'remaining'],
  ['memory_bps', 'mbps'],
  ['memory_constant', 'duplicate'],
  ['memory_normal', 'normal'],
  ['memory_normal_bytes', 'normal-bytes'],
  ['memory_dirty_rate', 'dirty-pages-rate'],
  ['memory_iteration', 'dirty-sync-count'],
  ['memory_postcopy_requests', 'postcopy-requests'],
  ['memory_page_size', 'page-size'],
]

/** What the last migration of a guest did, for the event of its end. It is told if it can be had. */
export async function migrationValues(monitor: QmpClient): Promise<JobValues> {
  const info = await monitor.request('query-migrate').catch(() => ({}))
  if (!isQmpObject(info)) return []
  const ram = isQmpObject(info.ram) ? info.ram : {}
  // Millions of bits to bytes.
  const rate = typeof ram.mbps === 'number' ? Math.round(ram.mbps * 125_000) : undefined
  return [
    ...Object.entries(times).flatMap(([theirs, ours]) => whole(ours, info[theirs])),
    ...memory.flatMap(([ours, theirs]) => whole(ours, theirs === 'mbps' ? rate : ram[theirs])),
  ]
}

function whole(name: string, value: QmpValue | QmpObject | undefined): JobValues {
  return typeof value === 'number' || typeof value === 'bigint' ? [{ name, value: String(value) }] : []
}
