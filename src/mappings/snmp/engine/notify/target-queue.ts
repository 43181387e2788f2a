import type { Clock } from '../../../../core/lib/clock.ts'
import type { EngineLogger } from '../module.ts'
import type { PreparedNotification } from './notification.ts'
import { type DropReason, type Outcome, type TargetConfig, TargetStats } from './target.ts'

/** A notification that waits for its turn. */
export interface Queued {
  readonly prepared: PreparedNotification
  /** Told once what became of it. */
  done?(outcome: Outcome, reason: string): void
}

/** A fault of one kind is logged at most so often for a target. */
const LOG_EVERY_MS = 60_000

/** The notifications that wait for one target: bounded, the oldest is dropped first; every drop is counted and told. */
export class TargetQueue {
  readonly config: TargetConfig
  readonly stats = new TargetStats()
  readonly #clock: Clock
  readonly #log: EngineLogger
  readonly #items: Queued[] = []
  readonly #logged = new Map<DropReason, { at: number; since: number }>()

  constructor(config: TargetConfig, clock: Clock, log: EngineLogger) {
    this.config = config
    this.#clock = clock
    this.#log = log
  }

  /** How many wait. */
  get length(): number {
    return this.#items.length
  }

  /** Puts one at the end. */
  push(item: Queued): void {
    this.#items.push(item)
    this.#bound()
  }

  /** Puts one back to the front: it is to be tried again. */
  unshift(item: Queued): void {
    this.#items.unshift(item)
    this.#bound()
  }

  /** Takes the oldest. */
  shift(): Queued | undefined {
    return this.#items.shift()
  }

  /** Counts one that left. */
  sent(item: Queued): void {
    this.stats.sent++
    item.done?.('sent', '')
  }

  /** Counts one that was answered. */
  acknowledged(item: Queued): void {
    this.stats.acknowledged++
    this.stats.lastError = ''
    item.done?.('acknowledged', '')
  }

  /** Counts one that will not reach the target, and logs it unless that was said a short time ago. */
  drop(item: Queued, reason: DropReason, why: string): void {
    this.stats.dropped[reason]++
    this.stats.lastError = why
    item.done?.(reason, why)
    this.#tell(reason, why)
  }

  /** Drops all that wait. */
  clear(why: string): void {
    for (let item = this.shift(); item; item = this.shift()) this.drop(item, 'closed', why)
  }

  #bound(): void {
    const { queue } = this.config
    if (this.#items.length <= queue) return
    const oldest = this.#items.shift()
    if (oldest) this.drop(oldest, 'overflow', `more than ${queue} notifications waited`)
  }

  #tell(reason: DropReason, why: string): void {
    const now = this.#clock.monotonic()
    const known = this.#logged.get(reason)
    if (known && now - known.at < LOG_EVERY_MS) {
      known.since++
      return
    }
    const { name } = this.config
    this.#logged.set(reason, { at: now, since: 0 })
    this.#log.warn('a notification was dropped', {
      target: name,
      reason: why,
      alsoDropped: known?.since ?? 0,
    })
  }
}
