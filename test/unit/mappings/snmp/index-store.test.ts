import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import { indexFiles } from '../../../../src/mappings/snmp/index-files.ts'
import { formatShard, IndexStore, parseShard } from '../../../../src/mappings/snmp/index-store.ts'
import { MemoryStorage } from './objects.ts'

const log = silentLogger

describe('index store', () => {
  test('gives after a restart the indexes from before, sub-indexes and units included', async () => {
    const storage = new MemoryStorage()
    const first = await IndexStore.open({ storage, clock: new FakeClock(), log })
    for (let i = 1; i <= 1500; i++) first.space('a', 'domain').claim(`vm${i}`)
    const owner = first.space('a', 'domain').claim('vm700')
    owner.disks = ['vda', 'vdb']
    owner.units = [10, 12]
    first.space('a', 'domain').touch(owner)
    first.space('b', 'domain').claim('vm1500')
    first.hosts.claim('a')
    await first.close()
    expect([...storage.texts.keys()].sort()).toEqual([
      'a.domain.0',
      'a.domain.1',
      'a.domain.2',
      'b.domain.0',
      'host.0',
    ])

    const second = await IndexStore.open({ storage, clock: new FakeClock(), log })
    expect(second.space('a', 'domain').claim('vm1500').index).toBe(1500)
    expect(second.space('a', 'domain').claim('new').index).toBe(1501)
    expect(second.space('b', 'domain').claim('vm1500').index).toBe(1)
    expect(second.space('a', 'domain').claim('vm700')).toMatchObject({
      disks: ['vda', 'vdb'],
      units: [10, 12],
    })
    expect(second.hosts.claim('a').index).toBe(1)
  })

  test('writes only the shard that changed', async () => {
    const storage = new MemoryStorage()
    const store = await IndexStore.open({ storage, clock: new FakeClock(), log })
    for (let i = 1; i <= 1500; i++) store.space('a', 'domain').claim(`vm${i}`)
    await store.flush()
    storage.texts.clear()
    store.space('a', 'domain').release('vm600')
    await store.flush()
    expect([...storage.texts.keys()]).toEqual(['a.domain.1'])
  })

  test('writes by itself, many changes at once', async () => {
    const storage = new MemoryStorage()
    const clock = new FakeClock()
    const store = await IndexStore.open({ storage, clock, log })
    store.space('a', 'domain').claim('x')
    store.space('a', 'domain').claim('y')
    expect(storage.texts.size).toBe(0)
    clock.advance(100)
    await store.flush()
    expect(parseShard(storage.texts.get('a.domain.0') ?? '')).toHaveLength(2)
  })

  test('keeps what could not be written and writes it later', async () => {
    const storage = new MemoryStorage()
    const clock = new FakeClock()
    const store = await IndexStore.open({ storage, clock, log })
    storage.fault = new Error('no space is left on the device')
    store.space('a', 'domain').claim('x')
    await store.flush()
    expect(storage.texts.size).toBe(0)
    storage.fault = undefined
    clock.advance(5000)
    await store.flush()
    expect(storage.texts.get('a.domain.0')).toContain('"x"')
  })

  test('a file that cannot be read costs its own indexes only', async () => {
    const storage = new MemoryStorage()
    storage.texts.set('a.domain.0', '{"broken":')
    storage.texts.set('a.network.0', formatShard([{ index: 4, key: 'n', gone: 0 }]))
    const store = await IndexStore.open({ storage, clock: new FakeClock(), log })
    expect(store.space('a', 'network').claim('n').index).toBe(4)
    expect(store.space('a', 'domain').claim('x').index).toBe(1)
  })
})

describe('index files', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-idx-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('hold what was put, and nothing half-written', async () => {
    const files = indexFiles(join(folder, 'sub'))
    expect((await files.load()).size).toBe(0)
    await files.put('a.domain.0', 'one')
    await files.put('a.domain.0', 'two')
    expect([...(await files.load())]).toEqual([['a.domain.0', 'two']])
    expect(await readdir(join(folder, 'sub'))).toEqual(['a.domain.0.idx'])
  })

  test('what a killed writer left behind is not read', async () => {
    const files = indexFiles(folder)
    await files.put('a.domain.0', formatShard([{ index: 1, key: 'whole', gone: 0 }]))
    await writeFile(join(folder, 'a.domain.0.idx.4711.new'), '[1,"ha')
    expect([...(await files.load()).keys()]).toEqual(['a.domain.0'])
  })
})
