import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { internalCaller } from '../../../src/core/access/caller.ts'
import { openGateway, type TestGateway } from './gateway.ts'
import { hasSnmpTools, TestAgent, until } from './tools.ts'

const vm = '1.3.6.1.2.1.236.1'
const gate = '1.3.6.1.4.1.32473.7666.1'
const LOAD = 200

describe.skipIf(!hasSnmpTools)('test driver, seen through SNMP', () => {
  let engine: TestGateway
  let agent: TestAgent

  beforeAll(async () => {
    engine = await openGateway({ test: 'test:///default', load: `test:///default?domains=${LOAD}` })
    agent = await TestAgent.start(engine.gateway.inventory, {
      settings: { communities: [{ name: 'public' }, { name: 'load', context: 'load' }] },
    })
  })
  afterAll(async () => {
    await agent?.close()
    await engine?.close()
  })

  const domain = () => {
    const entry = engine.gateway.inventory.findByName('domain', 'test', 'test')
    if (!entry) throw new Error('the default node has no domain test')
    return { type: 'domain', key: entry.key } as const
  }

  test('a suspend shows in the first request after it, and so does the resume', async () => {
    const state = () => agent.get(`${vm}.4.1.2.1`, `${vm}.4.1.5.1`, `${vm}.4.1.6.1`)
    const { operations } = engine.gateway
    expect(await state()).toEqual(['"test"', '1', '4'])
    await operations.invoke('domain.suspend', domain(), {}, internalCaller)
    expect(await state()).toEqual(['"test"', '3', '8'])
    await operations.invoke('domain.resume', domain(), {}, internalCaller)
    expect(await state()).toEqual(['"test"', '1', '4'])
  })

  test('counters move between two walks and never go back', async () => {
    const read = async () => BigInt((await agent.get(`${vm}.4.1.17.1`))[0] ?? '0')
    const first = await read()
    let last = first
    await until(
      async () => {
        const now = await read()
        expect(now >= last).toBe(true)
        last = now
        return now > first
      },
      30_000,
      'vmCpuTime above its first value',
    )
  })

  test('the other connection has a context of its own, with all its guests', async () => {
    const names = await agent.walk(`${vm}.4.1.2`, 'load')
    const count = engine.gateway.inventory.count('domain', 'load')
    expect(count).toBeGreaterThanOrEqual(LOAD)
    expect(names).toHaveLength(count)
  })

  test('a walk of everything ends, is strictly ordered and complete', async () => {
    const lines = await agent.walk('1.3.6.1.2.1.236', 'load')
    const oids = lines.map((line) => line.slice(1, line.indexOf(' ')).split('.').map(Number))
    for (let at = 1; at < oids.length; at++)
      expect(compare(oids[at - 1] ?? [], oids[at] ?? [])).toBeLessThan(0)
    const guests = [...engine.gateway.inventory.list('domain', 'load')]
    const disks = guests.reduce((sum, { attrs }) => sum + attrs.disks.length, 0)
    const nics = guests.reduce((sum, { attrs }) => sum + attrs.interfaces.length, 0)
    const below = (prefix: string) => lines.filter((line) => line.startsWith(`.${prefix}.`)).length
    expect(below(`${vm}.4`)).toBe(guests.length * 16)
    expect(below(`${vm}.7`)).toBe(disks * 16)
    expect(below(`${vm}.8`)).toBe(nics * 4)
  })

  test('vgUuidTable leads from a UUID to context and vmIndex', async () => {
    const { connection, attrs } = [...engine.gateway.inventory.list('domain', 'load')].at(-1) ?? raise()
    const index = Buffer.from(attrs.uuid.replaceAll('-', ''), 'hex').join('.')
    const lines = await agent.walk(`${gate}.4.1.3.${index}`)
    expect(lines).toHaveLength(1)
    const vmIndex = lines[0]?.split('INTEGER: ')[1] ?? ''
    const [name] = (await agent.walk(`${vm}.4.1.2.${vmIndex}`, connection)) as [string]
    expect(name).toContain(`"${attrs.name}"`)
  })

  test('a guest that is defined appears, one that is forgotten goes, and numbers are not given on', async () => {
    const { operations } = engine.gateway
    const number = async () => Number((await agent.get(`${vm}.2.0`))[0])
    const before = await number()
    const host = { type: 'host', key: 'test/host' } as const
    const xml = (name: string) =>
      `<domain type='test'><name>${name}</name><memory>65536</memory><os><type>hvm</type></os></domain>`
    const key = await operations.invoke('domain.define', host, { xml: xml('newcomer') }, internalCaller)
    expect(await number()).toBe(before + 1)
    const index = await indexOf('newcomer')
    await operations.invoke('domain.undefine', { type: 'domain', key }, {}, internalCaller)
    expect(await number()).toBe(before)
    await operations.invoke('domain.define', host, { xml: xml('another') }, internalCaller)
    expect(await indexOf('another')).not.toBe(index)
  })

  async function indexOf(name: string): Promise<number> {
    const line = (await agent.walk(`${vm}.4.1.2`)).find((one) => one.endsWith(`"${name}"`)) ?? ''
    return Number(line.split(' ')[0]?.split('.').at(-1))
  }
})

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((part, i) => part !== b[i])
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1)
}

function raise(): never {
  throw new Error('the connection has no domain')
}
