import type { Socket } from 'node:net'
import type { Caller } from '../core/access/caller.ts'
import type { Entry, InventoryReader, ObjectRef, Operations } from '../core/contracts.ts'
import type { ByteStream } from '../core/lib/byte-stream.ts'
import type { Clock } from '../core/lib/clock.ts'
import type { Logger } from '../core/log/logger.ts'
import type { Args, OpPath, Result, TypeName } from '../core/model/index.ts'
import type {
  LxcArgs,
  LxcRets,
  QemuArgs,
  QemuEvents,
  QemuRets,
  RemoteArgs,
  RemoteEvents,
  RemoteRets,
} from './wire/generated/types.ts'
import type { ProcedureEntry } from './wire/protocol/table.ts'

/** A client's connection, as calls see it. */
export interface ClientSession {
  /** Aborted when the client is gone. */
  readonly ended: AbortSignal
  /** Whether only reads are allowed. */
  readonly readOnly: boolean
  /** Whether nobody can read the connection on its way (Unix socket, TLS). */
  readonly secure: boolean
  /** Sends an event; a client that does not take its events for too long is closed. */
  push<E extends keyof RemoteEvents & string>(program: 'remote', event: E, body: RemoteEvents[E]): void
  push<E extends keyof QemuEvents & string>(program: 'qemu', event: E, body: QemuEvents[E]): void
  /** The same with a whole packet, so that many clients can share one encoding; nobody changes its bytes afterwards. */
  pushPacket(packet: Uint8Array): void
  /** What a binding keeps for this client: made at the first asking, found by its maker after that. */
  state<T>(make: (session: ClientSession) => T): T
}

/** What one server is for all its clients: the place of what bindings keep for all of them together. */
export interface SharedScope {
  readonly reader: InventoryReader
  readonly operations: Operations
  readonly clock: Clock
  readonly log: Logger
  /** Aborted when the server ends. */
  readonly ended: AbortSignal
}

/** One call of a client on an open connection, with what a binding may use to answer it. */
export interface Call {
  /** Name in the protocol table (`DOMAIN_CREATE`). */
  readonly name: string
  readonly procedure: ProcedureEntry
  readonly session: ClientSession
  /** Name of the gateway's connection that the client has opened. */
  readonly connection: string
  readonly caller: Caller
  /** Aborted when the client is gone or the daemon stops. */
  readonly signal: AbortSignal
  readonly reader: InventoryReader
  readonly operations: Operations
  readonly clock: Clock
  readonly log: Logger
  /** What a binding keeps for all clients of the server: made at the first asking, found by its maker after that. */
  shared<T>(make: (scope: SharedScope) => T): T
  /** The host object of the connection. */
  host(): Entry<'host'>
  /**
   * Answers the object if it is there, the caller may see it, and has the permissions that the protocol table asks of
   * this call for its type; throws the `no...` code of the type, or `accessDenied`.
   */
  permitted<T extends TypeName>(entry: Entry<T> | undefined, type: T, wanted: string): Entry<T>
  /** Whether an object of a list may be shown (the `filter` of the protocol table). */
  shows(entry: Entry): boolean
  /** Runs an operation of the model as the caller. */
  invoke<P extends OpPath>(op: P, ref: ObjectRef, args: Args<P>): Promise<Result<P>>
  /** Hands over the stream that the call opened; it flows once the reply is sent. Holes only if the call asked for them. */
  stream(stream: ByteStream): void
  /** Descriptors that came with the call; whoever takes them closes them. */
  takeFiles(): readonly number[]
  /** Sends a descriptor with the reply; it is closed afterwards, in any case. */
  sendFile(descriptor: number): void
  /** The same with a connection that is open here and was not read from: the client gets it, this end is given up. */
  sendSocket(socket: Socket): void
}

// biome-ignore lint/suspicious/noConfusingVoidType: handlers of procedures without a reply are plain functions without a value
type Answer<R> = [R] extends [undefined] ? void : R

type Handlers<A, R> = {
  readonly [P in keyof A & keyof R & string]?: (
    call: Call,
    args: A[P],
  ) => Answer<R[P]> | Promise<Answer<R[P]>>
}

/** What answers calls of the remote program, by procedure; whatever is absent is not supported. */
export type RemoteHandlers = Handlers<RemoteArgs, RemoteRets>

/** The same of the QEMU program. */
export type QemuHandlers = Handlers<QemuArgs, QemuRets>

/** The same of the LXC program. */
export type LxcHandlers = Handlers<LxcArgs, LxcRets>
