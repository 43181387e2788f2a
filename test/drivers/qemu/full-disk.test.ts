import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { QemuHost, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'
import { pidsOf } from './processes.ts'

describeQemu('a file system that takes no more', () => {
  let host: QemuHost
  const mounted: string[] = []
  let missing: string | undefined

  /** Puts a file system of one page over a directory. */
  function cover(dir: string, options: string): void {
    mkdirSync(dir, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', dir], { stdio: 'pipe' })
    mounted.push(dir)
  }
  const uncover = () => {
    for (const dir of mounted.splice(0)) execFileSync('umount', [dir])
  }

  beforeAll(async () => {
    host = await QemuHost.open()
    await writeBootDisk(join(host.root, 'boot.img'))
    try {
      cover(join(host.root, 'try'), 'size=4k')
      uncover()
    } catch {
      missing = 'file systems cannot be mounted here'
      process.stderr.write(`skipped the tests with full file systems: ${missing}\n`)
    }
  })
  afterAll(async () => {
    uncover()
    await host?.close()
  })

  test('lets a start fail by name, with nothing left of it', async (context) => {
    if (missing) return context.skip(missing)
    const ref = await host.define(smallGuest({ name: 'full', disk: join(host.root, 'boot.img') }))
    const status = join(host.root, 'r/conn/q/domain')
    cover(status, 'size=4k')
    await writeFile(join(status, 'filler'), 'x'.repeat(4096))
    await expect(host.invoke('domain.start', ref, {})).rejects.toMatchObject({
      code: 'systemError',
      message: expect.stringContaining('no space is left'),
    })
    expect(await pidsOf(host.root)).toEqual([])
    expect((await readdir(join(host.root, 'r/conn/q'))).filter((name) => name.startsWith('domain-'))).toEqual(
      [],
    )
    uncover()
    await host.invoke('domain.start', ref, {})
    expect(host.domain(ref).state).toBe('running')
  })

  test('keeps no definition of which only a part could be written', async (context) => {
    if (missing) return context.skip(missing)
    cover(join(host.root, 's/conn/q/domain'), 'ro,size=4k')
    const xml = smallGuest({ name: 'unkept', disk: join(host.root, 'boot.img') })
    await expect(host.define(xml)).rejects.toMatchObject({
      code: 'systemError',
      message: expect.stringContaining('read-only'),
    })
    expect(host.gateway.inventory.findByName('domain', 'q', 'unkept')).toBeUndefined()
    uncover()
    await host.define(xml)
  })
})
