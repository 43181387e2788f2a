import type { Entry } from '../../../core/contracts.ts'
import type { Clock } from '../../../core/lib/clock.ts'
import type { ContextView } from '../context-view.ts'
import type { Notification, NotificationVariable } from '../engine/notify/notification.ts'
import type { Oid } from '../engine/oid.ts'
import { Instances } from '../smi/instances.ts'
import { cutText, uuidOctetsOf } from '../values.ts'
import { persistences } from './conventions.ts'
import { type VmNotificationKind, vmNotificationKinds } from './notifications.ts'
import { type OperState, operStateOf, operStates } from './state.ts'
import { vmMib } from './vm-mib.ts'

/** Where notifications go. */
export interface NotificationSink {
  /** Whether those of a context go anywhere. */
  hears(contextName: string): boolean
  send(notification: Notification, options?: { readonly bounded: boolean }): void
}

/** What a notifier works with. */
export interface VmNotifierOptions {
  readonly sink: NotificationSink
  readonly clock: Clock
  /** How long guests are gathered for a bulk notification, in ms. */
  readonly window: () => number
}

/** A guest in a context. */
export interface Place {
  readonly contextName: string
  readonly view: ContextView
  readonly index: number
}

/** The state that a guest has left, and the one that it is in; undefined when it is gone. */
interface Step {
  readonly from: OperState
  readonly to: OperState | undefined
}

const ended: ReadonlySet<OperState> = new Set<OperState>(['shutdown', 'suspended', 'crashed'])
const byState = new Map(vmNotificationKinds.map((kind) => [kind.state, kind]))

/** The notifications of VM-MIB: for each guest whose state changes, and for many at once. */
export class VmNotifier {
  readonly #options: VmNotifierOptions
  readonly #objects = new Instances(vmMib)
  /** Guests of the bulk notifications to come, by context and kind. */
  readonly #gathered = new Map<string, Gathered>()

  constructor(options: VmNotifierOptions) {
    this.#options = options
  }

  /** Takes a change; `before` is absent for a guest that appeared while its hypervisor was known. */
  changed(entry: Entry<'domain'>, before: Entry<'domain'> | undefined, places: readonly Place[]): void {
    const from = before ? operStateOf(before.attrs) : 'unknown'
    const to = operStateOf(entry.attrs)
    // One that is only defined has not come to be off.
    if (from !== to && (before || !ended.has(to))) this.#step(entry, { from, to }, places)
  }

  /** Takes the end of a guest that the hypervisor does not know any more. */
  gone(entry: Entry<'domain'>, places: readonly Place[]): void {
    let from = operStateOf(entry.attrs)
    // A transient guest is off first, then gone.
    if (!ended.has(from)) {
      this.#step(entry, { from, to: 'shutdown' }, places)
      from = 'shutdown'
    }
    this.#step(entry, { from, to: undefined }, places)
  }

  /** Ends it; bulk notifications to come are not sent. */
  close(): void {
    for (const { cancelTimer } of this.#gathered.values()) cancelTimer()
    this.#gathered.clear()
  }

  #step(entry: Entry<'domain'>, step: Step, places: readonly Place[]): void {
    const kind = byState.get(step.to)
    if (!kind) return
    for (const place of places) {
      const { perVm, bulk } = place.view.notifications
      if ((!perVm && !bulk) || !this.#options.sink.hears(place.contextName)) continue
      if (perVm) this.#send(entry, kind, step, place)
      if (bulk) this.#gather(kind, place)
    }
  }

  #send(entry: Entry<'domain'>, kind: VmNotificationKind, { from }: Step, place: Place): void {
    const { name, uuid, persistent } = entry.attrs
    const index: Oid = [place.index]
    const variables: NotificationVariable[] = [
      this.#objects.variable('vmName', index, cutText(name)),
      this.#objects.variable('vmUUID', index, uuidOctetsOf(uuid)),
      this.#objects.variable('vmOperState', index, operStates[from]),
    ]
    if (kind.state === undefined) {
      const value = persistent ? persistences.persistent : persistences.transient
      variables.push(this.#objects.variable('vmPersistent', index, value))
    }
    const oid = this.#objects.notification(kind.name)
    this.#options.sink.send({ oid, contextName: place.contextName, variables })
  }

  #gather(kind: VmNotificationKind, { contextName, index }: Place): void {
    const key = `${kind.id}/${contextName}`
    const known = this.#gathered.get(key)
    if (known) known.indexes.add(index)
    else {
      const { clock, window } = this.#options
      const cancelTimer = clock.after(window(), () => this.#sendBulk(key))
      this.#gathered.set(key, { kind, contextName, indexes: new Set([index]), cancelTimer })
    }
  }

  #sendBulk(key: string): void {
    const gathered = this.#gathered.get(key)
    this.#gathered.delete(key)
    if (!gathered) return
    const { kind, contextName, indexes } = gathered
    const variables = [this.#objects.variable('vmAffectedVMs', [0], bitmapOf(indexes))]
    const oid = this.#objects.notification(kind.bulkName)
    this.#options.sink.send({ oid, contextName, variables }, { bounded: false })
  }
}

interface Gathered {
  readonly kind: VmNotificationKind
  readonly contextName: string
  readonly indexes: Set<number>
  readonly cancelTimer: () => void
}

/** A VirtualMachineList: the highest bit of the first octet is index 1. */
export function bitmapOf(indexes: Iterable<number>): Uint8Array {
  const all = [...indexes]
  const octets = new Uint8Array(Math.ceil(all.reduce((most, index) => Math.max(most, index), 0) / 8))
  for (const index of all) {
    const at = (index - 1) >> 3
    octets[at] = (octets[at] ?? 0) | (0x80 >> ((index - 1) & 7))
  }
  return octets
}
