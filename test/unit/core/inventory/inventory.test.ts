import { expect, test } from 'vitest'
import type { FeedItem } from '../../../../src/core/contracts.ts'
import { Inventory } from '../../../../src/core/inventory/inventory.ts'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { domainAttrs, recordingLogger, uuidOf } from '../engine/fake-driver.ts'

function makeInventory(feedCapacity = 64) {
  const clock = new FakeClock()
  const log = recordingLogger()
  return { clock, log, inventory: new Inventory({ clock, log, feedCapacity }) }
}

function put(
  inventory: Inventory,
  connection: string,
  n: number,
  changes: Parameters<typeof domainAttrs>[1] = {},
) {
  inventory.put(connection, 'domain', uuidOf(n), domainAttrs(uuidOf(n), changes))
}

function collect(inventory: Inventory, from: number) {
  const items: FeedItem[] = []
  const stop = inventory.subscribe(from, (item) => items.push(item))
  return { items, stop, kinds: () => items.map((item) => item.kind) }
}

test('a put makes an entry with a global key, and one feed item with the next revision', () => {
  const { inventory } = makeInventory()
  const feed = collect(inventory, 0)
  put(inventory, 'one', 1)
  const entry = inventory.get('domain', `one/${uuidOf(1)}`)
  expect(entry).toMatchObject({ type: 'domain', connection: 'one', revision: 1, attrs: { uuid: uuidOf(1) } })
  expect(feed.items).toEqual([
    { kind: 'put', revision: 1, time: 1_700_000_000_000, entry, before: undefined },
  ])
})

test('entries, their attributes and the lists and records in them are frozen', () => {
  const { inventory } = makeInventory()
  put(inventory, 'one', 1, { graphics: [{ type: 'vnc', port: 5900 }] })
  const entry = inventory.get('domain', `one/${uuidOf(1)}`)
  for (const value of [entry, entry?.attrs, entry?.attrs.graphics, entry?.attrs.graphics[0]]) {
    expect(Object.isFrozen(value)).toBe(true)
  }
})

test('the record of a driver is copied: what it does to its own later changes nothing here', () => {
  const { inventory } = makeInventory()
  const attrs: Record<string, unknown> = { ...domainAttrs(uuidOf(1)) }
  inventory.put('one', 'domain', uuidOf(1), attrs)
  attrs.state = 'running'
  expect(inventory.get('domain', `one/${uuidOf(1)}`)?.attrs.state).toBe('shutoff')
})

test('a record that is frozen already is shared, unless something in it must change', () => {
  const { inventory } = makeInventory()
  const attrs = Object.freeze(domainAttrs(uuidOf(1)))
  inventory.put('one', 'domain', uuidOf(1), attrs)
  expect(inventory.get('domain', `one/${uuidOf(1)}`)?.attrs).toBe(attrs)
  inventory.put(
    'one',
    'domain',
    uuidOf(2),
    Object.freeze({ ...domainAttrs(uuidOf(2)), startedAt: undefined }),
  )
  expect(inventory.get('domain', `one/${uuidOf(2)}`)?.attrs).not.toHaveProperty('startedAt')
  inventory.put('one', 'volume', 'p/v', Object.freeze({ name: 'v', pool: 'p' }))
  expect(inventory.get('volume', 'one/p/v')?.attrs.pool).toBe('one/p')
})

test('references in attributes become global', () => {
  const { inventory } = makeInventory()
  inventory.put('one', 'snapshot', `${uuidOf(1)}/s`, { domain: uuidOf(1), name: 's', current: true })
  expect(inventory.get('snapshot', `one/${uuidOf(1)}/s`)?.attrs.domain).toBe(`one/${uuidOf(1)}`)
})

test('a patch of a reference makes it global and compares it as such', () => {
  const { inventory } = makeInventory()
  inventory.put('one', 'volume', 'p/v', { name: 'v', pool: 'p' })
  inventory.patch('one', 'volume', 'p/v', { pool: 'p' })
  expect(inventory.revision).toBe(1)
  inventory.patch('one', 'volume', 'p/v', { pool: 'q' })
  expect(inventory.get('volume', 'one/p/v')?.attrs.pool).toBe('one/q')
})

