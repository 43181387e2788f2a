import { toVirtError, VirtError } from '../../core/errors/index.ts'
import type { ByteStream } from '../../core/lib/byte-stream.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import {
  type ArgsOf,
  type BodyWriter,
  decodeArgs,
  decodeError,
  decodeRet,
  encodeArgs,
  FrameReader,
  type Header,
  MessageStatus,
  MessageType,
  type Packet,
  PROTOCOL_VERSION,
  type ProgramName,
  packet,
  procedureByName,
  procedureByNumber,
  programByNumber,
  programs,
  type RetOf,
} from '../wire/index.ts'
import { CallQueue, type QueuedCall } from './call-queue.ts'
import { CallStream } from './call-stream.ts'
import { Keepalive, type KeepaliveOptions } from './keepalive.ts'
import type { Channel } from './transport/channel.ts'

/** Programs that calls go to. */
export type CallProgram = Exclude<ProgramName, 'keepalive'>

/** How one call is made. */
export interface CallOptions {
  /** Ends the wait; the daemon is not told, what it still answers is dropped. */
  readonly signal?: AbortSignal | undefined
  /** Whether it may take very long, so that it must leave room for others. */
  readonly long?: boolean
}

/** What a connection is made with. */
export interface RpcClientOptions {
  /** The daemon in words, for errors and logs. */
  readonly label: string
  readonly clock: Clock
  readonly log: Logger
  /** Told of each event, in order. */
  readonly onEvent?: (program: ProgramName, name: string, body: unknown) => void
}

/** Calls that may wait at once; more than that is a fault of the caller. */
const MAX_QUEUED = 65_536
const PING = 1
const PONG = 2

/**
 * One connection to a daemon that speaks libvirt's protocol. Calls are answered in any order; what the daemon refuses
 * becomes a `VirtError` with its code. A daemon that leaves, falls silent or sends what is against the protocol ends
 * the connection: all waits fail, and `closed` tells why.
 */
export class RpcClient {
  readonly label: string
  /** Resolves when it is over: with why, or with nothing if it was closed from here. */
  readonly closed: Promise<VirtError | undefined>
  readonly #channel: Channel
  readonly #clock: Clock
  readonly #log: Logger
  readonly #onEvent: RpcClientOptions['onEvent']
  readonly #reader = new FrameReader()
  readonly #queue = new CallQueue()
  readonly #streams = new Map<number, CallStream>()
  readonly #drained = new Set<() => void>()
  #onClosed: (fault: VirtError | undefined) => void = () => {}
  readonly #outbox: Buffer[] = []
  #writing = false
  #keepalive: Keepalive | undefined
  #serial = 0
  #full = false
  #heard = false
  #over = false
  #fault: VirtError | undefined

  constructor(channel: Channel, options: RpcClientOptions) {
    this.label = options.label
    this.#channel = channel
    this.#clock = options.clock
    this.#log = options.log
    this.#onEvent = options.onEvent
    this.closed = new Promise((resolve) => {
      this.#onClosed = resolve
    })
    this.#listen()
  }

  /** Whether nobody can read the connection on its way. */
  get secure(): boolean {
    return this.#channel.secure
  }

  /** Calls without a reply. */
  get pending(): number {
    return this.#queue.size
  }

  /** Calls a procedure and answers its reply. */
  async call<P extends CallProgram, N extends string>(
    program: P,
    name: N,
    args: ArgsOf<P, N>,
    options: CallOptions = {},
  ): Promise<RetOf<P, N>> {
    const body = await this.#request(program, name, encodeArgs(program, name, args), options)
    return this.#decoded(() => decodeRet(program, name, body))
  }

  /** Calls a procedure that opens a stream; answers its reply and the stream. `sparse`: the call allows holes. */
  async open<P extends CallProgram, N extends string>(
    program: P,
    name: N,
    args: ArgsOf<P, N>,
    options: CallOptions & { readonly sparse?: boolean } = {},
  ): Promise<{ readonly ret: RetOf<P, N>; readonly stream: ByteStream }> {
    let stream: CallStream | undefined
    const opened = ({ program: number, procedure, serial }: QueuedCall) => {
      // Data may come in the same chunk as the reply, so the stream stands before the call is sent.
      stream = this.#stream({ program: number, procedure, serial }, name, options.sparse === true)
    }
    try {
      const body = await this.#request(program, name, encodeArgs(program, name, args), options, opened)
      const ret = this.#decoded(() => decodeRet(program, name, body))
      if (!stream) throw new VirtError('internalError', `'${name}' opened no stream`, { domain: 'streams' })
      return { ret, stream }
    } catch (thrown) {
      stream?.fail(toVirtError(thrown))
      throw thrown
    }
  }

