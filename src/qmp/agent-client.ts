import { randomInt } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { type ErrorCode, VirtError } from '../core/errors/index.ts'
import { type Clock, systemClock } from '../core/lib/clock.ts'
import { type Logger, silentLogger } from '../core/log/logger.ts'
import { checkQmpDepth } from './json.ts'
import { Limiter } from './limiter.ts'
import { MessageReader, QMP_RESET } from './message-reader.ts'
import { QmpError, readErrorReply } from './qmp-error.ts'
import { connectSocket } from './socket.ts'
import { printQmp, type QmpObject, type QmpValue } from './value.ts'
import { waitFor } from './wait.ts'

/** How one command of the agent is run. */
export interface AgentRequestOptions {
  readonly signal?: AbortSignal | undefined
  /** Longest wait for the agent to be in step, and again for its answer; 0 for none. */
  readonly timeoutMs?: number | undefined
  /** Ends the wait without an answer: what proves that a command worked which has none (`guest-shutdown`). */
  readonly until?: Promise<unknown>
}

/** How an agent is used. */
export interface AgentClientOptions {
  /** Names the agent in errors: `the guest agent of domain 'web1'`. */
  readonly name?: string
  readonly clock?: Clock
  readonly log?: Logger
  /** Ends connecting, not the agent. */
  readonly signal?: AbortSignal
  /** Wait of a command that sets none. */
  readonly timeoutMs?: number
  /** Longest wait for other commands to end. */
  readonly turnTimeoutMs?: number
  readonly maxQueued?: number
  readonly maxBytes?: number
}

const TIMEOUT_MS = 5_000
const TURN_TIMEOUT_MS = 30_000
const MAX_QUEUED = 64
const MAX_BYTES = 64 * 1024 * 1024
const SYNC_ID_MAX = 2 ** 47

/** What a command does to the file systems of the guest once the agent has seen it. */
const freezing: Readonly<Record<string, boolean>> = {
  'guest-fsfreeze-freeze': true,
  'guest-fsfreeze-freeze-list': true,
  'guest-fsfreeze-thaw': false,
}

/**
 * The guest agent of one domain. Its answers carry no id and its guest may send anything at any time, so there is
 * one command at a time, and before the first and after each that was given up both ends get in step again.
 */
export class AgentClient {
  readonly name: string
  readonly #stream: Duplex
  readonly #clock: Clock
  readonly #log: Logger
  readonly #timeoutMs: number
  readonly #turnTimeoutMs: number
  readonly #turns: Limiter
  readonly #reader: MessageReader
  readonly #closed: Promise<VirtError | undefined>
  #onClosed: (fault: VirtError | undefined) => void = () => {}
  #onMessage: ((message: QmpObject) => void) | undefined
  #lose: ((fault: VirtError) => void) | undefined
  #inStep = false
  #frozen = false
  #ended = false
  #fault: VirtError | undefined

  /** Connects to an agent's channel (the path of its socket, or a stream that is connected). */
  static async connect(target: string | Duplex, options: AgentClientOptions = {}): Promise<AgentClient> {
    const name = options.name ?? 'the guest agent'
    if (typeof target !== 'string') return new AgentClient(target, name, options)
    try {
      return new AgentClient(await connectSocket(target, name, options.signal), name, options)
    } catch (cause) {
      if (!(cause instanceof VirtError) || cause.code !== 'noConnect') throw cause
      throw new VirtError('agentUnresponsive', cause.message, { domain: 'qemu', cause })
    }
  }

