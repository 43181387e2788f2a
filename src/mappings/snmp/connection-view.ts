import { type Entry, type InventoryReader, splitKey } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import { type Counters, type TypeName, typeNames } from '../../core/model/index.ts'
import { DomainRow } from './domain-row.ts'
import { OrderedIndex } from './engine/ordered-index.ts'
import type { IndexStore } from './index-store.ts'
import { SweepAhead } from './sweep-ahead.ts'
import { uuidToIndex } from './values.ts'

/** Types whose rows are the inventory's entries themselves, with the type of the parent that their index begins with. */
export const plainTypes = {
  network: undefined,
  port: 'network',
  interface: undefined,
  pool: undefined,
  volume: 'pool',
  nodedev: undefined,
  secret: undefined,
  nwfilter: undefined,
  snapshot: 'domain',
  checkpoint: 'domain',
  job: undefined,
} as const satisfies Record<Exclude<TypeName, 'host' | 'domain'>, TypeName | undefined>

/** A type with plain rows. */
export type PlainType = keyof typeof plainTypes

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
  readonly notifications: { readonly perVm: boolean; readonly bulk: boolean }
}

/** The objects of one connection, in the order of their indexes. It is kept up to date by `put`, `remove` and `settle`. */
export class ConnectionView {
  readonly name: string
  readonly hostIndex: number
  readonly domains = new OrderedIndex<DomainRow>()
  /** The same rows by the 16 octets of the UUID and the index of the connection. */
  readonly uuids = new OrderedIndex<DomainRow>(17)
  /** The writable scalars; what a manager writes lasts until the agent ends. */
  readonly notifications: { perVm: boolean; bulk: boolean }
  /** How many disks and network interfaces all guests have together. */
  disks = 0
  nics = 0
  readonly #options: ViewOptions
  readonly #sweeps: SweepAhead
  readonly #plain = new Map<PlainType, OrderedIndex<Entry>>()
  #host: Entry<'host'> | undefined
  #reachable = false
  #initialised: { readonly at: number; readonly monotonic: number } | undefined
  #tableChanged = 0

  constructor(name: string, options: ViewOptions) {
    this.name = name
    this.#options = options
    this.#sweeps = new SweepAhead({ ...options, connection: name })
    this.hostIndex = name === '' ? 0 : options.indexes.hosts.claim(name).index
    this.notifications = { ...options.notifications }
  }

  /** Record of the connection itself; undefined also where rules hide it. */
  get host(): Entry<'host'> | undefined {
    return this.#host
  }

  /** Whether the hypervisor answers. */
  get reachable(): boolean {
    return this.#reachable
  }

