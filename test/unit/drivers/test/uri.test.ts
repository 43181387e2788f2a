import { describe, expect, test } from 'vitest'
import { createTestDriver } from '../../../../src/drivers/test/driver.ts'
import { parseTestUri } from '../../../../src/drivers/test/uri-options.ts'
import { openBench, testUuid } from './fixture.ts'

describe('a URI of the test driver', () => {
  test.each([
    ['test://', 'empty'],
    ['test:///', 'empty'],
    ['test://box/default', "host 'box'"],
    ['test:///default?domain=3', "did you mean 'domains'"],
    ['test:///default?domains=many', "'many'"],
    ['test:///default?domains=1000001', 'from 0 to 1000000'],
    ['test:///default?strict=perhaps', "'perhaps'"],
    ['test:///default?strict=1&strict=0', 'twice'],
    ['test:///%zz', 'encoded'],
  ])('%s is refused and the error says why', (uri, part) => {
    const read = () => parseTestUri(new URL(uri))
    expect(read).toThrow(expect.objectContaining({ code: 'invalidArg' }))
    expect(read).toThrow(part)
  })

  test('gives its options', () => {
    expect(parseTestUri(new URL('test:///default?domains=5&job_ms=20&strict=1'))).toMatchObject({
      path: 'default',
      domains: 5,
      jobMs: 20,
      strict: true,
    })
  })
})

describe('state of the default node', () => {
  test('is one for all connections of a driver', async () => {
    const driver = createTestDriver()
    const one = await openBench('test:///default', driver)
    const two = await openBench('test:///default', driver)
    await one.bench.call('domain.destroy', testUuid, {})
    expect(two.bench.record('domain', testUuid)?.state).toBe('shutoff')
    await one.close()
    await two.close()
  })

  test('lasts until the last connection is closed, and is new then', async () => {
    const driver = createTestDriver()
    const one = await openBench('test:///default', driver)
    const two = await openBench('test:///default', driver)
    await one.bench.call('domain.destroy', testUuid, {})
    await one.close()
    const three = await openBench('test:///default', driver)
    expect(three.bench.record('domain', testUuid)?.state).toBe('shutoff')
    await two.close()
    await three.close()
    const four = await openBench('test:///default', driver)
    expect(four.bench.record('domain', testUuid)?.state).toBe('running')
    await four.close()
  })

  test('is not told to a connection that was closed', async () => {
    const driver = createTestDriver()
    const one = await openBench('test:///default', driver)
    const two = await openBench('test:///default', driver)
    await two.close()
    two.bench.forget()
    await one.bench.call('domain.suspend', testUuid, {})
    expect(two.bench.changes).toEqual([])
    await one.close()
  })

  test('of two drivers is apart', async () => {
    const one = await openBench()
    const two = await openBench()
    await one.bench.call('domain.destroy', testUuid, {})
    expect(two.bench.record('domain', testUuid)?.state).toBe('running')
    await one.close()
    await two.close()
  })

  test('is left out of what a strict connection goes beyond', async () => {
    const { bench, close } = await openBench('test:///default?strict=1')
    expect(bench.connection.handlers['secret.define']).toBeUndefined()
    expect(bench.connection.handlers['domain.start']).toBeDefined()
    await close()
  })
})
