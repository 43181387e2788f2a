import type { Socket } from 'node:net'
import { toVirtError } from '../../core/errors/index.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { Authenticator, Peer } from '../auth/authenticator.ts'
import type { NativeSockets } from '../native/descriptors.ts'
import type { Door } from './door.ts'
import { InputBudget } from './input-budget.ts'
import type { ServerLimits } from './limits.ts'
import { RpcSession } from './session.ts'
import type { WorkSlots } from './work-slots.ts'

/** What a server is made with. */
export interface RpcServerParts {
  /** Name for the admin program. */
  readonly name: string
  readonly clock: Clock
  readonly log: Logger
  readonly limits: ServerLimits
  readonly slots: WorkSlots
  readonly native: NativeSockets | undefined
  readonly input?: InputBudget
}

/** A client that is connected. */
export interface ServerClient {
  /** Number that no other client of the server has had. */
  readonly id: number
  /** When it came, milliseconds since 1970. */
  readonly since: number
  readonly session: RpcSession
}

/** A client that waits until there is room for it. */
interface Parked {
  readonly socket: Socket
  readonly door: Door
  readonly peer: Peer
  readonly authenticator: Authenticator
  forget(): void
}

/** All clients that came through the doors of one server, within its bounds. */
export class RpcServer {
  readonly #parts: RpcServerParts
  readonly #clients = new Map<number, ServerClient>()
  readonly #parked = new Set<Parked>()
  readonly #input: InputBudget
  #next = 1
  #anonymous = 0
  #closed = false

  constructor(parts: RpcServerParts) {
    this.#parts = parts
    this.#input = parts.input ?? new InputBudget()
  }

  get name(): string {
    return this.#parts.name
  }

  /** Bounds in force; whoever changes them calls `refill`. */
  get limits(): ServerLimits {
    return this.#parts.limits
  }

  /** Calls that are worked on. */
  get slots(): WorkSlots {
    return this.#parts.slots
  }

  /** Clients in the order in which they came. */
  get clients(): Iterable<ServerClient> {
    return this.#clients.values()
  }

  /** How many clients there are. */
  get size(): number {
    return this.#clients.size
  }

  /** How many of them have not yet said who they are. */
  get anonymous(): number {
    return this.#anonymous
  }

  /** A client by its number. */
  client(id: number): ServerClient | undefined {
    return this.#clients.get(id)
  }

  /** Takes a client in, lets it wait, or turns it away. */
  accept(socket: Socket, door: Door, peer: Peer): void {
    const { log, limits } = this.#parts
    // Until a session listens, nobody else does.
    socket.on('error', ignore)
    try {
      if (this.#closed) throw new Error('the gateway stops')
      const authenticator = door.authentication.begin(peer)
      const free = authenticator.caller !== undefined || this.#anonymous < limits.maxAnonymousClients
      if (this.#clients.size < limits.maxClients && free) this.#start(socket, door, peer, authenticator)
      else if (free) throw new Error(`${limits.maxClients} clients are connected`)
      else this.#park(socket, door, peer, authenticator)
    } catch (thrown) {
      log.warn('a client is turned away', { client: peer.address, reason: toVirtError(thrown).message })
      socket.destroy()
    }
  }

  /** Puts other bounds in force: lets in who waits, and starts calls that wait. */
  refill(): void {
    this.#parts.slots.refill()
    this.#admit()
  }

  /** Takes nobody in any more, lets calls that run end while the signal allows, and ends all sessions. */
  async close(signal: AbortSignal): Promise<void> {
    this.#closed = true
    for (const { socket } of this.#parked) socket.destroy()
    await Promise.all([...this.#clients.values()].map(({ session }) => this.#drain(session, signal)))
    for (const { session } of [...this.#clients.values()]) session.close('the gateway stops')
  }

  async #drain(session: RpcSession, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts
    session.hold()
    while (session.busy > 0 && !signal.aborted) await clock.sleep(10, signal).catch(ignore)
    await Promise.race([session.finish('the gateway stops'), aborted(signal)])
  }

  #start(socket: Socket, door: Door, peer: Peer, authenticator: Authenticator): void {
    const { clock, log, native } = this.#parts
    const id = this.#next++
    let anonymous = authenticator.caller === undefined
    const known = () => {
      if (!anonymous) return
      anonymous = false
      this.#anonymous--
      this.#admit()
    }
    if (anonymous) this.#anonymous++
    const session = new RpcSession({
      socket,
      native: peer.transport === 'unix' ? native : undefined,
      door,
      peer,
      authenticator,
      log,
      input: this.#input,
      known,
      gone: () => {
        this.#clients.delete(id)
        known()
        this.#admit()
      },
    })
    this.#clients.set(id, { id, since: clock.now(), session })
    log.debug('a client is connected', { client: peer.address, caller: authenticator.caller?.id })
  }

  /** Who still has to say who it is waits unread while there are many of that kind. */
  #park(socket: Socket, door: Door, peer: Peer, authenticator: Authenticator): void {
    const { limits, clock } = this.#parts
    if (this.#parked.size >= limits.maxQueuedClients) throw new Error(`${this.#parked.size} clients wait`)
    socket.pause()
    const forget = () => {
      cancel()
      socket.off('close', forget)
      this.#parked.delete(parked)
    }
    const parked: Parked = { socket, door, peer, authenticator, forget }
    const cancel = clock.after(limits.authWait, () => socket.destroy())
    socket.on('close', forget)
    this.#parked.add(parked)
  }

  #admit(): void {
    const { limits } = this.#parts
    if (this.#closed) return
    for (const { socket, door, peer, authenticator, forget } of this.#parked) {
      if (this.#anonymous >= limits.maxAnonymousClients || this.#clients.size >= limits.maxClients) return
      forget()
      this.#start(socket, door, peer, authenticator)
      socket.resume()
    }
  }
}

function ignore(): void {}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
