import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Bench } from './gateway.ts'
import { Libvirtd, libvirtdMissing } from './libvirtd.ts'

const emulator = '/usr/bin/qemu-system-x86_64'
const missing = libvirtdMissing() ?? (existsSync(emulator) ? undefined : `${emulator} is not installed`)
if (missing) process.stderr.write(`skipped guests of libvirtd: ${missing}\n`)

const uuid = '7e570000-0000-4000-8000-00000000000e'
const guest = `<domain type='qemu'><name>real</name><uuid>${uuid}</uuid>
  <memory unit='MiB'>32</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices><emulator>${emulator}</emulator><serial type='pty'/><console type='pty'/></devices></domain>`

describe.skipIf(missing)('a real guest of libvirtd', () => {
  let daemon: Libvirtd
  let bench: Bench
  beforeAll(async () => {
    daemon = await Libvirtd.start()
    bench = await Bench.open(`qemu+unix:///session?socket=${daemon.socket}`)
  })
  afterAll(async () => {
    if (bench?.domain('real')?.state === 'running') await bench.on('domain.destroy', uuid, {})
    await bench?.close()
    await daemon?.remove()
  })

  test('is started, counted, asked by its monitor, watched and ended', async () => {
    expect(bench.host).toMatchObject({ status: 'connected', hvType: 'QEMU' })
    await bench.onHost('domain.create', { xml: guest, paused: true })
    expect(bench.domain('real')).toMatchObject({ state: 'paused', persistent: false, virtType: 'qemu' })
    await bench.on('domain.resume', uuid, {})
    expect(bench.domain('real')).toMatchObject({ state: 'running', reason: 'unpaused' })

    const entry = bench.gateway.inventory.findByName('domain', 'far', 'real')
    const counters = entry && (await bench.gateway.inventory.fresh(entry, 0))
    expect(counters?.values.cpuTime).toBeGreaterThan(0n)
    expect(counters?.values.balloon?.rss).toBeGreaterThan(0n)

    const answer = await bench.on('domain.monitorCommand', uuid, { command: '{"execute":"query-status"}' })
    expect(JSON.parse(answer)).toMatchObject({ return: { status: 'running' } })

    const console = await bench.on('domain.openConsole', uuid, {})
    await console.write(Buffer.from('x'))
    await console.abort(new Error('seen enough'))

    await bench.on('domain.destroy', uuid, {})
    expect(bench.domain('real')).toBeUndefined()
    expect(bench.lifecycle().at(-1)).toBe('real stopped/destroyed')
  })
})
