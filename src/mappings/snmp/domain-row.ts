import type { CounterEntry, Entry } from '../../core/contracts.ts'
import type { Counters } from '../../core/model/index.ts'
import type { Places } from './host/places.ts'
import type { IndexSpace, Owner } from './index-space.ts'
import { neverLower } from './never-lower.ts'
import { adminStateOf, adminStates, operStateOf, operStates } from './vm/state.ts'

type Attrs = Entry<'domain'>['attrs']
/** A disk of a guest. */
export type Disk = Attrs['disks'][number]
/** A network interface of a guest. */
export type Nic = Attrs['interfaces'][number]
/** Counters of a disk. */
export type DiskStats = NonNullable<Counters<'domain'>['diskStats']>[number]
/** Counters of a network interface. */
export type NicStats = NonNullable<Counters<'domain'>['interfaceStats']>[number]

/** The connection of a guest, as its row needs it. */
export interface DomainHome {
  readonly hostIndex: number
  /** What guests are connected to and kept in. */
  readonly places: Places
  /** Record of the connection itself; undefined also where rules hide it. */
  readonly host: Entry<'host'> | undefined
  /** Whether the hypervisor answers. */
  readonly reachable: boolean
  /** Hundredths of a second that a guest has run since its start; 0 while it is off. */
  upTime(row: DomainRow): number
  /** Counters of a guest as they are in memory. */
  counters(row: DomainRow): Counters<'domain'> | undefined
}

/** What a row is made of besides its entry. */
export interface DomainRowOptions {
  readonly home: DomainHome
  readonly space: IndexSpace
  /** sysUpTime now. */
  readonly ticks: number
}

/** The most names that keep a sub-index in one guest; past it the places of names that are not there are given on. */
export const maxSubIndexes = 256

/** A guest as the tables see it: the inventory's own entry, and what has to be remembered between two reads. */
export class DomainRow {
  entry: Entry<'domain'>
  readonly owner: Owner
  readonly home: DomainHome
  /** sysUpTime at which counters began anew. */
  discontinuity: number
  /** Which state of the inventory's counters was taken last. */
  countersVersion = -1
  /** Numbers of its states in VM-MIB while the hypervisor answers. */
  #states = 0
  #counters: Counters<'domain'> | undefined
  #readAt = -1
  #newPeriod = false

  constructor(entry: Entry<'domain'>, { home, space, ticks }: DomainRowOptions) {
    this.entry = entry
    this.home = home
    this.owner = space.claim(entry.key)
    this.discontinuity = ticks
    this.#states = statesOf(entry)
    this.#nameParts(space)
  }

  /** Takes a newer entry of the same guest; tells whether its disks or interfaces are other ones. */
  update(entry: Entry<'domain'>, space: IndexSpace, ticks: number): boolean {
    if (entry.attrs.startedAt !== this.entry.attrs.startedAt && entry.attrs.startedAt !== undefined) {
      this.#newPeriod = true
      this.discontinuity = ticks
    }
    const parts =
      entry.attrs.disks !== this.entry.attrs.disks || entry.attrs.interfaces !== this.entry.attrs.interfaces
    this.entry = entry
    this.#states = statesOf(entry)
    if (parts) this.#nameParts(space)
    return parts
  }

  /** Number of its VirtualMachineAdminState. */
  get adminState(): number {
    return this.#states & 0xff
  }

  /** Number of its VirtualMachineOperState; nothing is known while the hypervisor does not answer. */
  get operState(): number {
    return this.home.reachable ? this.#states >> 8 : operStates.unknown
  }

  /** Whether the guest has a process: it runs, is paused or sleeps. */
  get active(): boolean {
    return this.entry.attrs.id >= 0
  }

  /** Counters that never go back while the guest runs. */
  get counters(): Counters<'domain'> | undefined {
    return this.#counters
  }

