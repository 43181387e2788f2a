import type { Entry } from '../contracts.ts'
import type { TypeName } from '../model/index.ts'

/**
 * The last objects that went. A driver tells the end of an object first and then its event (undefined, deleted); the
 * event's readers still want to know what it was.
 */
export class RecentlyGone {
  readonly #capacity: number
  readonly #entries = new Map<string, Entry>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(type: TypeName, key: string): Entry | undefined {
    return this.#entries.get(`${type} ${key}`)
  }

  remember(entry: Entry): void {
    this.#entries.set(`${entry.type} ${entry.key}`, entry)
    if (this.#entries.size <= this.#capacity) return
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest)
      return
    }
  }

  /** Forgets an object that is there again. */
  forget(type: TypeName, key: string): void {
    if (this.#entries.size > 0) this.#entries.delete(`${type} ${key}`)
  }
}
