import { expect, test } from 'vitest'
import type { OpContext } from '../../../../src/core/driver.ts'
import type { EngineLimits } from '../../../../src/core/engine/limits.ts'
import { VirtError } from '../../../../src/core/errors/index.ts'
import { admin, type Bench, nextTurn, putDomain, startBench, until, uuidOf } from './fake-driver.ts'

const domain = { type: 'domain', key: `one/${uuidOf(1)}` } as const
const objects = [putDomain(uuidOf(1), { name: 'web1' })]

/** An engine whose driver saves when the test says so. */
async function startSaving(limits: Partial<EngineLimits> = {}, heeds = true) {
  const calls: Array<{ ctx: OpContext; end: () => void; fail: (error: unknown) => void }> = []
  const handler = (ctx: OpContext) =>
    new Promise<void>((resolve, reject) => {
      if (heeds) ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason), { once: true })
      calls.push({ ctx, end: resolve, fail: reject })
    })
  const bench = await startBench({ objects, handlers: { 'domain.save': handler } }, { limits })
  const save = () => {
    const call = bench.gateway.operations.invoke('domain.save', domain, { path: '/x' }, admin)
    call.catch(() => {})
    return call
  }
  return { bench, calls, save }
}

const jobOf = (bench: Bench, id = 1) => bench.gateway.inventory.get('job', `one/${id}`)?.attrs
const cancel = (bench: Bench, id = 1) =>
  bench.gateway.operations.invoke('job.cancel', { type: 'job', key: `one/${id}` }, {}, admin)

test('long work is a job object from the moment it is asked for until after its end', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  const call = save()
  expect(jobOf(bench)).toEqual({
    id: 1,
    operation: 'domain.save',
    target: domain.key,
    targetType: 'domain',
    targetName: 'web1',
    caller: 'local:root',
    state: 'queued',
    createdAt: bench.clock.now(),
    cancellable: true,
  })
  await until(() => calls.length === 1)
  expect(jobOf(bench)?.state).toBe('running')
  bench.clock.advance(500)
  calls[0]?.end()
  await call
  expect(jobOf(bench)).toMatchObject({
    state: 'completed',
    progress: 100,
    endedAt: bench.clock.now(),
    cancellable: false,
  })
})

test('work that waits for the object is a queued job', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  const first = save()
  await until(() => calls.length === 1)
  const second = save()
  await nextTurn()
  expect(jobOf(bench, 2)?.state).toBe('queued')
  calls[0]?.end()
  await first
  await until(() => calls.length === 2)
  calls[1]?.end()
  await second
})

test('progress shows in the job, within bounds and not more often than is useful', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  const call = save()
  await until(() => calls.length === 1)
  const { revision } = bench.gateway.inventory
  for (let i = 0; i < 1000; i++) calls[0]?.ctx.progress({ percent: i, processed: BigInt(i), total: 1000n })
  expect(bench.gateway.inventory.revision).toBe(revision + 1)
  bench.clock.advance(100)
  calls[0]?.ctx.progress({ percent: 250, processed: 250n })
  expect(jobOf(bench)).toMatchObject({ progress: 100, processed: 250n, total: 1000n })
  calls[0]?.end()
  await call
})

test('work that fails leaves its error in the job', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  const call = save()
  await until(() => calls.length === 1)
  calls[0]?.fail(new VirtError('operationFailed', 'disk is full'))
  await expect(call).rejects.toThrow('disk is full')
  expect(jobOf(bench)).toMatchObject({
    state: 'failed',
    errorCode: 'operationFailed',
    errorText: 'disk is full',
  })
})

test('the end of a job is an event', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  const ends: unknown[] = []
  bench.gateway.inventory.subscribe(0, (item) => {
    if (item.kind === 'event' && item.ref.type === 'job') ends.push(item.fields)
  })
  const call = save()
  await until(() => calls.length === 1)
  calls[0]?.end()
  await call
  expect(ends).toEqual([{ state: 'completed' }])
})

test('a job that is cancelled aborts its work, and cancel resolves when it has ended', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  const call = save()
  await until(() => calls.length === 1)
  await cancel(bench)
  expect(jobOf(bench)).toMatchObject({ state: 'cancelled', errorCode: 'operationAborted' })
  await expect(call).rejects.toMatchObject({
    code: 'operationAborted',
    message: "job '1' was cancelled by 'local:root'",
  })
})

test('a job that still waits can be cancelled and never reaches the driver', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  const first = save()
  const second = save()
  await until(() => calls.length === 1)
  await cancel(bench, 2)
  await expect(second).rejects.toMatchObject({ code: 'operationAborted' })
  calls[0]?.end()
  await first
  expect(calls).toHaveLength(1)
})

test('work that is done in spite of a cancel is completed', async () => {
  const { bench, calls, save } = await startSaving({}, false)
  await using _ = bench
  const call = save()
  await until(() => calls.length === 1)
  const cancelled = cancel(bench)
  await nextTurn()
  expect(jobOf(bench)?.cancellable).toBe(false)
  calls[0]?.end()
  await Promise.all([call, cancelled])
  expect(jobOf(bench)?.state).toBe('completed')
})

test('a job that has ended cannot be cancelled, nor one that is not there', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  const call = save()
  await until(() => calls.length === 1)
  calls[0]?.end()
  await call
  await expect(cancel(bench)).rejects.toMatchObject({
    code: 'operationInvalid',
    message: "job '1' has ended already: it is completed",
  })
  await expect(cancel(bench, 99)).rejects.toThrow("there is no job 'one/99'")
})

test('ended jobs are kept for a while and then go', async () => {
  const { bench, calls, save } = await startSaving({ jobKeepMs: 1000 })
  await using _ = bench
  const call = save()
  await until(() => calls.length === 1)
  calls[0]?.end()
  await call
  bench.clock.advance(999)
  expect(jobOf(bench)?.state).toBe('completed')
  bench.clock.advance(1)
  expect(jobOf(bench)).toBeUndefined()
})

test('of ended jobs no more than the bound are kept, the newest', async () => {
  const { bench, calls, save } = await startSaving({ jobsKept: 2 })
  await using _ = bench
  for (let n = 1; n <= 4; n++) {
    const call = save()
    await until(() => calls.length === n)
    calls[n - 1]?.end()
    await call
  }
  expect(Array.from(bench.gateway.inventory.list('job'), (entry) => entry.attrs.id)).toEqual([3, 4])
})

test('the jobs of a connection go with it', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  const call = save()
  await until(() => calls.length === 1)
  await bench.gateway.connections.close('one')
  await expect(call).rejects.toThrow("connection 'one' was closed")
  expect(bench.gateway.inventory.count('job')).toBe(0)
})

test('numbers of jobs are unique in the gateway', async () => {
  const { bench, calls, save } = await startSaving()
  await using _ = bench
  await bench.gateway.connections.open('two', 'fake:///')
  const other = bench.gateway.operations.invoke(
    'domain.save',
    { type: 'domain', key: `two/${uuidOf(1)}` },
    { path: '/x' },
    admin,
  )
  const call = save()
  await until(() => calls.length === 2)
  expect(Array.from(bench.gateway.inventory.list('job'), (entry) => entry.key)).toEqual(['two/1', 'one/2'])
  for (const { end } of calls) end()
  await Promise.all([call, other])
})
