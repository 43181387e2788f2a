import { VirtError } from '../core/errors/index.ts'
import { type WaitBounds, waitFor } from './wait.ts'

/** Lets a number of users in at once; the others wait in order of arrival, as long as each cares to. */
export class Limiter {
  readonly #max: number
  readonly #maxWaiting: number
  readonly #waiting = new Set<() => void>()
  #inside = 0

  constructor(max: number, maxWaiting = Number.POSITIVE_INFINITY) {
    this.#max = max
    this.#maxWaiting = maxWaiting
  }

  /** Users inside. */
  get inside(): number {
    return this.#inside
  }

  /** Users that wait. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Waits for a place; the result gives it back and may be called again without harm. */
  async enter(bounds: WaitBounds): Promise<() => void> {
    if (bounds.signal?.aborted || this.#inside >= this.#max) await this.#queue(bounds)
    else this.#inside++
    let left = false
    return () => {
      if (!left) this.#leave()
      left = true
    }
  }

  #queue(bounds: WaitBounds): Promise<void> {
    if (this.#waiting.size >= this.#maxWaiting) {
      const text = `${bounds.what} cannot wait: ${this.#waiting.size} others do already`
      throw new VirtError('resourceBusy', text, { domain: 'qemu' })
    }
    return waitFor(bounds, (end) => {
      const enter = () => end.resolve()
      this.#waiting.add(enter)
      return () => this.#waiting.delete(enter)
    })
  }

  /** The place goes to the next in line, so that no newcomer takes it first. */
  #leave(): void {
    const [next] = this.#waiting
    if (next) next()
    else this.#inside--
  }
}
