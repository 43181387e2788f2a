import { type Entry, type EventItem, type FeedItem, splitKey } from '../../core/contracts.ts'
import type { ClientSession, SharedScope } from '../binding.ts'
import { domainRows } from './domain-rows.ts'
import type { EventPacket } from './event-packet.ts'
import type { EventRow } from './event-row.ts'
import { monitorRow } from './monitor-row.ts'
import { networkRows, nodedevRows, poolRows, secretRows } from './object-rows.ts'

/** What a client has registered for. */
export interface Registration {
  readonly row: EventRow
  /** Connection whose objects it is about, or key of the one object. */
  readonly about: string
  readonly session: ClientSession
  /** Number by which the client knows it; absent for the old kind, which has none. */
  readonly id?: number
  /** Whether the client may know of the object. */
  shows(entry: Entry): boolean
  /** What else the client has said of what it wants. */
  wants?(item: EventItem): boolean
}

/** Somebody who wants to know when a connection to a hypervisor is lost. */
export type LossListener = (status: 'unreachable' | 'closed') => void

/** Where the change feed becomes events of the wire: one for a server, however many clients follow. */
export class EventHub {
  /** What can be registered for, by kind of object; the index is libvirt's number of the event. */
  readonly rows = {
    domain: domainRows(),
    network: networkRows(),
    pool: poolRows(),
    nodedev: nodedevRows(),
    secret: secretRows(),
    monitor: [monitorRow()],
  } as const
  readonly #scope: SharedScope
  readonly #topics = new Map<string, Set<Registration>>()
  readonly #losses = new Map<string, Set<LossListener>>()

  constructor(scope: SharedScope) {
    this.#scope = scope
    const end = scope.reader.subscribe(scope.reader.revision, (item) => this.#take(item))
    scope.ended.addEventListener('abort', end, { once: true })
  }

  /** Tells a client of events from now on; the result ends that. */
  add(registration: Registration): () => void {
    return join(this.#topics, topicOf(registration.row.topic, registration.about), registration)
  }

  /** Calls `listener` when a connection is lost or closed; the result ends that. */
  onLoss(connection: string, listener: LossListener): () => void {
    return join(this.#losses, connection, listener)
  }

  #take(item: FeedItem): void {
    if (item.kind !== 'event') return
    const { ref, event } = item
    const { connection } = splitKey(ref.key)
    const topic = `${ref.type}.${event}`
    if (topic === 'host.statusChanged') this.#status(connection, item)
    const told = new Map<EventRow, EventPacket | undefined>()
    this.#tell(this.#topics.get(topicOf(topic, connection)), item, told)
    this.#tell(this.#topics.get(topicOf(topic, ref.key)), item, told)
  }

  #tell(
    registrations: ReadonlySet<Registration> | undefined,
    item: EventItem,
    told: Map<EventRow, EventPacket | undefined>,
  ): void {
    if (!registrations || !item.entry) return
    for (const registration of registrations) {
      if (!registration.shows(item.entry) || registration.wants?.(item) === false) continue
      try {
        push(registration, item, told)
      } catch (error) {
        this.#scope.log.error('an event could not be told to a client', { event: item.event, error })
      }
    }
  }

  #status(connection: string, item: EventItem): void {
    const fields: Readonly<Record<string, unknown>> = item.fields
    const { status } = fields
    if (status === 'unreachable' || status === 'closed') this.#lost(connection, status)
  }

  #lost(connection: string, status: 'unreachable' | 'closed'): void {
    for (const listener of this.#losses.get(connection) ?? []) listener(status)
  }
}

/** The hub of a server, as `shared` wants it. */
export function makeEventHub(scope: SharedScope): EventHub {
  return new EventHub(scope)
}

function topicOf(topic: string, about: string): string {
  return `${topic} ${about}`
}

function push(
  { row, session, id }: Registration,
  item: EventItem,
  told: Map<EventRow, EventPacket | undefined>,
): void {
  if (id === undefined) {
    const old = row.encodeOld?.(item)
    if (old) session.pushPacket(old.bytes)
    return
  }
  if (!told.has(row)) told.set(row, row.encode(item))
  const packet = told.get(row)
  if (packet) session.pushPacket(packet.withId(id))
}

function join<T>(places: Map<string, Set<T>>, place: string, one: T): () => void {
  const members = places.get(place) ?? new Set<T>()
  places.set(place, members.add(one))
  return () => {
    members.delete(one)
    if (members.size === 0 && places.get(place) === members) places.delete(place)
  }
}
