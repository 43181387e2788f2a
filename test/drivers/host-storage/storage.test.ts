import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { internalCaller } from '../../../src/core/access/caller.ts'
import type { Change, DriverEnv, Handlers, OpContext } from '../../../src/core/driver.ts'
import type { ByteStream } from '../../../src/core/lib/byte-stream.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { Undo } from '../../../src/core/lib/undo.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import type { Args, OpPath, Result } from '../../../src/core/model/index.ts'
import { FileStore } from '../../../src/core/store/file-store.ts'
import { storageHandlers } from '../../../src/drivers/host-storage/handlers.ts'
import { openStorage } from '../../../src/drivers/host-storage/open-storage.ts'

const noTool = !existsSync('/usr/bin/qemu-img')
if (noTool) process.stderr.write("skipped the storage's tests of images: qemu-img is not installed\n")

/** The storage of a host in directories of its own, with all that it tells. */
class Bench {
  readonly changes: Change[] = []
  readonly users = new Map<string, string>()
  #handlers: Handlers = {}

  readonly root: string

  private constructor(root: string) {
    this.root = root
  }

  static async make(): Promise<Bench> {
    const bench = new Bench(await mkdtemp(join(tmpdir(), 'vgst-')))
    await mkdir(bench.dir)
    await bench.open()
    return bench
  }

  /** Directory of the pool. */
  get dir(): string {
    return join(this.root, 'images')
  }

  /** Begins as a new daemon would. */
  async open(): Promise<void> {
    this.changes.length = 0
    const store: DriverEnv['store'] = (kind, root = 'state') =>
      new FileStore({ dir: join(this.root, root, kind), clock: systemClock, log: silentLogger })
    const env = {
      connection: 'x',
      log: silentLogger,
      clock: systemClock,
      stateDir: this.root,
      runDir: this.root,
      cacheDir: this.root,
      logDir: this.root,
      store,
      emit: (...changes: readonly Change[]) => void this.changes.push(...changes),
    }
    this.#handlers = storageHandlers(await openStorage({ env, userOf: (path) => this.users.get(path) }))
  }

  call<P extends OpPath>(op: P, key: string, args: Args<P>, signal = new AbortController().signal) {
    const ctx: OpContext = {
      caller: internalCaller,
      signal,
      log: silentLogger,
      undo: new Undo(),
      progress: () => {},
    }
    const handler = this.#handlers[op] as (
      ctx: OpContext,
      ref: { type: 'pool'; key: string },
      args: Args<P>,
    ) => Promise<Result<P>>
    return handler(ctx, { type: 'pool', key }, args)
  }

  /** A pool that is active. */
  async pool(): Promise<string> {
    const uuid = await this.call('pool.define', 'host', { xml: this.poolXml() })
    await this.call('pool.start', uuid, {})
    return uuid
  }

  poolXml(): string {
    return `<pool type='dir'><name>p</name><target><path>${this.dir}</path></target></pool>`
  }

  /** What is known of an object by what was told last. */
  known(key: string): unknown {
    const last = this.changes
      .filter((change) => 'key' in change && change.key === key && change.kind !== 'event')
      .at(-1)
    return last?.kind === 'put' ? last.attrs : undefined
  }

  events(): string[] {
    return this.changes.flatMap((change) =>
      change.kind === 'event'
        ? [`${change.event} ${'type' in change.fields ? change.fields.type : ''}`.trim()]
        : [],
    )
  }

  close(): Promise<void> {
    return rm(this.root, { recursive: true, force: true })
  }
}

const volumeXml = (name: string, bytes: number, more = '', format = 'raw') =>
  `<volume><name>${name}</name><capacity>${bytes}</capacity><allocation>0</allocation>${more}
   <target><format type='${format}'/></target></volume>`

async function write(
  stream: ByteStream,
  ...pieces: ReadonlyArray<Uint8Array | { hole: bigint }>
): Promise<void> {
  for (const piece of pieces) await stream.write(piece)
}

