import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Caller } from '../../../src/core/access/caller.ts'
import { type Entry, globalKey } from '../../../src/core/contracts.ts'
import { hostKey } from '../../../src/core/driver.ts'
import { createGateway, type Gateway } from '../../../src/core/engine/gateway.ts'
import { VirtError } from '../../../src/core/errors/index.ts'
import type { ByteStream } from '../../../src/core/lib/byte-stream.ts'
import { type Clock, systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import type { TypeName } from '../../../src/core/model/index.ts'
import { typeWords } from '../../../src/core/model/type-words.ts'
import { createDriverRegistry } from '../../../src/drivers/registry.ts'
import type { Call, ClientSession, RemoteHandlers, SharedScope } from '../../../src/rpc/binding.ts'
import type { RemoteArgs, RemoteRets } from '../../../src/rpc/wire/generated/types.ts'
import { remoteProgram } from '../../../src/rpc/wire/protocol/remote.ts'

/** Everybody that a test may be. */
export const everything: Caller = {
  id: 'local:test',
  surface: 'local',
  classes: ['read', 'operate', 'configure'],
}

/** What a test may choose of its bench. */
export interface BenchOptions {
  /** URI of the connection, which is named `here`. */
  readonly uri?: string
  readonly clock?: Clock
  readonly caller?: Caller
}

/** An event that a handler pushed. */
export interface Pushed {
  readonly program: string
  readonly event: string
  readonly body: unknown
}

type Procedure = keyof RemoteArgs & keyof RemoteRets & string

/** A real gateway with the test driver, and calls on it that no server has carried. */
export class RpcBench {
  readonly gateway: Gateway
  /** Directory of the test alone. */
  readonly dir: string
  readonly pushed: Pushed[] = []
  /** Packets that a handler pushed whole. */
  readonly packets: Uint8Array[] = []
  /** Connections that a handler gave to the client. */
  readonly sent: Socket[] = []
  readonly session: ClientSession
  /** The stream that the last call opened. */
  stream: ByteStream | undefined
  readonly #handlers: RemoteHandlers
  readonly #clock: Clock
  readonly #caller: Caller
  readonly #ended = new AbortController()
  readonly #serverEnded = new AbortController()
  readonly #states = new Map<unknown, unknown>()
  readonly #shared = new Map<unknown, unknown>()

  constructor(gateway: Gateway, dir: string, handlers: RemoteHandlers, clock: Clock, caller: Caller) {
    this.gateway = gateway
    this.dir = dir
    this.#handlers = handlers
    this.#clock = clock
    this.#caller = caller
    const state = <T>(make: (session: ClientSession) => T): T => {
      if (!this.#states.has(make)) this.#states.set(make, make(this.session))
      return this.#states.get(make) as T // what the same maker made
    }
    this.session = {
      ended: this.#ended.signal,
      readOnly: false,
      secure: true,
      push: (program: string, event: string, body: unknown) => {
        this.pushed.push({ program, event, body })
      },
      pushPacket: (packet: Uint8Array) => {
        this.packets.push(packet)
      },
      state,
    }
  }

  /** The call object that a handler of a procedure is given. */
  makeCall(name: Procedure): Call {
    const { inventory: reader, operations } = this.gateway
    const connection = 'here'
    const procedure = remoteProgram.procedures[name]
    if (procedure === undefined) throw new Error(`there is no procedure ${name}`)
    return {
      name,
      procedure,
      session: this.session,
      connection,
      caller: this.#caller,
      signal: this.#ended.signal,
      reader,
      operations,
      clock: this.#clock,
      log: silentLogger,
      shared: (make) => this.#sharedOf(make),
      host: () => {
        const host = reader.get('host', globalKey(connection, hostKey))
        if (host === undefined) throw new Error('the connection has no host')
        return host
      },
      permitted: <T extends TypeName>(entry: Entry<T> | undefined, type: T, wanted: string): Entry<T> => {
        const { missing, domain } = typeWords[type]
        if (entry === undefined || !operations.visible(entry, this.#caller)) {
          throw new VirtError(missing, wanted, { domain })
        }
        return entry
      },
      shows: (entry) => operations.visible(entry, this.#caller),
      invoke: (op, ref, args) => operations.invoke(op, ref, args, this.#caller),
      stream: (stream) => {
        this.stream = stream
      },
      takeFiles: () => [],
      sendFile: () => {},
      sendSocket: (socket) => {
        this.sent.push(socket)
      },
    }
  }

  #sharedOf<T>(make: (scope: SharedScope) => T): T {
    const { inventory: reader, operations } = this.gateway
    const scope = {
      reader,
      operations,
      clock: this.#clock,
      log: silentLogger,
      ended: this.#serverEnded.signal,
    }
    if (!this.#shared.has(make)) this.#shared.set(make, make(scope))
    return this.#shared.get(make) as T // what the same maker made
  }

  /** Calls a procedure as a client would. */
  async call<P extends Procedure>(name: P, args: RemoteArgs[P]): Promise<RemoteRets[P]> {
    const handler = this.#handlers[name]
    if (handler === undefined) throw new Error(`no handler of ${name}`)
    // Procedures without a reply answer nothing, as their type says.
    return (await handler(this.makeCall(name), args)) as RemoteRets[P]
  }

  /** The error that a procedure answers. */
  async refused<P extends Procedure>(name: P, args: RemoteArgs[P]): Promise<VirtError> {
    try {
      await this.call(name, args)
    } catch (thrown) {
      if (thrown instanceof VirtError) return thrown
      throw thrown
    }
    throw new Error(`${name} was not refused`)
  }

  /** The client goes. */
  leave(): void {
    this.#ended.abort(new Error('the client is gone'))
  }

  async close(): Promise<void> {
    this.leave()
    this.#serverEnded.abort(new Error('the server ends'))
    await this.gateway.close()
    await rm(this.dir, { recursive: true, force: true })
  }
}

/** Opens a bench; its handlers are those that the test is about. */
export async function openBench(handlers: RemoteHandlers, options: BenchOptions = {}): Promise<RpcBench> {
  const { uri = 'test:///default', clock = systemClock, caller = everything } = options
  const dir = await mkdtemp(join(tmpdir(), 'vg-rpc-'))
  const dirs = {
    state: join(dir, 'state'),
    run: join(dir, 'run'),
    cache: join(dir, 'cache'),
    log: join(dir, 'log'),
  }
  const gateway = createGateway({ clock, log: silentLogger, dirs, drivers: createDriverRegistry() })
  const { status, statusText } = await gateway.connections.open('here', uri)
  if (status !== 'connected') throw new Error(`${uri} was not opened: ${statusText}`)
  return new RpcBench(gateway, dir, handlers, clock, caller)
}