  /** Hundredths of a second since the hypervisor was initialised; 0 before. */
  get hvUpTime(): number {
    if (!this.#initialised) return 0
    return toTicks(this.#options.clock.monotonic() - this.#initialised.monotonic)
  }

  /** `hvUpTime` when a guest appeared or vanished last. */
  get tableLastChange(): number {
    return this.#tableChanged
  }

  /** Rows of a type, in order. */
  rows<T extends PlainType>(type: T): OrderedIndex<Entry<T>> {
    let rows = this.#plain.get(type)
    if (!rows) {
      rows = new OrderedIndex<Entry>(plainTypes[type] === undefined ? 1 : 2)
      this.#plain.set(type, rows)
    }
    // An index of a type holds only entries of that type: `put` files them by it.
    return rows as unknown as OrderedIndex<Entry<T>>
  }

  /** How many objects of a type are shown. */
  count(type: TypeName): number {
    if (type === 'host') return this.#host ? 1 : 0
    return type === 'domain' ? this.domains.size : this.rows(type).size
  }

  /** Index that a domain has, or 0. */
  domainIndex(uuid: string): number {
    return this.#space('domain').find(uuid)?.index ?? 0
  }

  /** Hundredths of a second that a guest has run since its start; 0 while it is off. */
  upTime(row: DomainRow): number {
    const { startedAt } = row.entry.attrs
    if (startedAt === undefined || !row.active) return 0
    return toTicks(this.#options.clock.now() - startedAt)
  }

  /** Counters of a guest as they are in memory. */
  counters(row: DomainRow): Counters<'domain'> | undefined {
    return row.counters(this.#options.reader.counters('domain', row.entry.key))
  }

  /** Counters of the host as they are in memory. */
  hostCounters(): Counters<'host'> | undefined {
    return this.#host && this.#options.reader.counters('host', this.#host.key)?.values
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
    else if (isPlain(entry)) this.rows(entry.type).set(this.#indexOf(entry), entry)
  }

  /** Takes all objects as they are now, and drops those that are no longer there. */
  resync(): void {
    const { reader } = this.#options
    for (const row of [...this.domains.values()]) {
      if (!reader.get('domain', row.entry.key)) this.#removeDomain(row.entry)
    }
    for (const rows of this.#plain.values()) {
      for (const entry of [...rows.values()]) if (!reader.get(entry.type, entry.key)) this.remove(entry)
    }
    for (const type of typeNames) for (const entry of reader.list(type, this.name)) this.put(entry)
  }

  /** Takes an entry away. */
  remove(entry: Entry): void {
    if (isOf(entry, 'host')) this.#forgetHost()
    else if (isOf(entry, 'domain')) this.#removeDomain(entry)
    else if (isPlain(entry)) this.#removePlain(entry)
  }

  /** Says that the connection has told all its objects: indexes of those that did not come back are free to age. */
  settle(): void {
    for (const type of ['domain', ...Object.keys(plainTypes)])
      this.#options.indexes.space(this.name, type).settle()
  }

  #putHost(entry: Entry<'host'>): void {
    const { initializedAt } = entry.attrs
    this.#host = this.#options.sees(entry) ? entry : undefined
    this.#reachable = entry.attrs.status === 'connected'
    if (initializedAt === this.#initialised?.at) return
    const { clock } = this.#options
    // Measured on the monotonic clock from here on: a wall clock that is set must not move the uptime.
    this.#initialised =
      initializedAt === undefined
        ? undefined
        : { at: initializedAt, monotonic: clock.monotonic() - Math.max(0, clock.now() - initializedAt) }
    this.#tableChanged = Math.min(this.#tableChanged, this.hvUpTime)
  }

  #forgetHost(): void {
    this.#host = undefined
    this.#reachable = false
  }

  #putDomain(entry: Entry<'domain'>): void {
    const space = this.#space('domain')
    const index = space.find(entry.attrs.uuid)?.index
    const known = index === undefined ? undefined : this.domains.get([index])
    this.#countParts(entry, 1)
    if (known) {
      this.#countParts(known.entry, -1)
      known.update(entry, space, this.#options.ticks())
      return
    }
    const row = new DomainRow(entry, space, this.#options.ticks())
    this.domains.set([row.owner.index], row)
    this.uuids.set(this.#uuidIndex(row), row)
    this.#tableChanged = this.hvUpTime
  }

  #removeDomain(entry: Entry<'domain'>): void {
    const space = this.#space('domain')
    const index = space.find(entry.attrs.uuid)?.index
    const row = index === undefined ? undefined : this.domains.get([index])
    if (index === undefined || !row) return
    this.#countParts(row.entry, -1)
    this.domains.delete([index])
    this.uuids.delete(this.#uuidIndex(row))
    space.release(entry.attrs.uuid)
    this.#tableChanged = this.hvUpTime
  }

  #countParts(entry: Entry<'domain'>, sign: 1 | -1): void {
    this.disks += sign * entry.attrs.disks.length
    this.nics += sign * entry.attrs.interfaces.length
  }

  #uuidIndex(row: DomainRow): number[] {
    return [...uuidToIndex(row.entry.attrs.uuid), this.hostIndex]
  }

  #removePlain(entry: Entry & { type: PlainType }): void {
    if (isOf(entry, 'job')) {
      this.rows('job').delete([entry.attrs.id])
      return
    }
    const { local } = splitKey(entry.key)
    const space = this.#space(entry.type)
    const own = space.find(local)
    if (!own) return
    const parent = plainTypes[entry.type]
    const above = parent === undefined ? undefined : this.#space(parent).find(parentKey(local))
    this.rows(entry.type).delete(above ? [above.index, own.index] : [own.index])
    space.release(local)
  }

  /** Index of a plain row: a number of its own, behind that of its parent if it has one. */
  #indexOf(entry: Entry & { type: PlainType }): number[] {
    if (isOf(entry, 'job')) return [entry.attrs.id]
    const { local } = splitKey(entry.key)
    const own = this.#space(entry.type).claim(local).index
    const parent = plainTypes[entry.type]
    return parent === undefined ? [own] : [this.#space(parent).claim(parentKey(local)).index, own]
  }

  #space(type: TypeName) {
    return this.#options.indexes.space(this.name, type)
  }
}

/** Keys of children are those of their parents with more behind a slash. */
function parentKey(local: string): string {
  return local.slice(0, local.indexOf('/'))
}

function isOf<T extends TypeName>(entry: Entry, type: T): entry is Entry<T> {
  return entry.type === type
}

function isPlain(entry: Entry): entry is Entry & { type: PlainType } {
  return Object.hasOwn(plainTypes, entry.type)
}

/** Milliseconds as hundredths of a second that wrap as TimeTicks do. */
export function toTicks(ms: number): number {
  return Math.floor(Math.max(0, ms) / 10) % 4294967296
}
