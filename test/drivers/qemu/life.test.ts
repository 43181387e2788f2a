import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { QemuHost, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'

describeQemu('life of a guest', () => {
  let host: QemuHost
  let disk: string

  beforeAll(async () => {
    host = await QemuHost.open()
    disk = join(host.root, 'boot.img')
    await writeBootDisk(disk)
  })
  afterAll(() => host?.close())

  test.each(['pc', 'q35'])(
    'a %s guest starts, pauses, goes on and powers off by its button',
    async (machine) => {
      const ref = await host.define(smallGuest({ name: `life-${machine}`, disk, machine }))
      expect(host.domain(ref)).toMatchObject({ state: 'shutoff', persistent: true, id: -1 })
      host.events.length = 0

      await host.invoke('domain.start', ref, {})
      expect(host.domain(ref)).toMatchObject({ state: 'running', reason: 'booted' })
      expect(host.domain(ref).id).toBeGreaterThan(0)
      await host.until(async () => (await host.console(ref)).includes('VG-SECTOR UP'))

      await host.invoke('domain.suspend', ref, {})
      expect(host.domain(ref)).toMatchObject({ state: 'paused', reason: 'user' })
      await host.invoke('domain.resume', ref, {})
      expect(host.domain(ref)).toMatchObject({ state: 'running', reason: 'unpaused' })

      await host.invoke('domain.shutdown', ref, { mode: 'acpi' })
      await host.until(() => host.domain(ref).state === 'shutoff')
      expect(host.domain(ref)).toMatchObject({ reason: 'shutdown', id: -1 })
      expect(host.events).toEqual([
        'lifecycle resumed unpaused',
        'lifecycle started booted',
        'lifecycle suspended paused',
        'lifecycle resumed unpaused',
        'lifecycle shutdown guest',
        'lifecycle stopped shutdown',
      ])
    },
  )
})
