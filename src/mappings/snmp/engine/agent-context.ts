import type { MibModule } from './module.ts'
import { ObjectTree } from './object-tree.ts'

/** Told of modules that come and go, for sysORTable. */
export interface Registrations {
  added(module: MibModule): void
  removed(module: MibModule): void
}

/** One SNMP context: the objects that requests with its name see. */
export class AgentContext {
  readonly name: string
  readonly tree = new ObjectTree()
  /** The SETs of a context run one after another; this is the end of the last one. */
  lastSet: Promise<void> = Promise.resolve()
  readonly #registrations: Registrations
  readonly #removals = new Set<() => void>()

  constructor(name: string, registrations: Registrations) {
    this.name = name
    this.#registrations = registrations
  }

  /** Serves a module from now on; the result ends it. Throws when an object of it is served already. */
  register(module: MibModule): () => void {
    const removeObjects = this.tree.add(module)
    this.#registrations.added(module)
    const remove = () => {
      if (!this.#removals.delete(remove)) return
      removeObjects()
      this.#registrations.removed(module)
    }
    this.#removals.add(remove)
    return remove
  }

  /** Ends all registrations. */
  clear(): void {
    for (const remove of [...this.#removals]) remove()
  }
}
