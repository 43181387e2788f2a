import type { Entry, EventItem, FeedItem, InventoryReader } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { TypeName } from '../../core/model/index.ts'
import type { ConnectionView } from './connection-view.ts'
import type { Shown } from './contexts.ts'
import type { Oid } from './engine/oid.ts'
import type { IndexStore } from './index-store.ts'
import { GatewayNotifier, type Scene } from './virtgate/gateway-notifier.ts'
import { type NotificationSink, type Place, VmNotifier } from './vm/vm-notifier.ts'

/** What a notifier works with. */
export interface NotifierOptions {
  readonly reader: InventoryReader
  readonly indexes: IndexStore
  readonly clock: Clock
  readonly sink: NotificationSink
  /** Where VIRTGATE-MIB hangs. */
  readonly base: Oid
  /** Whether rules of access control let the SNMP surface see an object. */
  readonly sees: (entry: Entry) => boolean
  readonly bulkWindow: () => number
  readonly poolThreshold: () => number
}

/** Makes notifications of what the feed of the inventory tells. */
export class Notifier {
  readonly #options: NotifierOptions
  readonly #vm: VmNotifier
  readonly #gateway: GatewayNotifier

  constructor(options: NotifierOptions) {
    this.#options = options
    const { sink, clock, bulkWindow: window } = options
    this.#vm = new VmNotifier({ sink, clock, window })
    this.#gateway = new GatewayNotifier(options)
  }

  /** Takes an item of the feed; the contexts show it already. */
  take(item: FeedItem, shown: Shown): void {
    const { connection } = shown
    if (!connection || item.kind === 'resync') return
    if (item.kind === 'event') this.#event(item, shown, connection)
    else if (!this.#options.sees(item.entry)) return
    else if (item.kind === 'put') this.#put(item.entry, item.before, shown, connection)
    else this.#gone(item.entry, shown, connection)
  }

  /** Looks for what is amiss already: pools that are nearly full before anything changes. */
  start(shown: (connection: string) => Shown): void {
    for (const entry of this.#options.reader.list('pool')) {
      const scene = shown(entry.connection)
      if (scene.connection && this.#options.sees(entry)) this.#pool(entry, scene, scene.connection)
    }
  }

  /** Ends it. */
  close(): void {
    this.#vm.close()
  }

  #put(entry: Entry, before: Entry | undefined, shown: Shown, connection: ConnectionView): void {
    if (isOf(entry, 'domain')) {
      const earlier = before && isOf(before, 'domain') ? before : undefined
      const scene = this.#scene(entry, shown, connection)
      // What appears while its hypervisor is being read was there before.
      if (earlier || connection.reachable) this.#vm.changed(entry, earlier, places(scene, shown, connection))
      this.#gateway.domain(entry, earlier, scene)
    } else if (isOf(entry, 'pool')) this.#pool(entry, shown, connection)
    else if (isOf(entry, 'host')) {
      this.#gateway.host(entry, connection, this.#scene(entry, shown, connection))
    }
  }

  #gone(entry: Entry, shown: Shown, connection: ConnectionView): void {
    if (isOf(entry, 'pool')) this.#gateway.poolGone(entry.key)
    if (!isOf(entry, 'domain')) return
    // A connection that is closed takes its guests along; they run on.
    const host = [...this.#options.reader.list('host', entry.connection)][0]
    if (host === undefined || host.attrs.status === 'closed') return
    const scene = this.#scene(entry, shown, connection)
    this.#vm.gone(entry, places(scene, shown, connection))
  }

  #event(item: EventItem, shown: Shown, connection: ConnectionView): void {
    const { entry } = item
    if (!entry || !this.#options.sees(entry)) return
    if (isOf(entry, 'domain')) {
      this.#gateway.domainEvent(item, entry, this.#scene(entry, shown, connection))
    } else if (isOf(entry, 'job') && item.event === 'ended') {
      this.#gateway.jobEnded(entry, this.#scene(entry, shown, connection))
    }
  }

  #pool(entry: Entry<'pool'>, shown: Shown, connection: ConnectionView): void {
    this.#gateway.pool(entry, this.#scene(entry, shown, connection))
  }

  #scene(entry: Entry, { gateway }: Shown, connection: ConnectionView): Scene {
    return { view: gateway, contexts: ['', connection.name], index: this.#indexOf(entry, connection) }
  }

  #indexOf(entry: Entry, connection: ConnectionView): number {
    if (isOf(entry, 'host')) return connection.hostIndex
    if (isOf(entry, 'job')) return entry.attrs.id
    return this.#options.indexes.space(entry.type).find(entry.key)?.index ?? 0
  }
}

function places({ index }: Scene, { everything }: Shown, connection: ConnectionView): Place[] {
  return [
    { contextName: '', view: everything, index },
    { contextName: connection.name, view: connection, index },
  ]
}

function isOf<T extends TypeName>(entry: Entry, type: T): entry is Entry<T> {
  return entry.type === type
}
