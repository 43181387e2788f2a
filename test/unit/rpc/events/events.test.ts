import { afterEach, describe, expect, test } from 'vitest'
import type { Caller } from '../../../../src/core/access/caller.ts'
import { globalKey } from '../../../../src/core/contracts.ts'
import { eventHandlers } from '../../../../src/rpc/events/handlers.ts'
import type { RemoteEvents } from '../../../../src/rpc/wire/generated/types.ts'
import { decodeArgs, procedureByNumber } from '../../../../src/rpc/wire/index.ts'
import { everything, openBench, type RpcBench } from '../support.ts'

const testUuid = '6695eb01-f6a4-8304-79aa-97f2502e193f'
const otherUuid = '11111111-1111-1111-1111-111111111111'

const closers: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function opened(caller: Caller = everything): Promise<RpcBench> {
  const bench = await openBench(eventHandlers, { caller })
  closers.push(() => bench.close())
  return bench
}

type Told = { [E in keyof RemoteEvents]: readonly [event: E, body: RemoteEvents[E]] }[keyof RemoteEvents]

/** The events that the client was told, as it reads them. */
function told(bench: RpcBench): Told[] {
  return bench.packets.splice(0).map((bytes) => {
    const packet = Buffer.from(bytes)
    expect(packet.readUInt32BE(0)).toBe(packet.length)
    // MESSAGE, serial 1, status OK
    expect([packet.readInt32BE(16), packet.readUInt32BE(20), packet.readInt32BE(24)]).toEqual([2, 1, 0])
    const event = procedureByNumber('remote', packet.readInt32BE(12))?.name ?? ''
    return [event, decodeArgs('remote', event, packet.subarray(28))] as Told
  })
}

function invoke(bench: RpcBench, op: 'domain.suspend' | 'domain.resume' | 'domain.destroy' | 'domain.start') {
  const key = globalKey('here', testUuid)
  return bench.gateway.operations.invoke(op, { type: 'domain', key }, {}, everything)
}

const domain = (bench: RpcBench, eventID: number, uuid?: string) =>
  bench.call('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', {
    eventID,
    dom: uuid === undefined ? null : { name: 'x', uuid, id: -1 },
  })

