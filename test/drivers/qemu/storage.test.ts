import { execFileSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ObjectRef } from '../../../src/core/contracts.ts'
import { type ChildOperation, compileDaemon, runDaemon } from './daemon-child.ts'
import { hostRef, QemuHost, sharedCache, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'

const uuid = '5707a9e0-0000-4000-8000-000000000001'
const pool: ObjectRef<'pool'> = { type: 'pool', key: `q/${uuid}` }
const volumeRef = (name: string): ObjectRef<'volume'> => ({ type: 'volume', key: `${pool.key}/${name}` })
const poolXml = (dir: string) =>
  `<pool type='dir'><name>images</name><uuid>${uuid}</uuid><target><path>${dir}</path></target></pool>`
const volumeXml = (name: string, format: string, bytes: number) =>
  `<volume><name>${name}</name><capacity>${bytes}</capacity><target><format type='${format}'/></target></volume>`

describeQemu('disks that are volumes', () => {
  let host: QemuHost
  let ref: ObjectRef<'domain'>
  beforeAll(async () => {
    host = await QemuHost.open()
    await host.invoke('pool.define', hostRef, { xml: poolXml(join(host.root, 'images')) })
    await host.invoke('pool.build', pool, {})
    await host.invoke('pool.start', pool, {})
    for (const name of ['one', 'two']) {
      await host.invoke('volume.create', pool, { xml: volumeXml(name, 'qcow2', 1_048_576) })
    }
    const guest = smallGuest({ name: 'user', disk: 'X', format: 'qcow2' })
    const source = `<source pool='images' volume='one'/>`
    ref = await host.define(
      guest.replace(/<disk type='file'/, `<disk type='volume'`).replace(/<source file='X'\/>/, source),
    )
  })
  afterAll(() => host?.close())

  test('are found through their pool at a start; the definition keeps their names', async () => {
    await host.invoke('domain.start', ref, {})
    expect(await host.invoke('domain.getXml', ref, {})).toContain(`<source file='${host.root}/images/one'`)
    expect(await host.invoke('domain.getXml', ref, { inactive: true })).toContain(
      `pool='images' volume='one'`,
    )
  })

  test('are plugged in, and not changed while the guest runs', async () => {
    const xml = `<disk type='volume'><driver type='qcow2'/><source pool='images' volume='two'/><target dev='vdb' bus='virtio'/></disk>`
    await host.invoke('domain.attachDevice', ref, { xml, live: true })
    for (const name of ['one', 'two']) {
      await expect(host.invoke('volume.delete', volumeRef(name), {})).rejects.toMatchObject({
        code: 'operationInvalid',
      })
    }
  })

  test('are in use for the next daemon, too', async () => {
    await host.restart()
    expect(host.gateway.inventory.get('pool', pool.key)?.attrs.state).toBe('running')
    await expect(host.invoke('volume.wipe', volumeRef('one'), {})).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })

  test('are free once it ended, and hold its snapshots', async () => {
    await host.invoke('domain.destroy', ref, {})
    const key = await host.invoke('snapshot.create', ref, {
      xml: '<domainsnapshot><name>s</name></domainsnapshot>',
    })
    const listed = execFileSync('qemu-img', ['snapshot', '-l', join(host.root, 'images', 'one')], {
      encoding: 'utf8',
    })
    expect(listed).toMatch(/\bs\b/)
    await host.invoke('snapshot.delete', { type: 'snapshot', key }, {})
  })

  test('of a pool that is off stop a start', async () => {
    await host.invoke('pool.destroy', pool, {})
    await expect(host.invoke('domain.start', ref, {})).rejects.toMatchObject({
      code: 'operationInvalid',
      message: expect.stringContaining("'images'"),
    })
  })
})

describeQemu('storage of a daemon that is killed', () => {
  let built: ReturnType<typeof compileDaemon>
  beforeAll(() => {
    built = compileDaemon()
  })
  afterAll(() => rmSync(built.folder, { recursive: true, force: true }))

  test('has whole volumes or none, whenever that was', { timeout: 120_000 }, async () => {
    const host = await QemuHost.open()
    const dir = join(host.root, 'images')
    try {
      await host.gateway.close()
      const bytes = 24 * 1024 * 1024
      const content = randomFillSync(Buffer.alloc(bytes))
      const create = (xml: string, from?: string): ChildOperation => [
        'pool',
        pool.key,
        'volume.create',
        from === undefined ? { xml } : { xml, from },
      ]
      const operations: ChildOperation[] = [
        ['host', hostRef.key, 'pool.define', { xml: poolXml(dir) }],
        ['pool', pool.key, 'pool.start', {}],
        create(volumeXml('empty', 'qcow2', bytes)),
        create(volumeXml('copy', 'raw', bytes), `${pool.key}/given`),
        create(volumeXml('image', 'qcow2', bytes), `${pool.key}/given`),
      ]
      const seen = new Set<string>()
      for (let round = 0; round < 12; round++) {
        rmSync(dir, { recursive: true, force: true })
        mkdirSync(dir)
        await writeFile(join(dir, 'given'), content)
        const task = { root: host.root, cache: sharedCache, operations }
        await runDaemon(built.daemon, task, { killAfterMs: round * 100 })
        await host.restart()
        if (host.gateway.inventory.get('pool', pool.key)?.attrs.state !== 'running') {
          if (!host.gateway.inventory.get('pool', pool.key))
            await host.invoke('pool.define', hostRef, { xml: poolXml(dir) })
          await host.invoke('pool.start', pool, {})
        }
        const names = [...host.gateway.inventory.list('volume')].map(({ attrs }) => attrs.name)
        expect(readdirSync(dir).sort(), 'no drafts stay').toEqual(names.sort())
        for (const name of names) {
          seen.add(name)
          const path = join(dir, name)
          if (name === 'copy') expect(statSync(path).size).toBe(bytes)
          if (name === 'image' || name === 'empty')
            execFileSync('qemu-img', ['check', '-q', '-f', 'qcow2', path])
          if (name === 'image' || name === 'copy')
            execFileSync('qemu-img', ['compare', '-q', path, join(dir, 'given')])
        }
        await host.invoke('pool.destroy', pool, {})
        await host.invoke('pool.undefine', pool, {})
        await host.gateway.close()
      }
      process.stderr.write(`killed daemons left whole: ${[...seen].sort().join(', ')}\n`)
    } finally {
      await host.close()
    }
  })
})
