import type { Duplex } from 'node:stream'
import { type ErrorCode, VirtError } from '../core/errors/index.ts'
import { type Clock, systemClock } from '../core/lib/clock.ts'
import { type Logger, silentLogger } from '../core/log/logger.ts'
import { CommandQueue, OOB_WINDOW, type QueuedCommand } from './command-queue.ts'
import { isEvent, type QmpEvent, type QmpEventName, readEvent, type TypedQmpEvent } from './event.ts'
import type { Commands } from './generated/qmp-types.ts'
import { type QmpGreeting, readGreeting } from './greeting.ts'
import { checkQmpDepth } from './json.ts'
import { MessageReader, QMP_MAX_BYTES } from './message-reader.ts'
import { commandError, readErrorReply } from './qmp-error.ts'
import { connectSocket } from './socket.ts'
import { printQmp, type QmpObject, type QmpValue } from './value.ts'
import { waitFor } from './wait.ts'

/** Names of the commands that the schema knows. */
export type QmpCommandName = keyof Commands

/** What a command takes, by its name. */
export type QmpArgs<N extends QmpCommandName> = Commands[N]['args']

/** What a command returns, by its name. */
export type QmpReturn<N extends QmpCommandName> = Commands[N]['ret']

/** How one command is run. */
export interface ExecuteOptions {
  /** Ends the wait; what QEMU still answers is dropped. */
  readonly signal?: AbortSignal | undefined
  /** Longest wait for the reply, queueing included; 0 for none. */
  readonly timeoutMs?: number | undefined
  /** Overtakes the commands under way; only for commands that allow it, on a monitor with out-of-band commands. */
  readonly oob?: boolean
  /** Code of the error if QEMU refuses with nothing more than `GenericError`. */
  readonly failAs?: ErrorCode
}

/** How a monitor is used. */
export interface QmpClientOptions {
  /** Names the monitor in errors: `the monitor of domain 'web1'`. */
  readonly name?: string
  readonly clock?: Clock
  readonly log?: Logger
  /** Ends connecting and the greeting, not the monitor. */
  readonly signal?: AbortSignal
  /** Longest wait for greeting and negotiation; another client that holds the monitor looks like silence. */
  readonly greetingTimeoutMs?: number
  /** Wait of a command that sets none; 0, the default, for none. */
  readonly timeoutMs?: number
  /** Commands that may wait for a reply at once, sent or not. */
  readonly maxQueued?: number
  /** Bytes of one message, either way. */
  readonly maxBytes?: number
  /** Whether to ask for out-of-band commands where QEMU offers them. */
  readonly oob?: boolean
  /** Sees every event from the very first on. */
  readonly onEvent?: (event: QmpEvent) => void
}

type Rest<N extends QmpCommandName> =
  Record<string, never> extends QmpArgs<N>
    ? [args?: QmpArgs<N> | undefined, options?: ExecuteOptions]
    : [args: QmpArgs<N>, options?: ExecuteOptions]

const GREETING_TIMEOUT_MS = 30_000
const MAX_QUEUED = 4096

/**
 * One QMP monitor of a running QEMU. Commands are sent at once and answered in any order; what QEMU refuses
 * becomes a `QmpError`. A monitor that ends or sends nonsense is over: all waits fail and `closed` tells why.
 */
export class QmpClient {
  readonly name: string
  readonly #stream: Duplex
  readonly #clock: Clock
  readonly #log: Logger
  readonly #timeoutMs: number
  readonly #maxQueued: number
  readonly #maxBytes: number
  readonly #queue = new CommandQueue()
  readonly #listeners = new Set<(event: QmpEvent) => void>()
  readonly #reader: MessageReader
  readonly #closed: Promise<VirtError | undefined>
  #onClosed: (fault: VirtError | undefined) => void = () => {}
  #greeting: QmpGreeting | undefined
  #onGreeting: ((fault?: VirtError) => void) | undefined
  #outOfBand = false
  #nextId = 1
  #flushing = false
  /** The socket's buffer is full: nothing is sent until it drains. */
  #full = false
  #ended = false
  #heardAt = 0
  #fault: VirtError | undefined

  /** Connects to a monitor (the path of its socket, or a stream that is connected) and negotiates. */
  static async connect(target: string | Duplex, options: QmpClientOptions = {}): Promise<QmpClient> {
    const name = options.name ?? 'the QEMU monitor'
    const stream = typeof target === 'string' ? await connectSocket(target, name, options.signal) : target
    const client = new QmpClient(stream, name, options)
    if (stream.destroyed) client.#end(client.#broken('was closed'))
    try {
      await client.#open(options)
      return client
    } catch (fault) {
      client.#end(undefined)
      throw fault
    }
  }

