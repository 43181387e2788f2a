import { describe, expect, test } from 'vitest'
import type { ByteStream } from '../../../../src/core/lib/byte-stream.ts'
import type { Authentication, Authenticator } from '../../../../src/rpc/auth/authenticator.ts'
import { SaslAuthenticator } from '../../../../src/rpc/auth/authenticators.ts'
import type { Call } from '../../../../src/rpc/binding.ts'
import { InputBudget } from '../../../../src/rpc/server/input-budget.ts'
import { MessageType, packet, programs } from '../../../../src/rpc/wire/index.ts'
import { everybody, heldHandler, hostEntry, nativeHere, TestServer, until } from './support.ts'

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }
const MIB = 1024 * 1024

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

/** Waits for so many turns of the event loop, in which the sockets of this process get on. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** The beginning of a packet that says that it is so long. */
function begun(length: number, sent: number): Buffer {
  const bytes = Buffer.alloc(sent)
  bytes.writeUInt32BE(length)
  return bytes
}

describe('what is kept for a client', () => {
  test('stays small when it pings on and on and reads no answer', async () => {
    await using server = await TestServer.start()
    const client = await server.client()
    client.socket.pause()
    const ping = { program: programs.keepalive.number, procedure: 1, type: MessageType.MESSAGE, serial: 0 }
    const one = packet({ ...ping, status: 0 })
    client.socket.write(Buffer.concat(Array<Buffer>(400_000).fill(one)))
    const [{ session } = { session: { backlog: 0 } }] = server.server.clients
    await until(() => session.backlog > MIB)
    await turns(500)
    expect(session.backlog).toBeLessThan(2 * MIB)
  })

  test('is not kept of calls that wait once it is gone', async () => {
    const { handler, arrived, calls } = heldHandler()
    await using server = await TestServer.start({
      handlers: { DOMAIN_GET_XML_DESC: handler },
      limits: { maxWorkers: 1, prioWorkers: 0 },
    })
    const other = await server.client()
    other.begin('DOMAIN_GET_XML_DESC', { dom, flags: 0 })
    await arrived(1)
    const client = await server.client()
    for (let i = 0; i < 3; i++) client.begin('DOMAIN_GET_XML_DESC', { dom, flags: 0 })
    await until(() => server.server.slots.waiting === 3)
    client.socket.destroy()
    await until(() => server.server.size === 1)
    expect(server.server.slots.waiting).toBe(0)
    calls[0]?.({ xml: '' })
    expect((await other.next()).header.status).toBe(0)
  })

  test('is bounded for all together: the one that has sent most goes', async () => {
    await using server = await TestServer.start({ input: new InputBudget(MIB) })
    const first = await server.client()
    const second = await server.client()
    first.socket.write(begun(4 * MIB, 700_000))
    await turns(50)
    second.socket.write(begun(4 * MIB, 600_000))
    await first.closed
    expect([...server.server.clients]).toHaveLength(1)
  })

  test('is forgotten when its packets are answered', async () => {
    const input = new InputBudget(MIB)
    await using server = await TestServer.start({
      input,
      handlers: { DOMAIN_GET_XML_DESC: () => ({ xml: '' }) },
    })
    const client = await server.client()
    for (let i = 0; i < 5; i++) {
      await client.call('DOMAIN_GET_XML_DESC', { dom: { ...dom, name: 'x'.repeat(500_000) }, flags: 0 })
    }
    expect(input.total).toBe(0)
  })

  test('is little before it has said who it is', async () => {
    await using server = await TestServer.start({ authentication: asked })
    const stranger = await server.client(false)
    stranger.socket.write(begun(MIB, 100))
    await stranger.closed
    const known = await server.client(false)
    await known.call('AUTH_POLKIT', undefined)
    known.socket.write(begun(MIB, 100))
    await turns(50)
    expect(server.server.size).toBe(1)
  })

  test('is enough for the longest data of SASL', async () => {
    await using server = await TestServer.start({ authentication: asked })
    const client = await server.client(false)
    client.begin('AUTH_SASL_START', { mech: 'PLAIN', nil: 0, data: new Uint8Array(65_536) })
    expect(await client.error()).toMatchObject({ code: 'authFailed' })
  })

  test('is no stream more than two hundred and fifty-six', async () => {
    let aborted = 0
    const silent = (): ByteStream => ({
      incoming: {
        [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
      },
      write: async () => {},
      finish: async () => {},
      abort: async () => {
        aborted++
      },
    })
    await using server = await TestServer.start({
      handlers: { DOMAIN_OPEN_CONSOLE: (call: Call) => call.stream(silent()) },
    })
    const client = await server.client()
    for (let i = 0; i < 256; i++) await client.call('DOMAIN_OPEN_CONSOLE', { dom, dev_name: null, flags: 0 })
    const more = client.call('DOMAIN_OPEN_CONSOLE', { dom, dev_name: null, flags: 0 })
    await expect(more).rejects.toMatchObject({ code: 'resourceBusy' })
    expect(aborted).toBe(1)
  })
})

test('a client that waits is let in when one leaves that had said who it was', async () => {
  await using server = await TestServer.start({
    authentication: asked,
    limits: { maxClients: 2, maxAnonymousClients: 1 },
  })
  const first = await server.client(false)
  await first.call('AUTH_POLKIT', undefined)
  const second = await server.client(false)
  await until(() => server.server.size === 2)
  const third = await server.client(false)
  third.begin('AUTH_LIST', undefined)
  await turns(20)
  await second.call('AUTH_POLKIT', undefined)
  first.socket.destroy()
  expect((await third.next()).header.status).toBe(0)
})

const native = nativeHere()
describe.skipIf(!native)('descriptors of a client that only reads', () => {
  test('are not received, whatever it says', async () => {
    if (!native) return
    await using server = await TestServer.start({ native, readOnly: true })
    const client = await server.client()
    expect(await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 8 })).toEqual({ supported: 1 })
    expect(native.receiver.size).toBe(0)
    await native.close()
  })
})

test('a connection that rules hide is as if it were not there', async () => {
  await using server = await TestServer.start({
    hosts: [hostEntry('secret', 'qemu:///system'), hostEntry('one', 'test:///default')],
    operations: { permits: (_need, ref) => 'connection' in ref && ref.connection === 'one' },
  })
  const client = await server.client(false)
  for (const name of ['qemu:///system', 'virtgate:///secret']) {
    const opened = client.call('CONNECT_OPEN', { name, flags: 0 })
    await expect(opened).rejects.toMatchObject({
      code: 'noConnect',
      message: `no connection driver available for ${name}; this gateway has test:///default (virtgate:///one)`,
    })
  }
  await client.call('CONNECT_OPEN', { name: null, flags: 0 })
})
