/** Time as the product sees it, so that tests can hold and move it. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. */
  now(): number
  /** Monotonic clock, milliseconds since an arbitrary start; never goes back. */
  monotonic(): number
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls `fn` once after `ms`; the result cancels it. Does not keep the process alive. */
  after(ms: number, fn: () => void): () => void
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, ms)
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
  after: (ms, fn) => {
    const timer = setTimeout(fn, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** A clock that stands still until `advance` moves it; timers due fire in order. */
export class FakeClock implements Clock {
  #now: number
  #mono = 0
  #next = 0
  readonly #timers = new Map<number, { at: number; fn: () => void }>()

  constructor(now = 1_700_000_000_000) {
    this.#now = now
  }
  now(): number {
    return this.#now
  }
  monotonic(): number {
    return this.#mono
  }
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const cancel = this.after(ms, resolve)
      signal?.addEventListener(
        'abort',
        () => {
          cancel()
          reject(signal.reason)
        },
        { once: true },
      )
    })
  }
  after(ms: number, fn: () => void): () => void {
    const id = this.#next++
    this.#timers.set(id, { at: this.#mono + ms, fn })
    return () => this.#timers.delete(id)
  }
  /** Moves both clocks on by `ms` and fires the timers that come due, oldest first. */
  advance(ms: number): void {
    const end = this.#mono + ms
    for (;;) {
      const due = [...this.#timers]
        .filter(([, t]) => t.at <= end)
        .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
      if (!due) break
      this.#timers.delete(due[0])
      this.#step(due[1].at)
      due[1].fn()
    }
    this.#step(end)
  }
  #step(to: number): void {
    this.#now += to - this.#mono
    this.#mono = to
  }
}
