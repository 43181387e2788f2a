import { beforeEach, expect, test } from 'vitest'
import { SweepAhead } from '../../../../src/mappings/snmp/sweep-ahead.ts'
import { running, uuid, World } from './objects.ts'

let world: World
let sweeps: SweepAhead
const value = () => world.inventory.counters('domain', `test/${uuid(1)}`)?.values.cpuTime

beforeEach(() => {
  world = new World()
  world.host()
  world.domain(1, running())
  world.counters.set(uuid(1), { cpuTime: 1n })
  const { inventory: reader, clock } = world
  sweeps = new SweepAhead({ reader, clock, connection: 'test', maxAge: () => 1000 })
  world.clock.advance(10_000)
})

test('the first request and the first after a long pause wait for fresh counters', async () => {
  await sweeps.refresh('domain')
  expect(value()).toBe(1n)
  world.counters.set(uuid(1), { cpuTime: 2n })
  world.clock.advance(5001)
  const wait = sweeps.refresh('domain')
  expect(wait).toBeInstanceOf(Promise)
  await wait
  expect(value()).toBe(2n)
})

test('counters that are not very old are answered as they are, while a sweep runs beside', async () => {
  await sweeps.refresh('domain')
  world.counters.set(uuid(1), { cpuTime: 2n })
  world.clock.advance(1000)
  expect(sweeps.refresh('domain')).toBeUndefined()
  await world.inventory.refresh('domain', 'test', 10_000)
  expect(value()).toBe(1n)
  world.clock.advance(1)
  expect(sweeps.refresh('domain')).toBeUndefined()
  expect(value()).toBe(1n)
  await world.inventory.refresh('domain', 'test', 10_000)
  expect(value()).toBe(2n)
})

test('counters that somebody else had read are good for the rest of their age', async () => {
  await world.inventory.refresh('domain', 'test', 0)
  world.clock.advance(400)
  expect(sweeps.refresh('domain')).toBeUndefined()
})

test('the version changes with each sweep, and there is none while one runs', async () => {
  const before = sweeps.version
  const wait = sweeps.refresh('domain')
  expect(sweeps.version).toBeUndefined()
  await wait
  const after = sweeps.version
  expect(after).not.toBe(before)
  expect(after).toBeDefined()
  expect(sweeps.refresh('domain')).toBeUndefined()
  expect(sweeps.version).toBe(after)
})

test('sweeps that take long are not begun again at once, and nobody waits for them meanwhile', async () => {
  let begun = 0
  world.inventory.setSweep('test', async function* () {
    begun++
    world.clock.advance(3000)
    yield []
  })
  await sweeps.refresh('domain')
  world.clock.advance(11_000)
  expect(sweeps.refresh('domain')).toBeUndefined()
  expect(begun).toBe(1)
  world.clock.advance(1500)
  expect(sweeps.refresh('domain')).toBeUndefined()
  expect(begun).toBe(2)
})

test('nobody waits for a sweep that hangs', async () => {
  world.inventory.setSweep('test', async function* () {
    yield []
    await new Promise(() => undefined)
  } as Parameters<typeof world.inventory.setSweep>[1])
  expect(sweeps.refresh('domain')).toBeInstanceOf(Promise)
  world.clock.advance(1000)
  expect(sweeps.refresh('domain')).toBeUndefined()
})
