import type { Clock } from '../../../core/lib/clock.ts'
import type { Counters } from '../../../core/model/index.ts'
import type { ConnectionView } from '../connection-view.ts'

/** Processor times of a host, in ns. */
interface Times {
  readonly busy: bigint
  readonly all: bigint
}

interface Samples {
  /** The times that the next load is counted from, and when they were taken. */
  from: Times
  at: number
  /** Times that become those when they are old enough. */
  next: Times
}

/** How far the times lie apart that a load is told from, in ms: a minute, as the standard has it. */
const SPAN_MS = 60_000

/**
 * How busy the processors of hosts are. The model has the times of all processors of a host together, so each of them
 * has the same load. The first answer is the mean since the host was started, later ones that of one to two minutes.
 */
export class ProcessorLoad {
  readonly #clock: Clock
  readonly #samples = new WeakMap<ConnectionView, Samples>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Percent of the processor time of a host that was used; undefined where its times are not known. */
  of(host: ConnectionView): number | undefined {
    const now = timesOf(host.hostCounters())
    if (!now) return undefined
    const samples = this.#sample(host, now)
    const all = now.all - samples.from.all
    if (all <= 0n) return percent(now.busy, now.all)
    return percent(now.busy - samples.from.busy, all)
  }

  #sample(host: ConnectionView, now: Times): Samples {
    const time = this.#clock.monotonic()
    const known = this.#samples.get(host)
    if (!known || now.all < known.from.all) {
      const first = { from: { busy: 0n, all: 0n }, at: time, next: now }
      this.#samples.set(host, first)
      return first
    }
    if (time - known.at >= SPAN_MS) {
      known.from = known.next
      known.next = now
      known.at = time
    }
    return known
  }
}

function timesOf(counters: Counters<'host'> | undefined): Times | undefined {
  if (!counters) return undefined
  const { cpuUser, cpuKernel, cpuIdle, cpuIowait = 0n } = counters
  if (cpuUser === undefined || cpuKernel === undefined || cpuIdle === undefined) return undefined
  const busy = cpuUser + cpuKernel
  return { busy, all: busy + cpuIdle + cpuIowait }
}

function percent(part: bigint, all: bigint): number {
  return all <= 0n ? 0 : Math.min(100, Math.max(0, Number((part * 100n) / all)))
}
