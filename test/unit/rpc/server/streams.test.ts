import { describe, expect, test } from 'vitest'
import { VirtError } from '../../../../src/core/errors/index.ts'
import type { ByteStream, StreamPiece } from '../../../../src/core/lib/byte-stream.ts'
import type { Call } from '../../../../src/rpc/binding.ts'
import {
  decodeError,
  decodeHole,
  encodeHole,
  MessageStatus,
  MessageType,
  rawBody,
} from '../../../../src/rpc/wire/index.ts'
import { type RawClient, TestServer, until } from './support.ts'

const { OK, ERROR, CONTINUE } = MessageStatus
const { STREAM, STREAM_HOLE } = MessageType
const vol = { pool: 'p', name: 'v', key: 'k' }
const numbers = { STORAGE_VOL_UPLOAD: 208, STORAGE_VOL_DOWNLOAD: 209 } as const
const range = { vol, offset: 0n, length: 0n }

/** A stream that says what becomes of it. */
class FakeStream implements ByteStream {
  readonly seen: unknown[] = []
  readonly #pieces: readonly StreamPiece[]
  readonly #fault: Error | undefined
  /** What a write waits for. */
  gate: Promise<void> = Promise.resolve()
  refuse: Error | undefined

  constructor(pieces: readonly StreamPiece[] = [], fault?: Error) {
    this.#pieces = pieces
    this.#fault = fault
  }
  get incoming(): AsyncIterable<StreamPiece> {
    const [pieces, fault] = [this.#pieces, this.#fault]
    return (async function* () {
      yield* pieces
      if (fault) throw fault
    })()
  }
  async write(piece: StreamPiece): Promise<void> {
    await this.gate
    if (this.refuse) throw this.refuse
    this.seen.push('hole' in piece ? piece : Buffer.from(piece).toString())
  }
  async finish(): Promise<void> {
    this.seen.push('finish')
  }
  async abort(): Promise<void> {
    this.seen.push('abort')
  }
}

/** Opens a stream by a call; answers its serial after the reply. */
async function open(server: TestServer, name: keyof typeof numbers, flags = 0) {
  const client = await server.client()
  const serial = client.begin(name, { ...range, flags })
  const reply = await client.next()
  expect([reply.header.type, reply.header.status]).toEqual([MessageType.REPLY, OK])
  const send = (type: number, status: number, body?: Parameters<RawClient['send']>[1]) =>
    client.send({ procedure: numbers[name], serial, type, status }, body)
  return { client, serial, send }
}

const serve = (stream: ByteStream) => {
  const handler = (call: Call) => call.stream(stream)
  return TestServer.start({ handlers: { STORAGE_VOL_UPLOAD: handler, STORAGE_VOL_DOWNLOAD: handler } })
}

describe('a download', () => {
  test('comes behind the reply, to its end, and is finished by the client', async () => {
    const stream = new FakeStream([Buffer.from('one'), Buffer.from('two')])
    await using server = await serve(stream)
    const { client, serial, send } = await open(server, 'STORAGE_VOL_DOWNLOAD')
    const packets = [await client.next(), await client.next(), await client.next()]
    expect(packets.map(({ body }) => body.toString())).toEqual(['one', 'two', ''])
    expect(packets[0]?.header).toMatchObject({ procedure: 209, serial, type: STREAM, status: CONTINUE })
    send(STREAM, OK)
    expect((await client.next()).header).toMatchObject({ type: STREAM, status: OK })
    expect(stream.seen).toEqual(['finish'])
  })

  test('is cut into chunks that every client takes', async () => {
    await using server = await serve(new FakeStream([Buffer.alloc(600_000)]))
    const { client } = await open(server, 'STORAGE_VOL_DOWNLOAD')
    const sizes = [await client.next(), await client.next(), await client.next(), await client.next()]
    expect(sizes.map(({ body }) => body.length)).toEqual([262_120, 262_120, 75_760, 0])
  })

  test('has holes if the call asked for them', async () => {
    await using server = await serve(new FakeStream([{ hole: 5n }]))
    const { client } = await open(server, 'STORAGE_VOL_DOWNLOAD', 1)
    const { header, body } = await client.next()
    expect([header.type, decodeHole(body)]).toEqual([STREAM_HOLE, { length: 5n, flags: 0 }])
  })

  test('has zeros in their place if it did not', async () => {
    await using server = await serve(new FakeStream([{ hole: 300_000n }]))
    const { client } = await open(server, 'STORAGE_VOL_DOWNLOAD')
    const sizes = [await client.next(), await client.next(), await client.next()]
    expect(sizes.map(({ body }) => body.length)).toEqual([262_120, 37_880, 0])
  })

  test('that fails says why', async () => {
    const stream = new FakeStream([Buffer.from('one')], new VirtError('systemError', 'the disk broke'))
    await using server = await serve(stream)
    const { client } = await open(server, 'STORAGE_VOL_DOWNLOAD')
    await client.next()
    const { header, body } = await client.next()
    expect([header.type, header.status, decodeError(body).message]).toEqual([STREAM, ERROR, 'the disk broke'])
    expect(stream.seen).toEqual(['abort'])
  })

  test('is not read ahead of a client that does not read', async () => {
    let made = 0
    const stream = new FakeStream()
    const endless = async function* () {
      for (;;) {
        made++
        yield Buffer.alloc(200_000)
      }
    }
    Object.defineProperty(stream, 'incoming', { get: endless })
    await using server = await serve(stream)
    const { client } = await open(server, 'STORAGE_VOL_DOWNLOAD')
    client.socket.pause()
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(made).toBeLessThan(20)
    client.socket.destroy()
    await until(() => stream.seen.includes('abort'))
  })
})

describe('an upload', () => {
  test('is handed on in order and finished', async () => {
    const stream = new FakeStream()
    await using server = await serve(stream)
    const { client, send } = await open(server, 'STORAGE_VOL_UPLOAD')
    send(STREAM, CONTINUE, rawBody(Buffer.from('one')))
    send(STREAM, CONTINUE, rawBody(Buffer.from('two')))
    send(STREAM, OK)
    expect((await client.next()).header).toMatchObject({ type: STREAM, status: OK })
    expect(stream.seen).toEqual(['one', 'two', 'finish'])
  })

  test('may have holes if the call asked for them', async () => {
    const stream = new FakeStream()
    await using server = await serve(stream)
    const { client, send } = await open(server, 'STORAGE_VOL_UPLOAD', 1)
    send(STREAM_HOLE, CONTINUE, encodeHole({ length: 7n, flags: 0 }))
    send(STREAM, OK)
    await client.next()
    expect(stream.seen).toEqual([{ hole: 7n }, 'finish'])
  })

  test.each([
    ['a hole that was not asked for', 0, STREAM_HOLE, CONTINUE, encodeHole({ length: 7n, flags: 0 })],
    ['a hole of a negative size', 1, STREAM_HOLE, CONTINUE, encodeHole({ length: -7n, flags: 0 })],
    ['a hole that is cut off', 1, STREAM_HOLE, CONTINUE, rawBody(Buffer.alloc(2))],
    ['a status that there is not', 0, STREAM, 7, undefined],
  ])('(%s) ends with an error', async (_, flags, type, status, body) => {
    const stream = new FakeStream()
    await using server = await serve(stream)
    const { client, send } = await open(server, 'STORAGE_VOL_UPLOAD', flags)
    send(type, status, body)
    expect((await client.next()).header).toMatchObject({ type: STREAM, status: ERROR })
    expect(stream.seen).toEqual(['abort'])
  })

  test('that the object refuses ends at once, and what follows is dropped', async () => {
    const stream = new FakeStream()
    stream.refuse = new VirtError('systemError', 'no space is left')
    await using server = await serve(stream)
    const { client, send } = await open(server, 'STORAGE_VOL_UPLOAD')
    send(STREAM, CONTINUE, rawBody(Buffer.from('one')))
    const { body } = await client.next()
    expect(decodeError(body)).toMatchObject({ code: 'systemError', message: 'no space is left' })
    send(STREAM, CONTINUE, rawBody(Buffer.from('two')))
    send(STREAM, OK)
    expect(await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 14 })).toEqual({ supported: 1 })
    expect(stream.seen).toEqual(['abort'])
  })

