import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Caller } from '../../../../src/core/access/caller.ts'
import type { Entry, InventoryReader, Operations } from '../../../../src/core/contracts.ts'
import type { VirtError } from '../../../../src/core/errors/index.ts'
import { type Clock, FakeClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import type { Authentication } from '../../../../src/rpc/auth/authenticator.ts'
import { KnownPeer } from '../../../../src/rpc/auth/authenticators.ts'
import { loadNative, type NativeSockets } from '../../../../src/rpc/native/descriptors.ts'
import type { CallHandler, ServerContext } from '../../../../src/rpc/server/context.ts'
import type { Door } from '../../../../src/rpc/server/door.ts'
import type { InputBudget } from '../../../../src/rpc/server/input-budget.ts'
import type { ServerLimits } from '../../../../src/rpc/server/limits.ts'
import { ownRemoteCalls } from '../../../../src/rpc/server/own-calls.ts'
import { routesOf } from '../../../../src/rpc/server/routes.ts'
import { RpcServer } from '../../../../src/rpc/server/rpc-server.ts'
import { SharedState } from '../../../../src/rpc/server/shared-state.ts'
import { WorkSlots } from '../../../../src/rpc/server/work-slots.ts'
import type { RemoteArgs, RemoteRets } from '../../../../src/rpc/wire/generated/types.ts'
import {
  type BodyWriter,
  decodeError,
  decodeRet,
  encodeArgs,
  FrameReader,
  type Header,
  MessageStatus,
  MessageType,
  type Packet,
  packet,
  procedureByName,
  programs,
} from '../../../../src/rpc/wire/index.ts'

/** Somebody who may do everything. */
export const everybody: Caller = {
  id: 'local:test',
  surface: 'local',
  classes: ['read', 'operate', 'configure'],
}

/** Lets everybody in without a question. */
export const openAuthentication: Authentication = {
  begin: ({ readOnly }) => new KnownPeer(readOnly ? { ...everybody, classes: ['read'] } : everybody),
}

/** Bounds that no test meets by chance. */
export const wideLimits: ServerLimits = {
  maxClients: 100,
  maxAnonymousClients: 20,
  maxQueuedClients: 10,
  maxWorkers: 20,
  prioWorkers: 5,
  maxClientRequests: 5,
  maxMessageSize: 33_554_436,
  keepaliveInterval: 5000,
  keepaliveCount: 5,
  authWait: 60_000,
  stallWait: 60_000,
}

/** A host object as the sessions look at it. */
export function hostEntry(connection: string, uri: string, status = 'connected'): Entry<'host'> {
  const attrs = { connection, uri, driver: uri.split(':')[0], hvType: 'TEST', status }
  return {
    type: 'host',
    key: `${connection}/host`,
    connection,
    revision: 1,
    attrs,
  } as unknown as Entry<'host'>
}

/** What a test may choose of its server. */
export interface ServerChoice {
  readonly handlers?: Readonly<Record<string, CallHandler>>
  readonly limits?: Partial<ServerLimits>
  readonly hosts?: readonly Entry<'host'>[]
  readonly operations?: Partial<Operations>
  readonly authentication?: Authentication
  readonly readOnly?: boolean
  readonly native?: NativeSockets
  readonly input?: InputBudget
}

/** A server on a Unix socket, with handlers of the test's own and a clock that stands still. */
export class TestServer {
  readonly server: RpcServer
  readonly clock = new FakeClock()
  readonly path: string
  readonly #dir: string
  readonly #listener: Server
  readonly #clients: RawClient[] = []
  readonly #ended = new AbortController()

  private constructor(dir: string, choice: ServerChoice) {
    this.#dir = dir
    this.path = join(dir, 's')
    const limits = { ...wideLimits, ...choice.limits }
    const slots = new WorkSlots(limits)
    const { clock } = this
    const native = choice.native
    const { input } = choice
    const parts = { name: 'test', clock, log: silentLogger, limits, slots, native }
    this.server = new RpcServer({ ...parts, ...(input && { input }) })
    const door = doorOf(choice, { limits, slots, clock, native, ended: this.#ended.signal })
    const readOnly = choice.readOnly ?? false
    this.#listener = createServer((socket) =>
      this.server.accept(socket, door, { transport: 'unix', readOnly, address: 'a test' }),
    )
  }

  static async start(choice: ServerChoice = {}): Promise<TestServer> {
    const server = new TestServer(await mkdtemp(join(tmpdir(), 'vg-rpc-')), choice)
    server.#listener.listen(server.path)
    await once(server.#listener, 'listening')
    return server
  }

  /** Connects a client; with `open` also to the hypervisor. */
  async client(open = true): Promise<RawClient> {
    const client = await RawClient.connect(this.path)
    this.#clients.push(client)
    if (open) await client.call('CONNECT_OPEN', { name: null, flags: 0 })
    return client
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.socket.destroy()
    this.#ended.abort()
    await this.server.close(AbortSignal.abort())
    await new Promise((resolve) => this.#listener.close(resolve))
    await rm(this.#dir, { recursive: true, force: true })
  }
}

type Shared = Pick<ServerContext, 'limits' | 'slots' | 'native' | 'ended'> & { readonly clock: Clock }

function doorOf(choice: ServerChoice, shared: Shared): Door {
  const { handlers = {}, hosts = [hostEntry('one', 'test:///default')] } = choice
  const reader = {
    list: (type: string) => (type === 'host' ? hosts : []),
    get: () => undefined,
  } as unknown as InventoryReader
  const operations: Operations = {
    invoke: async () => {
      throw new Error('no operation is expected')
    },
    supports: () => false,
    visible: () => true,
    permits: () => true,
    ...choice.operations,
  }
  const scope = { reader, operations, clock: shared.clock, log: silentLogger, ended: shared.ended }
  const state = new SharedState(scope)
  return {
    authentication: choice.authentication ?? openAuthentication,
    context: {
      ...scope,
      ...shared,
      hostname: 'here',
      bound: (name) => Object.hasOwn(handlers, name),
      shared: (make) => state.get(make),
    },
    programs: new Map([
      [programs.remote.number, { routes: routesOf('remote', handlers), own: ownRemoteCalls }],
      [programs.qemu.number, { routes: routesOf<CallHandler>('qemu', {}), own: {} }],
    ]),
  }
}

/** The native part of this system; undefined where there is none. */
export function nativeHere(): NativeSockets | undefined {
  const load = loadNative()
  return 'sockets' in load ? load.sockets : undefined
}

type Procedure = keyof RemoteArgs & keyof RemoteRets & string

/** A client that writes packets as it likes and sees each that comes. */
export class RawClient {
  readonly socket: Socket
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>
  readonly #reader = new FrameReader()
  readonly #packets: Packet[] = []
  readonly #waiting: Array<(packet: Packet) => void> = []
  #serial = 0

  private constructor(socket: Socket) {
    this.socket = socket
    this.closed = new Promise((resolve) => socket.on('close', () => resolve()))
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      this.#reader.push(chunk)
      for (let next = this.#reader.next(); next; next = this.#reader.next()) this.#arrived(next)
    })
  }

  static async connect(path: string): Promise<RawClient> {
    const socket = connect(path)
    await once(socket, 'connect')
    return new RawClient(socket)
  }

  /** Packets that came and that nobody has asked for. */
  get unread(): readonly Packet[] {
    return this.#packets
  }

  /** The next packet. */
  next(): Promise<Packet> {
    const packet = this.#packets.shift()
    if (packet) return Promise.resolve(packet)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Sends a packet; what is not said is that of a call of the remote program. */
  send(header: Partial<Header>, body?: BodyWriter): void {
    const all = {
      program: programs.remote.number,
      procedure: 1,
      type: MessageType.CALL,
      serial: this.#serial++,
      status: MessageStatus.OK,
      ...header,
    }
    this.socket.write(packet(all, body))
  }

  /** Sends a call without waiting for its reply; answers its serial. */
  begin<P extends Procedure>(name: P, args: RemoteArgs[P]): number {
    const serial = this.#serial++
    const procedure = procedureByName('remote', name)?.entry.number ?? 0
    this.send({ procedure, serial }, encodeArgs('remote', name as string, args))
    return serial
  }

  /** Calls and answers the reply; throws the error that came instead. */
  async call<P extends Procedure>(name: P, args: RemoteArgs[P]): Promise<RemoteRets[P]> {
    this.begin(name, args)
    const { header, body } = await this.next()
    if (header.status === MessageStatus.ERROR) throw decodeError(body)
    return decodeRet('remote', name, body) as RemoteRets[P]
  }

  /** The error that the next packet brings. */
  async error(): Promise<VirtError> {
    const { header, body } = await this.next()
    if (header.status !== MessageStatus.ERROR) throw new Error('the server answered without an error')
    return decodeError(body)
  }

  #arrived(packet: Packet): void {
    const waiting = this.#waiting.shift()
    if (waiting) waiting(packet)
    else this.#packets.push(packet)
  }
}

/** A handler that waits until the test ends it. */
export function heldHandler() {
  const calls: Array<(result: unknown) => void> = []
  const arrivals: Array<() => void> = []
  const handler = () =>
    new Promise<unknown>((resolve) => {
      calls.push(resolve)
      arrivals.shift()?.()
    })
  /** Resolves when there are so many calls. */
  const arrived = async (count: number) => {
    while (calls.length < count) await new Promise<void>((resolve) => arrivals.push(resolve))
  }
  return { calls, handler, arrived }
}

/** Waits until something holds; the sockets of this process need some turns for it. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}
