import { type Entry, type InventoryReader, splitKey } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import { type Counters, type TypeName, typeNames } from '../../core/model/index.ts'
import {
  ContextView,
  type NotificationSwitches,
  type PlainType,
  plainTypes,
  type Software,
  toTicks,
} from './context-view.ts'
import { type DomainHome, DomainRow } from './domain-row.ts'
import { Places } from './host/places.ts'
import type { IndexStore } from './index-store.ts'
import { SweepAhead } from './sweep-ahead.ts'
import { hypervisorObjects, versionText } from './values.ts'

/** What a view is made of. */
export interface ViewOptions {
  readonly reader: InventoryReader
  readonly indexes: IndexStore
  readonly clock: Clock
  /** Whether rules of access control let the SNMP surface see an object. */
  readonly sees: (entry: Entry) => boolean
  /** Oldest age of counters that are answered without a sweep, in ms. */
  readonly maxAge: () => number
  /** sysUpTime of the agent. */
  readonly ticks: () => number
  /** What the writable scalars are at the start. */
  readonly notifications: Readonly<NotificationSwitches>
}

/** When the hypervisor of a connection was initialised. */
interface Initialisation {
  /** As the connection tells it, in ms since 1970. */
  readonly at: number
  /** The same on the monotonic clock: a wall clock that is set must not move the uptime. */
  readonly monotonic: number
}

/** The objects of one connection. It is kept up to date by `put` and `remove`, and keeps another view so, too. */
export class ConnectionView extends ContextView implements DomainHome {
  readonly name: string
  readonly hostIndex: number
  readonly places: Places
  readonly #options: ViewOptions
  readonly #sweeps: SweepAhead
  /** This view, and the one that shows all connections. */
  readonly #views: readonly ContextView[]
  #host: Entry<'host'> | undefined
  #reachable = false
  #closed = false
  #initialised: Initialisation | undefined

  constructor(name: string, options: ViewOptions, everything?: ContextView) {
    super(options.clock, options.notifications)
    this.name = name
    this.#options = options
    this.#views = everything ? [this, everything] : [this]
    this.#sweeps = new SweepAhead({ ...options, connection: name })
    this.hostIndex = options.indexes.hostIndex(name)
    this.places = new Places({
      rows: (type) => this.rows(type),
      indexOf: (type, key) => this.indexOf(type, key),
    })
  }

  /** Record of the connection itself; undefined also where rules hide it. */
  get host(): Entry<'host'> | undefined {
    return this.#host
  }

  /** Whether the hypervisor answers. */
  get reachable(): boolean {
    return this.#reachable
  }

  /** When the hypervisor was initialised; undefined before. */
  get initialised(): Initialisation | undefined {
    return this.#initialised
  }

  get software(): Software {
    const { hvType = '', hvVersion } = this.#host?.attrs ?? {}
    return {
      name: hvType,
      version: hvVersion === undefined ? '' : versionText(hvVersion),
      objectId: hypervisorObjects[hvType],
    }
  }

  get hostCount(): number {
    return this.#host ? 1 : 0
  }

  protected get upSince(): number | undefined {
    return this.#initialised?.monotonic
  }

  /** Index that a domain has, or 0. */
  domainIndex(key: string): number {
    return this.#space('domain').find(key)?.index ?? 0
  }