  private constructor(stream: Duplex, name: string, options: QmpClientOptions) {
    this.name = name
    this.#stream = stream
    this.#clock = options.clock ?? systemClock
    this.#log = options.log ?? silentLogger
    this.#timeoutMs = options.timeoutMs ?? 0
    this.#maxQueued = options.maxQueued ?? MAX_QUEUED
    this.#maxBytes = options.maxBytes ?? QMP_MAX_BYTES
    if (options.onEvent) this.#listeners.add(options.onEvent)
    this.#closed = new Promise((resolve) => {
      this.#onClosed = resolve
    })
    this.#reader = new MessageReader(
      { message: (message) => this.#message(message), fault: (fault) => this.#nonsense(fault) },
      { maxBytes: this.#maxBytes },
    )
    this.#listen()
  }

  /** What QEMU said of itself when the monitor was connected. */
  get greeting(): QmpGreeting {
    if (!this.#greeting) throw new VirtError('internalError', `${this.name} has not greeted`)
    return this.#greeting
  }

  /** Whether out-of-band commands are on. */
  get oob(): boolean {
    return this.#outOfBand
  }

  /** Resolves when the monitor is over: with why, or with nothing if it was closed from here. */
  get closed(): Promise<VirtError | undefined> {
    return this.#closed
  }

  /** Whether the monitor is over. */
  get ended(): boolean {
    return this.#ended
  }

  /** When the other end last said anything, on the clock's monotonic time. */
  get heardAt(): number {
    return this.#heardAt
  }

  /** Commands that wait for a reply, those given up by their callers included. */
  get queued(): number {
    return this.#queue.size
  }

  /** Runs a command that the schema knows. */
  execute<N extends QmpCommandName>(name: N, ...[args, options]: Rest<N>): Promise<QmpReturn<N>> {
    // The schema promises the type; QEMU's replies are not checked again, readers of odd members must be.
    return this.request(name, args as QmpObject | undefined, options) as Promise<QmpReturn<N>>
  }

  /** Runs any command, also one that the schema of the generated types does not have. */
  request(name: string, args?: QmpObject, options: ExecuteOptions = {}): Promise<QmpValue> {
    const { signal, timeoutMs = this.#timeoutMs } = options
    const what = `the command '${name}' to ${this.name}`
    return waitFor({ what, clock: this.#clock, signal, timeoutMs }, (end) => {
      const command = this.#command(name, args, options)
      command.settle = (fault, value) => (fault ? end.reject(fault) : end.resolve(value))
      this.#queue.add(command)
      this.#flushSoon()
      return () => this.#queue.abandon(command)
    })
  }

  /** Calls `listener` for every event from now on; the result ends that. */
  onEvent(listener: (event: QmpEvent) => void): () => void {
    // A wrapper, so that the same function may listen twice and leave once.
    const own = (event: QmpEvent) => listener(event)
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  /** Calls `listener` for events of one name. */
  on<N extends QmpEventName>(name: N, listener: (event: TypedQmpEvent<N>) => void): () => void {
    return this.onEvent((event) => {
      if (isEvent(event, name)) listener(event)
    })
  }

  /** Waits for the first event from now on that `wanted` accepts. */
  waitEvent(
    wanted: (event: QmpEvent) => boolean,
    options: Pick<ExecuteOptions, 'signal' | 'timeoutMs'> = {},
  ): Promise<QmpEvent> {
    const what = `waiting for an event of ${this.name}`
    return waitFor({ what, clock: this.#clock, ...options }, (end) => {
      if (this.#ended) throw this.#lost(what)
      void this.#closed.then(() => end.reject(this.#lost(what)))
      return this.onEvent((event) => {
        if (wanted(event)) end.resolve(event)
      })
    })
  }

  /** Ends the monitor; commands under way fail as aborted. May be called again. */
  async close(): Promise<void> {
    this.#end(undefined)
    await this.#closed
  }

  async #open(options: QmpClientOptions): Promise<void> {
    const ms = options.greetingTimeoutMs ?? GREETING_TIMEOUT_MS
    const started = this.#clock.monotonic()
    await this.#awaitGreeting(ms, options.signal)
    const wanted = options.oob !== false && this.greeting.capabilities.includes('oob')
    const left = Math.max(1, ms - (this.#clock.monotonic() - started))
    const args = wanted ? { enable: ['oob'] } : undefined
    await this.request('qmp_capabilities', args, { signal: options.signal, timeoutMs: left })
    this.#outOfBand = wanted
    if (wanted) this.#queue.window = OOB_WINDOW
  }

  #awaitGreeting(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    const what = `waiting for the greeting of ${this.name}`
    return waitFor({ what, clock: this.#clock, signal, timeoutMs }, (end) => {
      if (this.#ended) throw this.#lost(what)
      this.#onGreeting = (fault) => (fault ? end.reject(fault) : end.resolve())
      return () => {
        this.#onGreeting = undefined
      }
    })
  }

  #listen(): void {
    this.#heardAt = this.#clock.monotonic()
    this.#stream.on('data', (chunk: Buffer) => {
      this.#heardAt = this.#clock.monotonic()
      this.#reader.push(chunk)
    })
    this.#stream.on('drain', () => {
      this.#full = false
      this.#flush()
    })
    this.#stream.on('error', (cause) => this.#end(this.#broken(`failed: ${cause.message}`, cause)))
    this.#stream.on('end', () => this.#end(this.#broken('was closed by the other end')))
    this.#stream.on('close', () => this.#end(this.#broken('was closed')))
  }

  #command(name: string, args: QmpObject | undefined, options: ExecuteOptions): QueuedCommand {
    if (this.#ended) throw this.#lost(`the command '${name}'`)
    if (this.#queue.size >= this.#maxQueued) {
      const text = `${this.name} has ${this.#maxQueued} commands without a reply; '${name}' cannot be added`
      throw new VirtError('resourceBusy', text, { domain: 'qemu' })
    }
    const outOfBand = options.oob === true
    if (outOfBand && !this.#outOfBand) {
      const text = `${this.name} has no out-of-band commands; '${name}' cannot overtake others`
      throw new VirtError('operationUnsupported', text, { domain: 'qemu' })
    }
    const id = this.#nextId++
    const line = this.#print(name, args, { id, outOfBand })
    return { id, name, line, outOfBand, failAs: options.failAs, settle: undefined }
  }

  /** What QEMU's parser would refuse is refused here: its complaint names no command. */
  #print(name: string, args: QmpObject | undefined, how: { id: number; outOfBand: boolean }): string {
    const verb = how.outOfBand ? 'exec-oob' : 'execute'
    const given = args === undefined ? '' : `"arguments":${printQmp(args)},`
    const line = `{"${verb}":${JSON.stringify(name)},${given}"id":${how.id}}\n`
    if (line.length > this.#maxBytes) {
      const text = `the arguments of '${name}' are longer than the ${this.#maxBytes} bytes allowed`
      throw new VirtError('invalidArg', text, { domain: 'qemu' })
    }
    checkQmpDepth(line)
    return line
  }

  /** Commands of one turn of the event loop leave in one write. */
  #flushSoon(): void {
    if (this.#flushing || this.#full) return
    this.#flushing = true
    queueMicrotask(() => {
      this.#flushing = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#full || this.#ended) return
    const text = this.#queue.take()
    if (text !== '') this.#full = !this.#stream.write(text)
  }

  #message(message: QmpObject): void {
    if (this.#ended) return
    if (message.event !== undefined) this.#event(message)
    else if (!this.#greeting) this.#greet(message)
    else if (message.return !== undefined || message.error !== undefined) this.#reply(message)
    else this.#end(this.#broken('sent a message that is neither a reply nor an event'))
  }

  #greet(message: QmpObject): void {
    this.#greeting = readGreeting(message)
    if (this.#greeting) this.#onGreeting?.()
    else this.#end(this.#broken('sent something else than a QMP greeting'))
  }

  #reply(message: QmpObject): void {
    const { id, error } = message
    if (id === undefined && error !== undefined) {
      this.#nameless(error)
      return
    }
    const command = this.#queue.answer(id)
    if (!command) {
      this.#end(this.#broken('sent a reply to a command that was not given'))
      return
    }
    const fault = error === undefined ? undefined : commandError(command.name, error, command.failAs)
    command.settle?.(fault, message.return ?? null)
    this.#flushSoon()
  }

  /** QEMU could not read a command and so cannot say which; in-band commands are read in order. */
  #nameless(error: QmpValue): void {
    const command = this.#queue.answerOldest()
    const { text } = readErrorReply(error)
    if (command) command.settle?.(commandError(command.name, error, command.failAs), null)
    else this.#log.warn('a monitor complained about no command', { monitor: this.name, text })
    this.#flushSoon()
  }

  #event(message: QmpObject): void {
    const event = readEvent(message)
    if (!event) {
      this.#end(this.#broken('sent a malformed event'))
      return
    }
    for (const listener of [...this.#listeners]) {
      try {
        listener(event)
      } catch (fault) {
        this.#log.error('a listener failed on an event', { monitor: this.name, event: event.name, fault })
      }
    }
  }

  #nonsense(cause: VirtError): void {
    this.#end(this.#broken(`sent what is no QMP: ${cause.message}`, cause))
  }

  #broken(what: string, cause?: unknown): VirtError {
    return new VirtError('systemError', `${this.name} ${what}`, { domain: 'qemu', cause })
  }

  #lost(what: string): VirtError {
    const fault = this.#fault
    if (fault)
      return new VirtError(fault.code, `${what} has no answer: ${fault.message}`, {
        domain: 'qemu',
        cause: fault,
      })
    return new VirtError('operationAborted', `${what} has no answer: ${this.name} was closed`, {
      domain: 'qemu',
    })
  }

  /** Ends the monitor once, for whatever reason comes first. */
  #end(fault: VirtError | undefined): void {
    if (this.#ended) return
    this.#ended = true
    this.#fault = fault
    this.#reader.stop()
    this.#stream.destroy()
    for (const command of this.#queue.drain()) {
      command.settle?.(this.#lost(`the command '${command.name}'`), null)
    }
    this.#onGreeting?.(this.#lost(`waiting for the greeting of ${this.name}`))
    this.#listeners.clear()
    this.#onClosed(fault)
  }
}
