import type { FeedItem } from '../contracts.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../log/logger.ts'
import { FeedLog } from './feed-log.ts'

/** Somebody who reads the feed: how far he is. */
interface Reader {
  seen: number
}

interface Subscriber extends Reader {
  readonly listener: (item: FeedItem) => void
  active: boolean
}

/**
 * The change feed. Every reader, subscriber or follower, is a place in the one ring log: no reader has a queue of its
 * own, all get the items in order, and who falls behind the ring is told to begin again by one `resync`.
 */
export class Feed {
  readonly #log: FeedLog
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #subscribers = new Set<Subscriber>()
  readonly #waiting = new Set<() => void>()
  #delivering = false

  constructor(options: { readonly capacity: number; readonly clock: Clock; readonly log: Logger }) {
    this.#log = new FeedLog(options.capacity)
    this.#clock = options.clock
    this.#logger = options.log
  }

  /** Revision of the newest item. */
  get revision(): number {
    return this.#log.last
  }

  /** Adds an item and gives it to all subscribers before it returns, unless one of them is what called it. */
  push(item: FeedItem): void {
    this.#log.push(item)
    this.#deliver()
    if (this.#waiting.size > 0) this.#wake()
  }

  subscribe(from: number, listener: (item: FeedItem) => void): () => void {
    const subscriber: Subscriber = { seen: from, listener, active: true }
    this.#catchUp(subscriber)
    if (subscriber.active) this.#subscribers.add(subscriber)
    return () => {
      subscriber.active = false
      this.#subscribers.delete(subscriber)
    }
  }

  async *follow(from: number, signal: AbortSignal): AsyncGenerator<FeedItem, void, undefined> {
    const reader: Reader = { seen: from }
    while (!signal.aborted) {
      const item = this.#next(reader)
      if (item) yield item
      else await this.#change(signal)
    }
  }

  // A listener may change the inventory: its changes are in the log at once and are delivered by the outer loop, so
  // that every subscriber sees them in order.
  #deliver(): void {
    if (this.#delivering) return
    this.#delivering = true
    try {
      let behind = true
      while (behind) {
        behind = false
        for (const subscriber of this.#subscribers) behind = this.#step(subscriber) || behind
      }
    } finally {
      this.#delivering = false
    }
  }

  #catchUp(subscriber: Subscriber): void {
    while (subscriber.active && this.#step(subscriber)) {
      // each step hands over one item
    }
  }

  #step(subscriber: Subscriber): boolean {
    if (!subscriber.active) return false
    const item = this.#next(subscriber)
    if (!item) return false
    try {
      subscriber.listener(item)
    } catch (error) {
      this.#logger.error('a listener of the change feed failed', { item: item.kind, error })
    }
    return true
  }

  /** The item after the place of a reader, who is moved on; `resync` when it is lost; undefined at the end. */
  #next(reader: Reader): FeedItem | undefined {
    const revision = this.#log.last
    if (reader.seen === revision) return undefined
    const item = this.#log.at(reader.seen + 1)
    reader.seen = item ? item.revision : revision
    return item ?? { kind: 'resync', revision, time: this.#clock.now() }
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done)
        this.#waiting.delete(done)
        resolve()
      }
      signal.addEventListener('abort', done, { once: true })
      this.#waiting.add(done)
    })
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done()
  }
}
