import type { CounterEntry, Entry } from '../contracts.ts'
import { NameIndex } from './name-index.ts'

/** The objects of one type in one connection, in the order in which they appeared. */
export class Table {
  readonly #entries = new Map<string, Entry>()
  readonly #counters = new Map<string, CounterEntry>()
  readonly #names = new NameIndex()

  get size(): number {
    return this.#entries.size
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key)
  }

  values(): Iterable<Entry> {
    return this.#entries.values()
  }

  keys(): Iterable<string> {
    return this.#entries.keys()
  }

  byName(name: string): Entry | undefined {
    const key = this.#names.first(name)
    return key === undefined ? undefined : this.#entries.get(key)
  }

  set(entry: Entry, before: Entry | undefined): void {
    const name = nameOf(entry)
    const old = before && nameOf(before)
    if (name !== old) {
      if (old !== undefined) this.#names.remove(old, entry.key)
      if (name !== undefined) this.#names.add(name, entry.key)
    }
    this.#entries.set(entry.key, entry)
  }

  delete(entry: Entry): void {
    const name = nameOf(entry)
    if (name !== undefined) this.#names.remove(name, entry.key)
    this.#entries.delete(entry.key)
    this.#counters.delete(entry.key)
  }

  counters(key: string): CounterEntry | undefined {
    return this.#counters.get(key)
  }

  /** Remembers counters of an object that is there. */
  setCounters(key: string, counters: CounterEntry): void {
    if (this.#entries.has(key)) this.#counters.set(key, counters)
  }
}

/** The name of an object, if its type has one. */
export function nameOf(entry: Entry): string | undefined {
  const attrs: Readonly<Record<string, unknown>> = entry.attrs
  return typeof attrs.name === 'string' ? attrs.name : undefined
}
