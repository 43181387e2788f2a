import { describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import type { Authentication, Authenticator } from '../../../../src/rpc/auth/authenticator.ts'
import { SaslAuthenticator } from '../../../../src/rpc/auth/authenticators.ts'
import type { Call, ClientSession } from '../../../../src/rpc/binding.ts'
import { Keepalive } from '../../../../src/rpc/server/keepalive.ts'
import { encodeArgs, MessageType, programs } from '../../../../src/rpc/wire/index.ts'
import { everybody, TestServer, until } from './support.ts'

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }
const ping = { program: programs.keepalive.number, procedure: 1, type: MessageType.MESSAGE, serial: 0 }
const pong = { ...ping, procedure: 2 }

/** Clients say who they are with AUTH_POLKIT, which always works. */
const asked: Authentication = {
  begin() {
    let caller: Authenticator['caller']
    const none = new SaslAuthenticator({ offered: [] } as never)
    return {
      type: 2,
      get caller() {
        return caller
      },
      saslInit: () => none.saslInit(),
      saslStart: (mechanism, data) => none.saslStart(mechanism, data),
      saslStep: (data) => none.saslStep(data),
      polkit: async () => {
        caller = everybody
      },
    }
  },
}

describe('a client that offers to answer pings', () => {
  const start = async (limits = {}) => {
    const server = await TestServer.start({
      limits: { keepaliveInterval: 5000, keepaliveCount: 2, ...limits },
    })
    const client = await server.client()
    await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 10 })
    return { server, client }
  }

  test('is asked once it is silent', async () => {
    const { server, client } = await start()
    await using _ = server
    server.clock.advance(5000)
    const { header } = await client.next()
    expect(header).toMatchObject({ program: programs.keepalive.number, procedure: 1, type: 2, serial: 0 })
  })

  test('is given up when it does not answer', async () => {
    const { server, client } = await start()
    await using _ = server
    for (const _ of ['first ping', 'second ping']) {
      server.clock.advance(5000)
      await client.next()
    }
    server.clock.advance(5000)
    await client.closed
  })

  test('stays when it answers', async () => {
    const { server, client } = await start()
    await using _ = server
    for (let round = 0; round < 5; round++) {
      server.clock.advance(5000)
      await client.next()
      client.send(pong)
      await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 14 })
    }
    expect(server.server.size).toBe(1)
  })

  test('is not asked when that is switched off', async () => {
    const { server, client } = await start({ keepaliveInterval: 0 })
    await using _ = server
    server.clock.advance(3_600_000)
    await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 14 })
    expect(client.unread).toEqual([])
  })
})

test('a client that never offered to answer pings is never asked', async () => {
  await using server = await TestServer.start()
  const client = await server.client()
  server.clock.advance(3_600_000)
  await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 14 })
  expect(client.unread).toEqual([])
})

test('whatever a client sends puts off the next ping', () => {
  const clock = new FakeClock()
  const seen: string[] = []
  const keepalive = new Keepalive({
    clock,
    interval: 10,
    count: 1,
    ping: () => seen.push('ping'),
    dead: () => seen.push('dead'),
  })
  clock.advance(9)
  keepalive.heard()
  clock.advance(9)
  expect(seen).toEqual([])
  clock.advance(1)
  expect(seen).toEqual(['ping'])
  keepalive.heard()
  clock.advance(19)
  expect(seen).toEqual(['ping', 'ping'])
  clock.advance(1)
  expect(seen).toEqual(['ping', 'ping', 'dead'])
})

describe('the number of clients', () => {
  test('is bounded', async () => {
    await using server = await TestServer.start({ limits: { maxClients: 2 } })
    const clients = [await server.client(), await server.client()]
    await (await server.client(false)).closed
    expect(server.server.size).toBe(2)
    clients[0]?.socket.destroy()
    await until(() => server.server.size === 1)
    await server.client()
  })

  test('that have not said who they are is bounded; others wait their turn', async () => {
    await using server = await TestServer.start({ authentication: asked, limits: { maxAnonymousClients: 1 } })
    const first = await server.client(false)
    await first.call('AUTH_LIST', undefined)
    const second = await server.client(false)
    const answer = second.call('AUTH_LIST', undefined)
    await first.call('AUTH_LIST', undefined)
    expect([server.server.size, server.server.anonymous]).toEqual([1, 1])
    await first.call('AUTH_POLKIT', undefined)
    expect(await answer).toEqual({ types: [2] })
    expect([server.server.size, server.server.anonymous]).toEqual([2, 1])
  })

  test('that wait is bounded, too', async () => {
    const limits = { maxAnonymousClients: 1, maxQueuedClients: 1 }
    await using server = await TestServer.start({ authentication: asked, limits })
    await (await server.client(false)).call('AUTH_LIST', undefined)
    const [waits, tooMany] = [await server.client(false), await server.client(false)]
    await tooMany.closed
    expect(waits.socket.destroyed).toBe(false)
  })
})

