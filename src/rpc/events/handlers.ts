import { globalKey } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import { type EventKind, makeClientEvents } from './client-events.ts'
import { makeEventHub, type Registration } from './event-hub.ts'

/** What libvirt calls the events of each kind of object in its errors. */
const words: Readonly<Record<EventKind, string>> = {
  domain: '',
  network: 'network ',
  pool: 'storage pool ',
  nodedev: 'node device ',
  secret: 'secret ',
  monitor: 'qemu monitor ',
}

/** Reasons of the end of a connection. */
const closeReasons = { unreachable: 0, closed: 1 } as const

const lifecycle = 0

/** Registrations for events of all objects, and for the end of the connection. */
export const eventHandlers: RemoteHandlers = {
  CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: (call, { eventID, dom }) => ({
    callbackID: register(call, 'domain', { eventId: eventID, local: dom?.uuid }),
  }),
  CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY: (call, { callbackID }) =>
    deregister(call, 'domain', callbackID),
  CONNECT_NETWORK_EVENT_REGISTER_ANY: (call, { eventID, net }) => ({
    callbackID: register(call, 'network', { eventId: eventID, local: net?.uuid }),
  }),
  CONNECT_NETWORK_EVENT_DEREGISTER_ANY: (call, { callbackID }) => deregister(call, 'network', callbackID),
  CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY: (call, { eventID, pool }) => ({
    callbackID: register(call, 'pool', { eventId: eventID, local: pool?.uuid }),
  }),
  CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY: (call, { callbackID }) => deregister(call, 'pool', callbackID),
  CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY: (call, { eventID, dev }) => ({
    callbackID: register(call, 'nodedev', { eventId: eventID, local: dev?.name }),
  }),
  CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY: (call, { callbackID }) => deregister(call, 'nodedev', callbackID),
  CONNECT_SECRET_EVENT_REGISTER_ANY: (call, { eventID, secret }) => ({
    callbackID: register(call, 'secret', { eventId: eventID, local: secret?.uuid }),
  }),
  CONNECT_SECRET_EVENT_DEREGISTER_ANY: (call, { callbackID }) => deregister(call, 'secret', callbackID),
  CONNECT_DOMAIN_EVENT_REGISTER: (call) => {
    registerOld(call, lifecycle)
    return { cb_registered: 0 }
  },
  CONNECT_DOMAIN_EVENT_DEREGISTER: (call) => {
    deregisterOld(call, lifecycle)
    return { cb_registered: 0 }
  },
  CONNECT_DOMAIN_EVENT_REGISTER_ANY: (call, { eventID }) => registerOld(call, eventID),
  CONNECT_DOMAIN_EVENT_DEREGISTER_ANY: (call, { eventID }) => deregisterOld(call, eventID),
  CONNECT_REGISTER_CLOSE_CALLBACK: (call) => {
    const { session, connection } = call
    const hub = call.shared(makeEventHub)
    session.state(makeClientEvents).watchClose(() =>
      hub.onLoss(connection, (status) => {
        session.push('remote', 'CONNECT_EVENT_CONNECTION_CLOSED', { reason: closeReasons[status] })
      }),
    )
  },
  CONNECT_UNREGISTER_CLOSE_CALLBACK: (call) => call.session.state(makeClientEvents).forgetClose(),
}

/** Longer than the name of any object: it is kept for as long as the registration. */
const longestKey = 1024

/** Whether a client may be told of an object. Of the call nothing else is kept: its arguments may be large. */
function viewer({ operations, caller }: Call): Registration['shows'] {
  return (entry) => operations.visible(entry, caller)
}

/** What a client registers for. */
export interface Wish extends Pick<Registration, 'wants'> {
  readonly eventId: number
  /** Key of the one object that it is about within its connection; all unless given. */
  readonly local?: string | undefined
}

/** Registers a client for events; answers the number of the registration. */
export function register(call: Call, kind: EventKind, { eventId, local, wants }: Wish): number {
  const hub = call.shared(makeEventHub)
  const row = hub.rows[kind][eventId]
  if (!row) throw refused(`unsupported ${words[kind]}event ID ${eventId}`)
  if (local !== undefined && local.length > longestKey) throw refused('the object has too long a name')
  const about = local === undefined ? call.connection : globalKey(call.connection, local)
  return call.session.state(makeClientEvents).add(kind, (id) =>
    hub.add({
      row,
      about,
      id,
      session: call.session,
      shows: viewer(call),
      ...(wants && { wants }),
    }),
  )
}

/** Ends a registration. */
export function deregister(call: Call, kind: EventKind, id: number): void {
  if (call.session.state(makeClientEvents).remove(kind, id)) return
  throw refused(`${kind === 'domain' ? 'domain ' : words[kind]}event callback ${id} not registered`)
}

/** Registers a client the old way: it is told by the kind of event alone, without a number. */
function registerOld(call: Call, eventId: number): void {
  const hub = call.shared(makeEventHub)
  const row = oldRow(call, eventId)
  const added = call.session.state(makeClientEvents).addOld(eventId, () =>
    hub.add({
      row,
      about: call.connection,
      session: call.session,
      shows: viewer(call),
    }),
  )
  if (!added) throw new VirtError('invalidArg', 'invalid argument: event callback already tracked')
}

function deregisterOld(call: Call, eventId: number): void {
  oldRow(call, eventId)
  if (call.session.state(makeClientEvents).removeOld(eventId)) return
  throw refused(`domain event ${eventId} not registered`)
}

function oldRow(call: Call, eventId: number): Registration['row'] {
  const row = call.shared(makeEventHub).rows.domain[eventId]
  if (row?.encodeOld) return row
  throw refused(`unsupported event ID ${eventId}`)
}

function refused(clause: string): VirtError {
  return new VirtError('internalError', `internal error: ${clause}`, { domain: 'rpc' })
}
