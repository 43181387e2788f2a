import type { Clock } from '../../../../core/lib/clock.ts'
import type { RowSource } from '../module.ts'
import { nestedRows, numberedRows } from '../nested-rows.ts'
import { OrderedIndex } from '../ordered-index.ts'
import type { PreparedNotification } from './notification.ts'

/** A notification that was kept. */
export interface LogEntry {
  readonly index: number
  readonly prepared: PreparedNotification
  /** When it arose, in ms since 1970. */
  readonly time: number
  readonly at: number
}

/** Bounds of the log. */
export interface LogLimits {
  /** Most entries; 0 for no bound, which is held at a million all the same. */
  readonly entries: number
  /** Age at which entries go, in minutes; 0 for never. */
  readonly age: number
}

const MOST_ENTRIES = 1_000_000
const MOST_INDEX = 0xffffffff
const MINUTE_MS = 60_000
/** The default log has the empty name: length 0 in front of each index. */
const DEFAULT_LOG = 0

/** The notifications of the past, for managers that were away: the default log of NOTIFICATION-LOG-MIB. */
export class NotificationLog {
  /** Entries by the name of their log and their number. */
  readonly rows = new OrderedIndex<LogEntry>(2)
  /** The objects of entries, numbered from 1 below them. */
  readonly variables: RowSource<LogEntry> = nestedRows(
    this.rows,
    2,
    numberedRows((entry) => entry.prepared.notification.variables.length),
  )
  readonly #clock: Clock
  readonly #entries: LogEntry[] = []
  #head = 0
  #limits: LogLimits
  #next = 1
  #logged = 0
  #bumped = 0
  #cancelTimer: (() => void) | undefined

  constructor(clock: Clock, limits: LogLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** How many notifications were kept since the start. */
  get logged(): number {
    return this.#logged
  }

  /** How many of them had to go to make room for later ones. */
  get bumped(): number {
    return this.#bumped
  }

  /** The bounds now. */
  get limits(): LogLimits {
    return this.#limits
  }

  /** Sets other bounds; what is beyond them goes. */
  setLimits(limits: LogLimits): void {
    this.#limits = limits
    this.#shorten()
    this.#expire()
  }

  /** Keeps a notification. */
  add(prepared: PreparedNotification): void {
    const index = this.#next
    this.#next = index === MOST_INDEX ? 1 : index + 1
    const entry = { index, prepared, time: this.#clock.now(), at: this.#clock.monotonic() }
    this.#entries.push(entry)
    this.rows.set([DEFAULT_LOG, index], entry)
    this.#logged++
    this.#shorten()
    this.#armTimer()
  }

  /** Forgets everything. */
  close(): void {
    this.#cancelTimer?.()
    this.rows.clear()
    this.#entries.length = 0
    this.#head = 0
  }

  #shorten(): void {
    const most = this.#limits.entries === 0 ? MOST_ENTRIES : Math.min(MOST_ENTRIES, this.#limits.entries)
    while (this.rows.size > most) {
      this.#removeOldest()
      this.#bumped++
    }
  }

  #expire(): void {
    const { age } = this.#limits
    if (age === 0) return
    const oldest = this.#clock.monotonic() - age * MINUTE_MS
    for (let entry = this.#entries[this.#head]; entry && entry.at <= oldest; ) {
      this.#removeOldest()
      entry = this.#entries[this.#head]
    }
  }

  #removeOldest(): void {
    const entry = this.#entries[this.#head++]
    if (entry) this.rows.delete([DEFAULT_LOG, entry.index])
    // The list is moved up now and then only.
    if (this.#head > 1024 && this.#head * 2 > this.#entries.length) {
      this.#entries.splice(0, this.#head)
      this.#head = 0
    }
  }

  #armTimer(): void {
    if (this.#cancelTimer) return
    this.#cancelTimer = this.#clock.after(MINUTE_MS, () => {
      this.#cancelTimer = undefined
      this.#expire()
      if (this.rows.size > 0) this.#armTimer()
    })
  }
}
