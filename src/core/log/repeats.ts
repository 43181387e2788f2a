import type { Clock } from '../lib/clock.ts'

interface Seen {
  count: number
  stop: () => void
}

/** So often the same line is written within a window; then it is only counted. */
const allowed = 5
const windowMs = 10_000
/** Different lines that are watched at once; more than that is no repetition. */
const maxWatched = 1000

/** Keeps a message that comes over and over from filling the log. */
export class Repeats {
  readonly #clock: Clock
  readonly #seen = new Map<string, Seen>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether a line is to be written; `summary` is called at the end of the window with how many were not. */
  admits(line: string, summary: (dropped: number) => void): boolean {
    const known = this.#seen.get(line)
    if (known) return ++known.count <= allowed
    if (this.#seen.size >= maxWatched) return true
    const seen: Seen = { count: 1, stop: () => {} }
    this.#seen.set(line, seen)
    seen.stop = this.#clock.after(windowMs, () => this.#end(line, seen, summary))
    return true
  }

  #end(line: string, seen: Seen, summary: (dropped: number) => void): void {
    this.#seen.delete(line)
    if (seen.count > allowed) summary(seen.count - allowed)
  }
}
