import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGateway, type Gateway } from '../../../src/core/engine/gateway.ts'
import { FakeClock, systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { checkSettings } from '../../../src/core/settings/load.ts'
import { readSource } from '../../../src/core/settings/source.ts'
import { createDriverRegistry } from '../../../src/drivers/registry.ts'
import { type RpcSurface, startRpc } from '../../../src/rpc/index.ts'
import { RawClient } from '../../unit/rpc/server/support.ts'

/** The whole surface over the test driver, on Unix sockets, with a clock of the sessions that only the test moves. */
export class HostileServer {
  readonly clock = new FakeClock()
  readonly #dir: string
  readonly #gateway: Gateway
  readonly #surfaces: RpcSurface[] = []

  private constructor(dir: string, gateway: Gateway) {
    this.#dir = dir
    this.#gateway = gateway
  }

  static async start(): Promise<HostileServer> {
    const dir = await mkdtemp(join(tmpdir(), 'vg-hostile-'))
    const dirs = dirsIn(dir)
    const drivers = createDriverRegistry()
    const gateway = createGateway({ clock: systemClock, log: silentLogger, dirs, drivers })
    await gateway.connections.open('one', 'test:///default')
    const server = new HostileServer(dir, gateway)
    await server.#serve('open', '')
    await server.#serve('closed', 'unix_auth: sasl')
    return server
  }

  async #serve(name: string, more: string): Promise<void> {
    const dirs = dirsIn(this.#dir)
    const text = `rpc: { socket_dir: ${join(this.#dir, name)}, ${more} }`
    const surface = await startRpc({
      reader: this.#gateway.inventory,
      operations: this.#gateway.operations,
      settings: checkSettings(readSource(text, 'settings'), [], dirs).rpc,
      dirs,
      log: silentLogger,
      clock: this.clock,
      hostname: 'here',
      activated: { rw: [], ro: [], admin: [], tcp: [], tls: [] },
      daemon: { logRules: { level: 'info', modules: {} }, setLogRules: () => {}, stop: () => {} },
    })
    this.#surfaces.push(surface)
  }

  /** A client of the socket that lets everybody in. */
  stranger(): Promise<RawClient> {
    return RawClient.connect(join(this.#dir, 'open', 'libvirt-sock'))
  }

  /** A client that has opened the connection. */
  async client(): Promise<RawClient> {
    const client = await this.stranger()
    await client.call('CONNECT_OPEN', { name: 'test:///default', flags: 0 })
    return client
  }

  /** A client of the socket that only reads. */
  async reader(): Promise<RawClient> {
    const client = await RawClient.connect(join(this.#dir, 'open', 'libvirt-sock-ro'))
    await client.call('CONNECT_OPEN', { name: 'test:///default', flags: 0 })
    return client
  }

  /** A client of the socket that asks who one is. */
  unknown(): Promise<RawClient> {
    return RawClient.connect(join(this.#dir, 'closed', 'libvirt-sock'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const surface of this.#surfaces) await surface.close(AbortSignal.abort())
    await this.#gateway.close()
    await rm(this.#dir, { recursive: true, force: true })
  }
}

function dirsIn(dir: string) {
  return { state: join(dir, 's'), run: join(dir, 'r'), cache: join(dir, 'c'), log: join(dir, 'l') }
}

/** Descriptors that this process has open. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length
}

/** Waits until the server has heard of all clients that left, which takes some turns. */
export async function settled(): Promise<void> {
  let last = -1
  for (let calm = 0; calm < 200; calm++) {
    await nextTurn()
    const now = openDescriptors()
    if (now !== last) calm = 0
    last = now
  }
}

/** Memory in use once nothing more is to be collected, MiB. */
export async function memoryInUse(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let i = 0; i < 3; i++) {
    await nextTurn()
    collect()
  }
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1024 / 1024
}
