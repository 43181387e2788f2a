import type { Entry, EventItem } from '../../core/contracts.ts'
import type { EventFields, EventName, TypeName } from '../../core/model/index.ts'
import type { RemoteEvents } from '../wire/generated/types.ts'
import { EventPacket } from './event-packet.ts'

/** One event of the wire: which event of the model it tells, and how. */
export interface EventRow {
  /** Type and event of the model (`domain.lifecycle`). */
  readonly topic: string
  /** The packet that tells of an event; undefined when this row has nothing to say of it. */
  encode(item: EventItem): EventPacket | undefined
  /** The same for clients without callback ids, where there were such. */
  encodeOld?(item: EventItem): EventPacket | undefined
}

/** An event with the object that it is about. */
export interface Told<T extends TypeName, E extends EventName<T>> {
  readonly entry: Entry<T>
  readonly fields: EventFields<T, E>
}

type RemoteEvent = keyof RemoteEvents & string
type Body<P extends RemoteEvent> = Omit<RemoteEvents[P], 'callbackID'>
type Teller<T extends TypeName, E extends EventName<T>, B> = (told: Told<T, E>) => B | undefined

/** A row whose body follows the callback id. */
export function flatRow<T extends TypeName, E extends EventName<T>, P extends RemoteEvent>(
  type: T,
  event: E,
  push: P,
  tell: Teller<T, E, Body<P>>,
): EventRow {
  return {
    topic: `${type}.${event}`,
    encode: (item) => {
      const body = read(item, tell)
      return body && new EventPacket('remote', push, { callbackID: 0, ...body })
    },
  }
}

/** A row of a domain whose body is that of the old event of the same kind, behind the callback id and perhaps a reason. */
export function nestedRow<E extends EventName<'domain'>, O extends RemoteEvent>(
  event: E,
  events: { readonly push: RemoteEvent; readonly old: O; readonly reason?: number },
  tell: Teller<'domain', E, RemoteEvents[O]>,
): EventRow {
  const { push, old, reason } = events
  const front = reason === undefined ? { callbackID: 0 } : { callbackID: 0, reason }
  return {
    topic: `domain.${event}`,
    encode: (item) => {
      const msg = read(item, tell)
      return msg && new EventPacket('remote', push, { ...front, msg })
    },
    encodeOld: (item) => {
      const msg = read(item, tell)
      return msg && new EventPacket('remote', old, msg)
    },
  }
}

function read<T extends TypeName, E extends EventName<T>, B>(
  item: EventItem,
  tell: Teller<T, E, B>,
): B | undefined {
  // A row is asked only for items of its topic, which says type and event.
  return item.entry && tell(item as unknown as Told<T, E>)
}
