import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv4 } from 'node:net'

/** What a socket tells its owner. */
export interface SocketEvents {
  received(packet: Buffer): void
  /** The system told that a datagram did not get through. */
  failed(error: Error): void
}

/** A UDP socket that is bound to one receiver: others cannot answer in its place, and its absence is told. */
export class TargetSocket {
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  /** Opens a socket to an address; rejects when there is no way to it. */
  static async open(address: string, port: number, events: SocketEvents): Promise<TargetSocket> {
    const family = isIPv4(address) ? 4 : 6
    const socket = createSocket({
      type: family === 4 ? 'udp4' : 'udp6',
      lookup: (host, _options, done) => done(null, host, family),
    })
    try {
      const connected = once(socket, 'connect')
      socket.connect(port, address)
      await connected
    } catch (error) {
      socket.close()
      throw error
    }
    socket.unref()
    socket.on('message', (packet) => events.received(packet))
    socket.on('error', (error) => events.failed(error))
    return new TargetSocket(socket)
  }

  /** The four octets of the address that datagrams leave from; zeros for IPv6. */
  get localAddress(): Uint8Array {
    const { address } = this.#socket.address()
    return isIPv4(address) ? Uint8Array.from(address.split('.'), Number) : new Uint8Array(4)
  }

  /** Sends a datagram. */
  send(message: Buffer, done: (error: Error | null) => void): void {
    // The news that nobody listens comes with the next datagram, which has not left then.
    this.#socket.send(message, (error) => {
      if (error && 'code' in error && error.code === 'ECONNREFUSED') this.#socket.send(message, done)
      else done(error)
    })
  }

  /** Ends it. */
  close(): void {
    this.#socket.close()
  }
}
