import type { CounterEntry, Entry, FeedItem, ObjectRef } from '../core/contracts.ts'
import type { ErrorCode, ErrorDomain, SourcePosition } from '../core/errors/index.ts'
import { errorDomains, errorTable, VirtError } from '../core/errors/index.ts'
import type { TypeName } from '../core/model/index.ts'

/** Version of the protocol; a change that an old peer cannot live with counts it up. */
export const protocolVersion = 1

/** Longest message that the daemon takes. */
export const maxRequestBytes = 8 * 1024 * 1024

/** Longest message that a client takes. */
export const maxReplyBytes = 128 * 1024 * 1024

/** What a client sends. The first request is `hello`. `cancel` ends the request with that id. */
export type ClientMessage =
  | { readonly id: number; readonly method: string; readonly args: Readonly<Record<string, unknown>> }
  | { readonly cancel: number }

/** What the daemon sends: parts of a stream, then the end of a request, well or not. */
export type ServerMessage =
  | { readonly id: number; readonly part: unknown }
  | { readonly id: number; readonly done: unknown }
  | { readonly id: number; readonly error: WireError }

/** An error on its way. */
export interface WireError {
  readonly code: ErrorCode
  readonly message: string
  readonly domain?: ErrorDomain
  readonly detail?: string
  readonly at?: SourcePosition
}

/** How the daemon is: answer to `hello` and `status`. */
export interface GatewayStatus {
  readonly protocol: number
  /** Version of the product. */
  readonly version: string
  readonly pid: number
  /** When the daemon was started, milliseconds since 1970. */
  readonly since: number
  /** What it listens on, by surface. */
  readonly endpoints: Readonly<Record<string, readonly string[]>>
}

/** What became of a notification that was sent to be looked at. */
export interface TrapDelivery {
  /** Name of the receiver in the settings. */
  readonly target: string
  /** `sent`, `acknowledged`, or why it did not get there. */
  readonly outcome: string
  readonly reason: string
}

/** What a reload of the settings brought. */
export interface ReloadReport {
  /** Settings that changed and are in force. */
  readonly changed: readonly string[]
  /** Settings that changed and need a restart. */
  readonly restart: readonly string[]
  /** What could not be put in force, a sentence each. */
  readonly faults: readonly string[]
}

/** Which objects a list is to hold. */
export interface ListArgs {
  readonly type: TypeName
  readonly connection?: string
  /** Only those with these attributes, compared as text. */
  readonly where?: Readonly<Record<string, string>>
  /** Only those whose name fits the pattern. */
  readonly name?: string
}

/** Which changes a follower wants. */
export interface FollowArgs {
  /** Revision after which to begin; now unless given. */
  readonly from?: number
  readonly kinds?: readonly FeedItem['kind'][]
  readonly types?: readonly TypeName[]
}

/** The methods: arguments, parts of the stream where there is one, and the result. */
export interface Methods {
  hello: { args: { protocol: number; client: string }; part: never; result: GatewayStatus }
  status: { args: Record<string, never>; part: never; result: GatewayStatus }
  reload: { args: Record<string, never>; part: never; result: ReloadReport }
  testTrap: { args: { target?: string }; part: never; result: readonly TrapDelivery[] }
  connections: { args: Record<string, never>; part: never; result: readonly string[] }
  get: { args: ObjectRef; part: never; result: Entry | undefined }
  list: { args: ListArgs; part: readonly Entry[]; result: number }
  count: { args: { type: TypeName; connection?: string }; part: never; result: number }
  /** Objects that a name, uuid or key means. */
  find: { args: { type: TypeName; what: string; connection?: string }; part: never; result: readonly Entry[] }
  counters: { args: ObjectRef & { maxAgeMs: number }; part: never; result: CounterEntry | undefined }
  supports: { args: ObjectRef & { op: string }; part: never; result: boolean }
  permits: { args: ObjectRef & { access: string; permission: string }; part: never; result: boolean }
  invoke: {
    args: { op: string; ref: ObjectRef; args: Readonly<Record<string, unknown>> }
    part: never
    result: unknown
  }
  follow: { args: FollowArgs; part: readonly FeedItem[]; result: undefined }
}

/** Name of a method. */
export type Method = keyof Methods

/** An error in the form for the wire. */
export function toWire(error: VirtError): WireError {
  return {
    code: error.code,
    message: error.message,
    ...(error.domain !== 'none' && { domain: error.domain }),
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(error.at && { at: error.at }),
  }
}

/** The error that came over the wire. */
export function fromWire(wire: unknown): VirtError {
  const { code, message, domain, detail, at } = isRecord(wire) ? wire : {}
  return new VirtError(
    isKeyOf(errorTable, code) ? code : 'internalError',
    typeof message === 'string' ? message : 'the daemon answered with an error that cannot be read',
    {
      ...(isKeyOf(errorDomains, domain) && { domain }),
      ...(typeof detail === 'string' && { detail }),
      ...(isRecord(at) && typeof at.line === 'number' && { at: at as unknown as SourcePosition }),
    },
  )
}

/** Whether a value is an object with named fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  )
}

function isKeyOf<T extends object>(table: T, word: unknown): word is keyof T & string {
  return typeof word === 'string' && Object.hasOwn(table, word)
}
