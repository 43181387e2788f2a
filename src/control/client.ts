import { connect, type Socket } from 'node:net'
import type { CounterEntry, Entry, FeedItem, ObjectRef } from '../core/contracts.ts'
import { fromSystem, systemCode, toVirtError, VirtError } from '../core/errors/index.ts'
import type { Args, OpPath, Result, TypeName } from '../core/model/index.ts'
import { decode, encode } from './codec.ts'
import { LineReader } from './frames.ts'
import { PartQueue } from './part-queue.ts'
import {
  type FollowArgs,
  fromWire,
  type GatewayStatus,
  isRecord,
  type ListArgs,
  type Method,
  type Methods,
  maxReplyBytes,
  protocolVersion,
} from './protocol.ts'

interface Pending {
  readonly parts: PartQueue<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: VirtError) => void
}

/** The daemon as a program on the same machine sees it: the contracts over the control socket. */
export class ControlClient {
  readonly #socket: Socket
  readonly #reader = new LineReader(maxReplyBytes)
  readonly #pending = new Map<number, Pending>()
  #next = 1
  #lost: VirtError | undefined
  #status: GatewayStatus | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) => this.#lose(new VirtError('rpc', `the daemon is lost: ${error.message}`)))
    socket.on('close', () => this.#lose(new VirtError('rpc', 'the daemon closed the connection')))
  }

  /** Connects and agrees on the protocol. */
  static async connect(path: string, name: string, signal?: AbortSignal): Promise<ControlClient> {
    const client = new ControlClient(await open(path))
    try {
      client.#status = await client.call('hello', { protocol: protocolVersion, client: name }, signal)
      return client
    } catch (thrown) {
      client.close()
      throw thrown
    }
  }

  /** How the daemon was when the connection was made. */
  get greeting(): GatewayStatus {
    if (!this.#status) throw new VirtError('invalidConn', 'the daemon has not answered yet')
    return this.#status
  }

  /** Ends the connection; requests in flight fail. */
  close(): void {
    this.#socket.destroy()
  }

  /** One object; undefined if it is not there. */
  async get<T extends TypeName>(type: T, key: string): Promise<Entry<T> | undefined> {
    return asEntry<T>(await this.call('get', { type, key }))
  }

  /** Objects of a type, as they come in. */
  async *list<T extends TypeName>(
    args: ListArgs & { type: T },
    signal?: AbortSignal,
  ): AsyncGenerator<Entry<T>> {
    // The daemon answers with objects of the type that was asked for.
    for await (const part of this.stream('list', args, signal)) yield* part as unknown as readonly Entry<T>[]
  }

  /** Objects of a type that a word can mean. */
  async find<T extends TypeName>(type: T, what: string, connection?: string): Promise<readonly Entry<T>[]> {
    const found = await this.call('find', { type, what, ...(connection !== undefined && { connection }) })
    // The daemon answers with objects of the type that was asked for.
    return found as unknown as readonly Entry<T>[]
  }

  /** Counters of an object, at most `maxAgeMs` old if the hypervisor answers. */
  counters(ref: ObjectRef, maxAgeMs: number): Promise<CounterEntry | undefined> {
    return this.call('counters', { type: ref.type, key: ref.key, maxAgeMs })
  }

  /** Runs an operation. */
  async invoke<P extends OpPath>(
    op: P,
    ref: ObjectRef,
    args: Args<P>,
    signal?: AbortSignal,
  ): Promise<Result<P>> {
    const call = {
      op,
      ref: { type: ref.type, key: ref.key },
      args: args as Readonly<Record<string, unknown>>,
    }
    // The engine answers what the model says.
    return (await this.call('invoke', call, signal)) as Result<P>
  }

  /** Changes and events as they happen, until the signal is aborted. */
  async *follow(args: FollowArgs, signal: AbortSignal): AsyncGenerator<FeedItem> {
    for await (const part of this.stream('follow', args, signal)) yield* part
  }

  /** Calls a method and waits for its end. */
  async call<M extends Method>(
    method: M,
    args: Methods[M]['args'],
    signal?: AbortSignal,
  ): Promise<Methods[M]['result']> {
    return (await this.#request(method, args, signal).end) as Methods[M]['result']
  }

  /** Calls a method that answers in parts. */
  async *stream<M extends Method>(
    method: M,
    args: Methods[M]['args'],
    signal?: AbortSignal,
  ): AsyncGenerator<Methods[M]['part']> {
    const { parts, end, cancel } = this.#request(method, args, signal)
    end.then(
      () => parts.end(),
      (error: VirtError) => parts.end(error),
    )
    try {
      for await (const part of parts) yield part as Methods[M]['part']
    } finally {
      cancel()
    }
  }

  #request(method: string, args: unknown, signal?: AbortSignal) {
    const id = this.#next++
    const parts = new PartQueue<unknown>((full) => (full ? this.#socket.pause() : this.#socket.resume()))
    const cancel = () => {
      if (this.#pending.has(id) && !this.#lost) this.#socket.write(`${encode({ cancel: id })}\n`)
    }
    const end = new Promise<unknown>((resolve, reject) => {
      if (this.#lost) return reject(this.#lost)
      if (signal?.aborted) return reject(toVirtError(signal.reason, 'operationAborted'))
      this.#pending.set(id, { parts, resolve, reject })
      this.#socket.write(`${encode({ id, method, args })}\n`)
    })
    signal?.addEventListener('abort', cancel, { once: true })
    const ended = () => signal?.removeEventListener('abort', cancel)
    end.then(ended, ended)
    return { parts, end, cancel }
  }

  #receive(chunk: Buffer): void {
    try {
      for (const line of this.#reader.push(chunk)) this.#message(decode(line))
    } catch (thrown) {
      this.#lose(toVirtError(thrown, 'rpc'))
      this.#socket.destroy()
    }
  }

  #message(message: unknown): void {
    if (!isRecord(message) || typeof message.id !== 'number') {
      throw new VirtError('rpc', 'the daemon sent a message without id')
    }
    // Number 0 is no request: the daemon says why it hangs up.
    if (message.id === 0) throw fromWire(message.error)
    const pending = this.#pending.get(message.id)
    if (!pending) return
    if ('part' in message) {
      pending.parts.push(message.part)
      return
    }
    this.#pending.delete(message.id)
    if ('error' in message) pending.reject(fromWire(message.error))
    else pending.resolve(message.done)
  }

  #lose(error: VirtError): void {
    if (this.#lost) return
    this.#lost = error
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }
}

function asEntry<T extends TypeName>(entry: Entry | undefined): Entry<T> | undefined {
  // The daemon answers with an object of the type that was asked for.
  return entry as Entry<T> | undefined
}

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      resolve(socket)
    })
    socket.once('error', (error) => reject(refusal(error, path)))
  })
}

function refusal(error: Error, path: string): VirtError {
  const code = systemCode(error)
  if (code === 'ENOENT' || code === 'ECONNREFUSED') {
    return new VirtError(
      'noConnect',
      `no daemon answers on ${path}; start it with 'virtgate daemon', or name its socket with --socket`,
      { cause: error },
    )
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new VirtError(
      'accessDenied',
      `the socket ${path} belongs to another user; run this as the user of the daemon`,
      { cause: error },
    )
  }
  return fromSystem(error, `cannot connect to ${path}`)
}
