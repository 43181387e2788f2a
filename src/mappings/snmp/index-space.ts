import { splitKey } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'

/**
 * How long owners are remembered after they are gone: an hour in any case (a connection may be closed and opened
 * again), then up to thirty days while there are not too many of them.
 */
export const indexMemory = { owners: 4096, atLeastSeconds: 3600, atMostSeconds: 30 * 24 * 3600 } as const

/** How far above the highest number one may be asked for: what lies between is kept in memory. */
const maxAhead = 1024

/** Who owns an index. Kept as small as can be: there is one for each object. */
export interface Owner {
  /** Key of the object, `<connection>/<local key>`. */
  readonly key: string
  readonly index: number
  /** 0 while the object is there, else when it went (seconds since 1970); -1 after a start until it is seen. */
  gone: number
  /** Targets of disks and MAC addresses of interfaces that ever had a sub-index: place 0 has sub-index 1. */
  disks?: readonly string[] | undefined
  nics?: readonly string[] | undefined
  /** Exponent of the size unit of each disk, in the order of `disks`; 0 until it is settled. */
  units?: readonly number[] | undefined
}

/** What a space tells its keeper. */
export interface SpaceEvents {
  /** The owner at this index is no longer as it was written. */
  changed(index: number): void
}

/**
 * Small, dense, lasting indexes of the objects of one kind, of all connections together: an object has the same number
 * in the context of its connection and in the one that shows everything.
 *
 * The lowest free number is given. An object that comes back gets its old one; a number goes to another object only
 * after its old owner was forgotten, which happens to those gone longest when there are too many of them.
 */
export class IndexSpace {
  readonly #clock: Clock
  readonly #events: SpaceEvents
  readonly #owners = new Map<string, Owner>()
  readonly #byIndex: (Owner | undefined)[] = []
  /** Owners that are gone, longest first. */
  readonly #gone = new Set<Owner>()
  /** Owners that were written and have not been seen since, by connection. */
  readonly #unseen = new Map<string, Set<Owner>>()
  /** Numbers below the highest that nobody has, in descending order. */
  #free: number[] = []

  constructor(clock: Clock, events: SpaceEvents) {
    this.#clock = clock
    this.#events = events
  }

  /**
   * Takes up what was written, in any order and in any number of calls before `restored`; an index or a key that is
   * taken already is left out.
   */
  restore(owners: readonly Owner[]): void {
    for (const owner of owners) {
      if (this.#owners.has(owner.key) || this.#byIndex[owner.index - 1]) continue
      this.#owners.set(owner.key, owner)
      while (this.#byIndex.length < owner.index) this.#byIndex.push(undefined)
      this.#byIndex[owner.index - 1] = owner
      if (owner.gone < 0) this.#expect(owner)
    }
  }

  /** Says that all that was written has been taken up; before any index is given. */
  restored(): void {
    const gone = [...this.#owners.values()].filter((owner) => owner.gone > 0)
    for (const owner of gone.sort((a, b) => a.gone - b.gone)) this.#gone.add(owner)
    this.#free = []
    for (let at = this.#byIndex.length; at > 0; at--) if (!this.#byIndex[at - 1]) this.#free.push(at)
  }

  /** The owner of a key, if it has an index. */
  find(key: string): Owner | undefined {
    return this.#owners.get(key)
  }

  /** The index of an object that is there, given now if it has none. */
  claim(key: string): Owner {
    const known = this.#owners.get(key)
    if (known) {
      if (known.gone > 0) {
        this.#gone.delete(known)
        this.#events.changed(known.index)
      }
      known.gone = 0
      return known
    }
    this.#forgetOld()
    const owner: Owner = { key, index: this.#free.pop() ?? this.#byIndex.length + 1, gone: 0 }
    this.#owners.set(key, owner)
    this.#byIndex[owner.index - 1] = owner
    this.#events.changed(owner.index)
    return owner
  }

  /** The lowest number that nobody has. */
  get nextFree(): number {
    return this.#free.at(-1) ?? this.#byIndex.length + 1
  }

  /** Whether an object that is to come may have this number: neither of them is taken. */
  isFree(key: string, index: number): boolean {
    const known = this.#owners.get(key)
    if (known && known.gone <= 0) return false
    if (known?.index === index) return true
    return index > 0 && index <= this.#byIndex.length + maxAhead && this.#byIndex[index - 1] === undefined
  }

  /** Gives a free number to an object that is to come; the result takes it back if it does not. */
  reserve(key: string, index: number): () => void {
    const known = this.#owners.get(key)
    if (known) this.#forget(known)
    while (this.#byIndex.length < index) {
      this.#byIndex.push(undefined)
      insertDescending(this.#free, this.#byIndex.length)
    }
    this.#free = this.#free.filter((number) => number !== index)
    const owner: Owner = { key, index, gone: 0 }
    this.#owners.set(key, owner)
    this.#byIndex[index - 1] = owner
    this.#events.changed(index)
    return () => {
      if (this.#owners.get(key) === owner) this.#forget(owner)
    }
  }

  /** Says that an object is gone; its index stays its own for a long time. */
  release(key: string): void {
    const owner = this.#owners.get(key)
    if (!owner || owner.gone > 0) return
    owner.gone = Math.max(1, Math.floor(this.#clock.now() / 1000))
    this.#gone.add(owner)
    this.#events.changed(owner.index)
  }

  /** Says that all objects of a connection have been seen: what was written and did not come back is gone. */
  settle(connection: string): void {
    for (const owner of this.#unseen.get(connection) ?? []) if (owner.gone < 0) this.release(owner.key)
    this.#unseen.delete(connection)
  }

  /** The same for all connections but these. */
  settleOthers(connections: ReadonlySet<string>): void {
    for (const name of [...this.#unseen.keys()]) if (!connections.has(name)) this.settle(name)
  }

  /** Says that the sub-indexes of an owner changed. */
  touch(owner: Owner): void {
    this.#events.changed(owner.index)
  }

  /** Owners of the indexes from `first` to before `end`. */
  between(first: number, end: number): Owner[] {
    return this.#byIndex.slice(Math.max(0, first - 1), end - 1).filter((owner) => owner !== undefined)
  }

  #expect(owner: Owner): void {
    const { connection } = splitKey(owner.key)
    const known = this.#unseen.get(connection)
    if (known) known.add(owner)
    else this.#unseen.set(connection, new Set([owner]))
  }

  #forgetOld(): void {
    const now = Math.floor(this.#clock.now() / 1000)
    for (const owner of this.#gone) {
      const age = now - owner.gone
      const many = this.#gone.size > indexMemory.owners
      if (age < indexMemory.atLeastSeconds || (age < indexMemory.atMostSeconds && !many)) return
      this.#forget(owner)
    }
  }

  #forget(owner: Owner): void {
    this.#gone.delete(owner)
    this.#owners.delete(owner.key)
    this.#byIndex[owner.index - 1] = undefined
    insertDescending(this.#free, owner.index)
    this.#events.changed(owner.index)
  }
}

function insertDescending(numbers: number[], number: number): void {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) > number) low = middle + 1
    else high = middle
  }
  numbers.splice(low, 0, number)
}
