import type { Counters } from '../../core/model/index.ts'

type DomainCounters = Counters<'domain'>
type Numbers = Readonly<Record<string, unknown>>

/**
 * The newer counters with each number held at what it was before if it fell, and with what is missing taken from
 * before: a manager must never see a counter go back while the guest runs. Disks and interfaces that are no longer
 * listed stay away, so that one that comes back begins anew. When nothing fell, `next` itself is the result.
 */
export function neverLower(before: DomainCounters, next: DomainCounters): DomainCounters {
  const fixed: Record<string, unknown> = {}
  for (const name of ['cpuTime', 'cpuUser', 'cpuSystem'] as const) {
    const kept = highest(before[name], next[name])
    if (kept !== next[name]) fixed[name] = kept
  }
  const times = highestTimes(before.vcpuTimes, next.vcpuTimes)
  if (times !== next.vcpuTimes) fixed.vcpuTimes = times
  const disks = highestRecords(before.diskStats, next.diskStats, 'target')
  if (disks !== next.diskStats) fixed.diskStats = disks
  const nics = highestRecords(before.interfaceStats, next.interfaceStats, 'mac')
  if (nics !== next.interfaceStats) fixed.interfaceStats = nics
  if (next.balloon === undefined && before.balloon !== undefined) fixed.balloon = before.balloon
  return Object.keys(fixed).length === 0 ? next : { ...next, ...fixed }
}

function highest(before: bigint | undefined, next: bigint | undefined): bigint | undefined {
  if (before === undefined) return next
  return next === undefined || next < before ? before : next
}

function highestTimes(
  before: readonly bigint[] | undefined,
  next: readonly bigint[] | undefined,
): readonly bigint[] | undefined {
  if (before === undefined || next === undefined) return next ?? before
  if (!next.some((time, at) => time < (before[at] ?? 0n))) return next
  return next.map((time, at) => highest(before[at], time) ?? time)
}

function highestRecords<R extends object>(
  before: readonly R[] | undefined,
  next: readonly R[] | undefined,
  key: keyof R,
): readonly R[] | undefined {
  if (before === undefined || next === undefined) return next ?? before
  let changed = false
  const kept = next.map((record, at) => {
    const old = before[at]?.[key] === record[key] ? before[at] : before.find((b) => b[key] === record[key])
    const fixed = old === undefined ? record : highestFields(old, record)
    changed ||= fixed !== record
    return fixed
  })
  return changed ? kept : next
}

function highestFields<R extends object>(before: R, next: R): R {
  const old = before as Numbers
  const now = next as Numbers
  let fixed: Record<string, unknown> | undefined
  for (const name of Object.keys(old)) {
    const was = old[name]
    if (typeof was !== 'bigint') continue
    const is = now[name]
    if (typeof is === 'bigint' && is >= was) continue
    fixed ??= { ...now }
    fixed[name] = was
  }
  return fixed === undefined ? next : (fixed as R)
}
