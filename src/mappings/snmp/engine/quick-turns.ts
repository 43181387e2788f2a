// A manager on this machine asks for the next part of a walk within some tens of microseconds; to sleep and be woken takes
// about as long. One across a network needs longer, and is not waited for.
const QUICK_MS = 0.1

/**
 * Keeps the event loop turning for a moment while datagrams follow each other closely, so that the next one of a walk
 * does not meet a process asleep. As soon as none comes for that moment, the loop sleeps as it always does.
 */
export class QuickTurns {
  readonly #now: () => number
  readonly #nextTurn: (run: () => void) => unknown
  #last = Number.NEGATIVE_INFINITY
  #turning = false

  /** `now` is a clock in milliseconds that only grows, finer than a microsecond; `nextTurn` runs in the loop's next turn. */
  constructor(now: () => number, nextTurn: (run: () => void) => unknown) {
    this.#now = now
    this.#nextTurn = nextTurn
  }

  /** A datagram came in and was handled. */
  arrived(): void {
    const now = this.#now()
    const quick = now - this.#last <= QUICK_MS
    this.#last = now
    if (!quick || this.#turning) return
    this.#turning = true
    this.#nextTurn(this.#turn)
  }

  readonly #turn = (): void => {
    this.#turning = this.#now() - this.#last <= QUICK_MS
    if (this.#turning) this.#nextTurn(this.#turn)
  }
}
