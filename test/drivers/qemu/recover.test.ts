import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { compileDaemon } from './daemon-child.ts'
import { QemuHost, sharedCache, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'
import { pidOf } from './processes.ts'

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

  test('a guest outlives a daemon that is killed', async () => {
    await host.gateway.close()
    const { folder, daemon } = compileDaemon()
    const xml = smallGuest({ name: 'survivor', disk })
    const child = spawn(process.execPath, [daemon, host.root, xml, sharedCache], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { key, ...before } = JSON.parse(String(line)) as { key: string; id: number; startedAt: number }
    child.kill('SIGKILL')
    await once(child, 'exit')
    await rm(folder, { recursive: true, force: true })
    await host.restart()
    expect(host.domain({ type: 'domain', key })).toMatchObject({ state: 'running', ...before })
  }, 180_000)
})