  /** Takes what the inventory has read last. */
  takeCounters(latest: CounterEntry<'domain'> | undefined): void {
    if (latest === undefined || latest.at === this.#readAt) return
    const before = this.#newPeriod ? undefined : this.#counters
    this.#counters = before === undefined ? latest.values : neverLower(before, latest.values)
    this.#readAt = latest.at
    this.#newPeriod = false
  }

  /** The disk with a sub-index, or undefined while it is not plugged. */
  disk(sub: number): Disk | undefined {
    return named(this.owner.disks, this.entry.attrs.disks, sub, targetOf)
  }

  /** The network interface with a sub-index. */
  nic(sub: number): Nic | undefined {
    return named(this.owner.nics, this.entry.attrs.interfaces, sub, macOf)
  }

  /** The first sub-index after `after` at which there is a disk now, or -1. */
  nextDisk(after: number): number {
    const count = this.owner.disks?.length ?? 0
    for (let sub = Math.max(0, after) + 1; sub <= count; sub++) if (this.disk(sub)) return sub
    return -1
  }

  /** The first sub-index after `after` at which there is a network interface now, or -1. */
  nextNic(after: number): number {
    const count = this.owner.nics?.length ?? 0
    for (let sub = Math.max(0, after) + 1; sub <= count; sub++) if (this.nic(sub)) return sub
    return -1
  }

  #nameParts(space: IndexSpace): void {
    const { disks, interfaces } = this.entry.attrs
    const owner = this.owner
    const before = { ...owner }
    owner.disks = nameAll(owner.disks, disks.map(targetOf), (place) => forgetUnit(owner, place))
    owner.nics = nameAll(owner.nics, interfaces.map(macOf))
    owner.units = settleUnits(owner, disks)
    const same = owner.disks === before.disks && owner.nics === before.nics && owner.units === before.units
    if (!same) space.touch(owner)
  }
}

/** Both numbers in one, as there is one for each of very many guests. */
function statesOf({ attrs }: Entry<'domain'>): number {
  return (operStates[operStateOf(attrs)] << 8) | adminStates[adminStateOf(attrs)]
}

const targetOf = (part: { readonly target: string }) => part.target
const macOf = (part: { readonly mac: string }) => part.mac

/** Finds a part by its sub-index; most often it stands at that very place. */
function named<P>(
  names: readonly string[] | undefined,
  parts: readonly P[],
  sub: number,
  nameOf: (part: P) => string,
): P | undefined {
  const name = names?.[sub - 1]
  if (name === undefined) return undefined
  const near = parts[sub - 1]
  if (near !== undefined && nameOf(near) === name) return near
  return parts.find((part) => nameOf(part) === name)
}

/** Gives each name a place; answers the same list when none is new. */
function nameAll(
  known: readonly string[] | undefined,
  present: readonly string[],
  reused?: (place: number) => void,
): readonly string[] | undefined {
  let names = known
  for (const name of present) {
    if (names?.includes(name)) continue
    const before: readonly string[] = names ?? []
    const place = before.length < maxSubIndexes ? before.length : freePlace(before, present)
    if (place < before.length) reused?.(place)
    names = withAt(before, place, name)
  }
  return names
}

/** A copy with a value at a place; lists that grow in place would hold room for many more, for each of many guests. */
function withAt<V>(list: readonly V[], place: number, value: V): readonly V[] {
  return place < list.length ? list.with(place, value) : list.concat([value])
}

function freePlace(names: readonly string[], present: readonly string[]): number {
  const place = names.findIndex((name) => !present.includes(name))
  return place < 0 ? names.length : place
}

function forgetUnit(owner: Owner, place: number): void {
  if (owner.units?.[place] !== undefined) owner.units = withAt(owner.units, place, 0)
}

/** Settles the size unit of each disk whose size is known now; answers the same list when none is new. */
function settleUnits(owner: Owner, disks: readonly Disk[]): readonly number[] | undefined {
  let { units } = owner
  for (const disk of disks) {
    const place = owner.disks?.indexOf(disk.target) ?? -1
    if (place < 0 || disk.capacity === undefined || (units?.[place] ?? 0) > 0) continue
    const before: readonly number[] = units ?? []
    const missing = new Array<number>(Math.max(0, place - before.length)).fill(0)
    units = withAt(before.concat(missing), place, unitExponent(disk.capacity))
  }
  return units
}

/** Exponent of two of the size unit: 1 KiB, or as much more as leaves room for a disk to grow to four times its size. */
export function unitExponent(capacity: bigint): number {
  let exponent = 10
  while ((capacity << 2n) >> BigInt(exponent) > 2147483647n) exponent++
  return exponent
}
