import type { FeedItem } from '../contracts.ts'

/** The last items of the feed in a ring: older ones are written over. Revisions in it are without gaps. */
export class FeedLog {
  readonly #items: (FeedItem | undefined)[]
  #last = 0

  constructor(capacity: number) {
    this.#items = new Array<FeedItem | undefined>(capacity).fill(undefined)
  }

  /** Revision of the newest item. */
  get last(): number {
    return this.#last
  }

  /** Adds the item that follows the newest one. */
  push(item: FeedItem): void {
    this.#last = item.revision
    this.#items[item.revision % this.#items.length] = item
  }

  /** The item with a revision; undefined when it is not kept any more or not there yet. */
  at(revision: number): FeedItem | undefined {
    const item = this.#items[revision % this.#items.length]
    return item?.revision === revision ? item : undefined
  }
}
