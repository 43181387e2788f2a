import { globalKey } from '../contracts.ts'
import type { SweepBatch } from '../driver.ts'
import { linkAbort, manyListeners, orAborted } from '../lib/abort.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../log/logger.ts'
import type { TypeName } from '../model/index.ts'
import type { Table } from './table.ts'
import { freezeDeep } from './values.ts'

/** Reads counters of a connection: of all objects of a type, or of those named by their local keys. */
export type Sweep = (
  type: TypeName,
  keys: readonly string[] | undefined,
  signal: AbortSignal,
) => AsyncIterable<SweepBatch>

/** The objects of one type in one connection. */
export interface SweepScope {
  readonly connection: string
  readonly type: TypeName
  readonly table: Table
}

/** How the counters of one scope stand. */
interface ScopeState {
  /** When the last complete sweep began. */
  sweptAt: number
  /** When the last sweep failed: it is not repeated at once. */
  failedAt: number
  running: Promise<void> | undefined
  /** Keys that single readers of this turn want, and what they wait for. */
  wanted: Set<string>
  gathering: Promise<void> | undefined
  /** Keys that are being read for single readers. */
  readonly reading: Map<string, Promise<void>>
}

/** After a failed sweep the old counters have to do for this time. */
const failurePauseMs = 1000
/** More single readers than this in one turn are served by one sweep of all. */
const fewKeys = 32

/** Keeps counters fresh: one sweep runs per connection and type, and all who want fresh ones share it. */
export class CounterSweeps {
  readonly #clock: Clock
  readonly #log: Logger
  readonly #timeoutMs: number
  readonly #sources = new Map<string, { readonly sweep: Sweep; readonly stop: AbortController }>()
  readonly #states = new Map<string, Map<TypeName, ScopeState>>()

  constructor(options: { readonly clock: Clock; readonly log: Logger; readonly timeoutMs: number }) {
    this.#clock = options.clock
    this.#log = options.log
    this.#timeoutMs = options.timeoutMs
  }

  /** Sets or takes away the source of a connection; sweeps that run on the old one are ended. */
  attach(connection: string, sweep: Sweep | undefined): void {
    this.#sources.get(connection)?.stop.abort(new Error('the connection was closed'))
    this.#states.delete(connection)
    if (sweep) this.#sources.set(connection, { sweep, stop: manyListeners(new AbortController()) })
    else this.#sources.delete(connection)
  }

  /** Makes all counters of a scope fresh; undefined when they are, or when they cannot be read. */
  all(scope: SweepScope, maxAgeMs: number): Promise<void> | undefined {
    if (!this.#sources.has(scope.connection)) return undefined
    const state = this.#state(scope)
    if (state.running) return state.running
    const now = this.#clock.monotonic()
    if (now - state.sweptAt <= maxAgeMs || now - state.failedAt < failurePauseMs) return undefined
    state.running = this.#run(scope, undefined, state).finally(() => {
      state.running = undefined
    })
    return state.running
  }

  /** Makes the counters of one object fresh; readers of the same turn of the event loop are served together. */
  one(scope: SweepScope, key: string, maxAgeMs: number): Promise<void> | undefined {
    if (!this.#sources.has(scope.connection)) return undefined
    const held = scope.table.counters(key)
    const state = this.#state(scope)
    const now = this.#clock.monotonic()
    if (held && now - held.at <= maxAgeMs) return undefined
    if (state.running) return state.running
    if (now - state.failedAt < failurePauseMs) return undefined
    const local = key.slice(scope.connection.length + 1)
    const reading = state.reading.get(local)
    if (reading) return reading
    state.wanted.add(local)
    state.gathering ??= Promise.resolve().then(() => this.#serve(scope, state))
    return state.gathering
  }

  #serve(scope: SweepScope, state: ScopeState): Promise<void> | undefined {
    const keys = [...state.wanted]
    state.wanted.clear()
    state.gathering = undefined
    if (keys.length > fewKeys) return this.all(scope, 0)
    const run = this.#run(scope, keys, state).finally(() => {
      for (const key of keys) state.reading.delete(key)
    })
    for (const key of keys) state.reading.set(key, run)
    return run
  }

  /** Never rejects: a sweep that fails leaves the old counters. */
  async #run(scope: SweepScope, keys: readonly string[] | undefined, state: ScopeState): Promise<void> {
    const source = this.#sources.get(scope.connection)
    if (!source) return
    const began = this.#clock.monotonic()
    try {
      await this.#apply(scope, keys, source)
      if (keys === undefined) state.sweptAt = began
    } catch (error) {
      state.failedAt = this.#clock.monotonic()
      if (!source.stop.signal.aborted) {
        const { connection, type } = scope
        this.#log.warn('counters could not be read; the old ones stay', { connection, type, error })
      }
    }
  }

  async #apply(
    scope: SweepScope,
    keys: readonly string[] | undefined,
    source: { readonly sweep: Sweep; readonly stop: AbortController },
  ): Promise<void> {
    const limit = linkAbort(source.stop.signal)
    const cancel = this.#clock.after(this.#timeoutMs, () =>
      limit.abort(new Error(`reading counters took longer than ${this.#timeoutMs} ms`)),
    )
    let batches: AsyncIterator<SweepBatch> | undefined
    try {
      batches = source.sweep(scope.type, keys, limit.signal)[Symbol.asyncIterator]()
      for (;;) {
        // A driver that ignores its signal must not hold up those who wait for counters.
        const batch = await orAborted(batches.next(), limit.signal)
        if (batch.done) return
        this.#take(scope, batch.value)
      }
    } catch (error) {
      // Lets a generator clean up; it may be stuck, so nobody waits for it.
      batches?.return?.().catch(() => {})
      throw error
    } finally {
      cancel()
      limit.release()
    }
  }

  #take(scope: SweepScope, batch: SweepBatch): void {
    const at = this.#clock.monotonic()
    for (const [local, values] of batch) {
      freezeDeep(values)
      scope.table.setCounters(globalKey(scope.connection, local), Object.freeze({ at, values }))
    }
  }

  #state(scope: SweepScope): ScopeState {
    const states = this.#states.get(scope.connection) ?? new Map<TypeName, ScopeState>()
    this.#states.set(scope.connection, states)
    const state = states.get(scope.type) ?? {
      sweptAt: Number.NEGATIVE_INFINITY,
      failedAt: Number.NEGATIVE_INFINITY,
      running: undefined,
      wanted: new Set<string>(),
      gathering: undefined,
      reading: new Map<string, Promise<void>>(),
    }
    states.set(scope.type, state)
    return state
  }
}
