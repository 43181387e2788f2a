import type { CounterEntry, Entry, FeedItem, InventoryReader, ObjectRef } from '../contracts.ts'
import { globalKey } from '../contracts.ts'
import type { Clock } from '../lib/clock.ts'
import { Slices } from '../lib/slices.ts'
import type { Logger } from '../log/logger.ts'
import { attrsOf, type Kind, type TypeName, typeNames } from '../model/index.ts'
import { holdsRefs, mapRefs } from '../model/references.ts'
import { CounterSweeps, type Sweep } from './counter-sweeps.ts'
import { Feed } from './feed.ts'
import { RecentlyGone } from './recently-gone.ts'
import { Table } from './table.ts'
import { freezeDeep, sameRecord, sameValue } from './values.ts'

/** What an inventory is made with. */
export interface InventoryOptions {
  readonly clock: Clock
  readonly log: Logger
  /** Items that the feed keeps for readers who come later or are slow; 8192 unless given. */
  readonly feedCapacity?: number
  /** Longest time that a sweep of counters may take; 30 s unless given. */
  readonly sweepMs?: number
}

/** Attributes by name, as the writer side takes them: the caller has checked them. */
export type AttrValues = Readonly<Record<string, unknown>>

/**
 * The records of all objects. Readers see `InventoryReader`; the engine writes with local keys, which become global
 * here. Every change is one item of the feed with a revision of its own; what changes nothing is no change.
 */
export class Inventory implements InventoryReader {
  readonly #clock: Clock
  readonly #feed: Feed
  readonly #sweeps: CounterSweeps
  readonly #all = new Map<TypeName, Map<string, Entry>>()
  readonly #tables = new Map<string, Map<TypeName, Table>>()
  readonly #refs: ReadonlyMap<TypeName, ReadonlyArray<readonly [name: string, kind: Kind]>>
  readonly #gone = new RecentlyGone(1024)

  constructor(options: InventoryOptions) {
    this.#clock = options.clock
    const { clock, log } = options
    this.#feed = new Feed({ clock, log, capacity: options.feedCapacity ?? 8192 })
    this.#sweeps = new CounterSweeps({ clock, log, timeoutMs: options.sweepMs ?? 30_000 })
    for (const type of typeNames) this.#all.set(type, new Map())
    this.#refs = new Map(typeNames.map((type) => [type, refsOf(type)]))
  }

  get revision(): number {
    return this.#feed.revision
  }

  get<T extends TypeName>(type: T, key: string): Entry<T> | undefined {
    // A table holds entries of its own type only.
    return this.#all.get(type)?.get(key) as Entry<T> | undefined
  }

