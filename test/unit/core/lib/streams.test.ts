import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { ByteQueue } from '../../../../src/core/lib/byte-queue.ts'
import type { StreamPiece } from '../../../../src/core/lib/byte-stream.ts'
import { DuplexStream } from '../../../../src/core/lib/duplex-stream.ts'

const closers: Array<() => void> = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function collect(pieces: AsyncIterable<StreamPiece>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += Buffer.from(piece as Uint8Array).toString()
  return text
}

describe('a queue of bytes', () => {
  test('gives what was written in order and ends', async () => {
    const queue = new ByteQueue()
    await queue.push(Buffer.from('ab'))
    await queue.push(Buffer.from('c'))
    queue.end()
    await queue.push(Buffer.from('dropped'))
    expect(await collect(queue)).toBe('abc')
  })

  test('gives what is left before its error', async () => {
    const queue = new ByteQueue()
    await queue.push(Buffer.from('ab'))
    queue.end(new Error('broken'))
    const reader = queue[Symbol.asyncIterator]()
    expect((await reader.next()).value).toEqual(Buffer.from('ab'))
    await expect(reader.next()).rejects.toThrow('broken')
  })

  test('lets a writer go on when its end comes instead of a reader', async () => {
    const queue = new ByteQueue(2)
    const work = queue.push(Buffer.from('abc'))
    queue.end()
    await work
  })
})

async function pair(): Promise<{ near: DuplexStream; far: Socket }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [far] = (await once(server, 'connection')) as [Socket]
  closers.push(() => {
    far.destroy()
    socket.destroy()
    server.close()
  })
  return { near: new DuplexStream(socket, 'the test'), far }
}

describe('a stream over a socket', () => {
  test('carries bytes both ways and ends with the other end', async () => {
    const { near, far } = await pair()
    far.end('from far')
    expect(await collect(near.incoming)).toBe('from far')
    await near.closed
    await expect(near.write(Buffer.from('late'))).rejects.toMatchObject({ code: 'operationInvalid' })
  })

  test('keeps what came before somebody reads', async () => {
    const { near, far } = await pair()
    far.write('early')
    await near.write(Buffer.from('x'))
    await once(far, 'data')
    far.end()
    expect(await collect(near.incoming)).toBe('early')
  })

  test('hands on all that was written before it is finished', async () => {
    const { near, far } = await pair()
    const text = collect(far)
    for (let part = 0; part < 64; part++) await near.write(Buffer.alloc(16_384, 'a'))
    await near.finish()
    expect((await text).length).toBe(64 * 16_384)
  })

  test('ends its reader with the reason of an abort', async () => {
    const { near } = await pair()
    const text = collect(near.incoming)
    await near.abort(new Error('taken over'))
    await expect(text).rejects.toThrow('taken over')
    await near.abort(new Error('again'))
  })

  test('takes no holes', async () => {
    const { near } = await pair()
    await expect(near.write({ hole: 1n })).rejects.toMatchObject({ code: 'invalidArg' })
  })
})
