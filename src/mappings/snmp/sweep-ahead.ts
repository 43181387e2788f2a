import type { InventoryReader } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { TypeName } from '../../core/model/index.ts'

/** What sweeps ahead are made of. */
export interface SweepAheadOptions {
  readonly reader: InventoryReader
  readonly clock: Clock
  readonly connection: string
  /** Age of counters from which on they are read again, in ms. */
  readonly maxAge: () => number
}

interface State {
  /** When the counters that are in memory had been read. */
  at: number
  /** How long that took, in ms. */
  took: number
  /** When the last sweep began. */
  began: number
  running: Promise<void> | undefined
}

/** Counters are answered without waiting up to this many times the age at which they are read again. */
const PATIENCE = 5
/** A sweep is not begun again before this many times its duration has passed: sweeps get a fifth of the time at most. */
const REST = 4
/** Nobody waits for a sweep that has run so long, in ms: one hypervisor that hangs must not hold up the others. */
const HANGS = 1_000

/**
 * Keeps the counters of one connection fresh for those who ask. Old ones are read again beside the answers, in one sweep
 * for all; only after a pause, when they are very old, does a request wait for it. Where sweeps take long, counters may
 * become older than is wanted: answering is worth more than sweeping all the time.
 */
export class SweepAhead {
  readonly #options: SweepAheadOptions
  readonly #states = new Map<TypeName, State>()
  #running = 0
  #finished = 0

  constructor(options: SweepAheadOptions) {
    this.#options = options
  }

  /** The same as long as counters have not been read again; undefined while they are being read. */
  get version(): number | undefined {
    return this.#running > 0 ? undefined : this.#finished
  }

  /** Has counters of a type read if they are old; a promise when an answer should wait for it. */
  refresh(type: TypeName): Promise<void> | undefined {
    const { clock, maxAge } = this.#options
    const state = this.#state(type)
    const now = clock.monotonic()
    const age = now - state.at
    const due = Math.max(maxAge(), REST * state.took)
    if (age <= due) return undefined
    state.running ??= this.#sweep(type, state)
    const waits = age > Math.max(PATIENCE * maxAge(), due + HANGS) && now - state.began < HANGS
    return waits ? state.running : undefined
  }

  #sweep(type: TypeName, state: State): Promise<void> | undefined {
    const { reader, clock, connection, maxAge } = this.#options
    const began = clock.monotonic()
    state.began = began
    const done = reader.refresh(type, connection, maxAge() / 2)
    if (done === undefined) {
      // Somebody else had them read: they are at the most this old.
      state.at = began - maxAge() / 2
      this.#finished++
      return undefined
    }
    this.#running++
    return done.then(() => {
      state.at = clock.monotonic()
      state.took = state.at - began
      state.running = undefined
      this.#running--
      this.#finished++
    })
  }

  #state(type: TypeName): State {
    let state = this.#states.get(type)
    if (!state) {
      state = { at: Number.NEGATIVE_INFINITY, took: 0, began: 0, running: undefined }
      this.#states.set(type, state)
    }
    return state
  }
}
