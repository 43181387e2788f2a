import { expect, test } from 'vitest'
import { type HeldJob, type JobOwner, ObjectLocks } from '../../../../src/core/engine/object-locks.ts'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import type { LockKind } from '../../../../src/core/model/index.ts'

const never = new AbortController().signal

function makeLocks(maxQueued = 64) {
  const clock = new FakeClock()
  return { clock, locks: new ObjectLocks({ clock, waitMs: 30_000, maxQueued, graceMs: 10_000 }) }
}

const owner = (operation: string, superseded?: JobOwner['superseded']): JobOwner => ({
  operation,
  caller: 'local:root',
  object: "domain 'web1'",
  ...(superseded ? { superseded } : {}),
})

/** Whether a job is had before anything else happens. */
async function hadAtOnce(promise: Promise<HeldJob>): Promise<boolean> {
  promise.catch(() => {})
  const later = new Promise<undefined>((resolve) => setImmediate(resolve, undefined))
  return (await Promise.race([promise, later])) !== undefined
}

/** For each job that is held: the kinds that may be had beside it. */
const beside: Readonly<Record<LockKind, readonly LockKind[]>> = {
  none: ['none', 'query', 'modify', 'async', 'destroy', 'abort'],
  abort: ['none', 'query', 'modify', 'async', 'destroy', 'abort'],
  query: ['none', 'query', 'destroy', 'abort'],
  modify: ['none', 'destroy', 'abort'],
  async: ['none', 'query', 'destroy', 'abort'],
  destroy: ['none', 'abort'],
}
const kinds = Object.keys(beside) as LockKind[]

for (const held of kinds) {
  for (const wanted of kinds) {
    const goes = beside[held].includes(wanted)
    test(`beside a job of kind ${held} one of kind ${wanted} ${goes ? 'is had at once' : 'waits'}`, async () => {
      const { locks } = makeLocks()
      const first = await locks.acquire('d', held, owner('domain.a'), never)
      const second = locks.acquire('d', wanted, owner('domain.b'), never)
      expect(await hadAtOnce(second)).toBe(goes)
      first.release()
      ;(await second).release()
      expect(locks.size).toBe(0)
    })
  }
}

test('jobs of different objects do not wait for each other', async () => {
  const { locks } = makeLocks()
  await locks.acquire('d1', 'modify', owner('domain.a'), never)
  expect(await hadAtOnce(locks.acquire('d2', 'modify', owner('domain.b'), never))).toBe(true)
})

test('those who wait are served in the order of asking, one at a time', async () => {
  const { locks } = makeLocks()
  const first = await locks.acquire('d', 'modify', owner('domain.a'), never)
  const order: number[] = []
  const turn = async (n: number) => {
    const job = await locks.acquire('d', 'modify', owner(`domain.${n}`), never)
    order.push(n)
    expect(await hadAtOnce(Promise.resolve(job))).toBe(true)
    job.release()
  }
  const all = [1, 2, 3].map(turn)
  first.release()
  await Promise.all(all)
  expect(order).toEqual([1, 2, 3])
})

test('a query does not overtake a change that waits for another change', async () => {
  const { locks } = makeLocks()
  const first = await locks.acquire('d', 'query', owner('domain.a'), never)
  const change = locks.acquire('d', 'modify', owner('domain.b'), never)
  expect(await hadAtOnce(locks.acquire('d', 'query', owner('domain.c'), never))).toBe(false)
  first.release()
  expect(await hadAtOnce(change)).toBe(true)
})

test('a query overtakes a change that waits for a long job', async () => {
  const { locks } = makeLocks()
  await locks.acquire('d', 'async', owner('domain.save'), never)
  expect(await hadAtOnce(locks.acquire('d', 'modify', owner('domain.b'), never))).toBe(false)
  expect(await hadAtOnce(locks.acquire('d', 'query', owner('domain.c'), never))).toBe(true)
})

test('who waits too long gets operationTimeout that names the holder and its operation', async () => {
  const { locks, clock } = makeLocks()
  await locks.acquire('d', 'modify', owner('domain.save'), never)
  const late = locks.acquire('d', 'modify', owner('domain.start'), never)
  clock.advance(30_000)
  await expect(late).rejects.toMatchObject({
    code: 'operationTimeout',
    message:
      "domain 'web1' is busy: 'domain.save' by 'local:root' has run for 30 s; 'domain.start' waited 30 s for it",
  })
})

