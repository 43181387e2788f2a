import type { Entry, EventItem } from '../../../core/contracts.ts'
import type { ConnectionView } from '../connection-view.ts'
import type { ContextView } from '../context-view.ts'
import type { NotificationVariable } from '../engine/notify/notification.ts'
import type { Oid } from '../engine/oid.ts'
import { Instances } from '../smi/instances.ts'
import { cutText, uuidOctetsOf } from '../values.ts'
import { operStateOf } from '../vm/state.ts'
import { vmMib } from '../vm/vm-mib.ts'
import type { NotificationSink } from '../vm/vm-notifier.ts'
import type { GatewayView } from './view.ts'
import { virtgateMib } from './virtgate-mib.ts'

/** What a notifier works with. */
export interface GatewayNotifierOptions {
  readonly sink: NotificationSink
  /** Where VIRTGATE-MIB hangs. */
  readonly base: Oid
  /** Use of a pool from which on it is nearly full, in percent. */
  readonly poolThreshold: () => number
}

/** Where something has happened. */
export interface Scene {
  readonly view: GatewayView
  /** Contexts that show it. */
  readonly contexts: readonly string[]
  /** Number of the row of the object. */
  readonly index: number
}

/** A pool has to be so much below the threshold before it counts as relieved, in percent. */
const RELIEF = 5

/** The notifications of VIRTGATE-MIB. */
export class GatewayNotifier {
  readonly #options: GatewayNotifierOptions
  readonly #vm = new Instances<ContextView>(vmMib)
  readonly #own: Instances<GatewayView>
  /** Connections that were told to be lost. */
  readonly #lost = new Set<string>()
  /** Keys of pools that were told to be nearly full. */
  readonly #full = new Set<string>()

  constructor(options: GatewayNotifierOptions) {
    this.#options = options
    this.#own = new Instances(virtgateMib, options.base)
  }

  /** Takes a change of a connection. */
  host(entry: Entry<'host'>, row: ConnectionView, scene: Scene): void {
    const { connection, status } = entry.attrs
    const cell = (name: string) => this.#cell(name, row, scene)
    if (status === 'unreachable' && !this.#lost.has(connection)) {
      this.#lost.add(connection)
      const objects = [cell('vgHostConnection'), cell('vgHostStatus'), cell('vgHostStatusText')]
      this.#send('vgHostLost', objects, scene)
    } else if (status === 'connected' && this.#lost.delete(connection)) {
      this.#send('vgHostBack', [cell('vgHostConnection'), cell('vgHostStatus')], scene)
    } else if (status === 'closed') this.#lost.delete(connection)
  }

  /** Takes a change of a guest. */
  domain(entry: Entry<'domain'>, before: Entry<'domain'> | undefined, scene: Scene): void {
    const crashed = operStateOf(entry.attrs) === 'crashed'
    if (!crashed || !before || operStateOf(before.attrs) === 'crashed') return
    const reason = this.#cell('vgDomainReason', { entry }, scene)
    this.#send('vgGuestCrashed', [...this.#guest(entry, scene), reason], scene)
  }

  /** Takes an event of a guest. */
  domainEvent(item: EventItem, entry: Entry<'domain'>, scene: Scene): void {
    if (item.event === 'watchdog') {
      const action = this.#text('vgEventAction', item.fields.action)
      this.#send('vgWatchdog', [...this.#guest(entry, scene), action], scene)
    } else if (item.event === 'ioError') {
      const { source, device, action, reason } = item.fields
      const objects = [
        this.#text('vgEventDisk', source),
        this.#text('vgEventDevice', device),
        this.#text('vgEventAction', action),
        this.#text('vgEventReason', reason),
      ]
      this.#send('vgDiskIoError', [...this.#guest(entry, scene), ...objects], scene)
    }
  }

  /** Takes a pool as it is now. */
  pool(entry: Entry<'pool'>, scene: Scene): void {
    const { key, attrs } = entry
    const threshold = this.#options.poolThreshold()
    const percent = attrs.capacity > 0n ? Number((attrs.allocation * 100n) / attrs.capacity) : 0
    const objects = () => [
      this.#cell('vgPoolName', entry, scene),
      this.#own.variable('vgEventPercent', [0], Math.min(100, percent)),
    ]
    if (percent >= threshold && !this.#full.has(key)) {
      this.#full.add(key)
      this.#send('vgPoolNearlyFull', objects(), scene)
    } else if (percent <= threshold - RELIEF && this.#full.delete(key)) {
      this.#send('vgPoolRelieved', objects(), scene)
    }
  }

  /** Forgets a pool that is gone. */
  poolGone(key: string): void {
    this.#full.delete(key)
  }

  /** Takes the end of a job. */
  jobEnded(entry: Entry<'job'>, scene: Scene): void {
    const names = ['vgJobOperation', 'vgJobTargetName', 'vgJobState', 'vgJobErrorText']
    const objects = names.map((name) => this.#cell(name, entry, scene))
    this.#send('vgJobEnded', objects, scene)
  }

  #guest({ attrs }: Entry<'domain'>, { index }: Scene): NotificationVariable[] {
    return [
      this.#vm.variable('vmName', [index], cutText(attrs.name)),
      this.#vm.variable('vmUUID', [index], uuidOctetsOf(attrs.uuid)),
    ]
  }

  #cell(name: string, row: unknown, { view, index }: Scene): NotificationVariable {
    return this.#own.cell(name, [index], row, view)
  }

  #text(name: string, value: string): NotificationVariable {
    return this.#own.variable(name, [0], cutText(value))
  }

  #send(name: string, variables: readonly NotificationVariable[], { contexts }: Scene): void {
    const { sink } = this.#options
    const oid = this.#own.notification(name)
    for (const contextName of contexts) {
      if (sink.hears(contextName)) sink.send({ oid, contextName, variables })
    }
  }
}
