import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { connectRpc } from '../../../src/rpc/client/connect.ts'
import { parseRemoteUri } from '../../../src/rpc/client/uri.ts'
import {
  encodeRet,
  FrameReader,
  type Header,
  MessageStatus,
  MessageType,
  packet,
  procedureByNumber,
  programs,
} from '../../../src/rpc/wire/index.ts'

/** What a server answers to a call. */
type Answer = (socket: Socket, header: Header, name: string) => void

/** Answers as a good server does, up to the opening. */
const good: Answer = (socket, header, name) => {
  const body =
    name === 'AUTH_LIST'
      ? encodeRet('remote', 'AUTH_LIST', { types: [0] })
      : name === 'CONNECT_SUPPORTS_FEATURE'
        ? encodeRet('remote', 'CONNECT_SUPPORTS_FEATURE', { supported: 0 })
        : name === 'CONNECT_GET_HOSTNAME'
          ? encodeRet('remote', 'CONNECT_GET_HOSTNAME', { hostname: 'good' })
          : undefined
  socket.write(packet({ ...header, type: MessageType.REPLY, status: MessageStatus.OK }, body))
}

describe('a server that does not keep to the protocol', () => {
  let dir: string
  let server: Server
  let answer: Answer
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'vgh-'))
    answer = good
    server = createServer((socket) => {
      const reader = new FrameReader()
      socket.on('error', () => {})
      socket.on('data', (chunk: Buffer) => {
        reader.push(chunk)
        for (let next = reader.next(); next; next = reader.next()) {
          if (next.header.program === programs.keepalive.number) continue
          const name = procedureByNumber('remote', next.header.procedure)?.name ?? '?'
          answer(socket, next.header, name)
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(join(dir, 's'), resolve))
  })
  afterEach(async () => {
    server.close()
    await rm(dir, { recursive: true, force: true })
  })

  const open = () =>
    connectRpc(
      parseRemoteUri(`qemu+unix:///system?socket=${join(dir, 's')}`),
      { clock: systemClock, log: silentLogger },
      AbortSignal.timeout(10_000),
    )

  /** Answers all but the question for the host name well, and that one so. */
  const badly = (bad: Answer): void => {
    answer = (socket, header, name) =>
      name === 'CONNECT_GET_HOSTNAME' ? bad(socket, header, name) : good(socket, header, name)
  }

  const reply = (header: Header, changed: Partial<Header>, body?: Parameters<typeof packet>[1]) =>
    packet({ ...header, type: MessageType.REPLY, status: MessageStatus.OK, ...changed }, body)

  test.each<[string, Answer, RegExp]>([
    ['answers a call that was not made', (s, h) => s.write(reply(h, { serial: 4711 })), /reply to call 4711/],
    ['answers with another procedure', (s, h) => s.write(reply(h, { procedure: 3 })), /reply of procedure 3/],
    ['answers of an unknown program', (s, h) => s.write(reply(h, { program: 0x1234 })), /program 0x1234/],
    ['answers of another version', (s, h) => s.write(reply(h, { version: 2 })), /version 2/],
    ['calls its client', (s, h) => s.write(reply(h, { type: MessageType.CALL })), /packet of type 0/],
    ['answers with an unknown status', (s, h) => s.write(reply(h, { status: 9 })), /status 9/],
    ['breaks off a body', (s, h) => s.write(reply(h, {})), /Unable to decode/],
    [
      'has a length beyond all bounds',
      (s) => s.write(Buffer.from([0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0])),
      /2147483647 octets/,
    ],
    ['sends no protocol at all', (s) => s.write('HTTP/1.1 400 Bad Request\r\n\r\n'), /octets came/],
    [
      'sends an unknown keepalive message',
      (s, h) =>
        s.write(
          packet({
            ...h,
            program: programs.keepalive.number,
            procedure: 7,
            type: MessageType.MESSAGE,
            status: 0,
          }),
        ),
      /keepalive message 7/,
    ],
  ])('%s: the call fails, and the connection is over', async (_what, bad, text) => {
    badly(bad)
    const client = await open()
    await expect(client.call('remote', 'CONNECT_GET_HOSTNAME', undefined)).rejects.toMatchObject({
      code: 'rpc',
      message: expect.stringMatching(text),
    })
    expect(await client.closed).toMatchObject({ code: 'rpc' })
    await expect(client.call('remote', 'CONNECT_GET_TYPE', undefined)).rejects.toMatchObject({ code: 'rpc' })
  })

  test('leaves while a call is under way: the call fails, and says so', async () => {
    badly((socket) => socket.destroy())
    const client = await open()
    await expect(client.call('remote', 'CONNECT_GET_HOSTNAME', undefined)).rejects.toMatchObject({
      code: 'rpc',
      message: expect.stringContaining('closed the connection'),
    })
  })

  test('sends late packets of a stream and unknown events: nothing happens', async () => {
    badly((socket, header, name) => {
      socket.write(reply(header, { serial: 99, type: MessageType.STREAM, status: MessageStatus.CONTINUE }))
      socket.write(reply(header, { procedure: 9999, type: MessageType.MESSAGE }))
      good(socket, header, name)
    })
    const client = await open()
    expect(await client.call('remote', 'CONNECT_GET_HOSTNAME', undefined)).toEqual({ hostname: 'good' })
    await client.close()
  })

  test('never answers: who calls can give up, and is told why', async () => {
    badly(() => {})
    const client = await open()
    const gone = new AbortController()
    const call = client.call('remote', 'CONNECT_GET_HOSTNAME', undefined, { signal: gone.signal })
    gone.abort(new Error('tired of waiting'))
    await expect(call).rejects.toMatchObject({ message: 'tired of waiting' })
    await client.close()
  })

  test('falls silent: signs of life are missed, and the connection is over', async () => {
    answer = (socket, header, name) =>
      name === 'CONNECT_SUPPORTS_FEATURE'
        ? socket.write(reply(header, {}, encodeRet('remote', 'CONNECT_SUPPORTS_FEATURE', { supported: 1 })))
        : good(socket, header, name)
    const uri = parseRemoteUri(`qemu+unix:///system?socket=${join(dir, 's')}`)
    const keepalive = { intervalMs: 5, count: 2 }
    const client = await connectRpc(
      uri,
      { clock: systemClock, log: silentLogger, keepalive },
      AbortSignal.timeout(10_000),
    )
    expect(await client.closed).toMatchObject({
      code: 'rpc',
      message: expect.stringContaining('no sign of life'),
    })
  })
})
