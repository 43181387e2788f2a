import { type Entry, type FeedItem, splitKey } from '../../core/contracts.ts'
import { manyListeners } from '../../core/lib/abort.ts'
import type { TypeName } from '../../core/model/index.ts'
import { ConnectionView, type ViewOptions } from './connection-view.ts'
import type { ContextView } from './context-view.ts'
import type { Control } from './control/control.ts'
import { DefaultView } from './default-view.ts'
import type { MibModule, RowSource } from './engine/module.ts'
import type { Oid } from './engine/oid.ts'
import { OrderedIndex } from './engine/ordered-index.ts'
import { hostModules } from './host/host-modules.ts'
import { libvirtMib } from './libvirt/libvirt-mib.ts'
import { inPortions } from './portions.ts'
import { liveModule } from './smi/live.ts'
import type { GatewayHealth } from './virtgate/health.ts'
import type { GatewayView, NotifyFacts } from './virtgate/view.ts'
import { virtgateMib } from './virtgate/virtgate-mib.ts'
import { vmMib } from './vm/vm-mib.ts'
import { vminfoMib } from './vmware/vminfo-mib.ts'

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
  /** Whether guests are also shown as agents of VMware ESX show them. */
  readonly vmwareView?: boolean
  /** Carries out what managers write. */
  readonly control: Control
  /** Whom the agent tells of what happens. */
  readonly notify: NotifyFacts
  /** Told of each item of the feed when the contexts show it; a connection that ends is given as it was. */
  watch?(item: FeedItem, shown: Shown): void
}

/** What shows the object of an item. */
export interface Shown {
  readonly everything: ContextView
  /** VIRTGATE-MIB as the default context shows it. */
  readonly gateway: GatewayView
  /** The context of its connection. */
  readonly connection: ConnectionView | undefined
}

/** Connections that have not come back for so long after a start will not. */
const ABSENT_MS = 3_600_000

/**
 * One context for each connection, named like it, and the default context with the name '', which shows the objects of
 * all connections. Follows the inventory.
 */
export class Contexts {
  readonly #options: ContextsOptions
  readonly #views = new Map<string, ConnectionView>()
  readonly #hosts = new OrderedIndex<ConnectionView>()
  readonly #everything: DefaultView
  readonly #gateway: ContextGateway
  /** Views whose objects have all been taken once. */
  readonly #loaded = new WeakSet<ConnectionView>()
  readonly #closing = manyListeners(new AbortController())
  #stop: (() => void) | undefined
  #cancelTimer: (() => void) | undefined

