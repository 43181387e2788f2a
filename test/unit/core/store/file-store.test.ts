import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { fileNameOf } from '../../../../src/core/store/file-name.ts'
import { FileStore } from '../../../../src/core/store/file-store.ts'
import { nodeFs, type StoreFs } from '../../../../src/core/store/store-fs.ts'
import { recordingLogger } from '../engine/fake-driver.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'virtgate-store-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function open(fs?: StoreFs, at = dir) {
  const log = recordingLogger()
  return { log, store: new FileStore({ dir: at, log, clock: new FakeClock(), ...(fs ? { fs } : {}) }) }
}

test('what was put is loaded by a new store, and what was removed is not', async () => {
  const { store } = open()
  await store.put('web', '<domain/>')
  await store.put('db', 'old')
  await store.put('db', 'new \u{1f600}\n')
  await store.put('gone', 'x')
  await store.delete('gone')
  await store.delete('never there')
  expect(await open().store.load()).toEqual(
    new Map([
      ['db', 'new \u{1f600}\n'],
      ['web', '<domain/>'],
    ]),
  )
})

test('a store that was never written to is empty and leaves no directory', async () => {
  const path = join(dir, 'domains')
  expect(await open(nodeFs, path).store.load()).toEqual(new Map())
  await expect(stat(path)).rejects.toThrow('ENOENT')
})

test('files are for their owner alone', async () => {
  const path = join(dir, 'domains')
  await open(nodeFs, path).store.put('web', 'x')
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  expect((await stat(join(path, 'web'))).mode & 0o777).toBe(0o600)
})

const odd = [
  '/',
  '..',
  '.',
  '../../etc/passwd',
  '.hidden',
  'a b',
  'a/b',
  '%',
  '%41',
  'ä',
  '\u{1f600}',
  '~',
  'con',
  '\n',
  '\0',
  'A',
  'a',
  'x'.repeat(300),
  'ß'.repeat(300),
]

test('any name keeps its own text, in one plain file inside the directory', async () => {
  const { store } = open()
  for (const name of odd) await store.put(name, `text of ${name.replaceAll('\0', 'NUL')}`)
  const loaded = await open().store.load()
  expect([...loaded.keys()].sort()).toEqual([...odd].sort())
  for (const name of odd) expect(loaded.get(name)).toBe(`text of ${name.replaceAll('\0', 'NUL')}`)
  for (const name of odd) await store.delete(name)
  expect(await readdir(dir)).toEqual([])
})

const isWellFormed = (text: string) => Buffer.from(text).toString() === text

test('names never meet in one file', () => {
  const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(names, names, (a, b) => {
      fc.pre(a !== b && isWellFormed(a) && isWellFormed(b))
      const [one, two] = [fileNameOf(a), fileNameOf(b)]
      expect(one.file).not.toBe(two.file)
      expect(one.file).toMatch(/^[\w%~-][\w%.~-]{0,199}$/)
    }),
  )
})

test('names that no file can be called by are refused', async () => {
  const { store } = open()
  for (const name of ['', 'a\ud800'])
    await expect(store.put(name, 'x')).rejects.toMatchObject({ code: 'invalidArg' })
  await expect(store.put('web', 'a\0b')).rejects.toMatchObject({ code: 'invalidArg' })
})

test('writes of one name happen in the order of their calls', async () => {
  const { store } = open()
  const writes = Array.from({ length: 30 }, (_, n) =>
    n === 20 ? store.delete('web') : store.put('web', String(n)),
  )
  await Promise.all(writes)
  expect(await open().store.load()).toEqual(new Map([['web', '29']]))
})

test('a write that fails does not stop the next one', async () => {
  const { store } = open()
  const results = await Promise.allSettled([
    store.put('web', '1'),
    store.put('web', 'a\0'),
    store.put('web', '2'),
  ])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await store.load()).toEqual(new Map([['web', '2']]))
})

test('files that a crash left half-written are swept, those of a write that runs are not', async () => {
  await writeFile(join(dir, '.new-1-2-abc'), 'half')
  let loaded: ReadonlyMap<string, string> | undefined
  const fs: StoreFs = {
    ...nodeFs,
    rename: async (from, to) => {
      loaded = await open().store.load()
      await nodeFs.rename(from, to)
    },
  }
  await open(fs).store.put('web', 'x')
  expect(loaded).toEqual(new Map())
  expect(await readdir(dir)).toEqual(['web'])
})

for (const [what, content] of [
  ['is not UTF-8', Buffer.from([0x3c, 0xff, 0xfe])],
  ['holds NUL bytes', Buffer.from('<domain>\0\0\0')],
] as const) {
  test(`a file that ${what} is reported and set aside, and nothing of it is lost`, async () => {
    await writeFile(join(dir, 'bad'), content)
    await writeFile(join(dir, 'good'), 'fine')
    const { store, log } = open()
    expect(await store.load()).toEqual(new Map([['good', 'fine']]))
    expect(log.lines).toMatchObject([
      { level: 'error', fields: { file: 'bad', dir, keptAs: '.bad-1700000000000-bad' } },
    ])
    expect(await readFile(join(dir, '.bad-1700000000000-bad'))).toEqual(content)
    expect(await open().store.load()).toEqual(new Map([['good', 'fine']]))
  })
}

