import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { fromSystem, toVirtError } from '../../core/errors/index.ts'
import { Undo } from '../../core/lib/undo.ts'
import type { Logger } from '../../core/log/logger.ts'
import { formatListen, parseListen } from '../../core/settings/listen.ts'
import type { AccountNames } from '../auth/account-names.ts'
import type { Peer } from '../auth/authenticator.ts'
import type { NativeSockets } from '../native/descriptors.ts'
import { admittedOctet, type TlsGate } from '../tls/tls-gate.ts'
import type { Door } from './door.ts'
import type { RpcServer } from './rpc-server.ts'
import { listenUnix, type UnixSocketOptions } from './unix-socket.ts'

/** Where clients of a listener are led to. */
export interface Entrance {
  readonly server: RpcServer
  readonly door: Door
  readonly readOnly: boolean
}

/** What listening needs. */
export interface ListenersParts {
  readonly log: Logger
  readonly native: NativeSockets | undefined
  readonly accounts: AccountNames
  /** Connections that the kernel keeps until they are taken. */
  readonly backlog: number
}

/** The sockets on which clients are awaited. */
export class Listeners {
  readonly #parts: ListenersParts
  readonly #undo = new Undo()

  constructor(parts: ListenersParts) {
    this.#parts = parts
  }

  /** Awaits clients on a Unix socket that is made here. */
  async unix(options: Omit<UnixSocketOptions, 'backlog'>, entrance: Entrance): Promise<string> {
    const server = this.#unixServer(entrance)
    await listenUnix(server, { ...options, backlog: this.#parts.backlog })
    this.#keep(server)
    return options.path
  }

  /** Awaits clients on a Unix socket that somebody else made and handed over. */
  async inherited(fd: number, entrance: Entrance): Promise<string> {
    return this.#inherit(this.#unixServer(entrance), fd)
  }

  /** Awaits clients of TCP at an address, or on a descriptor; answers where. */
  async tcp(at: string | number, entrance: Entrance): Promise<string> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.#enter(socket, entrance, { ...addressed(socket), transport: 'tcp', readOnly: entrance.readOnly })
    })
    return typeof at === 'number' ? this.#inherit(server, at) : this.#listen(server, at)
  }

  /** Awaits clients of TLS; each is let in once its certificate is checked. */
  async tls(at: string | number, entrance: Entrance, gate: TlsGate, handshakeMs: number): Promise<string> {
    const server = createTlsServer(
      { ...gate.options, noDelay: true, handshakeTimeout: handshakeMs },
      (socket) => this.#enterTls(socket, entrance, gate),
    )
    const { log } = this.#parts
    server.on('tlsClientError', (error, socket) => {
      log.debug('a TLS handshake failed', { client: addressed(socket).address, reason: error.message })
      socket.destroy()
    })
    this.#boundHandshakes(server, entrance.server)
    this.#undo.push(gate.serve(server))
    return typeof at === 'number' ? this.#inherit(server, at) : this.#listen(server, at)
  }

  /** Awaits nobody any more; who is connected stays. */
  async close(): Promise<void> {
    await this.#undo.run()
  }

  /** Who has not ended the handshake is a client that has not said who it is; no more of them are kept than may wait. */
  #boundHandshakes(server: Server, { limits }: RpcServer): void {
    const open = new Map<string, Socket>()
    server.prependListener('connection', (socket: Socket) => {
      const { address } = addressed(socket)
      if (open.size >= limits.maxQueuedClients) {
        this.#parts.log.debug('a client is turned away', { client: address, reason: 'it is one too many' })
        socket.destroy()
        return
      }
      open.set(address, socket)
      socket.once('close', () => open.delete(address))
    })
    server.on('secureConnection', (socket: TLSSocket) => open.delete(addressed(socket).address))
  }

  #unixServer(entrance: Entrance): Server {
    const { native, accounts } = this.#parts
    return createServer((socket) => {
      const credentials = native?.peerCredentials(socket)
      const address = credentials
        ? `process ${credentials.pid} of ${accounts.user(credentials.uid)}`
        : 'a local process'
      this.#enter(socket, entrance, { transport: 'unix', readOnly: entrance.readOnly, address, credentials })
    })
  }

  #enterTls(socket: TLSSocket, entrance: Entrance, gate: TlsGate): void {
    const { address } = addressed(socket)
    try {
      const distinguishedName = gate.admit(socket)
      socket.write(admittedOctet)
      this.#enter(socket, entrance, {
        transport: 'tls',
        readOnly: entrance.readOnly,
        address,
        distinguishedName,
      })
    } catch (thrown) {
      const reason = toVirtError(thrown).message
      this.#parts.log.warn('a client of TLS is turned away', { client: address, reason })
      socket.on('error', () => {})
      socket.destroy()
    }
  }

  #enter(socket: Socket, { server, door }: Entrance, peer: Peer): void {
    server.accept(socket, door, peer)
  }

  async #inherit(server: Server, fd: number): Promise<string> {
    await started(server, `descriptor ${fd}`, (done) => server.listen({ fd }, done))
    this.#keep(server)
    return boundTo(server) ?? `descriptor ${fd}`
  }

  async #listen(server: Server, at: string): Promise<string> {
    const { host, port } = parseListen(at) ?? { host: at, port: 0 }
    const { backlog } = this.#parts
    await started(server, at, (done) => server.listen({ host, port, backlog }, done))
    this.#keep(server)
    return boundTo(server) ?? at
  }

  #keep(server: Server): void {
    const { log } = this.#parts
    server.on('error', (error) => log.error('a client could not be taken in', { error }))
    // Clients that are connected are ended by their server, not waited for here.
    this.#undo.push(() => {
      server.close()
    })
  }
}

function addressed(socket: Socket): Pick<Peer, 'address'> {
  const { remoteAddress: host = 'unknown', remotePort: port = 0 } = socket
  return { address: formatListen({ host, port }) }
}

function boundTo(server: Server): string | undefined {
  const at = server.address()
  if (at === null) return undefined
  return typeof at === 'string' ? at : formatListen({ host: at.address, port: at.port })
}

function started(server: Server, where: string, listen: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(fromSystem(error, `cannot listen on ${where}`))
    server.once('error', failed)
    listen(() => {
      server.off('error', failed)
      resolve()
    })
  })
}
