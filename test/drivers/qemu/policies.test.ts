import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ObjectRef } from '../../../src/core/contracts.ts'
import { createQemuDriver } from '../../../src/drivers/qemu/driver.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { QemuHost } from './gateway.ts'
import { describeQemu } from './needs.ts'
import { pidOf, pidsOf } from './processes.ts'

describeQemu('what becomes of a guest', () => {
  let host: QemuHost
  let count = 0

  beforeAll(async () => {
    host = await QemuHost.open(() => createQemuDriver({ reconnectTimeoutMs: 2_000 }))
  })
  afterAll(() => host?.close())
  beforeEach(() => {
    host.events.length = 0
  })

  /** A guest whose serial port can be written to. */
  async function start(
    policies: string,
    devices = '',
  ): Promise<{ ref: ObjectRef<'domain'>; socket: string }> {
    const name = `policy${++count}`
    const disk = join(host.root, `${name}.img`)
    const socket = join(host.root, `${name}.sock`)
    await writeBootDisk(disk)
    const ref = await host.define(`<domain type='qemu'>
      <name>${name}</name><memory unit='MiB'>32</memory>
      <os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features>${policies}
      <devices>
        <disk type='file'><driver name='qemu' type='raw'/><source file='${disk}'/><target dev='vda' bus='virtio'/></disk>
        <serial type='unix'><source mode='bind' path='${socket}'/></serial>${devices}
      </devices>
    </domain>`)
    await host.invoke('domain.start', ref, {})
    await host.until(async () => (await host.console(ref)).includes('UP'))
    return { ref, socket }
  }

  const press = (socket: string, key: string) =>
    new Promise<void>((resolve, reject) => {
      const stream = connect(socket, () => stream.end(key, resolve))
      stream.on('error', reject)
      stream.resume()
    })
  const boots = async (ref: ObjectRef<'domain'>) => (await host.console(ref)).split('VG-SECTOR UP').length - 1
  const stop = (ref: ObjectRef<'domain'>) => host.invoke('domain.destroy', ref, {})

  test('a panic ends it as crashed when the definition says so', async () => {
    const { ref, socket } = await start('<on_crash>destroy</on_crash>', `<panic model='isa'/>`)
    await press(socket, 'p')
    await host.until(() => host.domain(ref).state === 'shutoff')
    expect(host.domain(ref).reason).toBe('crashed')
    expect(host.events.slice(-2)).toEqual(['lifecycle crashed panicked', 'lifecycle stopped crashed'])
  })

  test('a panic is kept for a look when the definition says so', async () => {
    const { ref, socket } = await start('<on_crash>preserve</on_crash>', `<panic model='isa'/>`)
    await press(socket, 'p')
    await host.until(() => host.domain(ref).state === 'crashed')
    expect(host.domain(ref)).toMatchObject({ reason: 'panicked' })
    await stop(ref)
  })

  test('a panic restarts it when the definition says so', async () => {
    const { ref, socket } = await start('<on_crash>restart</on_crash>', `<panic model='isa'/>`)
    await press(socket, 'p')
    await host.until(async () => (await boots(ref)) === 2)
    expect(host.domain(ref).state).toBe('running')
    await stop(ref)
  })

  test('a power-off restarts it when the definition says so', async () => {
    const { ref, socket } = await start('<on_poweroff>restart</on_poweroff>')
    await press(socket, 'o')
    await host.until(async () => (await boots(ref)) === 2)
    await host.until(() => host.domain(ref).state === 'running')
    await stop(ref)
  })

  test('a reset ends it when the definition says so', async () => {
    const { ref, socket } = await start('<on_reboot>destroy</on_reboot>')
    await press(socket, 'r')
    await host.until(() => host.domain(ref).state === 'shutoff')
    expect(host.events.at(-1)).toBe('lifecycle stopped shutdown')
  })

  test('a guest that does not answer keeps nobody from telling their numbers', async () => {
    const { ref: stuck } = await start('')
    const pid = await pidOf(host.root)
    const { ref: lively } = await start('')
    process.kill(pid, 'SIGSTOP')
    try {
      await host.gateway.inventory.refresh('domain', 'q', 0)
      const counters = host.gateway.inventory.counters('domain', lively.key)?.values
      expect(counters?.diskStats).toHaveLength(1)
      expect(host.gateway.inventory.counters('domain', stuck.key)?.values.diskStats).toBeUndefined()
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await stop(stuck)
    await stop(lively)
  })

  test('a guest whose monitor cannot be had again is ended, and told as crashed', async () => {
    const { ref } = await start('')
    const pid = await pidOf(host.root)
    await host.gateway.close()
    process.kill(pid, 'SIGSTOP')
    await host.restart()
    expect(host.domain(ref)).toMatchObject({ state: 'shutoff', reason: 'crashed' })
    expect(await pidsOf(host.root)).toEqual([])
  })

  test('autostart starts a guest once for each boot of the host', async () => {
    const { ref } = await start('')
    await host.invoke('domain.setAutostart', ref, { autostart: true })
    await stop(ref)
    await host.restart()
    expect(host.domain(ref)).toMatchObject({ state: 'shutoff', autostart: true })
    await host.gateway.close()
    await rm(join(host.root, 'r/conn/q/marks'), { recursive: true })
    await host.restart()
    await host.until(() => host.domain(ref).state === 'running')
    await stop(ref)
  })
})
