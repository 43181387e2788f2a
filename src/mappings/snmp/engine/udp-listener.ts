import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv4, isIPv6 } from 'node:net'
import { VirtError } from '../../../core/errors/index.ts'
import type { BerWriter } from './ber-writer.ts'
import type { EngineLogger } from './module.ts'
import { QuickTurns } from './quick-turns.ts'
import type { Peer, Transport } from './transport.ts'

/** An address that the agent listens at. */
export interface Endpoint {
  readonly transport: 'udp' | 'tcp'
  readonly address: string
  readonly port: number
}

/** Receives a datagram. */
export type Receive = (packet: Buffer, peer: Peer, transport: Transport) => void

// A poller's burst must fit while the process does something else; the kernel cuts this to its own limit.
const RECEIVE_BUFFER = 4 * 1024 * 1024

/** Reads `192.0.2.1:161` or `[2001:db8::1]:161`, with `udp:` or `tcp:` before it for the transport. */
export function parseEndpoint(text: string): Endpoint {
  const match = /^(?:(udp|tcp):)?(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text.trim())
  const transport = match?.[1] === 'tcp' ? 'tcp' : 'udp'
  const address = match?.[2] ?? match?.[3] ?? ''
  const port = Number(match?.[4] ?? -1)
  const valid = match?.[2] === undefined ? isIPv4(address) : isIPv6(address)
  if (!valid || port < 0 || port > 65_535) {
    throw new VirtError(
      'invalidArg',
      `'${text}' is no address to listen at; 127.0.0.1:161 and tcp:[::1]:161 are the forms for IPv4 and IPv6`,
    )
  }
  return { transport, address, port }
}

/** A UDP socket that hands datagrams to a receiver and sends responses without a copy. */
export class UdpListener implements Transport {
  readonly #socket: Socket
  readonly #log: EngineLogger

  private constructor(socket: Socket, receive: Receive, log: EngineLogger) {
    this.#socket = socket
    this.#log = log
    const turns = new QuickTurns(() => performance.now(), setImmediate)
    socket.on('message', (packet: Buffer, peer: RemoteInfo) => {
      receive(packet, peer, this)
      turns.arrived()
    })
    socket.on('error', (fault) => log.warn('an SNMP socket reported an error', { error: fault.message }))
  }

  /** Binds a socket. */
  static async open(endpoint: Endpoint, receive: Receive, log: EngineLogger): Promise<UdpListener> {
    const socket = createSocket({
      type: isIPv4(endpoint.address) ? 'udp4' : 'udp6',
      ipv6Only: isIPv6(endpoint.address),
      recvBufferSize: RECEIVE_BUFFER,
      // Peers are numeric addresses already: no resolver, and the datagram leaves within this call.
      lookup: (address, _options, done) => done(null, address, isIPv4(address) ? 4 : 6),
    })
    try {
      // With a lookup that answers at once the event comes during `bind`.
      const listening = once(socket, 'listening')
      socket.bind({ address: endpoint.address, port: endpoint.port })
      await listening
    } catch (cause) {
      socket.close()
      throw listenFault(endpoint, cause)
    }
    return new UdpListener(socket, receive, log)
  }

  /** The address that was bound. */
  get endpoint(): Endpoint {
    const { address, port } = this.#socket.address()
    return { transport: 'udp', address, port }
  }

  send(writer: BerWriter, peer: Peer): void {
    try {
      this.#socket.send(writer.buffer, writer.start, writer.length, peer.port, peer.address)
      // What the kernel does not take at once is sent later, from the same memory.
      if (this.#socket.getSendQueueCount() > 0) writer.replaceBuffer()
    } catch (fault) {
      this.#log.warn('an SNMP response could not be sent', {
        error: fault instanceof Error ? fault.message : String(fault),
      })
    }
  }

  /** Ends it; resolves when the port is free. */
  async close(): Promise<void> {
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    await closed
  }
}

function listenFault({ address, port }: Endpoint, cause: unknown): VirtError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const why =
    code === 'EADDRINUSE'
      ? 'another program listens there'
      : code === 'EACCES'
        ? 'ports below 1024 need root or CAP_NET_BIND_SERVICE'
        : code === 'EADDRNOTAVAIL'
          ? 'the machine does not have this address'
          : String(cause instanceof Error ? cause.message : cause)
  return new VirtError('systemError', `UDP port ${port} at ${address} cannot be opened: ${why}`, { cause })
}
