import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from './clock.ts'

/** Others wait for the thread no longer than about this, which a client does not notice. */
const sliceMs = 10

/** Cuts long work into slices of time, so that everything else that waits for the thread has its turn between them. */
export class Slices {
  readonly #clock: Clock
  #end: number

  /** The first slice begins now. */
  constructor(clock: Clock) {
    this.#clock = clock
    this.#end = clock.monotonic() + sliceMs
  }

  /** Whether the work has had its time and should let others go before. */
  get over(): boolean {
    return this.#clock.monotonic() >= this.#end
  }

  /** Lets others go before; the next slice begins after them. */
  async next(): Promise<void> {
    await nextTurn()
    this.#end = this.#clock.monotonic() + sliceMs
  }
}
