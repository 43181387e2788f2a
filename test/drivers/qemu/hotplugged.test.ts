import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ObjectRef } from '../../../src/core/contracts.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { hostRef, QemuHost, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'

describeQemu('a guest that grew while it ran', () => {
  let host: QemuHost
  let disk: string
  beforeAll(async () => {
    host = await QemuHost.open()
    const raw = join(host.root, 'boot.img')
    disk = join(host.root, 'boot.qcow2')
    await writeBootDisk(raw)
    execFileSync('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, disk])
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', join(host.root, 'more.qcow2'), '1M'])
  })
  afterAll(() => host?.close())

  // The new machine has room for what comes while it runs only if its definition has ports.
  const rootPorts = Array.from(
    { length: 8 },
    (_, i) => `<controller type='pci' index='${i + 1}' model='pcie-root-port'/>`,
  ).join('')

  async function ticks(ref: ObjectRef<'domain'>): Promise<number> {
    const told = [...(await host.console(ref)).matchAll(/T([0-9A-F]{4})/g)].at(-1)?.[1]
    return told === undefined ? 0 : Number.parseInt(told, 16)
  }

  async function grown(machine: string): Promise<ObjectRef<'domain'>> {
    const ref = await host.define(
      smallGuest({
        name: `grower-${machine}`,
        machine,
        disk,
        format: 'qcow2',
        extra: "<vcpu current='1'>4</vcpu>",
        devices: machine === 'q35' ? rootPorts : '',
      }),
    )
    await host.invoke('domain.start', ref, {})
    await host.until(async () => (await ticks(ref)) > 0)
    await host.invoke('domain.setVcpus', ref, { count: 3, live: true })
    const more = join(host.root, 'more.qcow2')
    await host.invoke('domain.attachDevice', ref, {
      live: true,
      xml: `<disk type='file'><driver name='qemu' type='qcow2'/><source file='${more}'/><target dev='vdb' bus='virtio'/></disk>`,
    })
    await host.invoke('domain.attachDevice', ref, {
      live: true,
      xml: `<interface type='user'><model type='virtio'/></interface>`,
    })
    return ref
  }

  test.each(['pc', 'q35'])('is saved and goes on with all that it had: %s', async (machine) => {
    const ref = await grown(machine)
    const path = join(host.root, `${machine}.save`)
    const before = await ticks(ref)
    await host.invoke('domain.save', ref, { path })
    await host.invoke('domain.restore', hostRef, { path })
    await host.until(async () => (await ticks(ref)) > before)
    expect((await host.invoke('domain.getVcpus', ref, {})).map(({ number }) => number)).toEqual([0, 1, 2])
    expect(host.domain(ref)).toMatchObject({ vcpus: 3 })
    await host.invoke('domain.destroy', ref, {})
  })
})
