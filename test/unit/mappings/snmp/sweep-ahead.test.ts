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

test('the first request after a pause waits for fresh counters', async () => {
  await sweeps.refresh('domain')
  expect(value()).toBe(1n)
  world.counters.set(uuid(1), { cpuTime: 2n })
  world.clock.advance(1001)
  const wait = sweeps.refresh('domain')
  expect(wait).toBeInstanceOf(Promise)
  await wait
  expect(value()).toBe(2n)
})

test('who asks often does not wait: a sweep runs beside the answers from half the age on', async () => {
  await sweeps.refresh('domain')
  world.counters.set(uuid(1), { cpuTime: 2n })
  world.clock.advance(500)
  expect(sweeps.refresh('domain')).toBeUndefined()
  world.clock.advance(100)
  expect(sweeps.refresh('domain')).toBeUndefined()
  expect(value()).toBe(1n)
  await world.inventory.refresh('domain', 'test', 0)
  expect(value()).toBe(2n)
})

test('a sweep that takes too long is waited for once the counters are too old', async () => {
  await sweeps.refresh('domain')
  world.clock.advance(600)
  expect(sweeps.refresh('domain')).toBeUndefined()
  world.clock.advance(600)
  await expect(sweeps.refresh('domain')).resolves.toBeUndefined()
})

test('counters that somebody else had read are good for the rest of their age', async () => {
  await world.inventory.refresh('domain', 'test', 0)
  world.clock.advance(400)
  expect(sweeps.refresh('domain')).toBeUndefined()
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
  world.clock.advance(2000)
  expect(sweeps.refresh('domain')).toBeUndefined()
  expect(begun).toBe(2)
})
