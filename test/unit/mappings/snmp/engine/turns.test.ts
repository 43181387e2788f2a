import { describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../../src/core/lib/clock.ts'
import { Inbox } from '../../../../../src/mappings/snmp/engine/inbox.ts'
import { defineTable, type MibModule } from '../../../../../src/mappings/snmp/engine/module.ts'
import { OrderedIndex } from '../../../../../src/mappings/snmp/engine/ordered-index.ts'
import { RateLimit } from '../../../../../src/mappings/snmp/engine/rate-limit.ts'
import { SetMemory } from '../../../../../src/mappings/snmp/engine/set-memory.ts'
import { community, decodeCommunity, pdu } from '../../../../wire/snmp/support/ber.ts'
import { InProcessAgent } from '../../../../wire/snmp/support/in-process.ts'
import { sampleRoot as root, sampleModule } from '../../../../wire/snmp/support/sample-module.ts'

const peer = { address: '127.0.0.1', port: 1 }
const transport = { send: () => undefined }
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('the inbox', () => {
  test('handles cheap datagrams at once', () => {
    let handled = 0
    const inbox = new Inbox(() => {
      handled++
      return 1
    })
    for (let i = 0; i < 100; i++) inbox.push(Buffer.alloc(1), peer, transport)
    expect(handled).toBe(100)
  })

  test('lets the event loop turn after a bounded amount of work, and keeps the order', async () => {
    const handled: number[] = []
    const inbox = new Inbox((packet) => {
      handled.push(packet[0] ?? 0)
      return 500
    })
    for (let i = 0; i < 10; i++) inbox.push(Buffer.of(i), peer, transport)
    expect(handled).toEqual([0, 1, 2, 3])
    await turn()
    expect(handled).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    await turn()
    expect(handled).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('drops what exceeds its queue and counts it', () => {
    const inbox = new Inbox(() => 100_000)
    for (let i = 0; i < 1_100; i++) inbox.push(Buffer.alloc(1), peer, transport)
    expect(inbox.dropped).toBe(1_100 - 1 - 1_024)
  })
})

describe('a request that takes more than its slice', () => {
  test.each([
    ['GET', 0xa0, `${root}.1.1.0`],
    ['GETNEXT', 0xa1, `${root}.1.1`],
    ['GETBULK', 0xa5, `${root}.1.1`],
  ])('%s is answered in full after several turns, and others in between', async (_what, tag, name) => {
    const under = agent([sampleModule()])
    const names = Array.from({ length: 200 }, () => name)
    under.put(community(1, 'public', pdu(tag, 1, names, tag === 0xa5 ? [0, 50] : [0, 0])))
    expect(under.answers).toHaveLength(0)
    expect(under.askCommunity(pdu(0xa0, 2, [`${root}.1.1.0`])).id).toBe(2)
    under.answers.length = 0
    const answer = decodeCommunity(await under.next())
    expect(answer.variables).toHaveLength(200)
    expect(answer).toMatchObject({ id: 1, status: 0 })
    expect(new Set(answer.variables.map(({ value }) => value))).toEqual(new Set(['"hello"']))
  })

  test('finds its way over a long stretch of rows that have nothing to show', async () => {
    const under = agent([sparseModule(1_000)])
    under.put(community(1, 'public', pdu(0xa1, 1, ['1.3.6.1.9.1.1.2'])))
    expect(under.answers).toHaveLength(0)
    expect(decodeCommunity(await under.next()).variables).toMatchObject([{ name: '1.3.6.1.9.1.1.2.1000' }])
  })

  test('goes on behind rows that went away between its turns', async () => {
    const module = sparseModule(1_000)
    const under = agent([module])
    under.put(community(1, 'public', pdu(0xa1, 1, ['1.3.6.1.9.1.1.2'])))
    for (let i = 1; i < 900; i++) module.rows.delete([i])
    expect(decodeCommunity(await under.next()).variables).toMatchObject([{ name: '1.3.6.1.9.1.1.2.1000' }])
  })

  test('is given up with genErr after its time', async () => {
    const under = agent([sparseModule(1_000)], 50)
    under.put(community(1, 'public', pdu(0xa1, 1, ['1.3.6.1.9.1.1.2'])))
    under.clock.advance(51)
    expect(decodeCommunity(await under.next())).toMatchObject({ status: 5, index: 1 })
  })
})

describe('the rate limit', () => {
  test('lets a burst and then so many a second through for each address', () => {
    const clock = new FakeClock()
    const limit = new RateLimit(10, () => clock.monotonic())
    const passed = (address: string) =>
      Array.from({ length: 100 }, () => limit.take(address)).filter(Boolean).length
    expect(passed('a')).toBe(20)
    expect(passed('b')).toBe(20)
    clock.advance(500)
    expect(passed('a')).toBe(5)
  })

  test('forgets addresses rather than growing', () => {
    const limit = new RateLimit(1, () => 0)
    limit.take('first')
    limit.take('first')
    expect(limit.take('first')).toBe(false)
    for (let i = 0; i < 3_000; i++) limit.take(`address ${i}`)
    expect(limit.take('first')).toBe(true)
  })
})

describe('the memory of SETs', () => {
  test('forgets a request after its window', async () => {
    const clock = new FakeClock()
    const memory = new SetMemory(() => clock.monotonic(), 1_000)
    const run = async () => ({ status: 'noError', index: 0 }) as const
    expect(memory.once('k', run).repeated).toBe(false)
    clock.advance(999)
    expect(memory.once('k', run).repeated).toBe(true)
    clock.advance(1)
    expect(memory.once('k', run).repeated).toBe(false)
  })
})

/** An agent whose slices end at the first look at the clock. */
function agent(modules: readonly MibModule[], requestMs = 2_000): InProcessAgent {
  return new InProcessAgent({
    access: { communities: [{ name: 'public', view: 'all' }] },
    modules,
    limits: { sliceMs: 0, requestMs, bulkMessage: 65_507 },
  })
}

/** A column that only the last row has. */
function sparseModule(count: number): MibModule & { rows: OrderedIndex<number> } {
  const rows = new OrderedIndex<number>()
  for (let i = 1; i <= count; i++) rows.set([i], i)
  const table = defineTable<number>({
    name: 'sparseTable',
    entry: [1, 3, 6, 1, 9, 1, 1],
    rows,
    columns: [{ id: 2, name: 'sparse', syntax: 'Integer32', get: (i) => (i === count ? i : undefined) }],
  })
  return { name: 'SPARSE-MIB', rows, tables: [table] }
}
