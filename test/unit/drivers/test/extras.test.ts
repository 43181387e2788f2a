import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { hostKey } from '../../../../src/core/driver.ts'
import type { ByteStream } from '../../../../src/core/lib/byte-stream.ts'
import { createTestDriver } from '../../../../src/drivers/test/driver.ts'
import { Bench, openBench, testUuid } from './fixture.ts'

const closers: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function opened(uri?: string, driver = createTestDriver()): Promise<Bench> {
  const { bench, close } = await openBench(uri, driver)
  closers.push(close)
  return bench
}

/** Lets all work that needs no clock be done. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

async function finish<R>(bench: Bench, work: Promise<R>): Promise<R> {
  let done = false
  const watched = work.finally(() => {
    done = true
  })
  watched.catch(() => {})
  for (let step = 0; step < 30 && !done; step++) {
    await settle()
    bench.clock.advance(10)
  }
  return await watched
}

describe('work that takes time', () => {
  test('is shown as a job of the guest and its end is told', async () => {
    const bench = await opened('test:///default?job_ms=100')
    bench.forget()
    const work = bench.call('domain.save', testUuid, { path: join(bench.dir, 'saved') })
    await settle()
    expect(bench.record('domain', testUuid)?.job).toBe('save')
    await finish(bench, work)
    expect(bench.record('domain', testUuid)).toMatchObject({ job: 'none', state: 'shutoff' })
    expect(bench.events()).toEqual(['jobCompleted', 'stopped/saved'])
  })

  test('is cancelled by abortJob, and the guest runs on', async () => {
    const bench = await opened('test:///default?job_ms=100')
    const work = bench.call('domain.managedSave', testUuid, {})
    await settle()
    await bench.call('domain.abortJob', testUuid, {})
    await expect(work).rejects.toMatchObject({ code: 'operationAborted' })
    expect(bench.record('domain', testUuid)).toMatchObject({ job: 'none', state: 'running' })
  })

  test('is cancelled by its caller', async () => {
    const bench = await opened('test:///default?job_ms=100')
    const caller = new AbortController()
    const work = bench.call('snapshot.create', testUuid, {}, caller.signal)
    await settle()
    caller.abort()
    await expect(work).rejects.toMatchObject({ code: 'operationAborted' })
    expect(bench.keys('snapshot')).toEqual([])
  })

  test('ends when the guest ends', async () => {
    const bench = await opened('test:///default?job_ms=100')
    const work = bench.call('domain.coreDump', testUuid, { path: join(bench.dir, 'core') })
    await settle()
    await bench.call('domain.destroy', testUuid, {})
    await expect(work).rejects.toMatchObject({ code: 'operationAborted' })
  })

  test('excludes other such work on the same guest', async () => {
    const bench = await opened('test:///default?job_ms=100')
    const work = bench.call('domain.managedSave', testUuid, {})
    await settle()
    await expect(bench.call('snapshot.create', testUuid, {})).rejects.toMatchObject({ code: 'resourceBusy' })
    await finish(bench, work)
  })

  test('is not told on the plain node', async () => {
    const bench = await opened()
    bench.forget()
    await bench.call('domain.managedSave', testUuid, {})
    expect(bench.events()).toEqual(['stopped/saved'])
    await expect(bench.call('domain.abortJob', testUuid, {})).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })
})

describe('failures that are asked for', () => {
  test('come once for each time, on the connection that asked', async () => {
    const driver = createTestDriver()
    const bench = await opened('test:///default', driver)
    const other = await opened('test:///default', driver)
    const inject = () =>
      bench.call('host.injectFault', hostKey, { operation: 'domain.suspend', code: 'noMemory' })
    await inject()
    await inject()
    await other.call('domain.suspend', testUuid, {})
    await other.call('domain.resume', testUuid, {})
    for (let time = 0; time < 2; time++) {
      await expect(bench.call('domain.suspend', testUuid, {})).rejects.toMatchObject({ code: 'noMemory' })
    }
    await bench.call('domain.suspend', testUuid, {})
  })

  test.each([
    ['domain.suspnd', 'noMemory', "'domain.suspend'"],
    ['domain.suspend', 'noMemry', "'noMemory'"],
  ])('of %s with %s are refused with the nearest word', async (operation, code, hint) => {
    const bench = await opened()
    await expect(bench.call('host.injectFault', hostKey, { operation, code })).rejects.toThrow(hint)
  })
})

describe('a migration', () => {
  async function pair(params = ''): Promise<readonly [Bench, Bench]> {
    const driver = createTestDriver()
    const source = await opened(`test:///default${params}`, driver)
    const target = new Bench(source.clock, source.dir)
    // The other parameters make it another node; its own guest must make room.
    await target.open(driver, 'test:///default?job_ms=1', 'there')
    closers.push(() => target.connection.close())
    await target.call('domain.destroy', testUuid, {})
    await target.call('domain.undefine', testUuid, {})
    source.forget()
    target.forget()
    return [source, target]
  }

  test('moves the guest to the connection of a name', async () => {
    const [source, target] = await pair()
    await source.call('domain.migrate', testUuid, {
      to: 'there',
      live: true,
      persistDest: true,
      undefineSource: true,
    })
    expect(source.events()).toEqual(['stopped/migrated', 'undefined/removed'])
    expect(source.keys('domain')).toEqual([])
    expect(target.events()).toEqual(['defined/added', 'started/migrated'])
    expect(target.record('domain', testUuid)).toMatchObject({
      state: 'running',
      reason: 'migrated',
      persistent: true,
    })
  })

  test('may leave the definition behind and give a new name', async () => {
    const [source, target] = await pair()
    await source.call('domain.migrate', testUuid, { to: 'there', name: 'moved' })
    expect(source.events()).toEqual(['suspended/migrated', 'stopped/migrated'])
    expect(source.record('domain', testUuid)?.state).toBe('shutoff')
    expect(target.record('domain', testUuid)).toMatchObject({ name: 'moved', persistent: false })
  })

  test('that is cancelled leaves the guest running where it was', async () => {
    const [source, target] = await pair('?job_ms=100')
    const work = source.call('domain.migrate', testUuid, { to: 'there' })
    await settle()
    await source.call('domain.abortJob', testUuid, {})
    await expect(work).rejects.toMatchObject({ code: 'operationAborted' })
    expect(source.record('domain', testUuid)).toMatchObject({
      state: 'running',
      reason: 'migration-canceled',
    })
    expect(target.keys('domain')).toEqual([])
  })

  test('goes neither nowhere nor to where the guest is', async () => {
    const bench = await opened()
    await expect(bench.call('domain.migrate', testUuid, { to: 'nowhere' })).rejects.toMatchObject({
      code: 'invalidArg',
    })
    await expect(bench.call('domain.migrate', testUuid, { to: 'here' })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })
})

describe('a console', () => {
  test('gives back what is written to it and keeps it', async () => {
    const bench = await opened()
    const stream = await bench.call('domain.openConsole', testUuid, {})
    const came = firstPiece(stream)
    await stream.write(Buffer.from('hello'))
    expect(await came).toBe('hello')
    expect(Buffer.from(await bench.call('domain.getConsoleLog', testUuid, {})).toString()).toBe('hello')
    expect(
      Buffer.from(await bench.call('domain.getConsoleLog', testUuid, { offset: 1n, limit: 3 })).toString(),
    ).toBe('ell')
  })

  test('has one holder until he leaves', async () => {
    const bench = await opened()
    const stream = await bench.call('domain.openConsole', testUuid, {})
    await expect(bench.call('domain.openConsole', testUuid, { safe: true })).rejects.toMatchObject({
      code: 'operationFailed',
      message: 'Active console session exists for this domain',
    })
    await stream.finish()
    await bench.call('domain.openConsole', testUuid, { safe: true })
  })

  test('is taken from its holder by force', async () => {
    const bench = await opened()
    const stream = await bench.call('domain.openConsole', testUuid, {})
    await bench.call('domain.openConsole', testUuid, { force: true })
    await expect(firstPiece(stream)).rejects.toMatchObject({ code: 'operationAborted' })
    await expect(stream.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'operationInvalid' })
  })

  test('ends with the guest', async () => {
    const bench = await opened()
    const stream = await bench.call('domain.openConsole', testUuid, {})
    await bench.call('domain.destroy', testUuid, {})
    expect(await firstPiece(stream)).toBeUndefined()
  })

  test('lets a writer wait while nobody reads', async () => {
    const bench = await opened()
    const stream = await bench.call('domain.openConsole', testUuid, {})
    let written = false
    const work = stream.write(Buffer.alloc(1024 * 1024)).then(() => {
      written = true
    })
    await Promise.resolve()
    expect(written).toBe(false)
    await firstPiece(stream)
    await work
  })
})

describe('a channel', () => {
  test('is found by its name, and only if there is one', async () => {
    const bench = await opened()
    await expect(bench.call('domain.openChannel', testUuid, {})).rejects.toMatchObject({ code: 'invalidArg' })
    const xml = `<domain type='test'><name>c</name><memory>1024</memory><os><type>hvm</type></os><devices>
      <channel type='unix'><target type='virtio' name='org.example.0'/></channel></devices></domain>`
    const key = await bench.call('domain.create', 'host', { xml })
    const stream = await bench.call('domain.openChannel', key, { channel: 'org.example.0' })
    const came = firstPiece(stream)
    await stream.write(Buffer.from('ping'))
    expect(await came).toBe('ping')
    await expect(bench.call('domain.openChannel', key, {})).rejects.toMatchObject({
      code: 'operationFailed',
    })
  })
})

/** The first that comes of a stream, as text; undefined at its end. */
async function firstPiece(stream: ByteStream): Promise<string | undefined> {
  for await (const piece of stream.incoming) return Buffer.from(piece as Uint8Array).toString()
  return undefined
}
