import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { inPortions } from '../../../../src/mappings/snmp/portions.ts'

/** Steps that take a millisecond each. */
function* steps(count: number, clock: FakeClock, done: { steps: number }): Generator<void> {
  for (let n = 0; n < count; n++) {
    clock.advance(1)
    done.steps++
    yield
  }
}

test('long work lets others have their turn after a few milliseconds', async () => {
  const clock = new FakeClock()
  const done = { steps: 0 }
  const work = inPortions(steps(400, clock, done), clock, new AbortController().signal)
  const seen: number[] = []
  while (done.steps < 400) {
    seen.push(done.steps)
    await nextTurn()
  }
  await work
  expect(seen.length).toBeGreaterThan(10)
  for (let at = 1; at < seen.length; at++)
    expect((seen[at] ?? 0) - (seen[at - 1] ?? 0)).toBeLessThanOrEqual(40)
})

test('work that is aborted ends at its next turn', async () => {
  const clock = new FakeClock()
  const done = { steps: 0 }
  const ends = new AbortController()
  const work = inPortions(steps(400, clock, done), clock, ends.signal)
  ends.abort()
  await work
  expect(done.steps).toBeLessThan(40)
})
