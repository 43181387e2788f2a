import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway, type Gateway } from '../../../src/core/engine/gateway.ts'
import type { StreamPiece } from '../../../src/core/lib/byte-stream.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { checkSettings } from '../../../src/core/settings/load.ts'
import { readSource } from '../../../src/core/settings/source.ts'
import { createDriverRegistry } from '../../../src/drivers/registry.ts'
import { type RpcSurface, startRpc } from '../../../src/rpc/index.ts'
import { driverSuite } from '../../conformance/driver/suite.ts'
import { Bench } from './gateway.ts'

const dir = mkdtempSync(join(tmpdir(), 'vgo-'))
const socket = join(dir, 'v/libvirt-sock')
let gateway: Gateway
let surface: RpcSurface

beforeAll(async () => {
  const dirs = { state: join(dir, 's'), run: join(dir, 'r'), cache: join(dir, 'c'), log: join(dir, 'l') }
  gateway = createGateway({ clock: systemClock, log: silentLogger, dirs, drivers: createDriverRegistry() })
  await gateway.connections.open('own', 'test:///default')
  surface = await startRpc({
    reader: gateway.inventory,
    operations: gateway.operations,
    settings: checkSettings(readSource(`rpc: { socket_dir: ${join(dir, 'v')} }`, 'settings'), [], dirs).rpc,
    dirs,
    log: silentLogger,
    clock: systemClock,
    hostname: 'here',
    activated: { rw: [], ro: [], admin: [], tcp: [], tls: [] },
    daemon: { logRules: { level: 'info', modules: {} }, setLogRules: () => {}, stop: () => {} },
  })
})
afterAll(async () => {
  await surface?.close(AbortSignal.abort())
  await gateway?.close()
  rmSync(dir, { recursive: true, force: true })
})

driverSuite('remote, over a gateway of our own', {
  uri: `test+unix:///default?socket=${socket}`,
  guest: ({ name, uuid, title }) => `<domain type='test'>
    <name>${name}</name><uuid>${uuid}</uuid>
    ${title === undefined ? '' : `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`}
    <memory>131072</memory><vcpu>1</vcpu><os><type>hvm</type></os>
  </domain>`,
  shutdownWorks: true,
  startTwice: 'internalError',
  wrongState: 'internalError',
})

describe('streams over a gateway of our own', () => {
  test('a volume is written and read, holes included', async () => {
    const bench = await Bench.open(`test+unix:///default?socket=${socket}`)
    try {
      const pool = [...bench.gateway.inventory.list('pool', 'far')].find(
        (each) => each.attrs.name === 'default-pool',
      )
      const local = pool?.key.slice('far/'.length) ?? ''
      const xml = '<volume><name>v</name><capacity>1048576</capacity></volume>'
      const volume = (await bench.on('volume.create', local, { xml })).slice('far/'.length)
      const up = await bench.on('volume.upload', volume, { offset: 0n, length: 0n, sparse: true })
      await up.write(Buffer.from('begin'))
      await up.write({ hole: 4096n })
      await up.write(Buffer.alloc(600_000, 7))
      await up.finish()
      const down = await bench.on('volume.download', volume, { offset: 0n, length: 0n, sparse: true })
      const pieces: StreamPiece[] = []
      for await (const piece of down.incoming) pieces.push(piece)
      await down.finish()
      const bytes = Buffer.concat(
        pieces.map((piece) => (piece instanceof Uint8Array ? piece : Buffer.alloc(Number(piece.hole)))),
      )
      expect(bytes.subarray(0, 5).toString()).toBe('begin')
      expect(bytes.subarray(5 + 4096, 5 + 4096 + 600_000).every((byte) => byte === 7)).toBe(true)
      expect(pieces.some((piece) => !(piece instanceof Uint8Array))).toBe(true)
    } finally {
      await bench.close()
    }
  })

  test('a picture of the screen comes whole', async () => {
    const bench = await Bench.open(`test+unix:///default?socket=${socket}`)
    try {
      const uuid = bench.domain('test')?.uuid ?? ''
      const { mime, data } = await bench.on('domain.screenshot', uuid, {})
      expect(mime).toBe('image/png')
      expect(Buffer.from(data).subarray(1, 4).toString()).toBe('PNG')
    } finally {
      await bench.close()
    }
  })
})
