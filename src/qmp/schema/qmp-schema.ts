import type { QmpValue } from '../value.ts'
import { readSchema, type SchemaEntry } from './entries.ts'
import { type Found, lookup } from './lookup.ts'
import { checkValue } from './validate.ts'

/**
 * The schema that a QEMU told of itself, for questions at run time: does this QEMU know a command, an argument,
 * a word? And would it take this value?
 */
export class QmpSchema {
  readonly #entries: ReadonlyMap<string, SchemaEntry>

  constructor(answer: QmpValue) {
    this.#entries = new Map(readSchema(answer).map((entry) => [entry.name, entry]))
  }

  /** Number of entries. */
  get size(): number {
    return this.#entries.size
  }

  /** The entry of a command, an event, or a type (whose names, built-ins apart, mean nothing). */
  entry(name: string): SchemaEntry | undefined {
    return this.#entries.get(name)
  }

  /** All entries, in the schema's order. */
  entries(): Iterable<SchemaEntry> {
    return this.#entries.values()
  }

  /**
   * What a path leads to. A path begins with a command or an event and goes on with
   *
   * - `arg-type`, `ret-type`: the type of what it takes (or tells) and returns,
   * - a member's name: the member's type; `*name` only if the member is optional,
   * - `+word`: the members that the word of the tag brings,
   * - `^word`: a word of an enum,
   * - `$feature`: a feature of what the path has led to,
   * - `!type`: a built-in type (`!int`, `!str` ...).
   *
   * Lists and alternates are looked through.
   */
  find(path: string): Found | undefined {
    return lookup(this.#entries, path)
  }

  /** Whether a path leads anywhere. */
  has(path: string): boolean {
    return this.find(path) !== undefined
  }

  /** Names of the commands, sorted. */
  commands(): string[] {
    return this.#named('command')
  }

  /** Names of the events, sorted. */
  events(): string[] {
    return this.#named('event')
  }

  /** Whether a command may be sent out of band. */
  allowsOob(command: string): boolean {
    const entry = this.#entries.get(command)
    return entry?.['meta-type'] === 'command' && entry['allow-oob'] === true
  }

  /** Says why QEMU would not take a value where the path leads; undefined if it would. */
  check(path: string, value: unknown): string | undefined {
    const found = this.find(path)
    if (!found) return `the schema has no '${path}'`
    return checkValue(this.#entries, found.entry, value)
  }

  #named(kind: SchemaEntry['meta-type']): string[] {
    return [...this.#entries.values()]
      .filter((entry) => entry['meta-type'] === kind)
      .map((entry) => entry.name)
      .sort()
  }
}
