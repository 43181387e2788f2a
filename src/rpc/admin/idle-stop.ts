import type { Clock } from '../../core/lib/clock.ts'

/** What is watched. */
export interface IdleParts {
  readonly clock: Clock
  /** How many clients there are now. */
  clients(): number
  stop(): void
}

/** Longest time between two looks, ms. */
const lookEveryMs = 1000

/** Stops the daemon once it has had no clients for a time, if that is asked for. */
export class IdleStop {
  readonly #parts: IdleParts
  #waitMs = 0
  #idleSince: number | undefined
  #cancel: () => void = () => {}

  constructor(parts: IdleParts) {
    this.#parts = parts
  }

  /** Stops after so many seconds without clients; 0 stops never. The time begins now. */
  set(seconds: number): void {
    this.#cancel()
    this.#waitMs = seconds * 1000
    this.#idleSince = undefined
    if (this.#waitMs > 0) this.#look()
  }

  #look(): void {
    const { clock, clients, stop } = this.#parts
    const now = clock.monotonic()
    if (clients() > 0) this.#idleSince = undefined
    else this.#idleSince ??= now
    const left = this.#waitMs - (now - (this.#idleSince ?? now))
    if (left <= 0) stop()
    else this.#cancel = clock.after(Math.min(left, lookEveryMs), () => this.#look())
  }
}
