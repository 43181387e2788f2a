import { expect, test } from 'vitest'
import type { SweepBatch } from '../../../../src/core/driver.ts'
import type { Sweep } from '../../../../src/core/inventory/counter-sweeps.ts'
import { Inventory } from '../../../../src/core/inventory/inventory.ts'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { domainAttrs, recordingLogger, until, uuidOf } from '../engine/fake-driver.ts'

interface Ask {
  readonly keys: readonly string[] | undefined
  readonly signal: AbortSignal
  give(batch: SweepBatch): void
  end(): void
  fail(error: Error): void
}

/** An inventory whose sweeps wait for the test to answer them. */
function makeSweeps(domains = 3) {
  const clock = new FakeClock()
  const log = recordingLogger()
  const inventory = new Inventory({ clock, log, sweepMs: 30_000 })
  for (let n = 1; n <= domains; n++) inventory.put('one', 'domain', uuidOf(n), domainAttrs(uuidOf(n)))
  const asks: Ask[] = []
  const sweep: Sweep = (_type, keys, signal) => {
    const stream = new TransformStream<SweepBatch, SweepBatch>(
      undefined,
      { highWaterMark: 100 },
      { highWaterMark: 100 },
    )
    const writer = stream.writable.getWriter()
    writer.closed.catch(() => {})
    asks.push({
      keys,
      signal,
      give: (batch) => void writer.write(batch),
      end: () => void writer.close(),
      fail: (error) => void writer.abort(error),
    })
    return stream.readable as AsyncIterable<SweepBatch>
  }
  inventory.setSweep('one', sweep)
  return { clock, log, inventory, asks, sweep }
}

const counters = (n: number, cpuTime: bigint): SweepBatch[number] => [uuidOf(n), { cpuTime }]
const key = (n: number) => `one/${uuidOf(n)}`

test('many who want fresh counters share one sweep', async () => {
  const { inventory, asks } = makeSweeps()
  const first = inventory.refresh('domain', 'one', 1000)
  expect(inventory.refresh('domain', 'one', 0)).toBe(first)
  asks[0]?.give([counters(1, 5n)])
  asks[0]?.end()
  await first
  expect(asks).toHaveLength(1)
  expect(inventory.counters('domain', key(1))).toEqual({ at: 0, values: { cpuTime: 5n } })
})

test('counters that are young enough are answered at once', async () => {
  const { inventory, asks, clock } = makeSweeps()
  const sweep = inventory.refresh('domain', 'one', 1000)
  asks[0]?.end()
  await sweep
  clock.advance(1000)
  expect(inventory.refresh('domain', 'one', 1000)).toBeUndefined()
  clock.advance(1)
  expect(inventory.refresh('domain', 'one', 1000)).toBeInstanceOf(Promise)
})

test('portions are seen as they come, before the sweep has ended', async () => {
  const { inventory, asks } = makeSweeps()
  const sweep = inventory.refresh('domain', 'one', 0)
  asks[0]?.give([counters(1, 1n)])
  await until(() => inventory.counters('domain', key(1)) !== undefined)
  expect(inventory.counters('domain', key(2))).toBeUndefined()
  asks[0]?.give([counters(2, 2n)])
  asks[0]?.end()
  await sweep
  expect(inventory.counters('domain', key(2))?.values).toEqual({ cpuTime: 2n })
})

test('a sweep that fails resolves, is logged, leaves the old counters and is not repeated at once', async () => {
  const { inventory, asks, clock, log } = makeSweeps()
  const first = inventory.refresh('domain', 'one', 0)
  asks[0]?.give([counters(1, 1n)])
  asks[0]?.end()
  await first
  clock.advance(5000)
  const second = inventory.refresh('domain', 'one', 0)
  asks[1]?.fail(new Error('hypervisor busy'))
  await expect(second).resolves.toBeUndefined()
  expect(inventory.counters('domain', key(1))).toEqual({ at: 0, values: { cpuTime: 1n } })
  expect(log.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
  expect(inventory.refresh('domain', 'one', 0)).toBeUndefined()
  clock.advance(1001)
  expect(inventory.refresh('domain', 'one', 0)).toBeInstanceOf(Promise)
})

test('a sweep that takes too long is given up and its signal aborted', async () => {
  const { inventory, asks, clock } = makeSweeps()
  const sweep = inventory.refresh('domain', 'one', 0)
  clock.advance(30_000)
  await sweep
  expect(asks[0]?.signal.aborted).toBe(true)
})

test('a connection that cannot be asked has nothing to refresh', async () => {
  const { inventory } = makeSweeps()
  inventory.setSweep('one', undefined)
  expect(inventory.refresh('domain', 'one', 0)).toBeUndefined()
  expect(inventory.refresh('domain', 'two', 0)).toBeUndefined()
  const entry = inventory.get('domain', key(1))
  expect(entry && (await inventory.fresh(entry, 0))).toBeUndefined()
})

test('the end of a connection ends its sweep without a complaint', async () => {
  const { inventory, log } = makeSweeps()
  const sweep = inventory.refresh('domain', 'one', 0)
  await inventory.removeConnection('one')
  await sweep
  expect(log.lines).toEqual([])
})

test('single readers of one turn are served by one small sweep', async () => {
  const { inventory, asks } = makeSweeps()
  const entries = [...inventory.list('domain')].slice(0, 2)
  const answers = Promise.all(entries.map((entry) => inventory.fresh(entry, 0)))
  await until(() => asks.length > 0)
  expect(asks[0]?.keys).toEqual([uuidOf(1), uuidOf(2)])
  asks[0]?.give([counters(1, 1n), counters(2, 2n)])
  asks[0]?.end()
  expect(await answers).toMatchObject([{ values: { cpuTime: 1n } }, { values: { cpuTime: 2n } }])
  expect(asks).toHaveLength(1)
})

test('who wants an object that is being read already waits for that', async () => {
  const { inventory, asks } = makeSweeps()
  const entry = inventory.get('domain', key(1))
  if (!entry) throw new Error('the domain is not there')
  const first = inventory.fresh(entry, 0)
  await until(() => asks.length === 1)
  const second = inventory.fresh(entry, 0)
  asks[0]?.give([counters(1, 1n)])
  asks[0]?.end()
  expect(await second).toEqual(await first)
  expect(asks).toHaveLength(1)
})

test('many single readers of one turn are served by one sweep of all', async () => {
  const { inventory, asks } = makeSweeps(40)
  const answers = Promise.all(Array.from(inventory.list('domain'), (entry) => inventory.fresh(entry, 0)))
  await until(() => asks.length > 0)
  expect(asks.map((ask) => ask.keys)).toEqual([undefined])
  asks[0]?.end()
  await answers
})

test('counters of an object that is not there are dropped, and go with their object', async () => {
  const { inventory, asks } = makeSweeps(1)
  const sweep = inventory.refresh('domain', 'one', 0)
  asks[0]?.give([counters(1, 1n), counters(99, 1n)])
  asks[0]?.end()
  await sweep
  inventory.remove('one', 'domain', uuidOf(1))
  expect(inventory.counters('domain', key(1))).toBeUndefined()
  expect(inventory.counters('domain', key(99))).toBeUndefined()
})
