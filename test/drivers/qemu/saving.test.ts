import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ObjectRef } from '../../../src/core/contracts.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { hostRef, QemuHost, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'

describeQemu('saved states and snapshots', () => {
  let host: QemuHost
  let ref: ObjectRef<'domain'>

  beforeAll(async () => {
    host = await QemuHost.open()
    const raw = join(host.root, 'boot.img')
    const disk = join(host.root, 'boot.qcow2')
    await writeBootDisk(raw)
    execFileSync('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, disk])
    // The socket of a channel is made anew for each run: a saved state must not bring the old one.
    const devices = `<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>`
    ref = await host.define(smallGuest({ name: 'keeper', disk, format: 'qcow2', devices }))
    await host.invoke('domain.start', ref, {})
  })
  afterAll(() => host?.close())

  /** The guest's own count of ticks, as it told it last. */
  async function ticks(): Promise<number> {
    const told = [...(await host.console(ref)).matchAll(/T([0-9A-F]{4})/g)].at(-1)?.[1]
    return told === undefined ? 0 : Number.parseInt(told, 16)
  }
  const boots = async () => (await host.console(ref)).split('UP').length - 1

  test('a managed save ends the guest, and its start goes on from there', async () => {
    await host.until(async () => (await ticks()) >= 0x20)
    const before = await ticks()
    host.events.length = 0
    await host.invoke('domain.managedSave', ref, {})
    expect(host.domain(ref)).toMatchObject({ state: 'shutoff', reason: 'saved', managedSave: true })
    expect(host.events).toContain('lifecycle stopped saved')
    await host.invoke('domain.start', ref, {})
    expect(host.domain(ref)).toMatchObject({ state: 'running', reason: 'restored', managedSave: false })
    await host.until(async () => (await ticks()) > before)
    expect(await boots()).toBe(1)
  })

  test('a guest is saved to a file and restored from it, paused if asked', async () => {
    const path = join(host.root, 'state.save')
    const before = await ticks()
    await host.invoke('domain.save', ref, { path })
    expect(host.domain(ref)).toMatchObject({ state: 'shutoff', reason: 'saved', managedSave: false })
    expect((await readFile(path)).subarray(0, 16).toString()).toBe('LibvirtQemudSave')
    await host.invoke('domain.restore', hostRef, { path, paused: true })
    expect(host.domain(ref)).toMatchObject({ state: 'paused' })
    await host.invoke('domain.resume', ref, {})
    await host.until(async () => (await ticks()) > before)
    expect(await boots()).toBe(1)
  })

  test('a save that cannot be written leaves the guest running', async () => {
    const saving = host.invoke('domain.save', ref, { path: '/proc/no/such.save' })
    await expect(saving).rejects.toMatchObject({ code: 'systemError' })
    expect(host.domain(ref)).toMatchObject({ state: 'running', job: 'none' })
  })

  test('a file that is no saved state is refused', async () => {
    const path = join(host.root, 'nonsense')
    await writeFile(path, 'x'.repeat(200))
    await expect(host.invoke('domain.restore', hostRef, { path })).rejects.toMatchObject({
      code: 'operationFailed',
    })
  })

  test('pauses, passes and ends of saving are told in the order of libvirt, and so is the start after it', async () => {
    host.events.length = 0
    await host.invoke('domain.managedSave', ref, {})
    await host.invoke('domain.start', ref, {})
    expect(host.events.filter((event) => event !== 'migrationIteration')).toEqual([
      'lifecycle suspended paused',
      'jobCompleted',
      'lifecycle stopped saved',
      'agentLifecycle',
      'lifecycle started restored',
      'lifecycle resumed from-snapshot',
    ])
    expect(host.events).toContain('migrationIteration')
  })

  test('a guest goes back to a snapshot with its memory, twice', async () => {
    const key = await host.invoke('snapshot.create', ref, {
      xml: '<domainsnapshot><name>one</name></domainsnapshot>',
    })
    const snapshot = { type: 'snapshot', key } as const
    const taken = await ticks()
    expect(host.gateway.inventory.get('snapshot', key)?.attrs).toMatchObject({
      state: 'running',
      current: true,
    })
    expect(host.domain(ref)).toMatchObject({ state: 'running', hasCurrentSnapshot: true })
    for (const round of [1, 2]) {
      await host.until(async () => (await ticks()) > taken + 0x10)
      await host.invoke('snapshot.revert', snapshot, {})
      expect(host.domain(ref), `round ${round}`).toMatchObject({ state: 'running', reason: 'from-snapshot' })
      await host.until(async () => (await ticks()) <= taken + 0x10)
    }
    expect(await boots()).toBe(1)
    expect(await host.invoke('snapshot.getXml', snapshot, {})).toContain('<name>one</name>')
  })

  test('snapshots of a guest that is off are kept in its image, and survive a restart', async () => {
    await host.invoke('domain.destroy', ref, {})
    const key = await host.invoke('snapshot.create', ref, {
      xml: '<domainsnapshot><name>off</name></domainsnapshot>',
    })
    await host.restart()
    expect(host.gateway.inventory.get('snapshot', key)?.attrs).toMatchObject({
      state: 'shutoff',
      parent: 'one',
      current: true,
    })
    await host.invoke('snapshot.revert', { type: 'snapshot', key }, {})
    expect(host.domain(ref).state).toBe('shutoff')
    await host.invoke('snapshot.delete', { type: 'snapshot', key }, {})
    expect(host.gateway.inventory.get('snapshot', key)).toBeUndefined()
    await expect(host.invoke('domain.undefine', ref, {})).rejects.toMatchObject({ code: 'operationInvalid' })
  })
})
