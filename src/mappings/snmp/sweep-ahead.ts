import type { InventoryReader } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { TypeName } from '../../core/model/index.ts'

/** What sweeps ahead are made of. */
export interface SweepAheadOptions {
  readonly reader: InventoryReader
  readonly clock: Clock
  readonly connection: string
  /** Oldest age of counters that are answered without waiting, in ms. */
  readonly maxAge: () => number
}

interface State {
  /** When the counters that are in memory had been read. */
  at: number
  /** How long that took, in ms. */
  took: number
  /** When the sweep that runs began. */
  began: number
  running: Promise<void> | undefined
}

/** A sweep is not begun again before this many times its duration has passed: sweeps get a fifth of the time at most. */
const REST = 4
/** From this many times its duration on, a request waits. */
const PATIENCE = 6
/** Nobody waits for a sweep that has run so long, in ms: one hypervisor that hangs must not hold up the others. */
const HANGS = 1_000

/**
 * Keeps the counters of one connection fresh for those who poll all the time: a sweep begins at half the age that is
 * allowed and runs beside the answers, so that only the first request after a pause has to wait for one. Where sweeps
 * take long, counters may become older than is allowed: answering is worth more than sweeping all the time.
 */
export class SweepAhead {
  readonly #options: SweepAheadOptions
  readonly #states = new Map<TypeName, State>()

  constructor(options: SweepAheadOptions) {
    this.#options = options
  }

  /** Resolves when counters of a type are fresh enough; undefined when they are already. */
  refresh(type: TypeName): Promise<void> | undefined {
    const { clock, maxAge } = this.#options
    const state = this.#state(type)
    const now = clock.monotonic()
    const age = now - state.at
    if (age <= Math.max(maxAge() / 2, REST * state.took)) return undefined
    state.running ??= this.#sweep(type, state)
    if (now - state.began >= HANGS) return undefined
    return age <= Math.max(maxAge(), PATIENCE * state.took) ? undefined : state.running
  }

  #sweep(type: TypeName, state: State): Promise<void> | undefined {
    const { reader, clock, connection, maxAge } = this.#options
    const began = clock.monotonic()
    state.began = began
    const done = reader.refresh(type, connection, maxAge() / 2)
    if (done === undefined) {
      // Somebody else had them read: they are at the most this old.
      state.at = began - maxAge() / 2
      return undefined
    }
    return done.then(() => {
      state.at = clock.monotonic()
      state.took = state.at - began
      state.running = undefined
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
