import type { Clock } from '../../core/lib/clock.ts'

/** What keeps watch over a client. */
export interface KeepaliveParts {
  readonly clock: Clock
  /** Silence after which the client is asked, ms; 0 asks never. */
  readonly interval: number
  /** Questions without an answer after which it is given up. */
  readonly count: number
  ping(): void
  dead(): void
}

/** Asks a client that is silent whether it is there, and gives it up when it does not answer. Whatever it sends is an answer. */
export class Keepalive {
  readonly #parts: KeepaliveParts
  #lastHeard: number
  #asked = 0
  #cancel: () => void = () => {}

  /** The watch begins now. */
  constructor(parts: KeepaliveParts) {
    this.#parts = parts
    this.#lastHeard = parts.clock.monotonic()
    if (parts.interval > 0) this.#wait(parts.interval)
  }

  /** The client has sent something. */
  heard(): void {
    this.#lastHeard = this.#parts.clock.monotonic()
    this.#asked = 0
  }

  /** Ends the watch. */
  stop(): void {
    this.#cancel()
  }

  #wait(ms: number): void {
    this.#cancel = this.#parts.clock.after(ms, () => this.#look())
  }

  #look(): void {
    const { clock, interval, count, ping, dead } = this.#parts
    const due = this.#lastHeard + interval * (this.#asked + 1) - clock.monotonic()
    if (due > 0) this.#wait(due)
    else if (this.#asked >= count) dead()
    else {
      this.#asked++
      ping()
      this.#wait(interval)
    }
  }
}
