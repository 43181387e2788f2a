import { EventEmitter, once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../../src/core/log/logger.ts'
import { BerWriter } from '../../../../../src/mappings/snmp/engine/ber-writer.ts'
import { defaultTcpLimits, TcpListener } from '../../../../../src/mappings/snmp/engine/tcp-listener.ts'
import type { Receive } from '../../../../../src/mappings/snmp/engine/udp-listener.ts'

const clock = new FakeClock()
const open: { listener?: TcpListener; socket?: Socket } = {}

async function dial(receive: Receive): Promise<Socket> {
  const endpoint = { transport: 'tcp', address: '127.0.0.1', port: 0 } as const
  const limits = { ...defaultTcpLimits, waiting: 200_000 }
  const listener = await TcpListener.open({ endpoint, receive, log: silentLogger, clock, limits })
  const socket = connect(listener.endpoint.port, '127.0.0.1')
  open.listener = listener
  open.socket = socket
  await once(socket, 'connect')
  return socket
}

afterEach(async () => {
  open.socket?.destroy()
  await open.listener?.close()
})

describe('a listener for TCP', () => {
  test('ends a connection whose message takes too long', async () => {
    const seen = new EventEmitter()
    const socket = await dial(() => seen.emit('message'))
    const arrived = once(seen, 'message')
    // A whole message and the beginning of another.
    socket.write(Buffer.from([0x30, 0x01, 0x00, 0x30, 0x05, 0x00]))
    await arrived
    const closed = once(socket.resume(), 'close')
    clock.advance(defaultTcpLimits.messageMs + 1)
    await closed
    expect(socket.destroyed).toBe(true)
  })

  test('cuts off a peer that does not read its answers', async () => {
    const socket = await dial((_packet, peer, transport) => {
      for (let n = 0; n < 2_000; n++) {
        const writer = new BerWriter()
        writer.reset()
        writer.octetString(0x04, Buffer.alloc(40_000))
        transport.send(writer, peer)
      }
    })
    socket.on('error', () => undefined)
    socket.pause()
    socket.write(Buffer.from([0x30, 0x00]))
    socket.resume()
    await once(socket, 'close')
    expect(socket.bytesRead).toBeLessThan(2_000 * 40_000)
  })
})
