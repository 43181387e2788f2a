import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { linkAbort, orAborted, settlesWithin } from '../../../../src/core/lib/abort.ts'
import { FakeClock, systemClock } from '../../../../src/core/lib/clock.ts'
import { distance, nearest } from '../../../../src/core/lib/nearest.ts'
import { Slices } from '../../../../src/core/lib/slices.ts'
import { Undo } from '../../../../src/core/lib/undo.ts'

test('a linked signal is aborted with the reason of the first of its sources', () => {
  const [a, b] = [new AbortController(), new AbortController()]
  const linked = linkAbort(a.signal, undefined, b.signal)
  b.abort('b')
  a.abort('a')
  expect(linked.signal.reason).toBe('b')
})

test('a linked signal of a source that is aborted already is aborted', () => {
  expect(linkAbort(new AbortController().signal, AbortSignal.abort('x')).signal.reason).toBe('x')
})

test('a released link leaves no listener behind', () => {
  const source = new AbortController()
  linkAbort(source.signal).release()
  expect(getEventListeners(source.signal, 'abort')).toEqual([])
})

test('work that is raced with a signal gives its outcome or the reason, and leaves no listener', async () => {
  const stop = new AbortController()
  expect(await orAborted(Promise.resolve(1), stop.signal)).toBe(1)
  await expect(orAborted(Promise.reject(new Error('x')), stop.signal)).rejects.toThrow('x')
  expect(getEventListeners(stop.signal, 'abort')).toEqual([])
  const never = orAborted(new Promise(() => {}), stop.signal)
  stop.abort(new Error('stopped'))
  await expect(never).rejects.toThrow('stopped')
  await expect(orAborted(Promise.reject(new Error('late')), stop.signal)).rejects.toThrow('stopped')
})

test('work settles within a time or not', async () => {
  const clock = new FakeClock()
  expect(await settlesWithin(clock, 10, Promise.reject(new Error('x')))).toBe(true)
  const late = settlesWithin(clock, 10, new Promise(() => {}))
  clock.advance(10)
  expect(await late).toBe(false)
})

test('a fake clock moves only when told, and fires what comes due in order', async () => {
  const clock = new FakeClock(1000)
  const fired: string[] = []
  clock.after(20, () => fired.push('b'))
  clock.after(10, () => {
    fired.push('a')
    clock.after(5, () => fired.push('a2'))
  })
  const cancel = clock.after(12, () => fired.push('never'))
  cancel()
  clock.advance(19)
  expect([fired, clock.now(), clock.monotonic()]).toEqual([['a', 'a2'], 1019, 19])
  clock.advance(1)
  expect(fired).toEqual(['a', 'a2', 'b'])
})

for (const [name, clock] of [
  ['the clock of the machine', systemClock],
  ['a fake clock', new FakeClock()],
] as const) {
  test(`a sleep on ${name} ends with the reason of its signal`, async () => {
    const stop = new AbortController()
    const sleep = clock.sleep(3_600_000, stop.signal)
    stop.abort(new Error('woken'))
    await expect(sleep).rejects.toThrow('woken')
    await expect(clock.sleep(1, stop.signal)).rejects.toThrow('woken')
  })
}

test('the distance of words counts what was typed wrong', () => {
  expect([
    distance('start', 'start'),
    distance('strat', 'start'),
    distance('', 'abc'),
    distance('kitten', 'sitting'),
  ]).toEqual([0, 1, 3, 3])
})

test('the nearest word is found if there is one near enough', () => {
  expect(nearest('memroy', ['memory', 'maximum'])).toBe('memory')
  expect(nearest('xyz', ['memory', 'maximum'])).toBeUndefined()
  expect(nearest('LIVE', ['live'])).toBe('live')
})

test('steps are taken back last first, once, and faults are handed over', async () => {
  const undo = new Undo()
  const done: number[] = []
  undo.push(() => void done.push(1))
  undo.push(() => Promise.reject(new Error('stuck')))
  undo.push(async () => void done.push(3))
  expect(await undo.run()).toEqual([new Error('stuck')])
  expect(await undo.run()).toEqual([])
  expect(done).toEqual([3, 1])
})

test('steps that were cleared are not taken back', async () => {
  const undo = new Undo()
  undo.push(() => {
    throw new Error('must not run')
  })
  undo.clear()
  expect(await undo.run()).toEqual([])
})

test('a slice is over after its time, and the next one begins when others had their turn', async () => {
  const clock = new FakeClock()
  const slices = new Slices(clock)
  expect(slices.over).toBe(false)
  clock.advance(10)
  expect(slices.over).toBe(true)
  let turn = false
  setImmediate(() => {
    turn = true
  })
  await slices.next()
  expect(turn).toBe(true)
  expect(slices.over).toBe(false)
})