  constructor(options: ContextsOptions) {
    const { clock, notifications, health, base } = options
    this.#options = options
    this.#everything = new DefaultView({
      clock,
      notifications,
      version: health.version,
      objectId: base,
      connections: () => this.#views.values(),
    })
    this.#gateway = this.#gatewayView(this.#everything, this.#hosts, this.#views)
  }

  /** Follows all objects from now on; resolves when those that there are have been taken. */
  async start(): Promise<void> {
    const { reader, clock, indexes } = this.#options
    const from = reader.revision
    this.#register('', this.#gateway)
    const loads = reader.connections().map((name) => this.#add(name))
    this.#stop = reader.subscribe(from, (item) => this.#take(item))
    this.#cancelTimer = clock.after(ABSENT_MS, () => indexes.settleOthers(new Set(reader.connections())))
    await Promise.all(loads)
  }

  /** Stops following. */
  close(): void {
    this.#closing.abort()
    this.#stop?.()
    this.#stop = undefined
    this.#cancelTimer?.()
  }

  /** What shows the objects of a connection. */
  shown(connection: string): Shown {
    return this.#shownBy(this.#views.get(connection))
  }

  /** Looks at all objects again: rules may show or hide others now. */
  async resync(): Promise<void> {
    if (!this.#stop) return
    const { reader } = this.#options
    const names = new Set(reader.connections())
    for (const name of [...this.#views.keys()]) if (!names.has(name)) this.#drop(name)
    await Promise.all(Array.from(names, (name) => this.#loadOrAdd(name)))
  }

  #take(item: FeedItem): void {
    const name = connectionOf(item)
    const before = name === undefined ? undefined : this.#views.get(name)
    this.#follow(item)
    const connection = before ?? (name === undefined ? undefined : this.#views.get(name))
    this.#options.watch?.(item, this.#shownBy(connection))
  }

  #shownBy(connection: ConnectionView | undefined): Shown {
    return { everything: this.#everything, gateway: this.#gateway, connection }
  }

  #follow(item: FeedItem): void {
    if (item.kind === 'put') this.#put(item.entry)
    else if (item.kind === 'gone') this.#gone(item.entry)
    // It cannot fail: it reads memory and writes memory.
    else if (item.kind === 'resync') void this.resync()
  }

  #put(entry: Entry): void {
    const view = this.#views.get(entry.connection)
    if (!view) {
      void this.#add(entry.connection)
      return
    }
    const before = view.reachable
    view.put(entry)
    if (!before) this.#settle(view)
  }

  #gone(entry: Entry): void {
    this.#views.get(entry.connection)?.remove(entry)
    if (entry.type === 'host') this.#drop(entry.connection)
  }

  #loadOrAdd(name: string): Promise<void> {
    const view = this.#views.get(name)
    return view ? this.#load(view) : this.#add(name)
  }

  #add(name: string): Promise<void> {
    const view = new ConnectionView(name, this.#options, this.#everything)
    this.#views.set(name, view)
    this.#hosts.set([view.hostIndex], view)
    const hosts = new OrderedIndex<ConnectionView>()
    hosts.set([view.hostIndex], view)
    this.#register(name, this.#gatewayView(view, hosts, new Map([[name, view]])))
    return this.#load(view)
  }

  async #load(view: ConnectionView): Promise<void> {
    await inPortions(view.resync(), this.#options.clock, this.#closing.signal)
    // It may have been closed meanwhile.
    if (this.#views.get(view.name) !== view) return
    this.#loaded.add(view)
    this.#settle(view)
  }

  #settle(view: ConnectionView): void {
    if (view.reachable && this.#loaded.has(view)) this.#options.indexes.settle(view.name)
  }

  #drop(name: string): void {
    const view = this.#views.get(name)
    if (!view) return
    view.close()
    this.#views.delete(name)
    this.#hosts.delete([view.hostIndex])
    this.#options.agent.removeContext(name)
  }

  #gatewayView(
    objects: ContextView,
    hosts: RowSource<ConnectionView>,
    connections: ReadonlyMap<string, ConnectionView>,
  ): ContextGateway {
    const { health, notify, control } = this.#options
    const hostIndex = (connection: string) => connections.get(connection)?.hostIndex
    return { objects, hosts, health, notify, control, hostIndex, connections }
  }

  #register(name: string, view: ContextGateway): void {
    const { agent, base, vmwareView = false } = this.#options
    const context = agent.context(name)
    const refresh = (type: TypeName) => this.#refresh(view.connections.values(), type)
    context.register(liveModule(virtgateMib, { view, base, refresh }))
    context.register(liveModule(vmMib, { view: view.objects, refresh }))
    context.register(liveModule(libvirtMib, { view, refresh }))
    if (vmwareView) context.register(liveModule(vminfoMib, { view: view.objects, refresh }))
    const { clock, ticks } = this.#options
    for (const module of hostModules({ ...view, clock, ticks, refresh })) context.register(module)
  }

  #refresh(views: Iterable<ConnectionView>, type: TypeName): Promise<void> | undefined {
    const waits: Promise<void>[] = []
    for (const view of views) {
      const wait = view.refresh(type)
      if (wait) waits.push(wait)
    }
    if (waits.length === 0) return undefined
    this.#options.health.countSweep()
    return waits.length === 1 ? waits[0] : Promise.all(waits).then(() => undefined)
  }
}

/** VIRTGATE-MIB of a context with the connections that it shows. */
interface ContextGateway extends GatewayView {
  readonly connections: ReadonlyMap<string, ConnectionView>
}

/** Connection of the object that an item is about. */
function connectionOf(item: FeedItem): string | undefined {
  if (item.kind === 'resync') return undefined
  return item.kind === 'event' ? splitKey(item.ref.key).connection : item.entry.connection
}
