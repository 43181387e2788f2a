import { afterEach, describe, expect, test } from 'vitest'
import type { ByteStream } from '../../../../src/core/lib/byte-stream.ts'
import { graphicsHandlers } from '../../../../src/rpc/bindings/graphics.ts'
import { streamHandlers } from '../../../../src/rpc/bindings/streams.ts'
import { openBench, type RpcBench } from '../support.ts'

const dom = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }

const closers: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function opened(): Promise<RpcBench> {
  const bench = await openBench({ ...streamHandlers, ...graphicsHandlers })
  closers.push(() => bench.close())
  return bench
}

function streamOf(bench: RpcBench): ByteStream {
  if (!bench.stream) throw new Error('no stream was opened')
  return bench.stream
}

async function first(stream: ByteStream): Promise<Buffer> {
  for await (const piece of stream.incoming) return Buffer.from(piece as Uint8Array)
  return Buffer.alloc(0)
}

describe('calls that open streams', () => {
  test('DOMAIN_OPEN_CONSOLE hands over the console of a guest', async () => {
    const bench = await opened()
    expect(await bench.call('DOMAIN_OPEN_CONSOLE', { dom, dev_name: null, flags: 0 })).toBeUndefined()
    const stream = streamOf(bench)
    const came = first(stream)
    await stream.write(Buffer.from('hi'))
    expect((await came).toString()).toBe('hi')
  })

  test('DOMAIN_OPEN_CONSOLE refuses a console that is held, unless it is taken by force', async () => {
    const bench = await opened()
    await bench.call('DOMAIN_OPEN_CONSOLE', { dom, dev_name: null, flags: 0 })
    const error = await bench.refused('DOMAIN_OPEN_CONSOLE', { dom, dev_name: null, flags: 2 })
    expect(error).toMatchObject({
      code: 'operationFailed',
      message: 'Active console session exists for this domain',
    })
    await bench.call('DOMAIN_OPEN_CONSOLE', { dom, dev_name: null, flags: 1 })
  })

  for (const [name, args] of [
    ['DOMAIN_OPEN_CONSOLE', { dom, dev_name: null, flags: 4 }],
    ['DOMAIN_OPEN_CHANNEL', { dom, name: null, flags: 2 }],
    ['DOMAIN_SCREENSHOT', { dom, screen: 0, flags: 1 }],
    ['DOMAIN_OPEN_GRAPHICS_FD', { dom, idx: 0, flags: 2 }],
  ] as const) {
    test(`${name} refuses flags that it does not know`, async () => {
      const bench = await opened()
      // The pairs of procedure and arguments fit; their union does not say so.
      const error = await bench.refused(name as 'DOMAIN_OPEN_CONSOLE', args as never)
      expect(error).toMatchObject({ code: 'invalidArg' })
      expect(error.message).toMatch(/^unsupported flags \(0x\d\) in function virDomain/)
    })
  }

  test('DOMAIN_SCREENSHOT answers the kind of picture and hands the picture over', async () => {
    const bench = await opened()
    expect(await bench.call('DOMAIN_SCREENSHOT', { dom, screen: 0, flags: 0 })).toEqual({ mime: 'image/png' })
    const stream = streamOf(bench)
    expect((await first(stream)).subarray(1, 4).toString()).toBe('PNG')
    await stream.finish()
    expect(await first(stream)).toHaveLength(0)
  })
})

describe('calls with descriptors', () => {
  test('DOMAIN_OPEN_GRAPHICS needs one', async () => {
    const bench = await opened()
    const error = await bench.refused('DOMAIN_OPEN_GRAPHICS', { dom, idx: 0, flags: 0 })
    expect(error).toMatchObject({
      code: 'internalError',
      domain: 'rpc',
      message: 'internal error: No FD available at slot 0',
    })
  })

  test('DOMAIN_CREATE_WITH_FILES starts a guest of a driver that does not mind files', async () => {
    const bench = await opened()
    const xml = `<domain type='test'><name>new</name><memory>1024</memory><os><type>hvm</type></os></domain>`
    const made = await bench.call('DOMAIN_CREATE_XML_WITH_FILES', { xml_desc: xml, flags: 0 })
    expect(made.dom.name).toBe('new')
    const error = await bench.refused('DOMAIN_CREATE_WITH_FILES', { dom, flags: 0 })
    expect(error.message).toContain('already running')
  })
})
