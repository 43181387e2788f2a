import type { Events } from './generated/qmp-types.ts'
import { isQmpObject, type QmpObject, type QmpValue } from './value.ts'

/** Names of the events that the schema knows. */
export type QmpEventName = keyof Events

/** An event of QEMU as it came. */
export interface QmpEvent {
  readonly name: string
  readonly data: QmpObject
  /** When it happened, in microseconds since 1970; undefined if QEMU could not read its clock. */
  readonly at: bigint | undefined
}

/** An event of QEMU with data by its name. */
export type TypedQmpEvent<N extends QmpEventName = QmpEventName> = N extends QmpEventName
  ? { readonly name: N; readonly data: Events[N]; readonly at: bigint | undefined }
  : never

/** Whether an event has this name; narrows the type of its data to the schema's. */
export function isEvent<N extends QmpEventName>(
  event: QmpEvent,
  name: N,
): event is QmpEvent & TypedQmpEvent<N> {
  return event.name === name
}

function stamp(value: QmpValue | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value < 0n ? undefined : value
  return Number.isSafeInteger(value) && (value as number) >= 0 ? BigInt(value as number) : undefined
}

/** Reads the event in a message that has an `event` member; undefined if it is malformed. */
export function readEvent(message: QmpObject): QmpEvent | undefined {
  if (typeof message.event !== 'string') return undefined
  const time = isQmpObject(message.timestamp) ? message.timestamp : {}
  const seconds = stamp(time.seconds)
  const micros = stamp(time.microseconds)
  return {
    name: message.event,
    data: isQmpObject(message.data) ? message.data : {},
    at: seconds === undefined || micros === undefined ? undefined : seconds * 1_000_000n + micros,
  }
}
