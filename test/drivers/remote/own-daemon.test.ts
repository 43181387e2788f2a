import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StreamPiece } from '../../../src/core/lib/byte-stream.ts'
import { driverSuite } from '../../conformance/driver/suite.ts'
import { Bench } from './gateway.ts'
import { OwnGateway } from './own-gateway.ts'

const own = new OwnGateway()
const { socket } = own
beforeAll(() => own.start())
afterAll(() => own.stop())

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