describe('registrations', () => {
  test('are numbered from 0 for all kinds of objects together, and numbers are never used again', async () => {
    const bench = await opened()
    expect(await domain(bench, 0)).toEqual({ callbackID: 0 })
    expect(await bench.call('CONNECT_NETWORK_EVENT_REGISTER_ANY', { eventID: 0, net: null })).toEqual({
      callbackID: 1,
    })
    expect(await bench.call('CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY', { eventID: 1, pool: null })).toEqual({
      callbackID: 2,
    })
    await bench.call('CONNECT_NETWORK_EVENT_DEREGISTER_ANY', { callbackID: 1 })
    expect(await bench.call('CONNECT_SECRET_EVENT_REGISTER_ANY', { eventID: 0, secret: null })).toEqual({
      callbackID: 3,
    })
  })

  test('bring one push each, a filtered one only for its object', async () => {
    const bench = await opened()
    await domain(bench, 0)
    await domain(bench, 0, testUuid)
    await domain(bench, 0, otherUuid)
    await invoke(bench, 'domain.suspend')
    const dom = { name: 'test', uuid: testUuid, id: 1 }
    expect(told(bench)).toEqual([
      ['DOMAIN_EVENT_CALLBACK_LIFECYCLE', { callbackID: 0, msg: { dom, event: 3, detail: 0 } }],
      ['DOMAIN_EVENT_CALLBACK_LIFECYCLE', { callbackID: 1, msg: { dom, event: 3, detail: 0 } }],
    ])
  })

  test('that are ended bring nothing', async () => {
    const bench = await opened()
    await domain(bench, 0)
    await domain(bench, 0, testUuid)
    await bench.call('CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY', { callbackID: 0 })
    await invoke(bench, 'domain.suspend')
    expect(told(bench).map(([, body]) => body)).toEqual([expect.objectContaining({ callbackID: 1 })])
  })

  test('end with their client', async () => {
    const bench = await opened()
    await domain(bench, 0)
    bench.leave()
    await bench.gateway.operations.invoke(
      'domain.suspend',
      { type: 'domain', key: globalKey('here', testUuid) },
      {},
      everything,
    )
    expect(bench.packets).toEqual([])
  })

  const unknown = [
    ['CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: 99, dom: null }, 'unsupported event ID 99'],
    ['CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: -1, dom: null }, 'unsupported event ID -1'],
    ['CONNECT_NETWORK_EVENT_REGISTER_ANY', { eventID: 9, net: null }, 'unsupported network event ID 9'],
    [
      'CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY',
      { eventID: 9, pool: null },
      'unsupported storage pool event ID 9',
    ],
    [
      'CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY',
      { eventID: 9, dev: null },
      'unsupported node device event ID 9',
    ],
    ['CONNECT_SECRET_EVENT_REGISTER_ANY', { eventID: 9, secret: null }, 'unsupported secret event ID 9'],
    [
      'CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY',
      { eventID: 0, dev: { name: 'x'.repeat(2000) } },
      'the object has too long a name',
    ],
    [
      'CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY',
      { callbackID: 7 },
      'domain event callback 7 not registered',
    ],
    ['CONNECT_NETWORK_EVENT_DEREGISTER_ANY', { callbackID: 7 }, 'network event callback 7 not registered'],
    [
      'CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY',
      { callbackID: 7 },
      'storage pool event callback 7 not registered',
    ],
    [
      'CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY',
      { callbackID: 7 },
      'node device event callback 7 not registered',
    ],
    ['CONNECT_DOMAIN_EVENT_REGISTER_ANY', { eventID: 16 }, 'unsupported event ID 16'],
    ['CONNECT_DOMAIN_EVENT_DEREGISTER_ANY', { eventID: 1 }, 'domain event 1 not registered'],
    ['CONNECT_DOMAIN_EVENT_DEREGISTER', undefined, 'domain event 0 not registered'],
  ] as const
  for (const [procedure, args, text] of unknown) {
    test(`${procedure} of what there is not says '${text}'`, async () => {
      const bench = await opened()
      // The pairs of procedure and arguments fit; their union does not say so.
      const error = await bench.refused(procedure as 'CONNECT_DOMAIN_EVENT_REGISTER_ANY', args as never)
      expect(error).toMatchObject({
        code: 'internalError',
        domain: 'rpc',
        message: `internal error: ${text}`,
      })
    })
  }

  test('of one kind are not ended by the call of another', async () => {
    const bench = await opened()
    await domain(bench, 0)
    const error = await bench.refused('CONNECT_NETWORK_EVENT_DEREGISTER_ANY', { callbackID: 0 })
    expect(error.message).toBe('internal error: network event callback 0 not registered')
  })
})

describe('objects that a client may not see', () => {
  test('push nothing', async () => {
    const bench = await opened({ id: 'sasl:guest', surface: 'rpc', classes: ['read'] })
    bench.gateway.setRules([
      { callers: 'sasl:guest', types: ['domain'], names: 'test', allow: [] },
      { callers: '*', allow: ['read', 'operate'] },
    ])
    await domain(bench, 0)
    await domain(bench, 0, testUuid)
    await invoke(bench, 'domain.suspend')
    expect(bench.packets).toEqual([])
    bench.gateway.setRules([])
    await invoke(bench, 'domain.resume')
    expect(told(bench)).toHaveLength(2)
  })
})

describe('registrations of old clients', () => {
  test('bring events without numbers', async () => {
    const bench = await opened()
    expect(await bench.call('CONNECT_DOMAIN_EVENT_REGISTER', undefined)).toEqual({ cb_registered: 0 })
    await invoke(bench, 'domain.destroy')
    const dom = { name: 'test', uuid: testUuid, id: -1 }
    expect(told(bench)).toEqual([['DOMAIN_EVENT_LIFECYCLE', { dom, event: 5, detail: 1 }]])
    await bench.call('CONNECT_DOMAIN_EVENT_DEREGISTER', undefined)
    await invoke(bench, 'domain.start')
    expect(bench.packets).toEqual([])
  })

  test('are one for each kind of event', async () => {
    const bench = await opened()
    await bench.call('CONNECT_DOMAIN_EVENT_REGISTER_ANY', { eventID: 0 })
    const error = await bench.refused('CONNECT_DOMAIN_EVENT_REGISTER', undefined)
    expect(error).toMatchObject({
      code: 'invalidArg',
      message: 'invalid argument: event callback already tracked',
    })
  })
})

describe('the loss of the connection to the hypervisor', () => {
  test('is told once to a client that wants to know', async () => {
    const bench = await opened()
    await bench.call('CONNECT_REGISTER_CLOSE_CALLBACK', undefined)
    await bench.call('CONNECT_REGISTER_CLOSE_CALLBACK', undefined)
    await bench.gateway.connections.close('here')
    expect(bench.pushed).toEqual([
      { program: 'remote', event: 'CONNECT_EVENT_CONNECTION_CLOSED', body: { reason: 1 } },
    ])
  })

  test('is not told to one that does not want to know any more', async () => {
    const bench = await opened()
    await bench.call('CONNECT_REGISTER_CLOSE_CALLBACK', undefined)
    await bench.call('CONNECT_UNREGISTER_CLOSE_CALLBACK', undefined)
    await bench.gateway.connections.close('here')
    expect(bench.pushed).toEqual([])
  })
})