describe('a client is cut off', () => {
  test('when it does not say in time who it is', async () => {
    await using server = await TestServer.start({ authentication: asked })
    const [silent, known] = [await server.client(false), await server.client(false)]
    await silent.call('AUTH_LIST', undefined)
    await known.call('AUTH_POLKIT', undefined)
    server.clock.advance(60_000)
    await silent.closed
    expect(await known.call('AUTH_LIST', undefined)).toEqual({ types: [2] })
  })

  test('when it leaves a packet unfinished', async () => {
    await using server = await TestServer.start()
    const client = await server.client()
    client.socket.write(Buffer.from([0, 0, 1]))
    await until(() => {
      server.clock.advance(60_000)
      return server.server.size === 0
    })
    await client.closed
  })

  test('when it sends a longer packet than is allowed', async () => {
    await using server = await TestServer.start({ limits: { maxMessageSize: 65_536 } })
    const client = await server.client()
    client.begin('DOMAIN_CREATE', { dom: { ...dom, name: 'x'.repeat(70_000) } })
    await client.closed
  })

  test('when it does not read what it is answered', async () => {
    const xml = 'x'.repeat(4_000_000)
    await using server = await TestServer.start({ handlers: { DOMAIN_GET_XML_DESC: () => ({ xml }) } })
    const client = await server.client()
    client.socket.pause()
    for (let i = 0; i < 20; i++) client.begin('DOMAIN_GET_XML_DESC', { dom, flags: 0 })
    const session = server.server.client(1)?.session
    await until(() => (session?.backlog ?? 0) > 2_000_000)
    server.clock.advance(60_000)
    await until(() => server.server.size === 0)
  })

  test('when it does not read its events', async () => {
    let session: ClientSession | undefined
    const handler = (call: Call) => {
      session = call.session
      return { active: 1 }
    }
    await using server = await TestServer.start({ handlers: { DOMAIN_IS_ACTIVE: handler } })
    const client = await server.client()
    await client.call('DOMAIN_IS_ACTIVE', { dom })
    client.socket.pause()
    const event = Buffer.alloc(1_000_000)
    for (let i = 0; i < 40; i++) session?.pushPacket(event)
    await until(() => server.server.size === 0)
    expect(session?.ended.aborted).toBe(true)
  })
})

test('no more is made for a client than it reads', async () => {
  let made = 0
  const handler = () => {
    made++
    return { xml: 'x'.repeat(300_000) }
  }
  await using server = await TestServer.start({ handlers: { DOMAIN_GET_XML_DESC: handler } })
  const client = await server.client()
  client.socket.pause()
  const args = encodeArgs('remote', 'DOMAIN_GET_XML_DESC', { dom, flags: 0 })
  for (let i = 0; i < 40; i++) client.send({ procedure: 14, serial: 100 + i }, args)
  await until(() => made > 1)
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(made).toBeLessThan(20)
  client.socket.resume()
  await until(() => made === 40)
})

test('a server that ends lets calls that run end first', async () => {
  let end = (_: unknown) => {}
  const handler = () => new Promise((resolve) => (end = resolve))
  await using server = await TestServer.start({ handlers: { DOMAIN_IS_ACTIVE: handler } })
  const client = await server.client()
  client.begin('DOMAIN_IS_ACTIVE', { dom })
  await until(() => server.server.client(1)?.session.busy === 1)
  const closing = server.server.close(new AbortController().signal)
  end({ active: 1 })
  await until(() => server.server.client(1)?.session.busy !== 1)
  server.clock.advance(10)
  await client.next()
  await client.closed
  await closing
})
