import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ObjectRef } from '../../../src/core/contracts.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { hostRef, QemuHost, smallGuest } from './gateway.ts'
import { describeQemu, emulator } from './needs.ts'
import { pidOf, pidsOf } from './processes.ts'

describeQemu('commands that cross each other', () => {
  let host: QemuHost
  let count = 0

  beforeAll(async () => {
    host = await QemuHost.open()
  })
  afterAll(() => host?.close())
  beforeEach(() => {
    host.events.length = 0
  })

  async function define(
    options: Partial<Parameters<typeof smallGuest>[0]> = {},
  ): Promise<ObjectRef<'domain'>> {
    const name = options.name ?? `race${++count}`
    const disk = options.disk ?? join(host.root, `race${count}.img`)
    await writeBootDisk(disk)
    return host.define(smallGuest({ ...options, name, disk: disk.replaceAll('&', '&amp;') }))
  }

  const nothingLeft = async () => {
    expect(await pidsOf(host.root)).toEqual([])
    const run = await readdir(join(host.root, 'r/conn/q'))
    expect(run.filter((name) => /^domain-\d/.test(name))).toEqual([])
    expect(await readdir(join(host.root, 'r/conn/q/domain'))).toEqual([])
  }

  /** An emulator that is asked for its capabilities as ever, but waits for ever when it is to run a guest. */
  async function stuckEmulator(): Promise<string> {
    const path = join(host.root, 'stuck/qemu-system-x86_64')
    await mkdir(join(host.root, 'stuck'), { recursive: true })
    const script = `#!/bin/sh\ncase "$*" in *guest=*) exec sleep 1000;; esac\nexec ${emulator} "$@"\n`
    await writeFile(path, script)
    await chmod(path, 0o755)
    return path
  }

  test('destroy calls a start off', async () => {
    const path = await stuckEmulator()
    const ref = await define({ devices: `<emulator>${path}</emulator>` })
    const start = host.invoke('domain.start', ref, {}).catch((error: Error) => error)
    await host.until(
      async () => (await readdir(join(host.root, 'r/conn/q/domain')).catch(() => [])).length > 0,
    )
    await host.invoke('domain.destroy', ref, {})
    expect(await start).toMatchObject({ code: 'operationAborted' })
    expect(host.domain(ref)).toMatchObject({ state: 'shutoff', reason: 'destroyed', id: -1, job: 'none' })
    await nothingLeft()
  })

  test('a start that is repeated runs the guest once', async () => {
    const ref = await define()
    const starts = await Promise.allSettled([
      host.invoke('domain.start', ref, {}),
      host.invoke('domain.start', ref, {}),
      host.invoke('domain.create', hostRef, { xml: await host.invoke('domain.getXml', ref, {}) }),
    ])
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await pidsOf(host.root)).toHaveLength(1)
    expect(host.events).toEqual([
      'lifecycle defined added',
      'lifecycle resumed unpaused',
      'lifecycle started booted',
    ])
    await host.invoke('domain.destroy', ref, {})
    await nothingLeft()
  })

  test('a start during a destroy waits for it', async () => {
    const ref = await define()
    await host.invoke('domain.start', ref, {})
    const [ended, again] = [host.invoke('domain.destroy', ref, {}), host.invoke('domain.start', ref, {})]
    await ended
    await again.catch(() => host.invoke('domain.start', ref, {}))
    expect(host.domain(ref).state).toBe('running')
    expect(await pidsOf(host.root)).toHaveLength(1)
    await host.invoke('domain.destroy', ref, {})
    expect(host.events.at(-1)).toBe('lifecycle stopped destroyed')
    await nothingLeft()
  })

  test('an emulator that stands still is destroyed, and stops nobody else', async () => {
    const ref = await define()
    const other = await define()
    await host.invoke('domain.start', ref, {})
    const pid = await pidOf(host.root)
    await host.invoke('domain.start', other, {})
    process.kill(pid, 'SIGSTOP')
    expect(await host.invoke('domain.getXml', ref, {})).toContain('<domain')
    await host.invoke('domain.suspend', other, {})
    await host.invoke('domain.destroy', other, {})
    await host.invoke('domain.destroy', ref, {})
    expect(host.domain(ref)).toMatchObject({ state: 'shutoff', reason: 'destroyed' })
    await nothingLeft()
  })

  test('a state that is saved to an impossible place costs the guest nothing', async () => {
    const ref = await define()
    await host.invoke('domain.start', ref, {})
    host.events.length = 0
    await expect(host.invoke('domain.save', ref, { path: host.root })).rejects.toMatchObject({
      message: expect.stringContaining('saved state'),
    })
    expect(host.domain(ref)).toMatchObject({ state: 'running', reason: 'booted' })
    expect(host.events).toEqual([])
    await host.invoke('domain.destroy', ref, {})
  })

  test('a disk that another guest writes to is named', async () => {
    const disk = join(host.root, 'locked.img')
    const first = await define({ disk })
    const second = await define({ disk })
    await host.invoke('domain.start', first, {})
    await expect(host.invoke('domain.start', second, {})).rejects.toThrow(/Failed to get "write" lock/)
    expect(await pidsOf(host.root)).toHaveLength(1)
    await host.restart()
    expect(host.domain(first).state).toBe('running')
    await host.invoke('domain.destroy', first, {})
  })

  test('displays get ports that nobody has', async () => {
    const foreign = createServer()
    // Where somebody has the first port already, that is as well.
    foreign.on('error', () => {})
    foreign.listen(5900, '127.0.0.1')
    const devices = `<graphics type='vnc' autoport='yes'/>`
    const guests = [await define({ devices }), await define({ devices }), await define({ devices })]
    await Promise.all(guests.map((ref) => host.invoke('domain.start', ref, {})))
    const ports = await Promise.all(
      guests.map(async (ref) => /vnc' port='(\d+)'/.exec(await host.invoke('domain.getXml', ref, {}))?.[1]),
    )
    expect(new Set([...ports, '5900']).size).toBe(4)
    const clash = await define({ devices: `<graphics type='vnc' port='${ports[0]}'/>` })
    await expect(host.invoke('domain.start', clash, {})).rejects.toThrow(/in use/)
    foreign.close()
    for (const ref of guests) await host.invoke('domain.destroy', ref, {})
  })

  test('a display at an address that the host does not have is refused at once', async () => {
    const ref = await define({ devices: `<graphics type='vnc' autoport='yes' listen='203.0.113.9'/>` })
    await expect(host.invoke('domain.start', ref, {})).rejects.toThrow(/203\.0\.113\.9/)
    await nothingLeft()
  })

  test.each([
    ['commas, blanks and quotes', `a, b "c" 'd'=e`],
    ['letters of all the world', 'gäst-客人-🐧'],
    ['points and a dash in front', '-..hidden'],
    ['three hundred letters', 'n'.repeat(300)],
  ])('names of guests and files may have %s', async (_what, name) => {
    const disk = join(host.root, `${name.slice(0, 40)},x=y.img`)
    const ref = await define({ name: name.replaceAll("'", '&apos;'), disk: disk.replaceAll("'", '') })
    await host.invoke('domain.start', ref, { paused: true })
    await host.restart()
    expect(host.domain(ref)).toMatchObject({ name, state: 'paused' })
    await host.invoke('domain.destroy', ref, {})
    await nothingLeft()
  })

  test.each(['../x', '.', '..', 'a/b', 'a\u0001b', ''])('%j is no name for a guest', async (name) => {
    await expect(define({ name, disk: join(host.root, 'noname.img') })).rejects.toMatchObject({
      code: expect.stringMatching(/^(xml|parse|invalid)/),
    })
  })

  test.each(['a\u0001b', '..', 'a/b'])('%j is no name that a guest can be given later', async (name) => {
    const ref = await define()
    await expect(host.invoke('domain.rename', ref, { name })).rejects.toMatchObject({
      code: expect.stringMatching(/^(xml|invalid)/),
    })
  })
})
