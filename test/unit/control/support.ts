import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ControlClient } from '../../../src/control/client.ts'
import { ControlServer, type ControlServerOptions } from '../../../src/control/server.ts'
import type { Caller } from '../../../src/core/access/caller.ts'
import type { Operations } from '../../../src/core/contracts.ts'
import { Inventory } from '../../../src/core/inventory/inventory.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'

const caller: Caller = { id: 'local:test', surface: 'local', classes: ['read', 'operate', 'configure'] }

/** Operations of a test: those given, and answers that allow everything for the rest. */
export function operations(own: Partial<Operations> = {}): Operations {
  return {
    invoke: async () => undefined as never,
    supports: () => true,
    visible: () => true,
    permits: () => true,
    ...own,
  }
}

/** An inventory with guests `vm0`, `vm1` ... in connection `a`. */
export function inventoryWith(count: number): Inventory {
  const inventory = new Inventory({ clock: systemClock, log: silentLogger })
  inventory.addConnection('a')
  for (let i = 0; i < count; i++) putGuest(inventory, 'a', i)
  return inventory
}

/** The uuid of guest number `i`. */
export function uuidOf(i: number): string {
  return `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`
}

/** Puts guest number `i` into a connection. */
export function putGuest(inventory: Inventory, connection: string, i: number, state = 'running'): void {
  const memory = 2n ** 63n + BigInt(i)
  inventory.put(connection, 'domain', uuidOf(i), {
    uuid: uuidOf(i),
    name: `vm${i}`,
    id: i + 1,
    state,
    memory,
  })
}

/** A control server on a socket of its own, with ways to reach it; everything ends with `close`. */
export async function serve(options: Partial<ControlServerOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'vg-control-'))
  const path = join(folder, 'control.sock')
  const reader = options.reader ?? inventoryWith(0)
  const server = new ControlServer({
    path,
    reader,
    operations: operations(),
    caller,
    clock: systemClock,
    log: silentLogger,
    status: () => ({ protocol: 1, version: '1.2.3', pid: 42, since: 1, endpoints: {} }),
    reload: async () => ({ changed: [], restart: [], faults: [] }),
    testTrap: async () => [],
    ...options,
  })
  await server.start()
  const opened: Array<{ close(): void }> = []
  return {
    path,
    server,
    async client(): Promise<ControlClient> {
      const client = await ControlClient.connect(path, 'test')
      opened.push(client)
      return client
    },
    async raw(): Promise<RawPeer> {
      const peer = new RawPeer(connect(path))
      opened.push(peer)
      await peer.connected
      return peer
    },
    async close(): Promise<void> {
      for (const each of opened) each.close()
      await server.close(AbortSignal.timeout(1000))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A peer that sends whatever a test wants. */
export class RawPeer {
  readonly socket: Socket
  readonly connected: Promise<void>
  /** Resolves with all that came when the other side hangs up. */
  readonly ended: Promise<string>

  constructor(socket: Socket) {
    this.socket = socket
    this.connected = new Promise((resolve) => socket.once('connect', () => resolve()))
    this.ended = new Promise((resolve) => {
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1')
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(text))
    })
  }

  close(): void {
    this.socket.destroy()
  }
}