  private constructor(stream: Duplex, name: string, options: AgentClientOptions) {
    this.name = name
    this.#stream = stream
    this.#clock = options.clock ?? systemClock
    this.#log = options.log ?? silentLogger
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS
    this.#turnTimeoutMs = options.turnTimeoutMs ?? TURN_TIMEOUT_MS
    this.#turns = new Limiter(1, options.maxQueued ?? MAX_QUEUED)
    this.#closed = new Promise((resolve) => {
      this.#onClosed = resolve
    })
    this.#reader = new MessageReader(
      { message: (message) => this.#onMessage?.(message), fault: (fault) => this.#nonsense(fault) },
      { maxBytes: options.maxBytes ?? MAX_BYTES },
    )
    this.#listen()
  }

  /** Resolves when the channel is over: with why, or with nothing if it was closed from here. */
  get closed(): Promise<VirtError | undefined> {
    return this.#closed
  }

  /** Whether the channel is over. */
  get ended(): boolean {
    return this.#ended
  }

  /** Whether the guest's file systems are frozen, or may be because a command to freeze them was given up. */
  get frozen(): boolean {
    return this.#frozen
  }

  /** Runs a command when those before it are done, and returns its answer. */
  async request(name: string, args?: QmpObject, options: AgentRequestOptions = {}): Promise<QmpValue> {
    const leave = await this.#turns.enter({
      what: `the command '${name}' to ${this.name}`,
      clock: this.#clock,
      signal: options.signal,
      timeoutMs: this.#turnTimeoutMs,
    })
    try {
      if (!this.#inStep) await this.#sync(options)
      return await this.#exchange(name, args, options)
    } finally {
      leave()
    }
  }

  /** Asks whether the agent is there and in step. */
  async ping(options: AgentRequestOptions = {}): Promise<void> {
    await this.request('guest-ping', undefined, options)
  }

  /** Ends the channel; a command under way fails. May be called again. */
  async close(): Promise<void> {
    this.#end(undefined)
    await this.#closed
  }

  /** The byte 0xFF drops whatever the agent's parser holds, and the agent's own drops what is left of old answers. */
  #sync(options: AgentRequestOptions): Promise<void> {
    const id = randomInt(SYNC_ID_MAX)
    let heard = 0
    const onTimeout = () =>
      heard === 0
        ? this.#error('agentUnresponsive', 'does not answer')
        : this.#error('agentUnsynced', `sent ${heard} messages, none of them the answer to the last question`)
    return waitFor({ ...this.#bounds('getting in step', options), onTimeout }, (end) => {
      this.#expect(end.reject, (message) => {
        heard++
        if (message.return !== id) return
        this.#inStep = true
        end.resolve()
      })
      const line = printQmp({ execute: 'guest-sync-delimited', arguments: { id } })
      this.#stream.write(Buffer.concat([Buffer.from([QMP_RESET]), Buffer.from(`${line}\n`)]))
      return () => this.#expectNothing()
    })
  }

  #exchange(name: string, args: QmpObject | undefined, options: AgentRequestOptions): Promise<QmpValue> {
    const onTimeout = () => this.#error('agentCommandTimeout', `did not answer the command '${name}' in time`)
    return waitFor({ ...this.#bounds(`the command '${name}'`, options), onTimeout }, (end) => {
      const line = printQmp(args === undefined ? { execute: name } : { execute: name, arguments: args })
      checkQmpDepth(line)
      this.#expect(end.reject, (message) => {
        // An answer has come: the next one belongs to the next command.
        this.#inStep = true
        if (message.error !== undefined) {
          this.#frozen = frozenBefore
          end.reject(this.#refusal(name, message.error))
          return
        }
        if (freezing[name] === false) this.#frozen = false
        end.resolve(message.return ?? null)
      })
      options.until?.then(
        () => end.resolve(null),
        () => {},
      )
      const frozenBefore = this.#frozen
      this.#inStep = false
      if (freezing[name]) this.#frozen = true
      this.#stream.write(`${line}\n`)
      return () => this.#expectNothing()
    })
  }

  #bounds(what: string, options: AgentRequestOptions) {
    const { signal, timeoutMs = this.#timeoutMs } = options
    return { what: `${what} with ${this.name}`, clock: this.#clock, signal, timeoutMs }
  }

  #expect(lose: (fault: VirtError) => void, onMessage: (message: QmpObject) => void): void {
    if (this.#ended) throw this.#lost()
    this.#lose = lose
    this.#onMessage = onMessage
  }

  #expectNothing(): void {
    this.#lose = undefined
    this.#onMessage = undefined
  }

  #listen(): void {
    this.#stream.on('data', (chunk: Buffer) => this.#reader.push(chunk))
    this.#stream.on('error', (cause) =>
      this.#end(this.#error('agentUnresponsive', 'lost its channel', cause)),
    )
    this.#stream.on('end', () => this.#end(this.#error('agentUnresponsive', 'closed its channel')))
    this.#stream.on('close', () => this.#end(this.#error('agentUnresponsive', 'closed its channel')))
    if (this.#stream.destroyed) this.#end(this.#error('agentUnresponsive', 'closed its channel'))
  }

  /** The guest is not trusted to send JSON; only what cannot be read past is the end. */
  #nonsense(cause: VirtError): void {
    if (this.#reader.broken)
      this.#end(this.#error('agentUnsynced', 'sent more than one answer may hold', cause))
    else this.#log.debug('a guest agent sent what is no JSON', { agent: this.name, reason: cause.message })
  }

  #refusal(command: string, error: QmpValue): QmpError {
    const reply = readErrorReply(error)
    const message = `${this.name} could not execute '${command}': ${reply.text}`
    return new QmpError('agentCommandFailed', message, { ...reply, command })
  }

  #error(code: ErrorCode, what: string, cause?: unknown): VirtError {
    return new VirtError(code, `${this.name} ${what}`, { domain: 'qemu', cause })
  }

  #lost(): VirtError {
    return this.#fault ?? this.#error('operationAborted', 'was disconnected')
  }

  #end(fault: VirtError | undefined): void {
    if (this.#ended) return
    this.#ended = true
    this.#fault = fault
    this.#reader.stop()
    this.#stream.destroy()
    this.#lose?.(this.#lost())
    this.#onClosed(fault)
  }
}
