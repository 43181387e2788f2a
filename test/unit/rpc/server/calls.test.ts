import { describe, expect, test } from 'vitest'
import type { Call } from '../../../../src/rpc/binding.ts'
import { WorkSlots } from '../../../../src/rpc/server/work-slots.ts'
import { encodeArgs, MessageType, programs } from '../../../../src/rpc/wire/index.ts'
import { heldHandler, nativeHere, type RawClient, TestServer, until } from './support.ts'

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }
const active = { active: 1 }

/** A server whose calls of low priority wait until the test ends them. */
async function stuckServer(limits = {}) {
  const held = heldHandler()
  const server = await TestServer.start({
    limits,
    handlers: { DOMAIN_CREATE: held.handler, DOMAIN_IS_ACTIVE: () => active },
  })
  return { held, server }
}

const begin = (client: RawClient, count: number) =>
  Array.from({ length: count }, () => client.begin('DOMAIN_CREATE', { dom }))

describe('calls of one client', () => {
  test('are answered in the order in which they end', async () => {
    const { held, server } = await stuckServer()
    await using _ = server
    const client = await server.client()
    const [first, second] = begin(client, 2)
    await held.arrived(2)
    held.calls[1]?.(undefined)
    expect((await client.next()).header.serial).toBe(second)
    held.calls[0]?.(undefined)
    expect((await client.next()).header.serial).toBe(first)
  })

  test('are worked on five at a time, the others wait', async () => {
    const { held, server } = await stuckServer()
    await using _ = server
    const client = await server.client()
    begin(client, 7)
    await held.arrived(5)
    const [one] = server.server.clients
    expect([held.calls.length, one?.session.busy]).toEqual([5, 5])
    held.calls[0]?.(undefined)
    await held.arrived(6)
    expect(held.calls.length).toBe(6)
  })

  test('that wait do not hold up a ping', async () => {
    const { held, server } = await stuckServer()
    await using _ = server
    const client = await server.client()
    begin(client, 7)
    client.send({ program: programs.keepalive.number, procedure: 1, type: MessageType.MESSAGE, serial: 0 })
    expect((await client.next()).header.procedure).toBe(2)
    expect(held.calls.length).toBe(5)
  })

  test('are read no further when too much of them waits', async () => {
    const { held, server } = await stuckServer()
    await using _ = server
    const client = await server.client()
    begin(client, 5)
    await held.arrived(5)
    const large = { ...dom, name: 'x'.repeat(1024 * 1024) }
    for (let i = 0; i < 12; i++) client.begin('DOMAIN_CREATE', { dom: large })
    await until(() => client.socket.writableLength > 0)
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    // The client still holds most of it: the server has left it unread.
    expect(client.socket.writableLength).toBeGreaterThan(2 * 1024 * 1024)
  })

  test('end with it: what they wait for is told', async () => {
    let call: Call | undefined
    const held = heldHandler()
    const handler = (given: Call) => {
      call = given
      return held.handler()
    }
    await using server = await TestServer.start({ handlers: { DOMAIN_CREATE: handler } })
    const client = await server.client()
    begin(client, 1)
    await held.arrived(1)
    expect(call?.signal.aborted).toBe(false)
    client.socket.destroy()
    await until(() => call?.signal.aborted === true)
    expect(call?.signal.reason).toMatchObject({ code: 'operationAborted' })
  })
})

describe('calls of high priority', () => {
  test('pass all others when these are stuck', async () => {
    const { held, server } = await stuckServer({ maxWorkers: 2 })
    await using _ = server
    const [busy, other] = [await server.client(), await server.client()]
    begin(busy, 3)
    await held.arrived(2)
    expect(await other.call('DOMAIN_IS_ACTIVE', { dom })).toEqual(active)
    expect(held.calls.length).toBe(2)
  })

  test('have slots of their own, which others never take', () => {
    const slots = new WorkSlots({ maxWorkers: 1, prioWorkers: 1 })
    const started: string[] = []
    const ends: Array<() => void> = []
    const work = (name: string) => () => {
      started.push(name)
      return new Promise<void>((resolve) => ends.push(resolve))
    }
    for (const name of ['low 1', 'low 2']) slots.run(false, work(name))
    for (const name of ['high 1', 'high 2']) slots.run(true, work(name))
    expect(started).toEqual(['low 1', 'high 1'])
    expect([slots.busy, slots.urgentBusy, slots.waiting]).toEqual([2, 1, 2])
  })

  test('go before the others that wait', async () => {
    const slots = new WorkSlots({ maxWorkers: 1, prioWorkers: 0 })
    const started: string[] = []
    let end = () => {}
    slots.run(false, () => new Promise<void>((resolve) => (end = resolve)))
    slots.run(false, () => void started.push('low'))
    slots.run(true, () => void started.push('high'))
    end()
    await new Promise((resolve) => setImmediate(resolve))
    expect(started).toEqual(['high', 'low'])
  })

  test('start when more slots are made', () => {
    const limits = { maxWorkers: 1, prioWorkers: 0 }
    const slots = new WorkSlots(limits)
    const started: number[] = []
    for (const at of [0, 1, 2]) {
      slots.run(false, () => {
        started.push(at)
        return new Promise<void>(() => {})
      })
    }
    limits.maxWorkers = 3
    slots.refill()
    expect(started).toEqual([0, 1, 2])
  })
})

describe('descriptors', () => {
  const native = nativeHere()
  const feature = { feature: 8 }

  test('are not offered where they cannot be passed', async () => {
    await using server = await TestServer.start()
    const client = await server.client()
    expect(await client.call('CONNECT_SUPPORTS_FEATURE', feature)).toEqual({ supported: 0 })
  })

  test('that come without being offered do not bring the packets out of step', async () => {
    await using server = await TestServer.start({ handlers: { DOMAIN_CREATE_WITH_FILES: () => ({ dom }) } })
    const client = await server.client()
    client.send({ procedure: 350, type: MessageType.CALL_WITH_FDS }, (writer) =>
      encodeArgs('remote', 'DOMAIN_CREATE_WITH_FILES', { dom, flags: 0 })(writer),
    )
    expect((await client.next()).header.type).toBe(MessageType.REPLY)
    expect(await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 14 })).toEqual({ supported: 1 })
  })

  test.skipIf(!native)('are offered where they can, and the connection goes on', async () => {
    await using server = await TestServer.start({ ...(native && { native }) })
    const client = await server.client()
    expect(await client.call('CONNECT_SUPPORTS_FEATURE', feature)).toEqual({ supported: 1 })
    expect(await client.call('CONNECT_SUPPORTS_FEATURE', feature)).toEqual({ supported: 1 })
    client.socket.destroy()
    await until(() => server.server.size === 0)
    await native?.close()
  })
})
