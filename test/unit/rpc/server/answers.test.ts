import { describe, expect, test } from 'vitest'
import { VirtError } from '../../../../src/core/errors/index.ts'
import type { Authenticator } from '../../../../src/rpc/auth/authenticator.ts'
import { SaslAuthenticator } from '../../../../src/rpc/auth/authenticators.ts'
import { encodeArgs, MessageStatus, MessageType, programs } from '../../../../src/rpc/wire/index.ts'
import { hostEntry, type RawClient, TestServer } from './support.ts'

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }
const isActive = 150
const create = { procedure: 9 } as const
const domainArgs = encodeArgs('remote', 'DOMAIN_IS_ACTIVE', { dom })

/** Sends something on an open connection and answers what the server says of it. */
async function answerTo(send: (client: RawClient) => void, choice = {}, open = true) {
  await using server = await TestServer.start(choice)
  const client = await server.client(open)
  send(client)
  const { number, domain, message } = await client.error()
  // Whatever it was, the connection lives on.
  expect(await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 10 })).toEqual({ supported: 1 })
  return { number, domain, message }
}

describe('the server answers as libvirt does', () => {
  test('a procedure that there is not', async () => {
    const answer = await answerTo((client) => client.send({ procedure: 4711 }))
    expect(answer).toEqual({ number: 3, domain: 'rpc', message: 'unknown procedure: 4711' })
  })

  test('a call with the number of an event', async () => {
    const answer = await answerTo((client) => client.send({ procedure: 318 }))
    expect(answer).toEqual({ number: 3, domain: 'rpc', message: 'unknown procedure: 318' })
  })

  test.each([
    [{ program: 12 }, 'Cannot find program 12 version 1'],
    [{ version: 2 }, `Cannot find program ${programs.remote.number} version 2`],
    [{ program: programs.admin.number }, `Cannot find program ${programs.admin.number} version 1`],
    [{ program: programs.keepalive.number }, `Cannot find program ${programs.keepalive.number} version 1`],
  ])('a program or version that it does not serve (%j)', async (header, message) => {
    const answer = await answerTo((client) => client.send(header))
    expect(answer).toEqual({ number: 39, domain: 'rpc', message })
  })

  test('a call with a status', async () => {
    const answer = await answerTo((client) => client.send({ ...create, status: 1 }, domainArgs))
    expect(answer).toEqual({ number: 39, domain: 'rpc', message: 'Unexpected message status 1' })
  })

  test('a body that is cut off', async () => {
    const answer = await answerTo((client) => client.send(create))
    expect(answer).toEqual({ number: 39, domain: 'rpc', message: 'Unable to decode message payload' })
  })

  test('a body with more behind it is no fault', async () => {
    await using server = await TestServer.start({ handlers: { DOMAIN_IS_ACTIVE: () => ({ active: 1 }) } })
    const client = await server.client()
    client.send({ procedure: isActive }, (writer) => {
      domainArgs(writer)
      writer.int(7)
    })
    expect((await client.next()).header.status).toBe(MessageStatus.OK)
  })

  test('a call of an object before the connection is open', async () => {
    const answer = await answerTo((client) => client.send(create, domainArgs), {}, false)
    const message = 'internal error: hypervisor connection not open'
    expect(answer).toEqual({ number: 1, domain: 'rpc', message })
  })

  test('a feature other than that of pings before the connection is open', async () => {
    const answer = await answerTo(
      (client) => void client.begin('CONNECT_SUPPORTS_FEATURE', { feature: 14 }),
      {},
      false,
    )
    expect(answer.message).toBe('internal error: hypervisor connection not open')
  })

  test('a connection that is opened twice', async () => {
    const answer = await answerTo((client) => void client.begin('CONNECT_OPEN', { name: null, flags: 0 }))
    expect(answer).toEqual({ number: 1, domain: 'rpc', message: 'internal error: connection already open' })
  })

  test('a URI that it has no connection for, with those that it has', async () => {
    const name = 'qemu:///system'
    const answer = await answerTo(
      (client) => void client.begin('CONNECT_OPEN', { name, flags: 0 }),
      {},
      false,
    )
    const message =
      'no connection driver available for qemu:///system; this gateway has test:///default (virtgate:///one)'
    expect(answer).toEqual({ number: 5, domain: 'none', message })
  })

  test('a connection that is lost, with the reason', async () => {
    const host = hostEntry('one', 'test:///default', 'unreachable')
    const hosts = [{ ...host, attrs: { ...host.attrs, statusText: 'its host is off' } }]
    const answer = await answerTo(
      (client) => void client.begin('CONNECT_OPEN', { name: '', flags: 0 }),
      { hosts },
      false,
    )
    expect(answer.message).toBe("connection 'one' is unreachable: its host is off")
  })

  test.each([
    ['DOMAIN_IS_ACTIVE', { dom }, 'domain', 'virDomainIsActive'],
    ['STORAGE_VOL_GET_INFO', { vol: { pool: 'p', name: 'v', key: 'k' } }, 'storage', 'virStorageVolGetInfo'],
    ['NWFILTER_LOOKUP_BY_NAME', { name: 'f' }, 'nwfilter', 'virNWFilterLookupByName'],
  ] as const)('a call that nothing answers (%s)', async (name, args, domain, api) => {
    const answer = await answerTo((client) => void client.begin(name, args as never))
    const message = `this function is not supported by the connection driver: ${api}`
    expect(answer).toEqual({ number: 3, domain, message })
  })

  test('an operation that the hypervisor does not have', async () => {
    const handlers = {
      DOMAIN_CREATE: () => {
        throw new VirtError('noSupport', "the driver of connection 'one' does not provide 'domain.start'")
      },
    }
    const answer = await answerTo((client) => client.send(create, domainArgs), { handlers })
    const message = 'this function is not supported by the connection driver: virDomainCreate'
    expect(answer).toEqual({ number: 3, domain: 'domain', message })
  })

  test('an error of the engine comes from the driver of the connection', async () => {
    const handlers = {
      DOMAIN_CREATE: async () => {
        throw new VirtError('operationInvalid', 'domain is running already')
      },
    }
    const answer = await answerTo((client) => client.send(create, domainArgs), { handlers })
    const message = 'Requested operation is not valid: domain is running already'
    expect(answer).toEqual({ number: 55, domain: 'test', message })
  })

  test('a fault of a handler without what it was', async () => {
    const handlers = {
      DOMAIN_CREATE: () => {
        throw new TypeError('secret of the inside')
      },
    }
    const { number, message } = await answerTo((client) => client.send(create, domainArgs), { handlers })
    expect(number).toBe(1)
    expect(message).not.toContain('secret')
  })

  test('an answer that does not fit the protocol', async () => {
    const handlers = { DOMAIN_IS_ACTIVE: () => ({ active: 'yes' }) }
    const answer = await answerTo((client) => client.send({ procedure: isActive }, domainArgs), { handlers })
    expect(answer.number).toBe(1)
  })
})

