import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ObjectRef } from '../../../src/core/contracts.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { QemuHost } from './gateway.ts'
import { describeQemu } from './needs.ts'

const recipe = resolve(import.meta.dirname, '../../../../shared/tools/make-guest.sh')
const folder = join(tmpdir(), 'vgq-linux-guest')

/** Builds the Linux guest once; answers why there is none. */
function buildGuest(): string | undefined {
  if (existsSync(join(folder, 'vmlinuz'))) return undefined
  if (!existsSync(recipe)) return 'the recipe for a Linux guest is not beside the checkout'
  const work = `${folder}.${process.pid}`
  try {
    mkdirSync(work, { recursive: true })
    execFileSync('bash', [recipe, '-o', work], { stdio: ['ignore', 'ignore', 'pipe'], timeout: 240_000 })
    if (!existsSync(folder)) renameSync(work, folder)
    return undefined
  } catch (error) {
    return `the Linux guest cannot be built: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

describeQemu('a Linux guest with its agent', () => {
  let host: QemuHost
  let ref: ObjectRef<'domain'>
  let missing: string | undefined

  beforeAll(async () => {
    missing = buildGuest()
    if (missing) {
      process.stderr.write(`skipped the tests with a Linux guest: ${missing}\n`)
      return
    }
    host = await QemuHost.open()
    await writeBootDisk(join(host.root, 'plug.img'))
    ref = await host.define(`<domain type='qemu'>
      <name>linux</name>
      <memory unit='MiB'>256</memory>
      <vcpu>1</vcpu>
      <os>
        <type arch='x86_64' machine='q35'>hvm</type>
        <kernel>${join(folder, 'vmlinuz')}</kernel>
        <initrd>${join(folder, 'initramfs.cpio')}</initrd>
        <cmdline>console=ttyS0 quiet vg.name=webhost</cmdline>
      </os>
      <features><acpi/></features>
      <devices>
        <serial type='file'><source path='/dev/null'/></serial>
        <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
        <interface type='user'><mac address='52:54:00:0a:0b:0c'/><model type='virtio'/></interface>
        <memballoon model='virtio'><stats period='1'/></memballoon>
      </devices>
    </domain>`)
    await host.invoke('domain.start', ref, {})
    await host.until(() => host.domain(ref).agentConnected === true, 100_000)
    await host.until(async () => (await host.console(ref)).includes('VG-GUEST READY'), 60_000)
  }, 400_000)
  afterAll(() => host?.close())

  const linux = (name: string, body: () => Promise<void>) =>
    test(name, async (context) => {
      if (missing) return context.skip(missing)
      await body()
    })

  linux('the agent tells of its guest', async () => {
    expect(host.events).toContain('agentLifecycle')
    expect(await host.invoke('domain.getGuestHostname', ref, {})).toBe('webhost')
    expect((await host.invoke('domain.getTime', ref, {})).seconds).toBeGreaterThan(1_600_000_000n)
    const info = await host.invoke('domain.getGuestInfo', ref, {})
    expect(info).toContainEqual({ name: 'os.id', value: 'vgguest' })
    const links = await host.invoke('domain.getInterfaceAddresses', ref, { source: 'agent' })
    expect(links.map(({ mac }) => mac)).toContain('52:54:00:0a:0b:0c')
    const answer = await host.invoke('domain.agentCommand', ref, { command: '{"execute":"guest-ping"}' })
    expect(JSON.parse(answer)).toEqual({ return: {} })
  })

  linux('the balloon takes memory and the guest tells how much is left', async () => {
    await host.invoke('domain.setMemory', ref, { memory: 196608n, live: true })
    await host.until(() => host.domain(ref).memory === 196608n)
    await host.until(async () => {
      await host.gateway.inventory.refresh('domain', 'q', 0)
      return host.gateway.inventory.counters('domain', ref.key)?.values.balloon?.available !== undefined
    })
    expect(host.events).toContain('balloonChange')
  })

  linux('a disk is plugged in and given up again', async () => {
    const xml = `<disk type='file'><driver name='qemu' type='raw'/><source file='${join(host.root, 'plug.img')}'/><target dev='vda' bus='virtio'/></disk>`
    await host.invoke('domain.attachDevice', ref, { xml, live: true })
    expect(host.domain(ref).disks).toHaveLength(1)
    // A guest that has not seen the disk yet keeps it: it is asked again.
    await host.until(async () => {
      await host.invoke('domain.detachDevice', ref, { xml, live: true }).catch(() => undefined)
      return host.domain(ref).disks.length === 0
    }, 40_000)
    expect(host.events).toContain('deviceRemoved')
  })

  linux('the agent is found again after the daemon', async () => {
    await host.restart()
    expect(host.domain(ref).agentConnected).toBe(true)
    expect(await host.invoke('domain.getGuestHostname', ref, {})).toBe('webhost')
  })

  linux('the agent shuts its guest down', async () => {
    await host.invoke('domain.shutdown', ref, { mode: 'agent' })
    await host.until(() => host.domain(ref).state === 'shutoff', 60_000)
    expect(host.domain(ref).reason).toBe('shutdown')
  })
})