test('a file that cannot be read stays, is reported, and is set aside before it is written over', async () => {
  await writeFile(join(dir, 'web'), 'precious')
  const fs: StoreFs = {
    ...nodeFs,
    read: () => Promise.reject(Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })),
  }
  const { store, log } = open(fs)
  expect(await store.load()).toEqual(new Map())
  expect(log.lines).toMatchObject([{ level: 'error', fields: { file: 'web' } }])
  expect(await readdir(dir)).toEqual(['web'])
  await store.put('web', 'new')
  expect(await readFile(join(dir, '.bad-1700000000000-web'), 'utf8')).toBe('precious')
  expect(await readFile(join(dir, 'web'), 'utf8')).toBe('new')
})

test('a file that could not be read and was removed by hand does not stop the next write', async () => {
  await writeFile(join(dir, 'web'), 'broken')
  const fs: StoreFs = {
    ...nodeFs,
    read: () => Promise.reject(Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })),
  }
  const { store } = open(fs)
  await store.load()
  await rm(join(dir, 'web'))
  await store.put('web', 'new')
  expect(await readFile(join(dir, 'web'), 'utf8')).toBe('new')
})

test('a long name whose own file was changed is set aside', async () => {
  const name = 'n'.repeat(400)
  await open().store.put(name, 'x')
  const { nameFile } = fileNameOf(name)
  await writeFile(join(dir, String(nameFile)), 'another')
  const { store, log } = open()
  expect(await store.load()).toEqual(new Map())
  expect(log.lines).toMatchObject([
    { level: 'error', fields: { reason: 'the name kept beside it is of another object' } },
  ])
})

test('files and folders that do not belong there are left alone and told of', async () => {
  await writeFile(join(dir, 'web.xml~'), 'x')
  await writeFile(join(dir, '%4a'), 'x')
  await mkdir(join(dir, 'folder'))
  const { store, log } = open()
  expect(await store.load()).toEqual(new Map())
  expect(log.lines.map((line) => line.fields.file).sort()).toEqual(['%4a', 'folder', 'web.xml~'])
  expect(await readdir(dir)).toHaveLength(3)
})

const asRoot = process.getuid?.() === 0

for (const [code, text] of [
  ['ENOSPC', /file 'web' in '.*' cannot be written: no space is left on the device/],
  ['EROFS', /file 'web' in '.*' cannot be written: the file system is read-only/],
  ['EDQUOT', /no space is left/],
  ['EIO', /input output/],
] as const) {
  for (const at of ['create', 'write', 'sync', 'close', 'rename'] as const) {
    test(`${code} in ${at} is a typed error, the old text is still there, and nothing is left behind`, async () => {
      const { store } = open()
      await store.put('web', 'old')
      const fail = () => Promise.reject(Object.assign(new Error('input output'), { code }))
      const fs: StoreFs = {
        ...nodeFs,
        ...(at === 'rename' ? { rename: fail } : {}),
        create: async (path, mode) => {
          if (at === 'create') return fail()
          const file = await nodeFs.create(path, mode)
          // A file that is not closed would stay open in this process.
          const failing = at === 'close' ? () => file.close().then(fail) : fail
          return at === 'rename' ? file : { ...file, [at]: failing }
        },
      }
      await expect(open(fs).store.put('web', 'new')).rejects.toMatchObject({
        code: 'systemError',
        message: expect.stringMatching(text),
      })
      expect(await readdir(dir)).toEqual(['web'])
      expect(await open().store.load()).toEqual(new Map([['web', 'old']]))
    })
  }
}

test.skipIf(asRoot)('a directory that may not be written to is a typed error', async () => {
  const { store } = open()
  await store.put('web', 'old')
  await chmod(dir, 0o500)
  await expect(store.put('web', 'new')).rejects.toThrow(/permission denied/)
  await chmod(dir, 0o700)
})

/** Mounts a small file system; undefined where this is not allowed. */
function mountTmpfs(at: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.skipIf(!asRoot)('on a file system of its own (needs root and the right to mount)', () => {
  async function onMount(options: string, use: () => Promise<void>, skip: (why: string) => void) {
    if (!mountTmpfs(dir, options)) return skip('this machine does not allow to mount a tmpfs')
    try {
      await use()
    } finally {
      execFileSync('umount', [dir])
    }
  }

  test('a full disk is a typed error, and the old text is still there', ({ skip }) =>
    onMount(
      'size=64k',
      async () => {
        const { store } = open()
        await store.put('web', 'old')
        const big = store.put('web', 'x'.repeat(200_000))
        await expect(big).rejects.toMatchObject({
          code: 'systemError',
          message: expect.stringMatching(/no space/),
        })
        expect(await open().store.load()).toEqual(new Map([['web', 'old']]))
        expect(await readdir(dir)).toEqual(['web'])
      },
      skip,
    ))

  test('a read-only disk is a typed error, and the old text is still there', ({ skip }) =>
    onMount(
      'size=64k',
      async () => {
        const { store } = open()
        await store.put('web', 'old')
        execFileSync('mount', ['-o', 'remount,ro', dir])
        for (const write of [store.put('web', 'new'), store.put('db', 'x'), store.delete('web')]) {
          await expect(write).rejects.toMatchObject({
            code: 'systemError',
            message: expect.stringMatching(/read-only/),
          })
        }
        expect(await open().store.load()).toEqual(new Map([['web', 'old']]))
      },
      skip,
    ))
})
