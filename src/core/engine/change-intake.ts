import { globalKey } from '../contracts.ts'
import { type Change, hostKey } from '../driver.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Logger } from '../log/logger.ts'
import { type TypeName, typeNames } from '../model/index.ts'
import { EmissionCheck } from './emission-check.ts'

/** Objects that the engine itself keeps; a driver's silence about them does not make them go. */
const ownTypes: readonly TypeName[] = ['host', 'job']

/** Takes what the driver of one connection emits into the inventory. A change that cannot be taken harms no other. */
export class ChangeIntake {
  readonly #connection: string
  readonly #inventory: Inventory
  readonly #log: Logger
  readonly #check: EmissionCheck
  #seen: Map<TypeName, Set<string>> | undefined

  constructor(options: { readonly connection: string; readonly inventory: Inventory; readonly log: Logger }) {
    this.#connection = options.connection
    this.#inventory = options.inventory
    this.#log = options.log
    this.#check = new EmissionCheck(options.log)
  }

  /** Takes changes in, in order. */
  take(changes: readonly Change[]): void {
    for (const change of changes) {
      try {
        if (this.#check.accepts(change)) this.#apply(change)
      } catch (error) {
        const { kind, type, key } = change
        this.#log.error('internal fault: a change of the driver was dropped', { kind, type, key, error })
      }
    }
  }

  /** Changes the host record; a new status brings its event. */
  host(attrs: Readonly<Record<string, unknown>>): void {
    const before = this.#status()
    this.#inventory.patch(this.#connection, 'host', hostKey, attrs)
    const status = this.#status()
    if (status !== before)
      this.#inventory.event(this.#connection, 'host', hostKey, 'statusChanged', { status })
  }

  /** From now on the driver tells all objects anew. */
  beginReload(): void {
    const some = typeNames.some(
      (type) => !ownTypes.includes(type) && this.#inventory.count(type, this.#connection) > 0,
    )
    // The first time there is nothing that could have gone.
    this.#seen = some ? new Map() : undefined
  }

  /** The driver has told all objects: those that were there before and were not told again are gone. */
  endReload(): void {
    const seen = this.#seen
    if (!seen) return
    this.#seen = undefined
    for (const type of [...typeNames].reverse()) {
      if (ownTypes.includes(type)) continue
      for (const key of this.#inventory.localKeys(this.#connection, type)) {
        if (!seen.get(type)?.has(key)) this.#inventory.remove(this.#connection, type, key)
      }
    }
  }

  #apply(change: Change): void {
    const { type, key } = change
    if (change.kind === 'put') {
      this.#note(type, key)
      this.#inventory.put(this.#connection, type, key, change.attrs)
    } else if (change.kind === 'gone') this.#inventory.remove(this.#connection, type, key)
    else if (change.kind === 'event') {
      this.#inventory.event(this.#connection, type, key, change.event, change.fields)
    } else if (type === 'host') this.host(change.attrs)
    else if (!this.#inventory.patch(this.#connection, type, key, change.attrs))
      this.#check.unknownObject(type)
  }

  #note(type: TypeName, key: string): void {
    if (!this.#seen) return
    const keys = this.#seen.get(type) ?? new Set<string>()
    this.#seen.set(type, keys.add(key))
  }

  #status(): unknown {
    return this.#inventory.get('host', globalKey(this.#connection, hostKey))?.attrs.status
  }
}
