import type { Change } from '../driver.ts'
import type { Logger } from '../log/logger.ts'
import { attrsOf, eventsOf, isTypeName, type TypeName, typeNames } from '../model/index.ts'

/** A driver that is broken in more ways than this is known to be broken. */
const maxTold = 200

/**
 * Finds faults of drivers in what they emit: names that the model does not have, needed attributes that are missing.
 * Each fault is logged once for a connection; what the model knows of the change is taken in all the same.
 */
export class EmissionCheck {
  readonly #log: Logger
  readonly #told = new Set<string>()
  readonly #known = new Map<TypeName, ReadonlySet<string>>()
  readonly #needed = new Map<TypeName, readonly string[]>()

  constructor(log: Logger) {
    this.#log = log
    for (const type of typeNames) {
      const held = Object.entries(attrsOf(type)).filter(([, attr]) => attr.freshness !== 'counter')
      this.#known.set(type, new Set(held.map(([name]) => name)))
      this.#needed.set(
        type,
        held.filter(([, attr]) => attr.optional !== true).map(([name]) => name),
      )
    }
  }

  /** Whether the inventory can take the change: its type, and its event, are of the model. */
  accepts(change: Change): boolean {
    if (!isTypeName(change.type)) return this.#fault(`type '${change.type}' is not in the model`)
    if (change.kind === 'put' || change.kind === 'patch') this.#attributes(change)
    if (change.kind === 'event' && !Object.hasOwn(eventsOf(change.type), change.event)) {
      return this.#fault(`event '${change.type}.${change.event}' is not in the model`)
    }
    return true
  }

  /** A change of an object that is not there. */
  unknownObject(type: TypeName): void {
    this.#fault(`a patch of a ${type} that was not put before, or is gone`)
  }

  #attributes(change: Extract<Change, { kind: 'put' | 'patch' }>): void {
    const attrs: Readonly<Record<string, unknown>> = change.attrs
    const known = this.#known.get(change.type)
    for (const name in attrs) {
      if (!known?.has(name)) this.#fault(`attribute '${change.type}.${name}' is not one of a record`)
    }
    for (const name of this.#needed.get(change.type) ?? []) {
      const taken = change.kind === 'patch' && Object.hasOwn(attrs, name)
      if ((change.kind === 'put' || taken) && attrs[name] === undefined) {
        this.#fault(`attribute '${change.type}.${name}' is missing`)
      }
    }
  }

  #fault(what: string): false {
    if (this.#told.has(what) || this.#told.size >= maxTold) return false
    this.#told.add(what)
    this.#log.error(`internal fault of the driver: ${what}`)
    return false
  }
}
