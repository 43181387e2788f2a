import type { Socket } from 'node:net'
import type { Caller } from '../../core/access/caller.ts'
import type { Entry, InventoryReader, ObjectRef, Operations } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { ByteStream } from '../../core/lib/byte-stream.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { Args, OpPath, Result, TypeName } from '../../core/model/index.ts'
import { typeWords } from '../../core/model/type-words.ts'
import type { Call, ClientSession, SharedScope } from '../binding.ts'
import { missingError } from '../bindings/missing.ts'
import { descriptorOf } from '../native/socket-handle.ts'
import type { ProcedureEntry } from '../wire/protocol/table.ts'
import type { ServerContext } from './context.ts'
import type { NeedEntry } from './needs.ts'
import { holds, type Route } from './routes.ts'

/** What a call is made of. */
export interface CallParts {
  readonly context: ServerContext
  readonly session: ClientSession
  readonly connection: string
  readonly caller: Caller
  readonly route: Route
  readonly args: unknown
  /** Descriptors that came with it. */
  readonly files: readonly number[]
}

/** A call of a client, as the bindings see it. */
export class RpcCall implements Call {
  readonly #parts: CallParts
  #untaken: readonly number[]
  #toSend: number[] | undefined
  #stream: ByteStream | undefined

  constructor(parts: CallParts) {
    this.#parts = parts
    this.#untaken = parts.files
  }

  get name(): string {
    return this.#parts.route.name
  }
  get procedure(): ProcedureEntry {
    return this.#parts.route.entry
  }
  get session(): ClientSession {
    return this.#parts.session
  }
  get connection(): string {
    return this.#parts.connection
  }
  get caller(): Caller {
    return this.#parts.caller
  }
  get signal(): AbortSignal {
    return this.#parts.session.ended
  }
  get reader(): InventoryReader {
    return this.#parts.context.reader
  }
  get operations(): Operations {
    return this.#parts.context.operations
  }
  get clock(): Clock {
    return this.#parts.context.clock
  }
  get log(): Logger {
    return this.#parts.context.log
  }

  shared<T>(make: (scope: SharedScope) => T): T {
    return this.#parts.context.shared(make)
  }

  host(): Entry<'host'> {
    const { connection } = this.#parts
    for (const entry of this.reader.list('host', connection)) return entry
    throw new VirtError('invalidConn', `connection '${connection}' was closed`, { domain: 'rpc' })
  }

  permitted<T extends TypeName>(entry: Entry<T> | undefined, type: T, wanted: string): Entry<T> {
    if (!entry || !this.operations.visible(entry, this.caller)) throw missingError(this, type, wanted)
    for (const need of this.#parts.route.needs.objects.get(type) ?? []) this.#check(need, entry)
    return entry
  }

  shows(entry: Entry): boolean {
    const { filter } = this.#parts.route.needs
    if (!filter || filter.need.permission === 'getattr') return this.operations.visible(entry, this.caller)
    return this.operations.permits(filter.need, entry, this.caller)
  }

  invoke<P extends OpPath>(op: P, ref: ObjectRef, args: Args<P>): Promise<Result<P>> {
    return this.operations.invoke(op, ref, args, this.caller, this.signal)
  }

  stream(stream: ByteStream): void {
    this.#stream = stream
  }

  takeFiles(): readonly number[] {
    const files = this.#untaken
    this.#untaken = []
    return files
  }

  sendFile(descriptor: number): void {
    this.#toSend ??= []
    this.#toSend.push(descriptor)
  }

  sendSocket(socket: Socket): void {
    const { native } = this.#parts.context
    const own = descriptorOf(socket)
    if (!native || own === undefined) {
      throw new VirtError('argumentUnsupported', 'this gateway cannot pass descriptors', { domain: 'rpc' })
    }
    this.sendFile(native.duplicate(own))
    socket.destroy()
  }

  /** Throws `accessDenied` when the caller may not do on the connection what the call needs. */
  checkHost(): void {
    const { host } = this.#parts.route.needs
    if (host.length === 0) return
    const entry = this.host()
    for (const need of host) this.#check(need, entry)
  }

  /** The stream that a handler has opened. */
  get opened(): ByteStream | undefined {
    return this.#stream
  }

  /** Arguments of the call. */
  get args(): unknown {
    return this.#parts.args
  }

  /** Descriptors that go with the reply. */
  get files(): readonly number[] {
    return this.#toSend ?? []
  }

  #check({ name, need, when }: NeedEntry, entry: Entry): void {
    if (when && !holds(when, this.#parts.args)) return
    // Whoever may do something to an object may know that it is there.
    if (need.permission === 'getattr' && entry.type !== 'host') return
    if (this.operations.permits(need, entry, this.caller)) return
    throw accessDenied(this.caller, name, entry)
  }
}

/** The error that rules refuse a caller something. */
export function accessDenied(caller: Caller, permission: string, entry: Entry): VirtError {
  const { word } = typeWords[entry.type]
  const attrs: { readonly name?: unknown } = entry.attrs
  const name = typeof attrs.name === 'string' ? attrs.name : entry.connection
  return new VirtError(
    'accessDenied',
    `caller '${caller.id}' has no permission '${permission}' on ${word} '${name}'`,
    { domain: 'access' },
  )
}