  test('that is broken off passes what waits', async () => {
    const stream = new FakeStream()
    stream.gate = new Promise(() => {})
    await using server = await serve(stream)
    const { client, send } = await open(server, 'STORAGE_VOL_UPLOAD')
    for (let i = 0; i < 10; i++) send(STREAM, CONTINUE, rawBody(Buffer.from('x')))
    send(STREAM, ERROR)
    expect((await client.next()).header).toMatchObject({ type: STREAM, status: OK })
    expect(stream.seen).toEqual(['abort'])
  })

  test('is read no further while the object does not take it', async () => {
    const stream = new FakeStream()
    let release = () => {}
    stream.gate = new Promise((resolve) => (release = resolve))
    await using server = await serve(stream)
    const { client, send } = await open(server, 'STORAGE_VOL_UPLOAD')
    for (let i = 0; i < 24; i++) send(STREAM, CONTINUE, rawBody(Buffer.alloc(262_120)))
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(client.socket.writableLength).toBeGreaterThan(1024 * 1024)
    release()
    send(STREAM, OK)
    expect((await client.next()).header).toMatchObject({ status: OK })
    expect(stream.seen.length).toBe(25)
  })

  test('of a client that is gone is taken back', async () => {
    const stream = new FakeStream()
    await using server = await serve(stream)
    const { client, send } = await open(server, 'STORAGE_VOL_UPLOAD')
    send(STREAM, CONTINUE, rawBody(Buffer.from('one')))
    await until(() => stream.seen.length === 1)
    client.socket.destroy()
    await until(() => stream.seen.includes('abort'))
  })
})

test('a stream whose call fails after all is ended', async () => {
  const stream = new FakeStream()
  const handler = (call: Call) => {
    call.stream(stream)
    throw new VirtError('operationFailed', 'no')
  }
  await using server = await TestServer.start({ handlers: { STORAGE_VOL_UPLOAD: handler } })
  const client = await server.client()
  client.begin('STORAGE_VOL_UPLOAD', { ...range, flags: 0 })
  expect(await client.error()).toMatchObject({ code: 'operationFailed' })
  expect(stream.seen).toEqual(['abort'])
})

test('a client may have several streams', async () => {
  const streams = [new FakeStream(), new FakeStream()]
  let at = 0
  const handler = (call: Call) => call.stream(streams[at++] ?? new FakeStream())
  await using server = await TestServer.start({ handlers: { STORAGE_VOL_UPLOAD: handler } })
  const client = await server.client()
  const serials = [0, 1].map(() => client.begin('STORAGE_VOL_UPLOAD', { ...range, flags: 0 }))
  await client.next()
  await client.next()
  for (const [index, serial] of serials.entries()) {
    const header = { procedure: 208, serial, type: STREAM, status: CONTINUE }
    client.send(header, rawBody(Buffer.from(`to ${index}`)))
    client.send({ ...header, status: OK })
  }
  await client.next()
  await client.next()
  expect(streams.map(({ seen }) => seen)).toEqual([
    ['to 0', 'finish'],
    ['to 1', 'finish'],
  ])
})
