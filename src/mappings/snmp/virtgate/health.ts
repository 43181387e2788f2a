import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { InventoryReader } from '../../../core/contracts.ts'
import type { Clock } from '../../../core/lib/clock.ts'

const KEEP_MS = 1000
const LAG_WINDOW_MS = 60_000
const NS_PER_US = 1000

interface Lag {
  readonly p99: number
  readonly max: number
}

/** How the gateway itself is. */
export class GatewayHealth {
  readonly version: string
  readonly #reader: InventoryReader
  readonly #clock: Clock
  readonly #startedAt: number
  readonly #delays: IntervalHistogram = monitorEventLoopDelay({ resolution: 10 })
  #memory: NodeJS.MemoryUsage | undefined
  #memoryAt = 0
  #lastMinute: Lag | undefined
  #cancelTimer: () => void = () => {}
  #sweeps = 0

  constructor(options: { version: string; reader: InventoryReader; clock: Clock }) {
    this.version = options.version
    this.#reader = options.reader
    this.#clock = options.clock
    this.#startedAt = options.clock.monotonic()
    this.#delays.enable()
    this.#armTimer()
  }

  /** Hundredths of a second since the agent was started. */
  get upTime(): number {
    return Math.floor((this.#clock.monotonic() - this.#startedAt) / 10) % 4294967296
  }

  /** Revision of the inventory. */
  get revision(): bigint {
    return BigInt(this.#reader.revision)
  }

  /** Number of connections. */
  get connections(): number {
    return this.#reader.connections().length
  }

  /** Sweeps of counters that requests waited for. */
  get sweeps(): number {
    return this.#sweeps
  }

  /** Memory of the process, not older than a second: asking the system costs more than answering a request. */
  get memory(): NodeJS.MemoryUsage {
    const now = this.#clock.monotonic()
    if (!this.#memory || now - this.#memoryAt >= KEEP_MS) {
      this.#memory = process.memoryUsage()
      this.#memoryAt = now
    }
    return this.#memory
  }

  /** How late the event loop was, in microseconds, in the last whole minute, or since the start within the first. */
  get lag(): Lag {
    return this.#lastMinute ?? this.#measured()
  }

  /** Counts a sweep that a request waits for. */
  countSweep(): void {
    this.#sweeps++
  }

  /** Stops measuring. */
  close(): void {
    this.#cancelTimer()
    this.#delays.disable()
  }

  #armTimer(): void {
    this.#cancelTimer = this.#clock.after(LAG_WINDOW_MS, () => {
      this.#lastMinute = this.#measured()
      this.#delays.reset()
      this.#armTimer()
    })
  }

  #measured(): Lag {
    if (this.#delays.count === 0) return { p99: 0, max: 0 }
    return {
      p99: Math.round(this.#delays.percentile(99) / NS_PER_US),
      max: Math.round(this.#delays.max / NS_PER_US),
    }
  }
}
