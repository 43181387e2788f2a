import type { Clock } from '../../core/lib/clock.ts'

/** How often a silent peer is asked for a sign of life, and how many signs may be missing. */
export interface KeepaliveOptions {
  readonly intervalMs: number
  readonly count: number
}

/** What keepalive asks of a connection. */
export interface KeepaliveActions {
  ping(): void
  /** The peer has not given a sign for so long. */
  lost(silentMs: number): void
}

/** Finds out whether a silent peer is still there. */
export class Keepalive {
  readonly #options: KeepaliveOptions
  readonly #clock: Clock
  readonly #actions: KeepaliveActions
  #pings = 0
  #heardAt: number
  #cancel: () => void

  constructor(options: KeepaliveOptions, clock: Clock, actions: KeepaliveActions) {
    this.#options = options
    this.#clock = clock
    this.#actions = actions
    this.#heardAt = clock.monotonic()
    this.#cancel = clock.after(options.intervalMs, () => this.#tick())
  }

  /** Something came from the peer. */
  heard(): void {
    this.#heardAt = this.#clock.monotonic()
    this.#pings = 0
  }

  stop(): void {
    this.#cancel()
  }

  /** One timer runs all the time; moving it with each packet would cost more than looking at the clock here. */
  #tick(): void {
    const { intervalMs, count } = this.#options
    const silent = this.#clock.monotonic() - this.#heardAt
    const due = intervalMs * (this.#pings + 1)
    if (silent < due) this.#again(due - silent)
    else if (this.#pings >= count) this.#actions.lost(silent)
    else {
      this.#pings++
      this.#actions.ping()
      this.#again(intervalMs)
    }
  }

  #again(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => this.#tick())
  }
}
