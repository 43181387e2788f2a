import type { Change } from '../../core/driver.ts'
import type { Attrs, TypeName } from '../../core/model/index.ts'
import type { Member, Put, WireRef } from './units.ts'

/** An object as it was read last. */
interface Held {
  readonly ref: WireRef
  readonly put: Put
}

/** The objects of a daemon as they were read last: what the inventory was told, and how the wire names them. */
export class Mirror {
  readonly #held = new Map<TypeName, Map<string, Held>>()
  /** Keys of the members of an owner, by type of the member. */
  readonly #members = new Map<string, Set<string>>()
  readonly #emit: (...changes: Change[]) => void
  #earlier: Mirror | undefined

  /** `earlier` is what was known of the same daemon when it was lost. */
  constructor(emit: (...changes: Change[]) => void, earlier?: Mirror) {
    this.#emit = emit
    this.#earlier = earlier
  }

  /** The last record of an object, be it from before the daemon was lost. */
  known(type: TypeName, key: string): Put | undefined {
    return this.put(type, key) ?? this.#earlier?.put(type, key)
  }

  /** The last record of an object. */
  put(type: TypeName, key: string): Put | undefined {
    return this.#held.get(type)?.get(key)?.put
  }

  /** The last attributes of an object. */
  attrs<T extends TypeName>(type: T, key: string): Attrs<T> | undefined {
    // Only records of a type are held under it.
    return this.put(type, key)?.attrs as Attrs<T> | undefined
  }

  /** How the wire names an object. */
  ref(type: TypeName, key: string): WireRef | undefined {
    return this.#held.get(type)?.get(key)?.ref
  }

  /** Keys of all objects of a type. */
  keys(type: TypeName): readonly string[] {
    return [...(this.#held.get(type)?.keys() ?? [])]
  }

  /** All objects were read: what was known before does not matter any more. */
  forgetEarlier(): void {
    this.#earlier = undefined
  }

  /** Key of the object of a type with a name. */
  named(type: TypeName, name: string): string | undefined {
    for (const [key, { put }] of this.#held.get(type) ?? []) {
      if ('name' in put.attrs && put.attrs.name === name) return key
    }
    return undefined
  }

  /** Keys of the members of an owner. */
  members(type: TypeName, owner: string): readonly string[] {
    return [...(this.#members.get(`${type} ${owner}`) ?? [])]
  }

  /** Holds a record and tells it. */
  set(ref: WireRef, put: Put): void {
    this.#hold(ref, put)
    this.#emit(put)
  }

  /** Holds all members of an owner and tells them; those that are not among them are gone. */
  setMembers(type: TypeName, owner: string, members: readonly Member[]): void {
    const keys = new Set(members.map(({ put }) => put.key))
    for (const key of this.members(type, owner)) if (!keys.has(key)) this.#drop(type, key)
    if (keys.size > 0) this.#members.set(`${type} ${owner}`, keys)
    else this.#members.delete(`${type} ${owner}`)
    for (const { ref, put } of members) this.set(ref, put)
  }

  /** Forgets an object and tells that it is gone. */
  remove(type: TypeName, key: string): void {
    if (this.#held.get(type)?.has(key)) this.#drop(type, key)
  }

  /** Tells an event or another change that holds no record. */
  tell(...changes: Change[]): void {
    if (changes.length > 0) this.#emit(...changes)
  }

  #hold(ref: WireRef, put: Put): void {
    const table = this.#held.get(put.type) ?? new Map<string, Held>()
    this.#held.set(put.type, table)
    table.set(put.key, { ref, put })
  }

  #drop(type: TypeName, key: string): void {
    this.#held.get(type)?.delete(key)
    this.#emit({ kind: 'gone', type, key })
  }
}