  upTime(row: DomainRow): number {
    const { startedAt } = row.entry.attrs
    if (startedAt === undefined || !row.active) return 0
    return toTicks(this.#options.clock.now() - startedAt)
  }

  counters(row: DomainRow): Counters<'domain'> | undefined {
    const { version } = this.#sweeps
    if (version === undefined || row.countersVersion !== version) {
      row.takeCounters(this.#options.reader.counters('domain', row.entry.key))
      row.countersVersion = version ?? -1
    }
    return row.counters
  }

  /** Counters of the host as they are in memory. */
  hostCounters(): Counters<'host'> | undefined {
    return this.#host && this.#options.reader.counters('host', this.#host.key)?.values
  }

  /** Lasting index of an object, or 0. */
  indexOf(type: TypeName, key: string): number {
    return this.#space(type).find(key)?.index ?? 0
  }

  /** Asks for counters that are fresh enough; undefined when they are. */
  refresh(type: TypeName): Promise<void> | undefined {
    return this.reachable ? this.#sweeps.refresh(type) : undefined
  }

  /** Takes an entry that is new or changed. */
  put(entry: Entry): void {
    if (isOf(entry, 'host')) this.#putHost(entry)
    else if (!this.#options.sees(entry)) this.remove(entry)
    else if (isOf(entry, 'domain')) this.#putDomain(entry)
    else if (isPlain(entry)) this.#putPlain(entry)
  }

  /** Takes all objects as they are now and drops those that are no longer there; may be interrupted at each step. */
  *resync(): Generator<void> {
    const { reader } = this.#options
    for (const entry of this.#entries()) {
      if (!reader.get(entry.type, entry.key)) this.remove(entry)
      yield
      if (this.#closed) return
    }
    for (const type of typeNames) {
      for (const { key } of [...reader.list(type, this.name)]) {
        // Looked up again: it may have changed since the list was made.
        const entry = reader.get(type, key)
        if (entry) this.put(entry)
        yield
        if (this.#closed) return
      }
    }
  }

  /** Takes an entry away. */
  remove(entry: Entry): void {
    if (isOf(entry, 'host')) this.#forgetHost()
    else if (isOf(entry, 'domain')) this.#removeDomain(entry)
    else if (isPlain(entry)) this.#removePlain(entry)
  }

  /** Takes all entries away, and no more from now on. */
  close(): void {
    this.#closed = true
    for (const entry of this.#entries()) this.remove(entry)
    this.#forgetHost()
  }

  #entries(): Entry[] {
    const entries: Entry[] = Array.from(this.domains.values(), (row) => row.entry)
    // Object.keys of a constant has exactly its keys.
    for (const type of Object.keys(plainTypes) as PlainType[]) {
      for (const entry of this.rows(type).values()) entries.push(entry)
    }
    return entries
  }

  #putHost(entry: Entry<'host'>): void {
    const { initializedAt, cpus } = entry.attrs
    if (cpus !== this.#host?.attrs.cpus || !this.#host) this.#reshape()
    this.#host = this.#options.sees(entry) ? entry : undefined
    this.#reachable = entry.attrs.status === 'connected'
    if (initializedAt === this.#initialised?.at) return
    const { clock } = this.#options
    this.#initialised =
      initializedAt === undefined
        ? undefined
        : { at: initializedAt, monotonic: clock.monotonic() - Math.max(0, clock.now() - initializedAt) }
  }

  #forgetHost(): void {
    this.#host = undefined
    this.#reachable = false
  }

  #putDomain(entry: Entry<'domain'>): void {
    const space = this.#space('domain')
    const known = this.#row(entry)
    const ticks = this.#options.ticks()
    if (known) {
      if (known.update(entry, space, ticks)) this.#reshape()
      return
    }
    const row = new DomainRow(entry, { home: this, space, ticks })
    for (const view of this.#views) view.addDomain(row)
    this.#reshape()
  }

  #removeDomain(entry: Entry<'domain'>): void {
    const row = this.#row(entry)
    if (!row) return
    for (const view of this.#views) view.removeDomain(row)
    this.#space('domain').release(entry.key)
    this.#reshape()
  }

  #reshape(): void {
    for (const view of this.#views) view.reshape(this.#options.ticks())
  }

  #row(entry: Entry<'domain'>): DomainRow | undefined {
    return this.domains.get([this.domainIndex(entry.key)])
  }

  #putPlain(entry: PlainEntry): void {
    const index = this.#indexOf(entry)
    for (const view of this.#views) view.rows(entry.type).set(index, entry)
    this.#replaced(entry.type)
  }

  #removePlain(entry: PlainEntry): void {
    const own = isOf(entry, 'job') ? entry.attrs.id : this.#space(entry.type).find(entry.key)?.index
    if (own === undefined) return
    const parent = plainTypes[entry.type]
    const above = parent === undefined ? undefined : this.#space(parent).find(parentKey(entry.key))
    for (const view of this.#views) view.rows(entry.type).delete(above ? [above.index, own] : [own])
    if (entry.type !== 'job') this.#space(entry.type).release(entry.key)
    this.#replaced(entry.type)
  }

  #replaced(type: PlainType): void {
    if (type !== 'network' && type !== 'interface' && type !== 'pool') return
    this.places.changed()
    this.#reshape()
  }

  /** Index of a plain row: a number of its own, behind that of its parent if it has one. */
  #indexOf(entry: PlainEntry): number[] {
    if (isOf(entry, 'job')) return [entry.attrs.id]
    const own = this.#space(entry.type).claim(entry.key).index
    const parent = plainTypes[entry.type]
    return parent === undefined ? [own] : [this.#space(parent).claim(parentKey(entry.key)).index, own]
  }

  #space(type: TypeName) {
    return this.#options.indexes.space(type)
  }
}

type PlainEntry = Entry & { type: PlainType }

/** Keys of children are those of their parents with more behind a slash. */
function parentKey(key: string): string {
  const { connection, local } = splitKey(key)
  return key.slice(0, connection.length + 1 + local.indexOf('/'))
}

function isOf<T extends TypeName>(entry: Entry, type: T): entry is Entry<T> {
  return entry.type === type
}

function isPlain(entry: Entry): entry is PlainEntry {
  return Object.hasOwn(plainTypes, entry.type)
}
