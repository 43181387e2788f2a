import { once } from 'node:events'
import { createServer, isIPv6, type Server, type Socket } from 'node:net'
import { VirtError } from '../../../core/errors/index.ts'
import type { Clock } from '../../../core/lib/clock.ts'
import type { BerWriter } from './ber-writer.ts'
import { MessageFrames } from './message-frames.ts'
import type { EngineLogger } from './module.ts'
import type { Peer, Transport } from './transport.ts'
import type { Endpoint, Receive } from './udp-listener.ts'

/** Bounds of SNMP over TCP. */
export interface TcpLimits {
  /** Most connections at a time, and of one address. */
  readonly connections: number
  readonly perAddress: number
  /** Most octets of answers that wait for a peer; one that reads no faster is cut off. */
  readonly waiting: number
  /** How long a connection may be silent, and how long a message may take to arrive, in ms. */
  readonly idleMs: number
  readonly messageMs: number
  /** The longest message. */
  readonly maxMessage: number
}

/** The bounds unless something else is said. */
export const defaultTcpLimits: TcpLimits = {
  connections: 128,
  perAddress: 32,
  waiting: 1_048_576,
  idleMs: 300_000,
  messageMs: 10_000,
  maxMessage: 65_507,
}

/** What a listener is made of. */
export interface TcpListenerOptions {
  readonly endpoint: Endpoint
  readonly receive: Receive
  readonly log: EngineLogger
  readonly clock: Clock
  readonly limits?: TcpLimits
}

/**
 * SNMP over TCP (RFC 3430): messages follow each other without anything between them, and each is answered on the
 * connection that it came by. What a slow or broken peer can hold is bounded.
 */
export class TcpListener {
  readonly #server: Server
  readonly #options: TcpListenerOptions
  readonly #limits: TcpLimits
  readonly #sockets = new Map<Socket, string>()

  private constructor(server: Server, options: TcpListenerOptions) {
    this.#server = server
    this.#options = options
    this.#limits = options.limits ?? defaultTcpLimits
    server.on('connection', (socket) => this.#accept(socket))
    server.on('error', (fault) =>
      options.log.warn('an SNMP socket reported an error', { error: fault.message }),
    )
  }

  /** Binds a socket. */
  static async open(options: TcpListenerOptions): Promise<TcpListener> {
    const { address, port } = options.endpoint
    const server = createServer()
    const listener = new TcpListener(server, options)
    try {
      const listening = once(server, 'listening')
      server.listen({ host: address, port, ipv6Only: isIPv6(address) })
      await listening
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new VirtError('systemError', `TCP port ${port} at ${address} cannot be opened: ${why}`, { cause })
    }
    return listener
  }

  /** The address that was bound. */
  get endpoint(): Endpoint {
    const bound = this.#server.address()
    return bound !== null && typeof bound === 'object'
      ? { transport: 'tcp', address: bound.address, port: bound.port }
      : this.#options.endpoint
  }

  /** Ends it and its connections; resolves when the port is free. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets.keys()) socket.destroy()
    await closed
  }

  #accept(socket: Socket): void {
    const address = socket.remoteAddress
    if (address === undefined || !this.#hasRoom(address)) {
      socket.destroy()
      return
    }
    this.#sockets.set(socket, address)
    const peer = { address, port: socket.remotePort ?? 0 }
    const cancel = { timer: undefined as (() => void) | undefined }
    socket.setNoDelay(true)
    // Its own timer of the socket begins again with each octet in either direction.
    socket.setTimeout(this.#limits.idleMs, () => socket.destroy())
    socket.on('error', (fault) =>
      this.#options.log.debug('an SNMP connection broke', { error: fault.message }),
    )
    socket.on('close', () => {
      cancel.timer?.()
      this.#sockets.delete(socket)
    })
    this.#read(socket, peer, cancel)
  }

  #read(socket: Socket, peer: Peer, cancel: { timer: (() => void) | undefined }): void {
    const { receive, clock } = this.#options
    const frames = new MessageFrames(this.#limits.maxMessage)
    const transport = this.#transportOf(socket)
    socket.on('data', (chunk: Buffer) => {
      frames.add(chunk)
      for (let message = frames.next(); message; message = frames.next()) {
        receive(message, peer, transport)
        cancel.timer?.()
        cancel.timer = undefined
      }
      if (frames.broken) socket.destroy()
      else if (frames.waiting > 0)
        cancel.timer ??= clock.after(this.#limits.messageMs, () => socket.destroy())
    })
  }

  #transportOf(socket: Socket): Transport {
    return {
      send: (writer: BerWriter) => {
        if (socket.destroyed) return
        if (socket.writableLength + writer.length > this.#limits.waiting) {
          this.#options.log.debug('an SNMP peer that does not read its answers was cut off')
          socket.destroy()
          return
        }
        // The writer is used again at once, while the socket may keep what it was given.
        socket.write(
          Uint8Array.prototype.slice.call(writer.buffer, writer.start, writer.start + writer.length),
        )
      },
    }
  }

  #hasRoom(address: string): boolean {
    if (this.#sockets.size >= this.#limits.connections) return false
    let same = 0
    for (const other of this.#sockets.values()) if (other === address) same++
    return same < this.#limits.perAddress
  }
}
