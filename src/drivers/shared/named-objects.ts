import { type ErrorCode, VirtError } from '../../core/errors/index.ts'

/** What an object must tell of itself to be found. */
export interface Named {
  readonly uuid: string
  readonly name: string
}

/** How the objects are called in errors, with the codes of their errors. */
export interface NamedWords {
  readonly what: string
  readonly missing: ErrorCode
  readonly clash: ErrorCode
}

/** Words for each type of object that has a name and a UUID. */
export const namedWords = {
  domain: { what: 'domain', missing: 'noDomain', clash: 'operationFailed' },
  network: { what: 'network', missing: 'noNetwork', clash: 'operationFailed' },
  pool: { what: 'storage pool', missing: 'noStoragePool', clash: 'operationFailed' },
  nwfilter: { what: 'network filter', missing: 'noNwfilter', clash: 'operationFailed' },
} as const satisfies Record<string, NamedWords>

/** Objects of one type, found by UUID or by name in constant time; neither occurs twice. */
export class NamedObjects<T extends Named> {
  readonly #words: NamedWords
  readonly #byUuid = new Map<string, T>()
  readonly #byName = new Map<string, T>()

  constructor(words: NamedWords) {
    this.#words = words
  }

  get size(): number {
    return this.#byUuid.size
  }

  /** All objects in the order in which they came. */
  values(): Iterable<T> {
    return this.#byUuid.values()
  }

  find(uuid: string): T | undefined {
    return this.#byUuid.get(uuid)
  }

  findByName(name: string): T | undefined {
    return this.#byName.get(name)
  }

  /** An object by its UUID; throws if it is not there. */
  get(uuid: string): T {
    const found = this.#byUuid.get(uuid)
    if (!found) throw new VirtError(this.#words.missing, `there is no ${this.#words.what} with UUID ${uuid}`)
    return found
  }

  /**
   * The object that a definition with this name and UUID is for; undefined if it would be a new one. Throws if
   * the name belongs to an object with another UUID, or the UUID to one with another name.
   */
  match(uuid: string, name: string): T | undefined {
    const { what, clash } = this.#words
    const same = this.#byUuid.get(uuid)
    if (same) {
      if (same.name === name) return same
      throw new VirtError(clash, `the ${what} '${same.name}' has the UUID ${uuid} of '${name}' already`)
    }
    const other = this.#byName.get(name)
    if (other) {
      throw new VirtError(clash, `a ${what} '${name}' exists already, with UUID ${other.uuid}`)
    }
    return undefined
  }

  /** Adds a new object, or takes the place of the one with the same UUID, whatever its name was. */
  set(object: T): void {
    const before = this.#byUuid.get(object.uuid)
    if (before && this.#byName.get(before.name) === before) this.#byName.delete(before.name)
    this.#byUuid.set(object.uuid, object)
    this.#byName.set(object.name, object)
  }

  /** Removes an object; not an error if it is not there. */
  delete(object: T): void {
    if (this.#byUuid.get(object.uuid) === object) this.#byUuid.delete(object.uuid)
    if (this.#byName.get(object.name) === object) this.#byName.delete(object.name)
  }

  /** Lets an object be found under a new name, no longer under the one before. */
  renamed(object: T, before: string, name: string): void {
    this.#byName.delete(before)
    this.#byName.set(name, object)
  }
}
