import type { HostView } from './host-view.ts'

/** What the hosts of a context have together; undefined where none of them tells it. */
export interface HostTotals {
  /** KiB. */
  readonly memory: bigint | undefined
  readonly freeMemory: bigint | undefined
  /** Processor times in ns. */
  readonly user: bigint | undefined
  readonly kernel: bigint | undefined
  readonly idle: bigint | undefined
  readonly iowait: bigint | undefined
}

/** Adds up what the hosts of a context have. */
export function hostTotals(view: HostView): HostTotals {
  const totals: { -readonly [K in keyof HostTotals]: HostTotals[K] } = {
    memory: undefined,
    freeMemory: undefined,
    user: undefined,
    kernel: undefined,
    idle: undefined,
    iowait: undefined,
  }
  for (const host of view.connections.values()) {
    const counters = host.hostCounters()
    totals.memory = sum(totals.memory, host.host?.attrs.memory)
    totals.freeMemory = sum(totals.freeMemory, counters?.freeMemory)
    totals.user = sum(totals.user, counters?.cpuUser)
    totals.kernel = sum(totals.kernel, counters?.cpuKernel)
    totals.idle = sum(totals.idle, counters?.cpuIdle)
    totals.iowait = sum(totals.iowait, counters?.cpuIowait)
  }
  return totals
}

function sum(before: bigint | undefined, more: bigint | undefined): bigint | undefined {
  return more === undefined ? before : (before ?? 0n) + more
}