test('when too many wait the next one is refused at once', async () => {
  const { locks } = makeLocks(2)
  await locks.acquire('d', 'modify', owner('domain.save'), never)
  for (const n of [1, 2]) void locks.acquire('d', 'modify', owner(`domain.${n}`), never)
  await expect(locks.acquire('d', 'modify', owner('domain.start'), never)).rejects.toMatchObject({
    code: 'resourceBusy',
    message: expect.stringContaining("'domain.save' by 'local:root'"),
  })
})

test('who leaves the queue makes room for those behind', async () => {
  const { locks } = makeLocks()
  await locks.acquire('d', 'query', owner('domain.a'), never)
  const stop = new AbortController()
  const change = locks.acquire('d', 'modify', owner('domain.b'), stop.signal)
  const query = locks.acquire('d', 'query', owner('domain.c'), never)
  expect(await hadAtOnce(query)).toBe(false)
  stop.abort(new Error('gone'))
  await expect(change).rejects.toThrow('gone')
  expect(await hadAtOnce(query)).toBe(true)
})

test('who has given up already does not enter', async () => {
  const { locks } = makeLocks()
  await expect(locks.acquire('d', 'modify', owner('domain.a'), AbortSignal.abort())).rejects.toThrow()
  expect(locks.size).toBe(0)
})

test('when an object was destroyed its other jobs are taken away and those who wait go on', async () => {
  const { locks } = makeLocks()
  const reasons: string[] = []
  const stuck = await locks.acquire(
    'd',
    'async',
    owner('domain.save', (e) => void reasons.push(e.message)),
    never,
  )
  const waiting = locks.acquire('d', 'modify', owner('domain.setMemory'), never)
  const destroy = await locks.acquire('d', 'destroy', owner('domain.destroy'), never)
  destroy.supersede()
  expect(await hadAtOnce(waiting)).toBe(false)
  destroy.release()
  expect(await hadAtOnce(waiting)).toBe(true)
  expect(reasons).toEqual([
    "domain 'web1' was ended by 'domain.destroy' of 'local:root' while 'domain.save' ran",
  ])
  stuck.release()
  ;(await waiting).release()
  expect(locks.size).toBe(0)
})

test('a destroy that waited for another one passes those who wait for a stuck job', async () => {
  const { locks } = makeLocks()
  const stuck = await locks.acquire('d', 'modify', owner('domain.start'), never)
  const waiting = locks.acquire('d', 'modify', owner('domain.setMemory'), never)
  const failing = await locks.acquire('d', 'destroy', owner('domain.destroy'), never)
  const destroy = locks.acquire('d', 'destroy', owner('domain.destroy'), never)
  expect(await hadAtOnce(destroy)).toBe(false)
  failing.release()
  expect(await hadAtOnce(destroy)).toBe(true)
  expect(await hadAtOnce(waiting)).toBe(false)
  ;(await destroy).release()
  stuck.release()
  ;(await waiting).release()
  expect(locks.size).toBe(0)
})

test('after a destroy nobody goes on until those whose job was taken away have ended, within the grace time', async () => {
  for (const how of ['ended', 'stuck'] as const) {
    const { locks, clock } = makeLocks()
    let end: (() => void) | undefined
    const ending = new Promise<void>((resolve) => {
      end = resolve
    })
    await locks.acquire(
      'd',
      'modify',
      owner('domain.start', () => ending),
      never,
    )
    const destroy = await locks.acquire('d', 'destroy', owner('domain.destroy'), never)
    destroy.supersede()
    destroy.release()
    const next = locks.acquire('d', 'modify', owner('domain.start'), never)
    expect(await hadAtOnce(next)).toBe(false)
    if (how === 'ended') end?.()
    else clock.advance(10_000)
    expect(await hadAtOnce(next)).toBe(true)
    ;(await next).release()
    expect(locks.size).toBe(0)
  }
})

test('a second release gives nothing away', async () => {
  const { locks } = makeLocks()
  const first = await locks.acquire('d', 'modify', owner('domain.a'), never)
  first.release()
  await locks.acquire('d', 'modify', owner('domain.b'), never)
  first.release()
  expect(await hadAtOnce(locks.acquire('d', 'modify', owner('domain.c'), never))).toBe(false)
})
