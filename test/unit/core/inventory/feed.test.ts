import { expect, test } from 'vitest'
import type { FeedItem } from '../../../../src/core/contracts.ts'
import { Inventory } from '../../../../src/core/inventory/inventory.ts'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { domainAttrs, recordingLogger, until, uuidOf } from '../engine/fake-driver.ts'

function makeFeed(feedCapacity = 8) {
  const log = recordingLogger()
  const inventory = new Inventory({ clock: new FakeClock(), log, feedCapacity })
  inventory.put('one', 'domain', uuidOf(1), domainAttrs(uuidOf(1)))
  let memory = 0n
  /** Makes so many changes, each with one revision. */
  const change = (times = 1) => {
    for (let i = 0; i < times; i++) inventory.patch('one', 'domain', uuidOf(1), { memory: ++memory })
  }
  return { inventory, log, change }
}

const short = (item: FeedItem) => (item.kind === 'resync' ? `resync ${item.revision}` : item.revision)

test('a subscriber first gets what he missed, then what comes, in order and synchronously', () => {
  const { inventory, change } = makeFeed()
  change(2)
  const seen: unknown[] = []
  inventory.subscribe(1, (item) => seen.push(short(item)))
  expect(seen).toEqual([2, 3])
  change()
  expect(seen).toEqual([2, 3, 4])
})

test('a subscriber who missed more than is kept gets one resync and then what comes', () => {
  const { inventory, change } = makeFeed(4)
  change(9)
  const seen: unknown[] = []
  inventory.subscribe(2, (item) => seen.push(short(item)))
  change()
  expect(seen).toEqual(['resync 10', 11])
})

test('a subscriber who comes with a revision of the future gets one resync', () => {
  const { inventory, change } = makeFeed()
  const seen: unknown[] = []
  inventory.subscribe(1000, (item) => seen.push(short(item)))
  change()
  expect(seen).toEqual(['resync 1', 2])
})

test('after its end a subscription gets nothing more, also when it ends itself', () => {
  const { inventory, change } = makeFeed()
  const seen: unknown[] = []
  const stop = inventory.subscribe(inventory.revision, (item) => {
    seen.push(short(item))
    stop()
  })
  change(2)
  expect(seen).toEqual([2])
})

test('a listener that throws is logged, stays, and harms no other', () => {
  const { inventory, change, log } = makeFeed()
  const seen: unknown[] = []
  inventory.subscribe(inventory.revision, () => {
    throw new Error('broken listener')
  })
  inventory.subscribe(inventory.revision, (item) => seen.push(short(item)))
  change(2)
  expect(seen).toEqual([2, 3])
  expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(2)
})

test('changes that a listener makes are seen by all in order, and are in the inventory at once', () => {
  const { inventory, change } = makeFeed()
  const first: unknown[] = []
  const second: unknown[] = []
  inventory.subscribe(inventory.revision, (item) => {
    first.push(short(item))
    if (item.revision === 2) {
      change()
      expect(inventory.revision).toBe(3)
    }
  })
  inventory.subscribe(inventory.revision, (item) => second.push(short(item)))
  change()
  expect([first, second]).toEqual([
    [2, 3],
    [2, 3],
  ])
})

test('a subscriber who comes inside a listener misses nothing and gets nothing twice', () => {
  const { inventory, change } = makeFeed()
  const late: unknown[] = []
  let once = true
  inventory.subscribe(inventory.revision, () => {
    if (once) inventory.subscribe(1, (item) => late.push(short(item)))
    once = false
  })
  change(2)
  expect(late).toEqual([2, 3])
})

test('a follower gets what he missed and what comes until he is told to end', async () => {
  const { inventory, change } = makeFeed()
  change()
  const stop = new AbortController()
  const seen: unknown[] = []
  const done = (async () => {
    for await (const item of inventory.follow(1, stop.signal)) seen.push(short(item))
  })()
  await until(() => seen.length === 1)
  change(2)
  await until(() => seen.length === 3)
  stop.abort()
  await done
  expect(seen).toEqual([2, 3, 4])
})

test('a follower who is too slow gets one resync and then what comes', async () => {
  const { inventory, change } = makeFeed(4)
  const stop = new AbortController()
  const items = inventory.follow(inventory.revision, stop.signal)[Symbol.asyncIterator]()
  change()
  expect(short((await items.next()).value)).toBe(2)
  change(20)
  expect(short((await items.next()).value)).toBe('resync 22')
  change()
  expect(short((await items.next()).value)).toBe(23)
  stop.abort()
  expect((await items.next()).done).toBe(true)
})

test('a follower waits for nothing once his signal is aborted', async () => {
  const { inventory } = makeFeed()
  const items = inventory.follow(0, AbortSignal.abort())[Symbol.asyncIterator]()
  expect((await items.next()).done).toBe(true)
})