  /** An object as it is, or as it was when it went a short time ago. */
  lately<T extends TypeName>(type: T, key: string): Entry<T> | undefined {
    // Both hold an entry of a type under that type only.
    return this.get(type, key) ?? (this.#gone.get(type, key) as Entry<T> | undefined)
  }

  list<T extends TypeName>(type: T, connection?: string): Iterable<Entry<T>> {
    const entries =
      connection === undefined ? this.#all.get(type)?.values() : this.#table(connection, type)?.values()
    return (entries ?? []) as Iterable<Entry<T>>
  }

  count(type: TypeName, connection?: string): number {
    if (connection === undefined) return this.#all.get(type)?.size ?? 0
    return this.#table(connection, type)?.size ?? 0
  }

  findByName<T extends TypeName>(type: T, connection: string, name: string): Entry<T> | undefined {
    return this.#table(connection, type)?.byName(name) as Entry<T> | undefined
  }

  connections(): readonly string[] {
    return [...this.#tables.keys()]
  }

  counters<T extends TypeName>(type: T, key: string): CounterEntry<T> | undefined {
    const table = this.#table(connectionOf(key), type)
    return table?.counters(key) as CounterEntry<T> | undefined
  }

  refresh(type: TypeName, connection: string, maxAgeMs: number): Promise<void> | undefined {
    const table = this.#table(connection, type)
    return table && this.#sweeps.all({ connection, type, table }, maxAgeMs)
  }

  async fresh<T extends TypeName>(entry: Entry<T>, maxAgeMs: number): Promise<CounterEntry<T> | undefined> {
    const { connection, type, key } = entry
    const table = this.#table(connection, type)
    if (table) await this.#sweeps.one({ connection, type, table }, key, maxAgeMs)
    return table?.counters(key) as CounterEntry<T> | undefined
  }

  subscribe(from: number, listener: (item: FeedItem) => void): () => void {
    return this.#feed.subscribe(from, listener)
  }

  follow(from: number, signal: AbortSignal): AsyncIterable<FeedItem> {
    return this.#feed.follow(from, signal)
  }

  /** Begins a connection: it is listed from now on. */
  addConnection(connection: string): void {
    if (!this.#tables.has(connection)) this.#tables.set(connection, new Map())
  }

  /** Says how counters of a connection are read; undefined while it cannot be asked. */
  setSweep(connection: string, sweep: Sweep | undefined): void {
    this.#sweeps.attach(connection, sweep)
  }

  /**
   * Ends a connection: all that it still has is gone, dependent objects first, the host last. Many objects go in slices
   * of time, so that nobody else waits long.
   */
  async removeConnection(connection: string): Promise<void> {
    this.#sweeps.attach(connection, undefined)
    const slices = new Slices(this.#clock)
    for (const type of [...typeNames].reverse()) {
      for (const key of [...(this.#table(connection, type)?.keys() ?? [])]) {
        this.#remove(type, key)
        if (slices.over) await slices.next()
      }
    }
    this.#tables.delete(connection)
  }

  /** Enters the whole record of an object. */
  put(connection: string, type: TypeName, local: string, attrs: AttrValues): void {
    const key = globalKey(connection, local)
    const record = this.#record(connection, type, attrs)
    const before = this.get(type, key)
    if (!before || !sameRecord(before.attrs, record)) this.#set(connection, type, key, record, before)
  }

  /** Changes attributes of an object; answers whether it is there. An undefined value takes an attribute away. */
  patch(connection: string, type: TypeName, local: string, attrs: AttrValues): boolean {
    const key = globalKey(connection, local)
    const before = this.get(type, key)
    if (!before) return false
    const old: AttrValues = before.attrs
    const changes = this.#record(connection, type, attrs)
    if (Object.keys(attrs).every((name) => sameValue(old[name], changes[name]))) return true
    const record: Record<string, unknown> = { ...old, ...changes }
    for (const name of Object.keys(attrs)) if (attrs[name] === undefined) delete record[name]
    this.#set(connection, type, key, record, before)
    return true
  }

  /** Takes an object out; answers whether it was there. */
  remove(connection: string, type: TypeName, local: string): boolean {
    return this.#remove(type, globalKey(connection, local))
  }

  /** Passes an event on, with the object as it is now, or as it was when it went. */
  event(connection: string, type: TypeName, local: string, event: string, fields: AttrValues): void {
    const ref: ObjectRef = { type, key: globalKey(connection, local) }
    freezeDeep(fields)
    const entry = this.lately(type, ref.key)
    const item = {
      kind: 'event',
      revision: this.revision + 1,
      time: this.#clock.now(),
      ref,
      entry,
      event,
      fields,
    }
    // The union of all events of the model cannot be built from variables; the engine checked type, event and fields.
    this.#feed.push(Object.freeze(item) as unknown as FeedItem)
  }

  /** Local keys of all objects of a type in a connection. */
  localKeys(connection: string, type: TypeName): string[] {
    const cut = connection.length + 1
    return Array.from(this.#table(connection, type)?.keys() ?? [], (key) => key.slice(cut))
  }

  /**
   * The attributes with global keys, without those that are undefined. It is a copy, unless it need not be: a driver that
   * hands over a frozen record shares it, which saves the memory of a second one.
   */
  #record(connection: string, type: TypeName, attrs: AttrValues): AttrValues {
    const refs = this.#refs.get(type) ?? []
    if (refs.length === 0 && isFrozenRecord(attrs)) return attrs
    const record: Record<string, unknown> = { ...attrs }
    for (const name in record) {
      const value = record[name]
      if (value === undefined) delete record[name]
      else if (typeof value === 'object') freezeDeep(value)
    }
    for (const [name, kind] of refs) {
      if (record[name] === undefined) continue
      record[name] = mapRefs(kind, record[name], (local) => globalKey(connection, local))
      freezeDeep(record[name])
    }
    return record
  }

  #set(connection: string, type: TypeName, key: string, attrs: AttrValues, before: Entry | undefined): void {
    const revision = this.revision + 1
    // The attributes were built for this type; no static type can say so for a variable type name.
    const entry = Object.freeze({ type, key, connection, revision, attrs: Object.freeze(attrs) }) as Entry
    this.#tableFor(connection, type).set(entry, before)
    this.#all.get(type)?.set(key, entry)
    if (!before) this.#gone.forget(type, key)
    this.#feed.push(Object.freeze({ kind: 'put', revision, time: this.#clock.now(), entry, before }))
  }

  #remove(type: TypeName, key: string): boolean {
    const entry = this.get(type, key)
    if (!entry) return false
    this.#table(entry.connection, type)?.delete(entry)
    this.#all.get(type)?.delete(key)
    this.#gone.remember(entry)
    const revision = this.revision + 1
    this.#feed.push(Object.freeze({ kind: 'gone', revision, time: this.#clock.now(), entry }))
    return true
  }

  #table(connection: string, type: TypeName): Table | undefined {
    return this.#tables.get(connection)?.get(type)
  }

  #tableFor(connection: string, type: TypeName): Table {
    this.addConnection(connection)
    const tables = this.#tables.get(connection)
    const table = tables?.get(type) ?? new Table()
    tables?.set(type, table)
    return table
  }
}

/** Whether a record is frozen, with all in it, and has no attribute that is undefined. */
function isFrozenRecord(attrs: AttrValues): boolean {
  if (!Object.isFrozen(attrs)) return false
  for (const name in attrs) {
    const value = attrs[name]
    if (value === undefined) return false
    if (typeof value === 'object') freezeDeep(value)
  }
  return true
}

function refsOf(type: TypeName): ReadonlyArray<readonly [string, Kind]> {
  return Object.entries(attrsOf(type))
    .filter(([, attr]) => holdsRefs(attr.kind))
    .map(([name, attr]) => [name, attr.kind] as const)
}

function connectionOf(key: string): string {
  return key.slice(0, key.indexOf('/'))
}
