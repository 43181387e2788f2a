import type { Entry, FeedItem } from '../../core/contracts.ts'
import type { TypeName } from '../../core/model/index.ts'
import { ConnectionView, type ViewOptions } from './connection-view.ts'
import type { MibModule } from './engine/module.ts'
import type { Oid } from './engine/oid.ts'
import { OrderedIndex } from './engine/ordered-index.ts'
import { mergedRows } from './merged-rows.ts'
import { liveModule } from './smi/live.ts'
import type { GatewayHealth } from './virtgate/health.ts'
import type { GatewayView } from './virtgate/view.ts'
import { virtgateMib } from './virtgate/virtgate-mib.ts'
import { vmMib } from './vm/vm-mib.ts'

/** What contexts are registered with: the agent, or a stand-in. */
export interface ContextHost {
  context(name: string): { register(module: MibModule): () => void }
  removeContext(name: string): void
}

/** What contexts are made of. */
export interface ContextsOptions extends ViewOptions {
  readonly agent: ContextHost
  readonly health: GatewayHealth
  /** Where VIRTGATE-MIB hangs. */
  readonly base: Oid
}

/**
 * One context for each connection, named like it, and the default context with the name '', which shows the first
 * connection and in VIRTGATE-MIB also which others there are. Follows the inventory.
 */
export class Contexts {
  readonly #options: ContextsOptions
  readonly #views = new Map<string, ConnectionView>()
  readonly #hosts = new OrderedIndex<ConnectionView>()
  #default: { readonly name: string | undefined; readonly remove: () => void } | undefined
  #stop: (() => void) | undefined

  constructor(options: ContextsOptions) {
    this.#options = options
  }

  /** Takes all objects that there are and follows their changes from now on. */
  start(): void {
    const { reader } = this.#options
    const from = reader.revision
    for (const name of reader.connections()) this.#add(name)
    this.#placeDefault()
    this.#stop = reader.subscribe(from, (item) => this.#take(item))
  }

  /** Stops following. */
  close(): void {
    this.#stop?.()
    this.#stop = undefined
  }

  /** Looks at all objects again: rules may show or hide others now. */
  resync(): void {
    if (this.#stop) this.#resync()
  }

  #take(item: FeedItem): void {
    if (item.kind === 'put') this.#put(item.entry)
    else if (item.kind === 'gone') this.#gone(item.entry)
    else if (item.kind === 'resync') this.#resync()
  }

  #put(entry: Entry): void {
    const view = this.#views.get(entry.connection)
    if (!view) {
      this.#add(entry.connection)
      this.#placeDefault()
      return
    }
    const before = view.reachable
    view.put(entry)
    if (!before && view.reachable) view.settle()
  }

  #gone(entry: Entry): void {
    this.#views.get(entry.connection)?.remove(entry)
    if (entry.type === 'host') {
      this.#drop(entry.connection)
      this.#placeDefault()
    }
  }

  #resync(): void {
    const names = new Set(this.#options.reader.connections())
    for (const name of [...this.#views.keys()]) if (!names.has(name)) this.#drop(name)
    for (const name of names) {
      const view = this.#views.get(name)
      if (view) view.resync()
      else this.#add(name)
    }
    this.#placeDefault()
  }

  #add(name: string): void {
    const view = new ConnectionView(name, this.#options)
    view.resync()
    if (view.reachable) view.settle()
    this.#views.set(name, view)
    this.#hosts.set([view.hostIndex], view)
    const alone = new OrderedIndex<ConnectionView>()
    alone.set([view.hostIndex], view)
    this.#register(name, view, {
      connection: view,
      hosts: alone,
      uuids: view.uuids,
      health: this.#options.health,
    })
  }

  #drop(name: string): void {
    const view = this.#views.get(name)
    if (!view) return
    this.#views.delete(name)
    this.#hosts.delete([view.hostIndex])
    this.#options.agent.removeContext(name)
  }

  /** Lets the default context show the first connection. */
  #placeDefault(): void {
    const first = this.#options.reader.connections().find((name) => this.#views.has(name))
    if (this.#default && this.#default.name === first) return
    this.#default?.remove()
    const view = first === undefined ? undefined : this.#views.get(first)
    const remove = this.#register('', view, {
      connection: view ?? new ConnectionView('', this.#options),
      hosts: this.#hosts,
      uuids: mergedRows(() => Array.from(this.#views.values(), (one) => one.uuids)),
      health: this.#options.health,
    })
    this.#default = { name: first, remove }
  }

  #register(name: string, view: ConnectionView | undefined, gateway: GatewayView): () => void {
    const context = this.#options.agent.context(name)
    const own = view ? [view] : []
    const all = name === '' ? () => [...this.#views.values()] : () => own
    const removals = [
      context.register(
        liveModule(virtgateMib, {
          view: gateway,
          base: this.#options.base,
          refresh: (type) => this.#refresh(type === 'host' ? all() : own, type),
        }),
      ),
    ]
    if (view) {
      removals.push(
        context.register(liveModule(vmMib, { view, refresh: (type) => this.#refresh(own, type) })),
      )
    }
    return () => {
      for (const remove of removals) remove()
    }
  }

  #refresh(views: readonly ConnectionView[], type: TypeName): Promise<void> | undefined {
    const waits = views.map((view) => view.refresh(type)).filter((wait) => wait !== undefined)
    if (waits.length === 0) return undefined
    this.#options.health.countSweep()
    return waits.length === 1 ? waits[0] : Promise.all(waits).then(() => undefined)
  }
}
