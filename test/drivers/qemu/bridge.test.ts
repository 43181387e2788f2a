import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { QemuHost, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'

const bridge = `vgb${process.pid % 100000}`

/** Makes a bridge; answers why there is none. */
function makeBridge(): string | undefined {
  if (process.getuid?.() !== 0) return 'taps take root'
  if (!existsSync('/dev/net/tun')) return '/dev/net/tun is not there'
  try {
    execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge'], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `a bridge cannot be made: ${error instanceof Error ? error.message : String(error)}`
  }
}

describeQemu('an interface on a bridge', () => {
  let host: QemuHost
  let missing: string | undefined

  beforeAll(async () => {
    missing = makeBridge()
    if (missing) process.stderr.write(`skipped the test of an interface on a bridge: ${missing}\n`)
    else host = await QemuHost.open()
  })
  afterAll(async () => {
    await host?.close()
    if (!missing) execFileSync('ip', ['link', 'delete', bridge])
  })

  test('gets a tap that is counted, found again, and removed with the guest', async (context) => {
    if (missing) return context.skip(missing)
    const disk = join(host.root, 'boot.img')
    await writeBootDisk(disk)
    const devices = `<interface type='bridge'><source bridge='${bridge}'/><model type='virtio'/></interface>`
    const ref = await host.define(smallGuest({ name: 'bridged', disk, devices }))
    await host.invoke('domain.start', ref, {})
    const tap = host.domain(ref).interfaces[0]?.target ?? ''
    expect(existsSync(`/sys/class/net/${bridge}/brif/${tap}`)).toBe(true)
    await host.gateway.inventory.refresh('domain', 'q', 0)
    const stats = host.gateway.inventory.counters('domain', ref.key)?.values.interfaceStats
    expect(stats).toMatchObject([{ mac: host.domain(ref).interfaces[0]?.mac }])
    await host.restart()
    expect(host.domain(ref).interfaces[0]?.target).toBe(tap)
    await host.invoke('domain.destroy', ref, {})
    expect(existsSync(`/sys/class/net/${tap}`)).toBe(false)
  })
})