test('a patch changes what it names, keeps the rest and carries the entry before', () => {
  const { inventory } = makeInventory()
  put(inventory, 'one', 1)
  const feed = collect(inventory, 1)
  expect(inventory.patch('one', 'domain', uuidOf(1), { state: 'running', reason: 'booted' })).toBe(true)
  const [item] = feed.items
  expect(item).toMatchObject({
    kind: 'put',
    revision: 2,
    entry: { revision: 2, attrs: { state: 'running', memory: 1024n } },
    before: { revision: 1, attrs: { state: 'shutoff' } },
  })
})

test('a patch with undefined takes an optional attribute away', () => {
  const { inventory } = makeInventory()
  put(inventory, 'one', 1, { startedAt: 5 })
  inventory.patch('one', 'domain', uuidOf(1), { startedAt: undefined })
  expect(inventory.get('domain', `one/${uuidOf(1)}`)?.attrs).not.toHaveProperty('startedAt')
  inventory.patch('one', 'domain', uuidOf(1), { startedAt: undefined })
  expect(inventory.revision).toBe(2)
})

test('a patch or put of equal values makes no revision, also when lists and records are equal but not the same', () => {
  const { inventory } = makeInventory()
  put(inventory, 'one', 1, { graphics: [{ type: 'vnc', port: 1 }], vcpuPins: [[1, 2], []] })
  inventory.patch('one', 'domain', uuidOf(1), { graphics: [{ type: 'vnc', port: 1 }], memory: 1024n })
  put(inventory, 'one', 1, { graphics: [{ type: 'vnc', port: 1 }], vcpuPins: [[1, 2], []] })
  expect(inventory.revision).toBe(1)
  inventory.patch('one', 'domain', uuidOf(1), { vcpuPins: [[1, 3], []] })
  expect(inventory.revision).toBe(2)
})

test('a patch of an object that is not there is answered with false and changes nothing', () => {
  const { inventory } = makeInventory()
  expect(inventory.patch('one', 'domain', uuidOf(1), { state: 'running' })).toBe(false)
  expect(inventory.revision).toBe(0)
})

test('a removed object is gone from every way to find it, and the feed carries its last entry', () => {
  const { inventory } = makeInventory()
  put(inventory, 'one', 1)
  const feed = collect(inventory, 1)
  expect(inventory.remove('one', 'domain', uuidOf(1))).toBe(true)
  expect(inventory.remove('one', 'domain', uuidOf(1))).toBe(false)
  expect(inventory.get('domain', `one/${uuidOf(1)}`)).toBeUndefined()
  expect([...inventory.list('domain')]).toEqual([])
  expect(inventory.findByName('domain', 'one', `name-${uuidOf(1)}`)).toBeUndefined()
  expect(feed.items).toMatchObject([{ kind: 'gone', revision: 2, entry: { attrs: { uuid: uuidOf(1) } } }])
})

test('objects are listed in the order in which they appeared, all or of one connection, and a change keeps the place', () => {
  const { inventory } = makeInventory()
  for (const [connection, n] of [
    ['one', 3],
    ['two', 1],
    ['one', 2],
  ] as const)
    put(inventory, connection, n)
  inventory.patch('one', 'domain', uuidOf(3), { state: 'running' })
  const keys = (connection?: string) => Array.from(inventory.list('domain', connection), (entry) => entry.key)
  expect(keys()).toEqual([`one/${uuidOf(3)}`, `two/${uuidOf(1)}`, `one/${uuidOf(2)}`])
  expect(keys('one')).toEqual([`one/${uuidOf(3)}`, `one/${uuidOf(2)}`])
  expect([
    inventory.count('domain'),
    inventory.count('domain', 'two'),
    inventory.count('domain', 'x'),
  ]).toEqual([3, 1, 0])
})

