import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ObjectRef } from '../../../src/core/contracts.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { hostRef, QemuHost, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'

describeQemu('operations on a running guest', () => {
  let host: QemuHost
  let ref: ObjectRef<'domain'>

  beforeAll(async () => {
    host = await QemuHost.open()
    const disk = join(host.root, 'boot.img')
    await writeBootDisk(disk)
    await writeBootDisk(join(host.root, 'medium.iso'))
    await writeBootDisk(join(host.root, 'second.img'))
    const xml = smallGuest({
      name: 'busy',
      disk,
      machine: 'q35',
      memory: 64,
      extra: `<vcpu current='1'>2</vcpu>`,
      devices: `<graphics type='vnc' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>
        <video><model type='vga'/></video>
        <interface type='user'><mac address='52:54:00:01:02:03'/><model type='virtio'/></interface>
        <disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>
        <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
        <input type='tablet' bus='usb'/>
        <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
        <watchdog model='i6300esb' action='pause'/>
        <panic model='isa'/>`,
    })
    ref = await host.define(xml)
    await host.invoke('domain.start', ref, {})
    await host.until(async () => (await host.console(ref)).includes('UP'))
  })
  afterAll(() => host?.close())

  test('its record tells what it runs with', () => {
    const guest = host.domain(ref)
    expect(guest).toMatchObject({
      memory: 65536n,
      maxMemory: 65536n,
      vcpus: 1,
      maxVcpus: 2,
      agentConnected: false,
    })
    expect(guest.machine).toMatch(/^pc-q35-/)
    expect(guest.graphics[0]?.port).toBeGreaterThanOrEqual(5900)
    expect(guest.interfaces[0]).toMatchObject({ mac: '52:54:00:01:02:03', model: 'virtio' })
    expect(guest.disks.map((disk) => disk.target)).toEqual(['vda', 'sda'])
  })

  test('its display can be reached where its record says', async () => {
    const [display] = host.domain(ref).graphics
    expect(await host.invoke('domain.openGraphics', ref, {})).toEqual({
      type: 'vnc',
      host: '127.0.0.1',
      port: display?.port,
    })
  })

  test('counters come from the process, the monitor and the balloon', async () => {
    await host.gateway.inventory.refresh('domain', 'q', 0)
    const counters = host.gateway.inventory.counters('domain', ref.key)?.values
    expect(counters?.cpuTime).toBeGreaterThan(0n)
    expect(counters?.vcpuTimes).toHaveLength(1)
    expect(counters?.diskStats?.[0]).toMatchObject({ target: 'vda', errors: 0n })
    expect(counters?.diskStats?.[0]?.readBytes).toBeGreaterThan(0n)
    expect(counters?.interfaceStats).toEqual([])
    expect(counters?.balloon).toMatchObject({ actual: 65536n })
    expect(counters?.balloon?.rss).toBeGreaterThan(10_000n)
    await host.gateway.inventory.refresh('host', 'q', 0)
    expect(host.gateway.inventory.counters('host', 'q/host')?.values.cpuIdle).toBeGreaterThan(0n)
  })

  test('a screenshot is a picture', async () => {
    const { mime, data } = await host.invoke('domain.screenshot', ref, {})
    expect(mime).toBe('image/png')
    expect(Buffer.from(data).subarray(1, 4).toString()).toBe('PNG')
  })

  test('keys can be pressed, with codes of Linux', async () => {
    await host.invoke('domain.sendKey', ref, { codeset: 'linux', holdtime: 50, keys: [30, 103] })
    const odd = host.invoke('domain.sendKey', ref, { codeset: 'usb', holdtime: 50, keys: [4] })
    await expect(odd).rejects.toMatchObject({ code: 'argumentUnsupported' })
  })

  test('its memory can be read', async () => {
    const sector = await host.invoke('domain.memoryPeek', ref, { start: 0x7c00n, size: 512, physical: true })
    expect(Buffer.from(sector).readUInt16LE(510)).toBe(0xaa55)
  })

  test('a monitor command is passed on and taints the guest', async () => {
    const answer = await host.invoke('domain.monitorCommand', ref, {
      command: '{"execute":"query-status","id":7}',
    })
    expect(JSON.parse(answer)).toMatchObject({ return: { status: 'running' }, id: 7 })
    expect(await host.invoke('domain.monitorCommand', ref, { command: 'info version', hmp: true })).toContain(
      '.',
    )
    const refused = await host.invoke('domain.monitorCommand', ref, { command: '{"execute":"no-such"}' })
    expect(JSON.parse(refused)).toMatchObject({ error: { class: 'CommandNotFound' } })
    expect(host.domain(ref).taints).toContain('custom-monitor')
  })

  test('processors are plugged in, told and bound', async () => {
    await host.invoke('domain.setVcpus', ref, { count: 2, live: true })
    expect(host.domain(ref).vcpus).toBe(2)
    await host.invoke('domain.pinVcpu', ref, { vcpu: 1, cpus: [0], live: true, config: true })
    const vcpus = await host.invoke('domain.getVcpus', ref, {})
    expect(vcpus).toHaveLength(2)
    expect(vcpus[1]?.affinity.filter(Boolean)).toHaveLength(1)
    expect(vcpus[0]?.cpuTime).toBeGreaterThan(0n)
    expect(host.domain(ref).vcpuPins?.[1]).toEqual([0])
  })

  test('disks are measured and made larger', async () => {
    const before = await host.invoke('domain.getBlockInfo', ref, { disk: 'vda' })
    expect(before.capacity).toBe(1024n * 1024n)
    await host.invoke('domain.blockResize', ref, { disk: 'vda', size: 2n * 1024n * 1024n })
    expect((await host.invoke('domain.getBlockInfo', ref, { disk: 'vda' })).capacity).toBe(2n * 1024n * 1024n)
    await expect(host.invoke('domain.getBlockInfo', ref, { disk: 'vdz' })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('a disk is throttled', async () => {
    await host.invoke('domain.setBlockIoTune', ref, {
      disk: 'vda',
      values: [{ name: 'total_iops_sec', value: '500' }],
      live: true,
    })
    const tune = await host.invoke('domain.getBlockIoTune', ref, { disk: 'vda' })
    expect(tune).toContainEqual({ name: 'total_iops_sec', value: '500' })
  })

  test('a medium is put into a drive and taken out again', async () => {
    const drive = (source: string) =>
      `<disk type='file' device='cdrom'>${source}<target dev='sda' bus='sata'/></disk>`
    const file = join(host.root, 'medium.iso')
    await host.invoke('domain.updateDevice', ref, { xml: drive(`<source file='${file}'/>`), live: true })
    expect(host.domain(ref).disks[1]?.source).toBe(file)
    await host.invoke('domain.updateDevice', ref, { xml: drive(''), live: true })
    expect(host.domain(ref).disks[1]?.source).toBeUndefined()
    expect(host.events.filter((event) => event === 'diskChange')).toHaveLength(2)
  })

  test('a disk is plugged in where a port is free, and a second one is refused', async () => {
    const disk = (dev: string, file: string) =>
      `<disk type='file'><driver name='qemu' type='raw'/><source file='${join(host.root, file)}'/><target dev='${dev}' bus='virtio'/></disk>`
    await host.invoke('domain.attachDevice', ref, { xml: disk('vdb', 'second.img'), live: true })
    expect(host.domain(ref).disks.map(({ target }) => target)).toContain('vdb')
    expect(host.events).toContain('deviceAdded')
    const second = host.invoke('domain.attachDevice', ref, { xml: disk('vdc', 'medium.iso'), live: true })
    await expect(second).rejects.toThrow(/slots are taken/)
    await host.gateway.inventory.refresh('domain', 'q', 0)
    expect(host.gateway.inventory.counters('domain', ref.key)?.values.diskStats).toHaveLength(3)
  })

  test('its document shows what runs, and no password unless asked', async () => {
    const live = await host.invoke('domain.getXml', ref, {})
    expect(live).toMatch(/<domain type='qemu' id='\d+'>/)
    expect(live).toContain("<alias name='virtio-disk1'/>")
    const kept = await host.invoke('domain.getXml', ref, { inactive: true })
    expect(kept).not.toContain('<alias')
    expect(kept).not.toContain("dev='vdb'")
  })

  test('metadata can be set and read', async () => {
    await host.invoke('domain.setMetadata', ref, {
      type: 'title',
      value: 'A small guest',
      live: true,
      config: true,
    })
    expect(await host.invoke('domain.getMetadata', ref, { type: 'title' })).toBe('A small guest')
    expect(host.domain(ref).title).toBe('A small guest')
  })

  test('the console can be opened only where it leads to a terminal or socket', async () => {
    await expect(host.invoke('domain.openConsole', ref, {})).rejects.toMatchObject({
      code: 'operationUnsupported',
    })
  })

  test('a reset is told and the guest begins anew', async () => {
    host.events.length = 0
    const before = (await host.console(ref)).split('UP').length
    await host.invoke('domain.reset', ref, {})
    await host.until(async () => (await host.console(ref)).split('UP').length > before)
    expect(host.events).toContain('reboot')
  })

  test('a reboot by the power button starts the guest afresh in the same process', async () => {
    const { id } = host.domain(ref)
    const before = (await host.console(ref)).split('UP').length
    await host.invoke('domain.reboot', ref, { mode: 'acpi' })
    await host.until(async () => (await host.console(ref)).split('UP').length > before)
    expect(host.domain(ref)).toMatchObject({ id, state: 'running' })
  })

  test('a memory dump is written', async () => {
    const path = join(host.root, 'core')
    await host.invoke('domain.coreDump', ref, { path, memoryOnly: true })
    expect((await readFile(path)).subarray(0, 4).toString('latin1')).toBe('\x7fELF')
    expect(host.domain(ref)).toMatchObject({ state: 'running', job: 'none' })
  })

  test('the host tells its capabilities', async () => {
    const xml = await host.invoke('host.getCapabilities', hostRef, {})
    expect(xml).toContain("<arch name='x86_64'>")
    const domain = await host.invoke('host.getDomainCapabilities', hostRef, {
      virtType: 'qemu',
      machine: 'q35',
    })
    expect(domain).toContain('<machine>pc-q35-')
    const entry = host.gateway.inventory.get('host', 'q/host')?.attrs
    expect(entry?.hvVersion).toBeGreaterThan(5_000_000n)
    expect(entry?.memory).toBeGreaterThan(0n)
  })
})
