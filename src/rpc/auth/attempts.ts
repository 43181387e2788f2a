import type { Clock } from '../../core/lib/clock.ts'

interface Count {
  failures: number
  /** Name that all of them were with; undefined for several, or none. */
  name: string | undefined
  /** When the last one was (monotonic, ms). */
  at: number
}

/** Failures that cost nothing, and how long each further one shuts the door. */
const freeFailures = 5
const firstWaitMs = 2000
const longestWaitMs = 300_000
/** Addresses whose failures are remembered. */
const maxRemembered = 10_000

/**
 * Counts wrong passwords by address, and shuts the door on who goes on guessing: for longer each time, never for good.
 * A right one makes up for wrong ones of the same name alone: who knows one password does not get to guess others.
 */
export class Attempts {
  readonly #clock: Clock
  readonly #counts = new Map<string, Count>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether who comes from there may try. */
  allowed(from: string): boolean {
    const count = this.#counts.get(from)
    return count === undefined || this.#clock.monotonic() >= count.at + waitAfter(count.failures)
  }

  /** One from there was wrong, of this name. */
  failed(from: string, name: string | undefined): void {
    const now = this.#clock.monotonic()
    const before = this.#counts.get(from)
    const forgotten = before && now - before.at > longestWaitMs * 2
    this.#counts.delete(from)
    const counted = forgotten ? undefined : before
    const same = counted === undefined || counted.name === name
    this.#counts.set(from, {
      failures: (counted?.failures ?? 0) + 1,
      at: now,
      name: same ? name : undefined,
    })
    if (this.#counts.size <= maxRemembered) return
    for (const oldest of this.#counts.keys()) {
      this.#counts.delete(oldest)
      return
    }
  }

  /** One from there was right, of this name. */
  succeeded(from: string, name: string | undefined): void {
    if (name !== undefined && this.#counts.get(from)?.name === name) this.#counts.delete(from)
  }
}

function waitAfter(failures: number): number {
  if (failures < freeFailures) return 0
  return Math.min(firstWaitMs * 2 ** (failures - freeFailures), longestWaitMs)
}
