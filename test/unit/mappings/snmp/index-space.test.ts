import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { IndexSpace, indexMemory } from '../../../../src/mappings/snmp/index-space.ts'

function space(clock = new FakeClock()) {
  return { clock, indexes: new IndexSpace(clock, { changed: () => {} }) }
}

const HOUR = 3_600_000

test('indexes are the lowest free numbers from 1', () => {
  const { indexes } = space()
  expect(['a', 'b', 'c'].map((key) => indexes.claim(key).index)).toEqual([1, 2, 3])
  expect(indexes.claim('b').index).toBe(2)
})

test('an object that comes back has its old index', () => {
  const { clock, indexes } = space()
  indexes.claim('a')
  indexes.release('a')
  clock.advance(24 * HOUR)
  expect(indexes.claim('b').index).toBe(2)
  expect(indexes.claim('a').index).toBe(1)
})

test('an index goes to another object when its owner is forgotten, not before', () => {
  const { clock, indexes } = space()
  indexes.claim('a')
  indexes.release('a')
  clock.advance(indexMemory.atMostSeconds * 1000 - 1000)
  expect(indexes.claim('b').index).toBe(2)
  clock.advance(2000)
  expect(indexes.claim('c').index).toBe(1)
  expect(indexes.find('a')).toBeUndefined()
})

test('numbers stay dense under churn: those gone longest are forgotten first, none within an hour', () => {
  const { clock, indexes } = space()
  for (let i = 0; i < indexMemory.owners + 10; i++) {
    indexes.claim(`vm${i}`)
    indexes.release(`vm${i}`)
  }
  expect(indexes.claim('early').index).toBe(indexMemory.owners + 11)
  clock.advance(HOUR)
  expect(indexes.claim('late').index).toBe(1)
  expect(indexes.find('vm11')?.index).toBe(12)
})

test('two objects that are there never share an index', () => {
  const step = fc.record({
    key: fc.integer({ min: 0, max: 40 }),
    gone: fc.boolean(),
    hours: fc.integer({ min: 0, max: 400 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const { clock, indexes } = space()
      const present = new Map<string, number>()
      for (const { key, gone, hours } of steps) {
        clock.advance(hours * HOUR)
        const name = `vm${key}`
        if (gone) {
          indexes.release(name)
          present.delete(name)
        } else {
          const { index } = indexes.claim(name)
          expect(present.get(name) ?? index).toBe(index)
          present.set(name, index)
        }
        expect(new Set(present.values()).size).toBe(present.size)
      }
    }),
  )
})

test('what was written and does not come back is gone once all have been seen', () => {
  const { clock, indexes } = space()
  indexes.restore([
    { index: 3, key: 'one/stays', gone: -1 },
    { index: 1, key: 'one/went', gone: -1 },
  ])
  indexes.restored()
  expect(indexes.claim('one/stays').index).toBe(3)
  expect(indexes.claim('new').index).toBe(2)
  indexes.settle('other')
  expect(indexes.find('one/went')?.gone).toBe(-1)
  indexes.settle('one')
  clock.advance((indexMemory.atMostSeconds + 1) * 1000)
  expect(indexes.claim('newer').index).toBe(1)
  expect(indexes.find('one/stays')?.gone).toBe(0)
})

test('a key or an index that was written twice is taken up once', () => {
  const { indexes } = space()
  indexes.restore([
    { index: 1, key: 'a', gone: -1 },
    { index: 2, key: 'a', gone: -1 },
    { index: 1, key: 'b', gone: -1 },
  ])
  indexes.restored()
  expect(indexes.claim('a').index).toBe(1)
  expect(indexes.claim('b').index).toBe(2)
})

test('connections that did not come back are gone, those that are still awaited are not', () => {
  const { indexes } = space()
  indexes.restore([
    { index: 1, key: 'one/a', gone: -1 },
    { index: 2, key: 'two/a', gone: -1 },
  ])
  indexes.restored()
  indexes.settleOthers(new Set(['two']))
  expect(indexes.find('one/a')?.gone).toBeGreaterThan(0)
  expect(indexes.find('two/a')?.gone).toBe(-1)
})

test('a number that nobody has can be asked for, is kept for who is to come, and can be given back', () => {
  const { indexes } = space()
  indexes.claim('a')
  expect([indexes.nextFree, indexes.isFree('b', 1), indexes.isFree('a', 5)]).toEqual([2, false, false])
  expect([indexes.isFree('b', 5), indexes.isFree('b', 0), indexes.isFree('b', 90_000)]).toEqual([
    true,
    false,
    false,
  ])
  const giveBack = indexes.reserve('b', 5)
  expect(indexes.claim('b').index).toBe(5)
  expect(['c', 'd', 'e', 'f'].map((key) => indexes.claim(key).index)).toEqual([2, 3, 4, 6])
  giveBack()
  expect([indexes.isFree('g', 5), indexes.claim('g').index]).toEqual([true, 5])
})

test('an object that was gone may come back under another number', () => {
  const { indexes } = space()
  indexes.claim('a')
  indexes.release('a')
  expect(indexes.isFree('b', 1)).toBe(false)
  expect(indexes.isFree('a', 3)).toBe(true)
  indexes.reserve('a', 3)
  expect([indexes.claim('a').index, indexes.claim('b').index]).toEqual([3, 1])
})
