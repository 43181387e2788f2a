import { afterEach, describe, expect, test } from 'vitest'
import { Bench, testGuest } from './gateway.ts'
import { Libvirtd, libvirtdMissing } from './libvirtd.ts'

const missing = libvirtdMissing()
if (missing) process.stderr.write(`skipped losses of libvirtd: ${missing}\n`)

const kept = '7e570000-0000-4000-8000-00000000000a'

describe.skipIf(missing)('a daemon that is killed', () => {
  let daemon: Libvirtd | undefined
  let bench: Bench | undefined
  afterEach(async () => {
    await bench?.close()
    await daemon?.remove()
  })

  test('leaves its objects in place, and what has not changed is not told again when it is back', async () => {
    daemon = await Libvirtd.start()
    bench = await Bench.open(`test+unix:///default?socket=${daemon.socket}`)
    await bench.onHost('domain.define', { xml: testGuest('lost', kept) })
    await daemon.kill()
    await bench.until(() => bench?.host.status === 'unreachable', 'the loss of the daemon')
    expect(bench.host.statusText).toContain('closed the connection')
    expect(bench.domain('lost')).toBeDefined()
    await expect(bench.on('domain.start', kept, {})).rejects.toMatchObject({ code: 'noConnect' })

    bench.feed.length = 0
    await daemon.begin()
    await bench.until(() => bench?.host.status === 'connected', 'the daemon to be back')
    // The test hypervisor of libvirtd begins anew: its own guest is as before, the other one is gone.
    const told = bench.feed.filter(({ kind }) => kind === 'put' || kind === 'gone')
    const domains = told.flatMap((item) =>
      (item.kind === 'put' || item.kind === 'gone') && item.entry.type !== 'host' ? [item.kind] : [],
    )
    expect(domains).toEqual(['gone'])
    expect(bench.domain('test')?.state).toBe('running')
    expect(bench.domain('lost')).toBeUndefined()
  })
})