test('objects are found by name in their connection, also after a new name', () => {
  const { inventory } = makeInventory()
  put(inventory, 'one', 1, { name: 'web' })
  put(inventory, 'two', 2, { name: 'web' })
  expect(inventory.findByName('domain', 'two', 'web')?.attrs.uuid).toBe(uuidOf(2))
  inventory.patch('one', 'domain', uuidOf(1), { name: 'db' })
  expect(inventory.findByName('domain', 'one', 'web')).toBeUndefined()
  expect(inventory.findByName('domain', 'one', 'db')?.attrs.uuid).toBe(uuidOf(1))
})

test('of objects that share a name the first is found, then the next when it is gone', () => {
  const { inventory } = makeInventory()
  for (const n of [1, 2, 3]) {
    inventory.put('one', 'snapshot', `${uuidOf(n)}/s`, { domain: uuidOf(n), name: 's', current: false })
  }
  const found = () => inventory.findByName('snapshot', 'one', 's')?.key
  for (const n of [1, 2, 3]) {
    expect(found()).toBe(`one/${uuidOf(n)}/s`)
    inventory.remove('one', 'snapshot', `${uuidOf(n)}/s`)
  }
  expect(found()).toBeUndefined()
})

test('an event carries the object as it is, and one that has just gone as it was', () => {
  const { inventory } = makeInventory()
  put(inventory, 'one', 1)
  const feed = collect(inventory, 1)
  inventory.event('one', 'domain', uuidOf(1), 'reboot', {})
  inventory.remove('one', 'domain', uuidOf(1))
  inventory.event('one', 'domain', uuidOf(1), 'lifecycle', { type: 'undefined', detail: 'removed' })
  inventory.event('one', 'domain', uuidOf(2), 'reboot', {})
  expect(feed.items.map((item) => item.revision)).toEqual([2, 3, 4, 5])
  expect(feed.items[0]).toMatchObject({
    kind: 'event',
    event: 'reboot',
    entry: { attrs: { uuid: uuidOf(1) } },
  })
  expect(feed.items[2]).toMatchObject({ entry: { attrs: { name: `name-${uuidOf(1)}` } } })
  expect(feed.items[3]).toMatchObject({ ref: { type: 'domain', key: `one/${uuidOf(2)}` }, entry: undefined })
})

test('a connection that ends takes all its objects with it, what depends on others first and the host last', async () => {
  const { inventory } = makeInventory()
  inventory.addConnection('one')
  inventory.put('one', 'host', 'host', { connection: 'one' })
  put(inventory, 'one', 1)
  inventory.put('one', 'snapshot', `${uuidOf(1)}/s`, { domain: uuidOf(1), name: 's' })
  put(inventory, 'two', 2)
  const feed = collect(inventory, inventory.revision)
  await inventory.removeConnection('one')
  expect(feed.items.map((item) => item.kind === 'gone' && item.entry.type)).toEqual([
    'snapshot',
    'domain',
    'host',
  ])
  expect(inventory.connections()).toEqual(['two'])
  expect(inventory.count('domain')).toBe(1)
})

test('20,000 domains take no more than a few KiB each beside their values', () => {
  const inventory = new Inventory({ clock: new FakeClock(), log: recordingLogger() })
  const records = Array.from({ length: 20_000 }, (_, n) => domainAttrs(uuidOf(n)))
  const before = process.memoryUsage().heapUsed
  for (const attrs of records) inventory.put('one', 'domain', attrs.uuid, attrs)
  const perDomain = (process.memoryUsage().heapUsed - before) / records.length
  expect(inventory.count('domain')).toBe(20_000)
  // Garbage that is not collected yet is in the figure, so this is an upper bound.
  expect(perDomain).toBeLessThan(4096)
})

test('the objects of a connection go in slices of time, between which others have their turn', async () => {
  const { clock, inventory } = makeInventory()
  for (let n = 1; n <= 10; n++) put(inventory, 'one', n)
  inventory.subscribe(inventory.revision, () => clock.advance(5))
  const removal = inventory.removeConnection('one')
  expect(inventory.count('domain')).toBe(8)
  await removal
  expect(inventory.count('domain')).toBe(0)
  expect(inventory.connections()).toEqual([])
})
