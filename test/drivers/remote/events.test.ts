import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../src/core/lib/clock.ts'
import { CountingProxy } from './counting-proxy.ts'
import { Bench, testGuest } from './gateway.ts'
import { Libvirtd, libvirtdMissing } from './libvirtd.ts'

const missing = libvirtdMissing()
if (missing) process.stderr.write(`skipped events of libvirtd: ${missing}\n`)

const uuid = '7e570000-0000-4000-8000-000000000001'

describe.skipIf(missing)('what others do to a daemon', () => {
  let daemon: Libvirtd
  let bench: Bench | undefined
  let proxy: CountingProxy | undefined
  beforeAll(async () => {
    daemon = await Libvirtd.start()
  })
  afterAll(() => daemon.remove())
  afterEach(async () => {
    await bench?.close()
    await proxy?.stop()
    proxy = undefined
  })

  test('is told by its events, in order and with the state that it led to', async () => {
    bench = await Bench.open(`test+unix:///default?socket=${daemon.socket}`)
    const other = await Bench.open(`test+unix:///default?socket=${daemon.socket}`)
    try {
      await other.onHost('domain.define', { xml: testGuest('shared') })
      await bench.until(() => bench?.domain('shared')?.state === 'shutoff', 'the guest of another client')
      await other.on('domain.start', uuid, {})
      await bench.until(() => bench?.domain('shared')?.state === 'running', 'its start')
      await other.on('domain.suspend', uuid, {})
      await bench.until(() => bench?.domain('shared')?.state === 'paused', 'its pause')
      await other.on('domain.destroy', uuid, {})
      await other.on('domain.undefine', uuid, {})
      await bench.until(() => bench?.domain('shared') === undefined, 'its end')
      expect(bench.lifecycle()).toEqual([
        'shared defined/added',
        'shared started/booted',
        'shared suspended/paused',
        'shared stopped/destroyed',
        'shared undefined/removed',
      ])
    } finally {
      await other.close()
    }
  })

  test('costs nothing while nothing happens, until the round for what no daemon tells', async () => {
    proxy = await CountingProxy.start(daemon.path('run'), daemon.socket)
    const clock = new FakeClock()
    bench = await Bench.open(`test+unix:///default?socket=${proxy.path}`, { clock })
    proxy.calls.length = 0
    await idle(clock, proxy, 55)
    clock.advance(4000)
    expect(proxy.calls).toEqual([])
    expect(bench.host.status).toBe('connected')
    clock.advance(1000)
    await proxy.until(() => proxy?.calls.includes('STORAGE_POOL_LIST_ALL_VOLUMES') === true)
    expect(proxy.calls).toContain('CONNECT_LIST_ALL_INTERFACES')
    expect(proxy.calls).not.toContain('DOMAIN_GET_XML_DESC')
  })

  test('is not asked for at all where the URI says so', async () => {
    proxy = await CountingProxy.start(daemon.path('run'), daemon.socket)
    const clock = new FakeClock()
    bench = await Bench.open(`test+unix:///default?poll=0&socket=${proxy.path}`, { clock })
    proxy.calls.length = 0
    await idle(clock, proxy, 600)
    expect(proxy.calls).toEqual([])
  })
})

/** Lets time pass in which only signs of life are asked for, one each five seconds. */
async function idle(clock: FakeClock, proxy: CountingProxy, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 5) {
    const pongs = proxy.pongs
    clock.advance(5000)
    await proxy.until(() => proxy.pongs > pongs)
  }
}
