import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDomain } from '../../../../src/core/config/index.ts'
import { hostKey } from '../../../../src/core/driver.ts'
import type { Attrs } from '../../../../src/core/model/index.ts'
import { configAttrs } from '../../../../src/drivers/shared/domain-record.ts'
import { loadUuid } from '../../../../src/drivers/test/load.ts'
import { type Bench, openBench } from './fixture.ts'

const count = 100_000

describe('a hundred thousand domains', () => {
  let bench: Bench
  let close: () => Promise<void>
  let records: Array<Attrs<'domain'>>
  beforeAll(async () => {
    ;({ bench, close } = await openBench(`test:///default?domains=${count}`))
    records = bench.changes.flatMap((change) =>
      change.kind === 'put' && change.type === 'domain' ? [change.attrs] : [],
    )
  })
  afterAll(() => close())

  test('are all there, each once, beside the domain test', () => {
    expect(records).toHaveLength(count + 1)
    expect(new Set(records.map(({ uuid }) => uuid)).size).toBe(count + 1)
    expect(new Set(records.map(({ name }) => name)).size).toBe(count + 1)
    expect(records[1]).toMatchObject({ name: 'load-000001', uuid: loadUuid(1) })
    expect(records.at(-1)?.name).toBe('load-100000')
  })

  test('have ids of their own while they run, and addresses of their own', () => {
    const ids = records.filter(({ id }) => id > 0).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const macs = records.flatMap(({ interfaces }) => interfaces.map(({ mac }) => mac))
    expect(new Set(macs).size).toBe(macs.length)
  })

  test('are in a mix of states', () => {
    const counts = new Map<string, number>()
    for (const { state } of records) counts.set(state, (counts.get(state) ?? 0) + 1)
    expect(counts.get('running')).toBeGreaterThan(count / 2)
    for (const state of ['shutoff', 'paused', 'pmsuspended'])
      expect(counts.get(state)).toBeGreaterThan(count / 50)
  })

  test('have documents that say what their records say', async () => {
    for (const index of [1, 2, 3, 4, 5, 777, count]) {
      const record = records[index]
      if (record === undefined) throw new Error(`domain ${index} is not there`)
      const xml = await bench.call('domain.getXml', record.uuid, { inactive: record.persistent })
      expect(record).toMatchObject({ ...configAttrs(parseDomain(xml)), osType: 'linux' })
    }
  })

  test('have counters that move', async () => {
    const sweep = async (keys?: readonly string[]) => {
      const all = new Map<string, { cpuTime?: bigint }>()
      const batches = bench.connection.sweep?.('domain', keys, new AbortController().signal) ?? []
      for await (const batch of batches) for (const [key, counters] of batch) all.set(key, counters)
      return all
    }
    const before = await sweep()
    expect(before.size).toBe(count + 1)
    bench.clock.advance(10_000)
    const active = records.filter(({ id }) => id > 0).slice(0, 500)
    const after = await sweep(active.map(({ uuid }) => uuid))
    expect(after.size).toBe(500)
    for (const [key, { cpuTime }] of after) expect(cpuTime).toBeGreaterThan(before.get(key)?.cpuTime ?? 0n)
  })

  test('are started, stopped and defined like any other', async () => {
    const off = records.find(({ state }) => state === 'shutoff')?.uuid ?? ''
    bench.forget()
    await bench.call('domain.start', off, {})
    await bench.call('domain.destroy', off, {})
    expect(bench.events()).toEqual(['started/booted', 'stopped/destroyed'])
    await bench.call('domain.setMetadata', off, { type: 'title', value: 'mine' })
    expect(bench.record('domain', off)?.title).toBe('mine')
    const xml = `<domain type='test'><name>new</name><memory>1024</memory><os><type>hvm</type></os></domain>`
    const key = await bench.call('domain.define', hostKey, { xml })
    expect(bench.record('domain', key)?.name).toBe('new')
  })
})
