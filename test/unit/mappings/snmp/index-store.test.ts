import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import { indexFiles } from '../../../../src/mappings/snmp/index-files.ts'
import { formatShard, IndexStore, parseShard } from '../../../../src/mappings/snmp/index-store.ts'
import { recordingLogger } from '../../core/engine/fake-driver.ts'
import { MemoryStorage } from './objects.ts'

const log = silentLogger

describe('index store', () => {
  test('gives after a restart the indexes from before, sub-indexes and units included', async () => {
    const storage = new MemoryStorage()
    const first = await IndexStore.open({ storage, clock: new FakeClock(), log })
    for (let i = 1; i <= 1500; i++) first.space('domain').claim(`vm${i}`)
    const owner = first.space('domain').claim('vm700')
    owner.disks = ['vda', 'vdb']
    owner.units = [10, 12]
    first.space('domain').touch(owner)
    first.space('volume').claim('vm1500')
    first.hostIndex('a')
    await first.close()
    expect([...storage.texts.keys()].sort()).toEqual([
      'domain.0',
      'domain.1',
      'domain.2',
      'host.0',
      'volume.0',
    ])

    const second = await IndexStore.open({ storage, clock: new FakeClock(), log })
    expect(second.space('domain').claim('vm1500').index).toBe(1500)
    expect(second.space('domain').claim('new').index).toBe(1501)
    expect(second.space('volume').claim('vm1500').index).toBe(1)
    expect(second.space('domain').claim('vm700')).toMatchObject({
      disks: ['vda', 'vdb'],
      units: [10, 12],
    })
    expect(second.hostIndex('a')).toBe(1)
  })

  test('writes only the shard that changed', async () => {
    const storage = new MemoryStorage()
    const store = await IndexStore.open({ storage, clock: new FakeClock(), log })
    for (let i = 1; i <= 1500; i++) store.space('domain').claim(`vm${i}`)
    await store.flush()
    storage.texts.clear()
    store.space('domain').release('vm600')
    await store.flush()
    expect([...storage.texts.keys()]).toEqual(['domain.1'])
  })

  test('writes by itself, many changes at once', async () => {
    const storage = new MemoryStorage()
    const clock = new FakeClock()
    const store = await IndexStore.open({ storage, clock, log })
    store.space('domain').claim('x')
    store.space('domain').claim('y')
    expect(storage.texts.size).toBe(0)
    clock.advance(100)
    await store.flush()
    expect(parseShard(storage.texts.get('domain.0') ?? '')).toHaveLength(2)
  })

  test('keeps what could not be written and writes it later', async () => {
    const storage = new MemoryStorage()
    const clock = new FakeClock()
    const store = await IndexStore.open({ storage, clock, log })
    storage.fault = new Error('no space is left on the device')
    store.space('domain').claim('x')
    await store.flush()
    expect(storage.texts.size).toBe(0)
    storage.fault = undefined
    clock.advance(5000)
    await store.flush()
    expect(storage.texts.get('domain.0')).toContain('"x"')
  })

  test('a file that cannot be read costs its own indexes only', async () => {
    const storage = new MemoryStorage()
    storage.texts.set('domain.0', '{"broken":')
    storage.texts.set('network.0', formatShard([{ index: 4, key: 'n', gone: 0 }]))
    const store = await IndexStore.open({ storage, clock: new FakeClock(), log })
    expect(store.space('network').claim('n').index).toBe(4)
    expect(store.space('domain').claim('x').index).toBe(1)
  })

  test('a file of another version is not read, and said to be there', async () => {
    const storage = new MemoryStorage()
    storage.texts.set('domain.0', '{"format":"virtgate-indexes","version":1}\n[7,"a/x",0]\n')
    storage.texts.set('old.domain.0', '[7,"x",0]\n')
    const log = recordingLogger()
    const store = await IndexStore.open({ storage, clock: new FakeClock(), log })
    expect(store.space('domain').claim('a/x').index).toBe(1)
    expect(log.lines).toHaveLength(1)
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
    await files.put('domain.0', 'one')
    await files.put('domain.0', 'two')
    expect([...(await files.load())]).toEqual([['domain.0', 'two']])
    expect(await readdir(join(folder, 'sub'))).toEqual(['domain.0.idx'])
  })

  test('what a killed writer left behind is not read', async () => {
    const files = indexFiles(folder)
    await files.put('domain.0', formatShard([{ index: 1, key: 'whole', gone: 0 }]))
    await writeFile(join(folder, 'domain.0.idx.4711.new'), '[1,"ha')
    expect([...(await files.load()).keys()]).toEqual(['domain.0'])
  })
})
