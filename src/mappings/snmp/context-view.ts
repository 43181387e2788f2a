import type { Entry } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { TypeName } from '../../core/model/index.ts'
import type { DomainRow } from './domain-row.ts'
import type { Oid } from './engine/oid.ts'
import { OrderedIndex } from './engine/ordered-index.ts'
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

/** What VM-MIB calls the hypervisor. */
export interface Software {
  readonly name: string
  readonly version: string
  readonly objectId: Oid | undefined
}

/** The switches of notifications; what a manager writes lasts until the agent ends. */
export interface NotificationSwitches {
  perVm: boolean
  bulk: boolean
}

/**
 * What one context shows: rows in the order of their indexes, and the hypervisor as it appears there. The rows are kept
 * by connections: each puts the same row objects into the view of its own context and into that of the default one.
 */
export abstract class ContextView {
  readonly domains = new OrderedIndex<DomainRow>()
  /** The same rows by the 16 octets of the UUID and the index of the connection. */
  readonly uuids = new OrderedIndex<DomainRow>(17)
  readonly notifications: NotificationSwitches
  readonly #clock: Clock
  readonly #plain = new Map<PlainType, OrderedIndex<Entry>>()
  #tableChanged: number | undefined
  #shape = { version: 0, ticks: 0 }

  constructor(clock: Clock, notifications: Readonly<NotificationSwitches>) {
    this.#clock = clock
    this.notifications = { ...notifications }
  }

  /** The hypervisor. */
  abstract get software(): Software

  /** Connections that are shown. */
  abstract get hostCount(): number

  /** Moment on the monotonic clock from which vmHvUpTime counts; undefined while it is 0. */
  protected abstract get upSince(): number | undefined

  /** Hundredths of a second since the hypervisor was initialised; 0 before. */
  get hvUpTime(): number {
    const since = this.upSince
    return since === undefined ? 0 : toTicks(this.#clock.monotonic() - since)
  }

  /** `hvUpTime` when a guest appeared or vanished last. */
  get tableLastChange(): number {
    const since = this.upSince
    return since === undefined || this.#tableChanged === undefined ? 0 : toTicks(this.#tableChanged - since)
  }

  /**
   * Counts the times at which something came that others are connected to or a part of, or went, and tells sysUpTime at
   * the last one.
   */
  get shape(): { readonly version: number; readonly ticks: number } {
    return this.#shape
  }

  /** Says that something came or went. */
  reshape(ticks: number): void {
    this.#shape = { version: this.#shape.version + 1, ticks }
  }

  /** Rows of a type, in order. */
  rows<T extends PlainType>(type: T): OrderedIndex<Entry<T>> {
    let rows = this.#plain.get(type)
    if (!rows) {
      rows = new OrderedIndex<Entry>(plainTypes[type] === undefined ? 1 : 2)
      this.#plain.set(type, rows)
    }
    // An index of a type holds only entries of that type: they are filed by it.
    return rows as unknown as OrderedIndex<Entry<T>>
  }

  /** How many objects of a type are shown. */
  count(type: TypeName): number {
    if (type === 'host') return this.hostCount
    return type === 'domain' ? this.domains.size : this.rows(type).size
  }

  /** Shows a guest. */
  addDomain(row: DomainRow): void {
    this.domains.set([row.owner.index], row)
    this.uuids.set(uuidIndex(row), row)
    this.#tableChanged = this.#clock.monotonic()
  }

  /** Shows a guest no longer. */
  removeDomain(row: DomainRow): void {
    this.domains.delete([row.owner.index])
    this.uuids.delete(uuidIndex(row))
    this.#tableChanged = this.#clock.monotonic()
  }
}

function uuidIndex(row: DomainRow): number[] {
  return [...uuidToIndex(row.entry.attrs.uuid), row.home.hostIndex]
}

/** Milliseconds as hundredths of a second that wrap as TimeTicks do. */
export function toTicks(ms: number): number {
  return Math.floor(Math.max(0, ms) / 10) % 4294967296
}