  /** Looks from now on whether a silent daemon is still there. */
  keepAlive(options: KeepaliveOptions): void {
    this.#keepalive?.stop()
    if (this.#over) return
    this.#keepalive = new Keepalive(options, this.#clock, {
      ping: () => this.#sign(PING),
      lost: (ms) => this.#end(this.#broken(`gave no sign of life for ${Math.round(ms / 1000)} s`)),
    })
  }

  /** Ends the connection; calls under way fail as aborted. May be called again. */
  async close(): Promise<void> {
    this.#end(undefined)
    await this.closed
  }

  #request(
    program: CallProgram,
    name: string,
    body: BodyWriter,
    { signal, long = false }: CallOptions,
    opened?: (call: QueuedCall) => void,
  ): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(toVirtError(signal.reason, 'operationAborted'))
      if (this.#over) return reject(this.#lost(name))
      const call = this.#make(program, name, body, long)
      const abandon = () => {
        this.#queue.abandon(call)
        this.#streams.get(call.serial)?.fail(toVirtError(signal?.reason, 'operationAborted'))
        reject(toVirtError(signal?.reason, 'operationAborted'))
      }
      call.settle = (fault, reply) => {
        signal?.removeEventListener('abort', abandon)
        if (fault) reject(fault)
        else resolve(reply)
      }
      signal?.addEventListener('abort', abandon, { once: true })
      opened?.(call)
      this.#queue.add(call)
      this.#flush()
    })
  }

  #make(program: CallProgram, name: string, body: BodyWriter, long: boolean): QueuedCall {
    if (this.#queue.size >= MAX_QUEUED) {
      throw new VirtError(
        'resourceBusy',
        `${this.label} has ${MAX_QUEUED} calls without a reply; '${name}' cannot be added`,
        {
          domain: 'rpc',
        },
      )
    }
    const entry = procedureByName(program, name)?.entry
    if (!entry) throw new VirtError('internalError', `there is no procedure '${name}'`, { domain: 'rpc' })
    const head = { program: programs[program].number, procedure: entry.number, serial: this.#serial }
    this.#serial = (this.#serial + 1) % 0x8000_0000
    const bytes = packet({ ...head, type: MessageType.CALL, status: MessageStatus.OK }, body)
    return { ...head, name, long, packet: bytes, settle: undefined }
  }

  #stream(head: Pick<Header, 'program' | 'procedure' | 'serial'>, name: string, sparse: boolean): CallStream {
    const stream = new CallStream(
      {
        send: (type, status, body) => this.#send(packet({ ...head, type, status }, body)),
        hold: (held) => (held ? this.#channel.stream.pause() : this.#channel.stream.resume()),
        leave: () => this.#streams.delete(head.serial),
      },
      { sparse, what: `the stream of '${name}' with ${this.label}` },
    )
    this.#streams.set(head.serial, stream)
    return stream
  }

  #flush(): void {
    while (!this.#full && !this.#over) {
      const call = this.#queue.take()
      if (call?.packet === undefined) return
      this.#full = !this.#write(call.packet)
      call.packet = undefined
    }
  }

  /** Sends a packet that waits for no turn; resolves when the connection takes more. */
  #send(bytes: Buffer): Promise<void> {
    if (this.#over) return Promise.reject(this.#lost('a stream'))
    if (this.#write(bytes)) return Promise.resolve()
    this.#full = true
    return new Promise((resolve) => this.#drained.add(resolve))
  }

  #sign(procedure: number): void {
    const { number: program } = programs.keepalive
    this.#write(
      packet({ program, procedure, type: MessageType.MESSAGE, serial: 0, status: MessageStatus.OK }),
    )
  }

  /** Hands a packet to the channel; answers whether more may come at once. */
  #write(bytes: Buffer): boolean {
    if (!this.#channel.paced) return this.#channel.stream.write(bytes)
    this.#outbox.push(bytes)
    if (!this.#writing) this.#writeNext()
    return this.#outbox.length === 0
  }

  #writeNext(): void {
    const next = this.#outbox.shift()
    this.#writing = next !== undefined
    if (next) this.#channel.stream.write(next, () => this.#writeNext())
    else this.#goOn()
  }

  #goOn(): void {
    this.#full = false
    this.#release()
    this.#flush()
  }

  #listen(): void {
    const { stream } = this.#channel
    stream.on('data', (chunk: Buffer) => this.#receive(chunk))
    if (!this.#channel.paced) stream.on('drain', () => this.#goOn())
    stream.on('error', (cause) =>
      this.#end(cause instanceof VirtError ? cause : this.#broken(`is lost: ${cause.message}`, cause)),
    )
    stream.on('end', () => this.#end(this.#broken('closed the connection')))
    stream.on('close', () => this.#end(this.#broken('closed the connection')))
  }

  #receive(chunk: Buffer): void {
    try {
      this.#reader.push(chunk)
      for (let next = this.#reader.next(); next && !this.#over; next = this.#reader.next()) {
        this.#heard = true
        this.#keepalive?.heard()
        this.#take(next)
      }
    } catch (thrown) {
      this.#end(this.#nonsense(thrown))
    }
  }

  #take(message: Packet): void {
    const { header } = message
    const program = programByNumber(header.program)
    if (program === undefined || header.version !== PROTOCOL_VERSION) {
      throw wrong(`a packet of program 0x${header.program.toString(16)} version ${header.version}`)
    }
    switch (header.type) {
      case MessageType.REPLY:
      case MessageType.REPLY_WITH_FDS:
        this.#reply(message)
        break
      case MessageType.MESSAGE:
        if (program === 'keepalive') this.#keepaliveMessage(header)
        else this.#event(program, message)
        break
      case MessageType.STREAM:
      case MessageType.STREAM_HOLE:
        // A stream that has ended here may still have packets on their way.
        this.#streams.get(header.serial)?.receive(message)
        break
      default:
        throw wrong(`a packet of type ${header.type}, which only a client may send`)
    }
  }

  #reply({ header, body }: Packet): void {
    // The call stays among those that wait until its reply is found good, so that it fails with the rest if it is not.
    const call = this.#queue.sent(header.serial)
    if (!call) throw wrong(`a reply to call ${header.serial}, which was not made`)
    if (call.program !== header.program || call.procedure !== header.procedure) {
      throw wrong(`a reply of procedure ${header.procedure} to a call of '${call.name}'`)
    }
    const failed = header.status === MessageStatus.ERROR
    if (!failed && header.status !== MessageStatus.OK) throw wrong(`a reply with status ${header.status}`)
    const fault = failed ? decodeError(body) : undefined
    this.#queue.answered(call)
    if (fault) this.#streams.get(header.serial)?.fail(fault)
    call.settle?.(fault, body)
    this.#flush()
  }

  #keepaliveMessage({ procedure }: Header): void {
    if (procedure === PING) this.#sign(PONG)
    else if (procedure !== PONG) throw wrong(`a keepalive message ${procedure}`)
  }

  #event(program: ProgramName, { header, body }: Packet): void {
    const found = procedureByNumber(program, header.procedure)
    if (found?.entry.kind !== 'event') {
      this.#log.debug('an event that is not known was passed over', { program, procedure: header.procedure })
      return
    }
    const value = decodeArgs(program, found.name, body)
    try {
      this.#onEvent?.(program, found.name, value)
    } catch (error) {
      this.#log.error('internal fault: an event could not be taken in', { event: found.name, error })
    }
  }

  /** A reply that cannot be read ends the connection: nothing that follows can be trusted. */
  #decoded<T>(decode: () => T): T {
    try {
      return decode()
    } catch (thrown) {
      const fault = this.#nonsense(thrown)
      this.#end(fault)
      throw fault
    }
  }

  #nonsense(cause: unknown): VirtError {
    return this.#broken(`sent what is against the protocol: ${toVirtError(cause).message}`, cause)
  }

  #broken(what: string, cause?: unknown): VirtError {
    // Who has never answered was not reached.
    return new VirtError(this.#heard ? 'rpc' : 'noConnect', `${this.label} ${what}`, { domain: 'rpc', cause })
  }

  #lost(name: string): VirtError {
    const fault = this.#fault
    if (fault)
      return new VirtError(fault.code, `'${name}' has no answer: ${fault.message}`, {
        domain: 'rpc',
        cause: fault,
      })
    return new VirtError(
      'operationAborted',
      `'${name}' has no answer: the connection to ${this.label} was closed`,
      {
        domain: 'rpc',
      },
    )
  }

  /** Ends it once, for whatever reason comes first. */
  #end(fault: VirtError | undefined): void {
    if (this.#over) return
    this.#over = true
    this.#fault = fault
    this.#keepalive?.stop()
    this.#outbox.length = 0
    this.#channel.stream.destroy()
    const complaint = fault === undefined ? Promise.resolve(undefined) : this.#channel.complaint()
    void complaint.then((text) => this.#settleAll(text))
  }

  /** A program in between may have said why; then that is the reason. */
  #settleAll(complaint: string | undefined): void {
    if (this.#fault && complaint !== undefined) {
      const { code, message, cause } = this.#fault
      this.#fault = new VirtError(code, `${message}: ${complaint}`, { domain: 'rpc', cause })
    }
    for (const call of this.#queue.drain()) call.settle?.(this.#lost(call.name), Buffer.alloc(0))
    for (const stream of [...this.#streams.values()]) stream.fail(this.#lost('a stream'))
    this.#release()
    this.#onClosed(this.#fault)
  }

  #release(): void {
    for (const resolve of this.#drained) resolve()
    this.#drained.clear()
  }
}

function wrong(what: string): VirtError {
  return new VirtError('rpc', what, { domain: 'rpc' })
}