describe('a client that has not said who it is', () => {
  const unknown = { begin: () => new SaslAuthenticator({ offered: [] } as never) as Authenticator }

  test.each([
    ['CONNECT_OPEN', { name: null, flags: 0 }],
    ['CONNECT_SUPPORTS_FEATURE', { feature: 10 }],
    ['DOMAIN_CREATE', { dom }],
  ] as const)('is refused %s', async (name, args) => {
    await using server = await TestServer.start({ authentication: unknown })
    const client = await server.client(false)
    client.begin(name, args as never)
    const { number, message } = await client.error()
    expect([number, message]).toEqual([39, 'authentication required'])
    expect(await client.call('AUTH_LIST', undefined)).toEqual({ types: [1] })
  })

  test('is answered a ping', async () => {
    await using server = await TestServer.start({ authentication: unknown })
    const client = await server.client(false)
    client.send({ program: programs.keepalive.number, procedure: 1, type: MessageType.MESSAGE, serial: 0 })
    const { header } = await client.next()
    expect([header.program, header.procedure, header.type]).toEqual([programs.keepalive.number, 2, 2])
  })
})

describe('what means nothing', () => {
  test.each([
    ['a reply', { type: MessageType.REPLY }],
    ['data of a stream that there is not', { type: MessageType.STREAM, status: MessageStatus.CONTINUE }],
    ['a message of another program', { type: MessageType.MESSAGE }],
    ['a type that there is not', { type: 99 }],
    ['a keepalive message that there is not', { program: programs.keepalive.number, procedure: 9, type: 2 }],
  ])('(%s) is dropped without an answer', async (_, header) => {
    await using server = await TestServer.start()
    const client = await server.client()
    client.send(header)
    expect(await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 14 })).toEqual({ supported: 1 })
  })

  test.each([27, 33_554_437, 0xffff_ffff])('(a length of %d) ends the connection', async (length) => {
    await using server = await TestServer.start()
    const client = await server.client()
    const word = Buffer.alloc(4)
    word.writeUInt32BE(length)
    client.socket.write(word)
    await client.closed
    expect(client.unread).toEqual([])
  })
})

test('CONNECT_CLOSE is answered, then the connection ends', async () => {
  await using server = await TestServer.start()
  const client = await server.client()
  expect(await client.call('CONNECT_CLOSE', undefined)).toBeUndefined()
  await client.closed
  expect(server.server.size).toBe(0)
})
