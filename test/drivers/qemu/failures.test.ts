import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { QemuHost, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'
import { pidOf, pidsOf } from './processes.ts'

describeQemu('guests that fail', () => {
  let host: QemuHost
  let disk: string

  beforeAll(async () => {
    host = await QemuHost.open()
    disk = join(host.root, 'boot.img')
    await writeBootDisk(disk)
  })
  afterAll(() => host?.close())

  const leftovers = async () =>
    (await readdir(join(host.root, 'r/conn/q'))).filter((name) => name.startsWith('domain-'))

  test('the end of a killed emulator is told as a crash', async () => {
    const ref = await host.define(smallGuest({ name: 'crash', disk }))
    await host.invoke('domain.start', ref, {})
    host.events.length = 0
    process.kill(await pidOf(host.root), 'SIGKILL')
    await host.until(() => host.domain(ref).state === 'shutoff')
    expect(host.domain(ref).reason).toBe('crashed')
    expect(host.events).toEqual(['lifecycle stopped crashed'])
    expect(await leftovers()).toEqual([])
  })

  test('an emulator that dies at start says why, and nothing is left of it', async () => {
    const ref = await host.define(smallGuest({ name: 'nodisk', disk: join(host.root, 'missing.img') }))
    await expect(host.invoke('domain.start', ref, {})).rejects.toMatchObject({
      code: 'operationFailed',
      message: expect.stringContaining('missing.img'),
    })
    expect(host.domain(ref)).toMatchObject({ state: 'shutoff', reason: 'failed', id: -1 })
    expect(await leftovers()).toEqual([])
    expect(await pidsOf(host.root)).toEqual([])
    expect(existsSync(join(host.root, 'r/conn/q/domain'))).toBe(true)
    expect(await readdir(join(host.root, 'r/conn/q/domain'))).toEqual([])
  })

  test('a broken image is named in the error', async () => {
    const broken = join(host.root, 'broken.qcow2')
    await writeFile(broken, 'no image at all')
    const ref = await host.define(smallGuest({ name: 'broken', disk: broken, format: 'qcow2' }))
    await expect(host.invoke('domain.start', ref, {})).rejects.toMatchObject({
      code: 'operationFailed',
      message: expect.stringContaining('not in qcow2 format'),
    })
    expect(await pidsOf(host.root)).toEqual([])
  })

  test('an emulator that is not installed is named with the package that brings it', async () => {
    const xml = smallGuest({
      name: 'noemulator',
      disk,
      devices: '<emulator>/opt/nothing/qemu-system-x86_64</emulator>',
    })
    await expect(host.define(xml)).rejects.toThrow(/qemu-system-x86/)
  })

  test('what the driver cannot give is refused by name', async () => {
    const xml = smallGuest({
      name: 'tpm',
      disk,
      devices: `<tpm model='tpm-tis'><backend type='emulator'/></tpm>`,
    })
    await expect(host.define(xml)).rejects.toMatchObject({
      code: 'configUnsupported',
      message: expect.stringContaining('a TPM'),
    })
  })

  test('two domains cannot have one name', async () => {
    await host.define(smallGuest({ name: 'twice', disk }))
    await expect(host.define(smallGuest({ name: 'twice', disk }))).rejects.toMatchObject({
      code: 'operationFailed',
    })
  })

  test('a guest on a bridge that is not there leaves no tap behind', async () => {
    const xml = smallGuest({
      name: 'nobridge',
      disk,
      devices: `<interface type='bridge'><source bridge='vgnobr0'/><model type='virtio'/></interface>`,
    })
    const ref = await host.define(xml)
    await expect(host.invoke('domain.start', ref, {})).rejects.toThrow(/vgnobr0|tap/)
    expect(await leftovers()).toEqual([])
  })
})
