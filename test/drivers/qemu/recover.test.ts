import { spawn } from 'node:child_process'
import { copyFile, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { QemuHost, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'
import { pidOf, pidsOf } from './processes.ts'

describeQemu('guests and the end of the daemon', () => {
  let host: QemuHost
  let disk: string

  beforeEach(async () => {
    host = await QemuHost.open()
    disk = join(host.root, 'boot.img')
    await writeBootDisk(disk)
  })
  afterEach(() => host?.close())

  test('a running guest is found again with its id, state and start', async () => {
    const ref = await host.define(smallGuest({ name: 'again', disk }))
    await host.invoke('domain.start', ref, {})
    await host.invoke('domain.suspend', ref, {})
    const before = host.domain(ref)
    await host.restart()
    expect(host.domain(ref)).toMatchObject({
      id: before.id,
      state: 'paused',
      reason: 'user',
      startedAt: before.startedAt,
      stateSince: before.stateSince,
      wanted: 'paused',
    })
    await host.invoke('domain.resume', ref, {})
    expect(host.domain(ref).state).toBe('running')
    const other = await host.define(smallGuest({ name: 'next', disk: join(host.root, 'other.img') }))
    await writeBootDisk(join(host.root, 'other.img'))
    await host.invoke('domain.start', other, {})
    expect(host.domain(other).id).toBeGreaterThan(before.id)
  })

  test('a transient guest is found again', async () => {
    const key = await host.invoke(
      'domain.create',
      { type: 'host', key: 'q/host' },
      { xml: smallGuest({ name: 'passing', disk }) },
    )
    const ref = { type: 'domain', key } as const
    await host.restart()
    expect(host.domain(ref)).toMatchObject({ state: 'running', persistent: false, name: 'passing' })
    await host.invoke('domain.destroy', ref, {})
    expect(host.gateway.inventory.get('domain', key)).toBeUndefined()
  })

  test('a guest that powered itself off meanwhile is ended, and its end is told', async () => {
    const ref = await host.define(smallGuest({ name: 'meanwhile', disk }))
    await host.invoke('domain.start', ref, {})
    await host.until(async () => (await host.console(ref)).includes('UP'))
    await host.invoke('domain.shutdown', ref, { mode: 'acpi' })
    await host.gateway.close()
    host.events.length = 0
    await host.restart()
    await host.until(() => host.domain(ref).state === 'shutoff')
    expect(host.domain(ref)).toMatchObject({ reason: 'shutdown', id: -1 })
    expect(host.events.at(-1)).toBe('lifecycle stopped shutdown')
  })

  test('a guest whose process was killed meanwhile is told as crashed', async () => {
    const ref = await host.define(smallGuest({ name: 'killed', disk }))
    await host.invoke('domain.start', ref, {})
    const pid = await pidOf(host.root)
    await host.gateway.close()
    process.kill(pid, 'SIGKILL')
    host.events.length = 0
    await host.restart()
    expect(host.domain(ref)).toMatchObject({ state: 'shutoff', reason: 'crashed' })
    expect(host.events).toContain('lifecycle stopped crashed')
    expect((await readdir(join(host.root, 'r/conn/q'))).filter((name) => name.startsWith('domain-'))).toEqual(
      [],
    )
  })

  test('a guest that was started paused waits on', async () => {
    const ref = await host.define(smallGuest({ name: 'waits', disk }))
    await host.invoke('domain.start', ref, { paused: true })
    await host.restart()
    expect(host.domain(ref)).toMatchObject({ state: 'paused', reason: 'user' })
    await host.invoke('domain.resume', ref, {})
    expect(host.domain(ref).state).toBe('running')
  })

  test('a guest that runs after its saved state was resumed never goes back to it', async () => {
    const ref = await host.define(smallGuest({ name: 'stale', disk }))
    const saved = join(host.root, `s/conn/q/save/${host.domain(ref).uuid}.save`)
    await host.invoke('domain.start', ref, {})
    await host.invoke('domain.managedSave', ref, {})
    await copyFile(saved, `${saved}.copy`)
    await host.invoke('domain.start', ref, {})
    await host.gateway.close()
    // As it is when the daemon is killed before it removes the file.
    await rename(`${saved}.copy`, saved)
    await host.restart()
    expect(host.domain(ref)).toMatchObject({ state: 'running', managedSave: false })
    expect(await readdir(join(host.root, 's/conn/q/save'))).toEqual([])
  })

  test('a saved state that was not written to its end does not stand in the way', async () => {
    const ref = await host.define(smallGuest({ name: 'half', disk }))
    const saved = join(host.root, `s/conn/q/save/${host.domain(ref).uuid}.save`)
    await host.gateway.close()
    await writeFile(saved, `LibvirtQemudPart${'\0'.repeat(1000)}`)
    await host.restart()
    expect(host.domain(ref).managedSave).toBe(false)
    await host.invoke('domain.start', ref, {})
  })

  test('the taps and the pid of a guest of an earlier boot are those of others now', async () => {
    const ref = await host.define(smallGuest({ name: 'earlier', disk }))
    await host.invoke('domain.start', ref, {})
    const file = join(host.root, 'r/conn/q/domain', host.domain(ref).uuid)
    const status = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
    await host.invoke('domain.destroy', ref, {})
    await host.gateway.close()
    const stranger = spawn('sleep', ['1000'])
    try {
      // The loopback interface is there on each host and would be missed.
      const old = { ...status, bootId: 'another', pid: stranger.pid, taps: ['lo'] }
      await writeFile(file, JSON.stringify(old))
      await host.restart()
      expect(host.domain(ref)).toMatchObject({ state: 'shutoff', reason: 'crashed', id: -1 })
      await host.gateway.close()
      await writeFile(file, JSON.stringify({ ...status, pid: stranger.pid }))
      await host.restart()
      expect(host.domain(ref)).toMatchObject({ state: 'shutoff', id: -1 })
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
      expect(networkInterfaces().lo).toBeDefined()
    } finally {
      stranger.kill('SIGKILL')
    }
  })

  test('an emulator whose status cannot be read is ended, and nothing is left of it', async () => {
    const ref = await host.define(smallGuest({ name: 'unreadable', disk }))
    await host.invoke('domain.start', ref, {})
    await host.gateway.close()
    await writeFile(join(host.root, 'r/conn/q/domain', ref.key.slice(2)), '{')
    await host.restart()
    expect(await pidsOf(host.root)).toEqual([])
    expect((await readdir(join(host.root, 'r/conn/q'))).filter((name) => name.startsWith('domain-'))).toEqual(
      [],
    )
    await host.invoke('domain.start', ref, {})
  })
})
