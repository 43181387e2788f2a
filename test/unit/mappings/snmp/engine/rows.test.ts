import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listedRows } from '../../../../../src/mappings/snmp/engine/listed-rows.ts'
import { RowCursor, type RowSource } from '../../../../../src/mappings/snmp/engine/module.ts'
import { nestedRows, numberedRows } from '../../../../../src/mappings/snmp/engine/nested-rows.ts'
import { compareOids, type Oid } from '../../../../../src/mappings/snmp/engine/oid.ts'
import { OrderedIndex } from '../../../../../src/mappings/snmp/engine/ordered-index.ts'

function walk<Row>(rows: RowSource<Row>): string[] {
  const seen: string[] = []
  const at = new RowCursor<Row>()
  let after: Oid = []
  while (rows.next(after, at)) {
    seen.push(at.index.join('.'))
    after = at.index
  }
  return seen
}

/** The same walk by a new search for each step, as single GETNEXT requests do. */
function walkByRequests<Row>(rows: RowSource<Row>): string[] {
  const seen: string[] = []
  let after: Oid = []
  for (let at = new RowCursor<Row>(); rows.next(after, at); at = new RowCursor<Row>()) {
    seen.push(at.index.join('.'))
    after = [...at.index]
  }
  return seen
}

const subIdentifier = fc.oneof(fc.nat(30), fc.constantFrom(0, 4294967295, 2147483648), fc.nat(5000))

describe('OrderedIndex', () => {
  test('agrees with a sorted list over any insertions, deletions and starting points', () => {
    const key = fc.tuple(subIdentifier, subIdentifier)
    const steps = fc.array(fc.record({ key, gone: fc.boolean() }), { maxLength: 1500 })
    fc.assert(
      fc.property(steps, fc.array(subIdentifier, { maxLength: 4 }), (changes, from) => {
        const index = new OrderedIndex<string>(2)
        const model = new Map<string, number[]>()
        for (const { key: at, gone } of changes) {
          const name = at.join('.')
          if (gone) expect(index.delete(at)).toBe(model.delete(name))
          else expect(index.set(at, name)).toBe(!model.has(name))
          if (!gone) model.set(name, at)
        }
        const sorted = [...model.values()].sort(compareOids)
        expect(index.size).toBe(sorted.length)
        expect(walk(index)).toEqual(sorted.map((at) => at.join('.')))
        expect([...index.values()]).toEqual(sorted.map((at) => at.join('.')))
        const expected = sorted.find((at) => compareOids(at, from) > 0)
        const at = new RowCursor<string>()
        expect(index.next(from, at) ? at.row : undefined).toBe(expected?.join('.'))
        expect(index.get(from)).toBe(model.has(from.join('.')) ? from.join('.') : undefined)
      }),
      { numRuns: 60 },
    )
  })

  test('keeps many chunks in order when rows come ascending, descending and mixed', () => {
    for (const order of [(i: number) => i, (i: number) => 20_000 - i, (i: number) => (i * 7919) % 20_011]) {
      const index = new OrderedIndex<number>()
      for (let i = 0; i < 20_000; i++) index.set([order(i)], order(i))
      const seen = [...index.values()]
      expect(seen).toHaveLength(20_000)
      expect(seen).toEqual([...seen].sort((a, b) => a - b))
      expect(index.get([order(777)])).toBe(order(777))
    }
  })

  test('a walk stays strictly increasing while rows come and go', () => {
    const index = new OrderedIndex<number>()
    for (let i = 0; i < 3000; i += 2) index.set([i], i)
    const at = new RowCursor<number>()
    let last = -1
    let steps = 0
    while (index.next(last < 0 ? [] : at.index, at)) {
      expect(at.index[0]).toBeGreaterThan(last)
      last = at.index[0] ?? 0
      if (steps++ % 3 === 0) index.delete([last])
      if (steps % 5 === 0) index.set([last + 1], last + 1)
      if (steps % 7 === 0) index.set([Math.max(0, last - 1)], 0)
    }
    expect(last).toBeGreaterThan(2990)
  })

  test('refuses an index of another width or with a part beyond 32 bits', () => {
    const index = new OrderedIndex<number>(2)
    expect(() => index.set([1], 1)).toThrow(/2 sub-identifiers/)
    expect(() => index.set([1, 4294967296], 1)).toThrow(/32 bits/)
    expect(index.delete([1])).toBe(false)
  })

  test('an emptied index ends at once', () => {
    const index = new OrderedIndex<number>()
    expect(walk(index)).toEqual([])
    index.set([1], 1)
    index.clear()
    expect(walk(index)).toEqual([])
    expect(index.size).toBe(0)
  })
})

describe('nestedRows', () => {
  const parents = new OrderedIndex<{ cpus: number }>()
  for (const [index, cpus] of [
    [1, 2],
    [2, 0],
    [5, 3],
    [9, 0],
  ] as const) {
    parents.set([index], { cpus })
  }
  const cpus = nestedRows(
    parents,
    1,
    numberedRows((vm: { cpus: number }) => vm.cpus),
  )
  const affinity = nestedRows(
    cpus,
    2,
    numberedRows(() => 2, 196608),
  )

  test('gives the rows of each parent in order and passes over parents without any', () => {
    expect(walk(cpus)).toEqual(['1.1', '1.2', '5.1', '5.2', '5.3'])
    expect(walkByRequests(cpus)).toEqual(walk(cpus))
  })

  test('nests to three parts', () => {
    expect(walk(affinity)).toHaveLength(10)
    expect(walk(affinity).slice(0, 3)).toEqual(['1.1.196608', '1.1.196609', '1.2.196608'])
    expect(walkByRequests(affinity)).toEqual(walk(affinity))
  })

  test('finds any starting point, shorter or longer than an index', () => {
    const all = walk(affinity).map((text) => text.split('.').map(Number))
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(10), fc.nat(196612)), { maxLength: 5 }), (from) => {
        const at = new RowCursor<{ cpus: number }>()
        const expected = all.find((index) => compareOids(index, from) > 0)
        expect(affinity.next(from, at) ? at.index : undefined).toEqual(expected)
      }),
    )
  })

  test('get needs the whole index', () => {
    expect(affinity.get([1, 2, 196609])).toEqual({ cpus: 2 })
    expect(affinity.get([1, 2])).toBeUndefined()
    expect(affinity.get([1, 3, 196608])).toBeUndefined()
    expect(affinity.get([2, 1, 196608])).toBeUndefined()
  })
})

test('listedRows orders indexes of varying length', () => {
  const rows = listedRows(() => [
    { index: [2, 97, 97], row: 'aa' },
    { index: [1, 98], row: 'b' },
    { index: [1, 97], row: 'a' },
  ])
  expect(walk(rows)).toEqual(['1.97', '1.98', '2.97.97'])
  expect(rows.get([1, 98])).toBe('b')
  expect(rows.get([1])).toBeUndefined()
})