async function read(stream: ByteStream): Promise<{ bytes: Buffer; holes: number }> {
  const parts: Uint8Array[] = []
  let holes = 0
  for await (const piece of stream.incoming) {
    if (!(piece instanceof Uint8Array)) holes++
    parts.push(piece instanceof Uint8Array ? piece : new Uint8Array(Number(piece.hole)))
  }
  await stream.finish()
  return { bytes: Buffer.concat(parts), holes }
}

let bench: Bench
beforeEach(async () => {
  bench = await Bench.make()
})
afterEach(() => bench.close())

describe('a pool', () => {
  test('is defined, starts, tells its space, stops and is forgotten', async () => {
    const uuid = await bench.call('pool.define', 'host', { xml: bench.poolXml() })
    expect(bench.known(uuid)).toMatchObject({ state: 'inactive', persistent: true, capacity: 0n })
    await bench.call('pool.start', uuid, {})
    expect(bench.known(uuid)).toMatchObject({ state: 'running', path: bench.dir })
    expect((bench.known(uuid) as { capacity: bigint }).capacity).toBeGreaterThan(0n)
    await bench.call('pool.destroy', uuid, {})
    await bench.call('pool.undefine', uuid, {})
    expect(bench.known(uuid)).toBeUndefined()
    expect(bench.events().map((event) => event.split(' ')[1])).toEqual([
      'defined',
      'started',
      'stopped',
      'undefined',
    ])
  })

  test('whose directory is missing does not start until it is built', async () => {
    await rm(bench.dir, { recursive: true })
    const uuid = await bench.call('pool.define', 'host', { xml: bench.poolXml() })
    await expect(bench.call('pool.start', uuid, {})).rejects.toMatchObject({ code: 'systemError' })
    await bench.call('pool.build', uuid, {})
    await bench.call('pool.start', uuid, {})
    await bench.call('pool.destroy', uuid, {})
    await bench.call('pool.delete', uuid, {})
    await expect(stat(bench.dir)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('is found again by the next daemon, as it was', async () => {
    const uuid = await bench.pool()
    await writeFile(join(bench.dir, 'disk'), 'x')
    await bench.open()
    expect(bench.known(uuid)).toMatchObject({ state: 'running', persistent: true })
    expect(bench.known(`${uuid}/disk`)).toMatchObject({ name: 'disk', format: 'raw' })
  })

  test('without a definition is found again, and gone once it stops', async () => {
    const uuid = await bench.call('pool.create', 'host', { xml: bench.poolXml() })
    await bench.open()
    expect(bench.known(uuid)).toMatchObject({ state: 'running', persistent: false })
    await bench.call('pool.destroy', uuid, {})
    expect(bench.known(uuid)).toBeUndefined()
  })

  test('that starts with the host does, and one whose directory is gone stays off', async () => {
    const uuid = await bench.call('pool.define', 'host', { xml: bench.poolXml() })
    await bench.call('pool.setAutostart', uuid, { autostart: true })
    await bench.open()
    expect(bench.known(uuid)).toMatchObject({ state: 'running', autostart: true })
    await rm(bench.dir, { recursive: true })
    await bench.open()
    expect(bench.known(uuid)).toMatchObject({ state: 'inactive', autostart: true })
  })

  test('of a type that is not there is refused, naming those that are', async () => {
    const xml = `<pool type='logical'><name>lv</name></pool>`
    await expect(bench.call('pool.define', 'host', { xml })).rejects.toMatchObject({
      code: 'configUnsupported',
      message: expect.stringContaining('dir, fs, netfs'),
    })
  })

  test('on the directory of another is refused', async () => {
    await bench.pool()
    const xml = bench.poolXml().replace('<name>p<', '<name>q<')
    await expect(bench.call('pool.define', 'host', { xml })).rejects.toMatchObject({
      code: 'operationFailed',
    })
  })

  test('finds what others put there at a refresh, but follows no links and lists no drafts', async () => {
    const uuid = await bench.pool()
    await writeFile(join(bench.dir, 'disk'), Buffer.alloc(1000))
    await mkdir(join(bench.dir, 'folder'))
    await symlink('/etc/hostname', join(bench.dir, 'link'))
    const stale = join(bench.dir, '.virtgate-new-999999999-1-0123456789abcdef')
    await writeFile(stale, 'half')
    await bench.call('pool.refresh', uuid, {})
    expect(bench.known(`${uuid}/disk`)).toMatchObject({ capacity: 1000n, type: 'file' })
    expect(bench.known(`${uuid}/folder`)).toMatchObject({ type: 'dir' })
    expect(bench.changes.filter((change) => change.kind === 'put' && change.type === 'volume')).toHaveLength(
      2,
    )
    expect(bench.events()).toContain('refresh')
    await rm(join(bench.dir, 'disk'))
    await bench.call('pool.refresh', uuid, {})
    expect(bench.known(`${uuid}/disk`)).toBeUndefined()
    await bench.open()
    await expect(stat(stale), 'what a daemon that was killed left').rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('a volume', () => {
  test('of raw content takes the space that it is given', async () => {
    const uuid = await bench.pool()
    const xml = volumeXml('disk', 3_000_000).replace('<allocation>0', '<allocation>1000000')
    const key = await bench.call('volume.create', uuid, { xml })
    expect(key).toBe(`${uuid}/disk`)
    const { allocation, ...rest } = bench.known(key) as { allocation: bigint }
    expect(rest).toMatchObject({
      capacity: 3_000_000n,
      path: join(bench.dir, 'disk'),
      volumeKey: join(bench.dir, 'disk'),
    })
    expect(allocation).toBeGreaterThanOrEqual(1_000_000n)
    expect(allocation).toBeLessThan(3_000_000n)
  })

  test.each(['..', '.', 'a/b', '/etc/x', '.virtgate-new-1-1-0123456789abcdef', 'x'.repeat(256)])(
    'with the name %j is refused',
    async (name) => {
      const uuid = await bench.pool()
      await expect(bench.call('volume.create', uuid, { xml: volumeXml(name, 1) })).rejects.toMatchObject({
        code: 'xmlError',
      })
      expect(await readdir(bench.dir)).toEqual([])
    },
  )

  test('never takes the place of a file, nor of what a link leads to', async () => {
    const uuid = await bench.pool()
    const outside = join(bench.root, 'outside')
    await writeFile(outside, 'kept')
    await symlink(outside, join(bench.dir, 'link'))
    await writeFile(join(bench.dir, 'file'), 'kept')
    for (const name of ['link', 'file']) {
      await expect(bench.call('volume.create', uuid, { xml: volumeXml(name, 1) })).rejects.toMatchObject({
        code: 'storageVolExist',
      })
    }
    expect(await readFile(outside, 'utf8')).toBe('kept')
    expect((await readdir(bench.dir)).sort()).toEqual(['file', 'link'])
  })

  test('that became a link is neither read nor written', async () => {
    const uuid = await bench.pool()
    const key = await bench.call('volume.create', uuid, { xml: volumeXml('disk', 10) })
    const outside = join(bench.root, 'outside')
    await writeFile(outside, 'kept')
    await rm(join(bench.dir, 'disk'))
    await symlink(outside, join(bench.dir, 'disk'))
    await expect(bench.call('volume.download', key, { offset: 0n, length: 0n })).rejects.toMatchObject({
      code: 'systemError',
    })
    await expect(bench.call('volume.wipe', key, {})).rejects.toMatchObject({ code: 'systemError' })
    await expect(bench.call('volume.resize', key, { capacity: 20n })).rejects.toThrow()
    expect(await readFile(outside, 'utf8')).toBe('kept')
  })

  test('that a running guest uses is not changed under it', async () => {
    const uuid = await bench.pool()
    const key = await bench.call('volume.create', uuid, { xml: volumeXml('disk', 10) })
    bench.users.set(join(bench.dir, 'disk'), 'web1')
    for (const change of [
      () => bench.call('volume.delete', key, {}),
      () => bench.call('volume.wipe', key, {}),
      () => bench.call('volume.resize', key, { capacity: 20n }),
      () => bench.call('volume.upload', key, { offset: 0n, length: 0n }),
    ]) {
      await expect(change()).rejects.toMatchObject({
        code: 'operationInvalid',
        message: expect.stringContaining('web1'),
      })
    }
  })

  test('is removed, its space is told', async () => {
    const uuid = await bench.pool()
    const key = await bench.call('volume.create', uuid, { xml: volumeXml('disk', 10) })
    await bench.call('volume.delete', key, {})
    expect(bench.known(key)).toBeUndefined()
    await expect(bench.call('volume.getXml', key, {})).rejects.toMatchObject({ code: 'noStorageVol' })
  })

  test('grows, and becomes smaller only if that is said', async () => {
    const uuid = await bench.pool()
    const key = await bench.call('volume.create', uuid, { xml: volumeXml('disk', 1000) })
    await bench.call('volume.resize', key, { capacity: 5000n })
    await expect(bench.call('volume.resize', key, { capacity: 10n })).rejects.toMatchObject({
      code: 'invalidArg',
    })
    await bench.call('volume.resize', key, { capacity: 10n, shrink: true })
    expect(bench.known(key)).toMatchObject({ capacity: 10n })
  })

  test.each(['zero', 'random'])('is wiped by %s', async (algorithm) => {
    const uuid = await bench.pool()
    const path = join(bench.dir, 'disk')
    await writeFile(path, Buffer.alloc(70_000, 'secret'))
    await bench.call('pool.refresh', uuid, {})
    await bench.call('volume.wipe', `${uuid}/disk`, { algorithm })
    const now = await readFile(path)
    expect(now).toHaveLength(70_000)
    expect(now.includes('secret')).toBe(false)
  })
})

describe('a stream', () => {
  const old = Buffer.alloc(40_000, 'o')
  let key: string
  beforeEach(async () => {
    await writeFile(join(bench.dir, 'disk'), old)
    key = `${await bench.pool()}/disk`
  })
  const content = () => readFile(join(bench.dir, 'disk'))

  test('of an upload changes the volume only at its end', async () => {
    const stream = await bench.call('volume.upload', key, { offset: 10n, length: 0n })
    await write(stream, Buffer.from('new'))
    expect(await content()).toEqual(old)
    await stream.finish()
    expect(await content()).toEqual(
      Buffer.concat([old.subarray(0, 10), Buffer.from('new'), old.subarray(13)]),
    )
  })

  test('of an upload that is dropped leaves the volume as it was, and nothing else', async () => {
    const stream = await bench.call('volume.upload', key, { offset: 0n, length: 0n })
    await write(stream, Buffer.from('new'))
    await stream.abort(new Error('gone'))
    expect(await content()).toEqual(old)
    expect(await readdir(bench.dir)).toEqual(['disk'])
  })

  test('of an upload takes no more than was announced', async () => {
    const stream = await bench.call('volume.upload', key, { offset: 0n, length: 2n })
    await expect(stream.write(Buffer.from('new'))).rejects.toMatchObject({ code: 'systemError' })
    await stream.abort(new Error('gone'))
  })

  test('brings holes, and tells them', async () => {
    const stream = await bench.call('volume.upload', key, { offset: 0n, length: 0n, sparse: true })
    await write(stream, Buffer.alloc(4096, 'a'), { hole: 1_000_000n }, Buffer.alloc(4096, 'b'))
    await stream.finish()
    expect((await stat(join(bench.dir, 'disk'))).blocks * 512).toBeLessThan(500_000)
    const sparse = await read(
      await bench.call('volume.download', key, { offset: 0n, length: 0n, sparse: true }),
    )
    const plain = await read(await bench.call('volume.download', key, { offset: 0n, length: 0n }))
    expect(sparse.holes).toBeGreaterThan(0)
    expect(plain.holes).toBe(0)
    expect(sparse.bytes.equals(plain.bytes)).toBe(true)
    expect(plain.bytes.equals(await content())).toBe(true)
  })

  test('of a download begins and ends where it is asked to', async () => {
    await writeFile(join(bench.dir, 'disk'), '0123456789')
    const { bytes } = await read(await bench.call('volume.download', key, { offset: 3n, length: 4n }))
    expect(bytes.toString()).toBe('3456')
  })

  test('of an upload to a volume that was removed meanwhile makes none', async () => {
    const stream = await bench.call('volume.upload', key, { offset: 0n, length: 0n })
    await bench.call('volume.delete', key, {})
    await expect(stream.finish()).rejects.toMatchObject({ code: 'noStorageVol' })
    expect(await readdir(bench.dir)).toEqual([])
  })
})

describe.skipIf(noTool)('an image', () => {
  const make = async (name: string, bytes: number, more = '') => {
    const uuid = await bench.pool()
    return bench.call('volume.create', uuid, { xml: volumeXml(name, bytes, more, 'qcow2') })
  }
  const check = (name: string) =>
    execFileSync('qemu-img', ['check', '-q', '-f', 'qcow2', join(bench.dir, name)])

  test('is made, grows, and is told by its content', async () => {
    const key = await make('disk', 1_048_576)
    expect(bench.known(key)).toMatchObject({ format: 'qcow2', capacity: 1_048_576n })
    await bench.call('volume.resize', key, { capacity: 2_097_152n })
    expect(bench.known(key)).toMatchObject({ capacity: 2_097_152n })
    check('disk')
  })

  test('lies on another, has its size unless it is given one, and is copied without it', async () => {
    const base = await make('base', 1_048_576)
    const uuid = base.slice(0, 36)
    const backing = `<backingStore><path>${bench.dir}/base</path><format type='qcow2'/></backingStore>`
    const over = await bench.call('volume.create', uuid, { xml: volumeXml('over', 0, backing, 'qcow2') })
    expect(bench.known(over)).toMatchObject({ capacity: 1_048_576n })
    expect(await bench.call('volume.getXml', over, {})).toContain(`<path>${bench.dir}/base</path>`)
    const copy = await bench.call('volume.create', uuid, { xml: volumeXml('copy', 2_097_152), from: over })
    expect(bench.known(copy)).toMatchObject({ capacity: 2_097_152n, format: 'raw' })
    const same = await bench.call('volume.create', uuid, {
      xml: volumeXml('same', 0, backing, 'qcow2'),
      from: over,
    })
    expect(await bench.call('volume.getXml', same, {})).toContain(`<path>${bench.dir}/base</path>`)
    check('same')
  })

  test.each([
    ['another file', ['-u', '-b', '/etc/passwd', '-F', 'raw']],
    ['a server', ['-u', '-b', 'nbd://127.0.0.1:1/x', '-F', 'raw']],
  ])('that names %s is listed, resized, but never followed', async (_what, options) => {
    const uuid = await bench.pool()
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', ...options, join(bench.dir, 'evil'), '1M'])
    await bench.call('pool.refresh', uuid, {})
    await bench.call('volume.resize', `${uuid}/evil`, { capacity: 2_097_152n })
    await expect(
      bench.call('volume.create', uuid, { xml: volumeXml('loot', 0), from: `${uuid}/evil` }),
    ).rejects.toMatchObject({ code: 'operationUnsupported' })
    expect(await readdir(bench.dir)).toEqual(['evil'])
  })

  test('that keeps its data in another file is not touched', async () => {
    const uuid = await bench.pool()
    const data = join(bench.root, 'data')
    await writeFile(data, Buffer.alloc(1_048_576, 'x'))
    const header = join(bench.dir, 'evil')
    execFileSync('qemu-img', [
      'create',
      '-q',
      '-f',
      'qcow2',
      '-o',
      `data_file=${join(bench.root, 'other')}`,
      header,
      '1M',
    ])
    await bench.call('pool.refresh', uuid, {})
    await expect(bench.call('volume.resize', `${uuid}/evil`, { capacity: 2_097_152n })).rejects.toMatchObject(
      {
        code: 'operationUnsupported',
      },
    )
  })

  test('that is nonsense behind its first bytes is listed all the same', async () => {
    const uuid = await bench.pool()
    await writeFile(join(bench.dir, 'short'), Buffer.from('QFI\xfb\0\0\0\x03', 'latin1'))
    await writeFile(
      join(bench.dir, 'wild'),
      Buffer.concat([Buffer.from('QFI\xfb\0\0\0\x03', 'latin1'), Buffer.alloc(600, 0xff)]),
    )
    await bench.call('pool.refresh', uuid, {})
    expect(bench.known(`${uuid}/short`)).toMatchObject({ format: 'qcow2' })
    expect(bench.known(`${uuid}/wild`)).toMatchObject({ format: 'qcow2' })
  })
})
