import type { Socket } from 'node:net'
import { toVirtError, VirtError } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import { nearest } from '../core/lib/nearest.ts'
import type { Logger } from '../core/log/logger.ts'
import { WireArgs } from './args.ts'
import { decode, encode } from './codec.ts'
import { LineReader } from './frames.ts'
import { type MethodContext, methods } from './methods.ts'
import { isRecord, protocolVersion, type ServerMessage, toWire } from './protocol.ts'

/** Bounds of one client. */
export interface SessionLimits {
  readonly maxRequestBytes: number
  /** Most requests that one client can have in flight. */
  readonly maxCalls: number
  /** Time for the first message, and for the rest of one that was begun. */
  readonly messageMs: number
  /** Time that a client may leave its answers unread. */
  readonly stallMs: number
}

/** One client of the control socket. */
export class ControlSession {
  readonly #socket: Socket
  readonly #on: MethodContext
  readonly #limits: SessionLimits
  readonly #clock: Clock
  readonly #log: Logger
  readonly #reader: LineReader
  readonly #calls = new Map<number, AbortController>()
  #greeted = false
  /** Runs while the client leaves its answers unread. */
  #draining: Promise<void> | undefined
  #cancelTimer: () => void

  constructor(socket: Socket, on: MethodContext, limits: SessionLimits, clock: Clock, log: Logger) {
    this.#socket = socket
    this.#on = on
    this.#limits = limits
    this.#clock = clock
    this.#log = log
    this.#reader = new LineReader(limits.maxRequestBytes)
    this.#cancelTimer = this.#expect('a first message')
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) =>
      log.debug('a client of the control socket is gone', { error: error.message }),
    )
    socket.on('close', () => this.#ended())
  }

  /** Ends the session; its requests are cancelled. */
  close(): void {
    this.#socket.destroy()
  }

  /** Resolves when no request is in flight any more, or when the signal is aborted. */
  async idle(signal: AbortSignal): Promise<void> {
    while (this.#calls.size > 0 && !signal.aborted) await this.#clock.sleep(10, signal).catch(() => {})
  }

  #ended(): void {
    this.#cancelTimer()
    const reason = new VirtError('operationAborted', 'the client of the control socket left')
    for (const call of this.#calls.values()) call.abort(reason)
    this.#calls.clear()
  }

  #expect(what: string): () => void {
    return this.#clock.after(this.#limits.messageMs, () => {
      // What is not read cannot come.
      if (this.#draining) this.#cancelTimer = this.#expect(what)
      else this.#refuse(new VirtError('rpc', `${what} did not come within ${this.#limits.messageMs} ms`))
    })
  }

  #receive(chunk: Buffer): void {
    this.#cancelTimer()
    try {
      for (const line of this.#reader.push(chunk)) this.#message(decode(line))
      this.#cancelTimer =
        this.#reader.partial || !this.#greeted ? this.#expect('the rest of a message') : () => {}
    } catch (thrown) {
      this.#refuse(toVirtError(thrown, 'rpc'))
    }
  }

  /** A peer that does not keep to the protocol is told why and cut off. */
  #refuse(error: VirtError): void {
    if (this.#socket.destroyed) return
    this.#log.debug('a client of the control socket is refused', { reason: error.message })
    this.#cancelTimer()
    this.#socket.removeAllListeners('data')
    this.#socket.end(`${encode({ id: 0, error: toWire(error) })}\n`)
    this.#clock.after(1000, () => this.#socket.destroy())
  }

  #message(message: unknown): void {
    if (!isRecord(message)) throw new VirtError('rpc', 'a message on the control socket is no object')
    if (typeof message.cancel === 'number') {
      this.#calls.get(message.cancel)?.abort(new VirtError('operationAborted', 'the client cancelled it'))
      return
    }
    const { id, method, args } = message
    if (typeof id !== 'number' || typeof method !== 'string') {
      throw new VirtError('rpc', 'a message on the control socket has no id or no method')
    }
    if (this.#calls.has(id)) throw new VirtError('rpc', `request ${id} is in flight already`)
    if (method === 'hello') this.#hello(id, args)
    else this.#begin(id, method, args)
  }

  #begin(id: number, method: string, args: unknown): void {
    if (!this.#greeted) throw new VirtError('rpc', `the first message is '${method}'; expected 'hello'`)
    if (this.#calls.size >= this.#limits.maxCalls) {
      const text = `${this.#limits.maxCalls} requests are in flight; wait for one to end`
      void this.#send({ id, error: toWire(new VirtError('resourceBusy', text)) })
      return
    }
    const call = new AbortController()
    this.#calls.set(id, call)
    void this.#run(id, method, args, call.signal)
  }

  #hello(id: number, args: unknown): void {
    const asked = new WireArgs(args).count('protocol')
    const status = this.#on.status()
    if (asked !== protocolVersion) {
      throw new VirtError(
        'rpc',
        `the daemon is virtgate ${status.version} and speaks protocol ${protocolVersion}, not ${asked}; use the command of the same version`,
      )
    }
    this.#greeted = true
    void this.#send({ id, done: status })
  }

  async #run(id: number, method: string, args: unknown, signal: AbortSignal): Promise<void> {
    const answer = await this.#answer(id, method, args, signal)
    this.#calls.delete(id)
    await this.#send(answer)
  }

  async #answer(id: number, method: string, args: unknown, signal: AbortSignal): Promise<ServerMessage> {
    try {
      const part = (value: unknown) => this.#send({ id, part: value })
      return { id, done: await handlerOf(method)(this.#on, new WireArgs(args ?? {}), { signal, part }) }
    } catch (thrown) {
      const fault = signal.aborted ? signal.reason : thrown
      if (!(fault instanceof VirtError))
        this.#log.error('a request failed in a way that nobody expected', { method, error: fault })
      const error = toVirtError(fault)
      return { id, error: toWire(error) }
    }
  }

  /** Sends a message; resolves when the client has taken enough that more can be sent. */
  async #send(message: ServerMessage): Promise<void> {
    if (this.#socket.destroyed || !this.#socket.writable) return
    if (this.#socket.write(`${this.#line(message)}\n`)) return
    this.#draining ??= this.#drain()
    await this.#draining
  }

  /** Takes no more requests from a client until it has read its answers: else they would pile up here. */
  async #drain(): Promise<void> {
    this.#socket.pause()
    const cancel = this.#clock.after(this.#limits.stallMs, () => this.#socket.destroy())
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#socket.off('drain', go).off('close', go)
        resolve()
      }
      this.#socket.on('drain', go).on('close', go)
    })
    cancel()
    this.#draining = undefined
    this.#socket.resume()
  }

  #line(message: ServerMessage): string {
    try {
      return encode(message)
    } catch (thrown) {
      return encode({ id: message.id, error: toWire(toVirtError(thrown)) })
    }
  }
}

function handlerOf(method: string): (typeof methods)[keyof typeof methods] {
  // The check makes sure that the word is one of the table's keys.
  if (Object.hasOwn(methods, method)) return methods[method as keyof typeof methods]
  const near = nearest(method, Object.keys(methods))
  throw new VirtError('noSupport', `there is no method '${method}'${near ? `; did you mean '${near}'?` : ''}`)
}
