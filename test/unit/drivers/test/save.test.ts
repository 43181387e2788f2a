import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostKey } from '../../../../src/core/driver.ts'
import { type Bench, openBench, testUuid } from './fixture.ts'

let bench: Bench
let close: () => Promise<void>
let path: string
beforeEach(async () => {
  ;({ bench, close } = await openBench())
  path = join(bench.dir, 'saved')
})
afterEach(() => close())

describe('a saved guest', () => {
  test('is a file of magic, length and document that only its owner can read', async () => {
    bench.forget()
    await bench.call('domain.save', testUuid, { path })
    expect(bench.events()).toEqual(['stopped/saved'])
    const file = await readFile(path)
    expect(file.toString('latin1', 0, 15)).toBe('TestGuestMagic\0')
    expect(file.readInt32LE(15)).toBe(file.length - 19)
    expect(file.toString('utf8', 19)).toContain("<domain type='test' id='1'>")
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('is restored and runs', async () => {
    await bench.call('domain.save', testUuid, { path })
    bench.forget()
    await bench.call('domain.restore', hostKey, { path })
    expect(bench.events()).toEqual(['started/restored'])
    expect(bench.record('domain', testUuid)).toMatchObject({ state: 'running', reason: 'restored', id: 2 })
  })

  test('is restored paused if that is asked for', async () => {
    await bench.call('domain.save', testUuid, { path })
    bench.forget()
    await bench.call('domain.restore', hostKey, { path, paused: true })
    expect(bench.events()).toEqual(['started/restored', 'suspended/restored'])
  })

  test('cannot be given another document', async () => {
    const xml = '<domain/>'
    await expect(bench.call('domain.save', testUuid, { path, xml })).rejects.toMatchObject({
      code: 'argumentUnsupported',
    })
    await expect(bench.call('domain.restore', hostKey, { path, xml })).rejects.toMatchObject({
      code: 'argumentUnsupported',
    })
  })

  test('that is off cannot be saved', async () => {
    await bench.call('domain.destroy', testUuid, {})
    await expect(bench.call('domain.save', testUuid, { path })).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })

  test.each([
    ['bad magic', Buffer.from('NotAGuestMagic\0')],
    ['no length', Buffer.from('TestGuestMagic\0')],
    ['a length of 0', Buffer.from('TestGuestMagic\0\0\0\0\0')],
    ['a length of 8193', Buffer.from('TestGuestMagic\0\x01\x20\0\0')],
    ['less than its length', Buffer.from('TestGuestMagic\0\x10\0\0\0abc')],
  ])('with %s is refused', async (_what, bytes) => {
    await writeFile(path, bytes)
    await expect(bench.call('domain.restore', hostKey, { path })).rejects.toMatchObject({
      code: 'internalError',
    })
  })

  test('that is not there is refused by the system', async () => {
    await expect(bench.call('domain.restore', hostKey, { path })).rejects.toMatchObject({
      code: 'systemError',
    })
  })

  test('needs an absolute path', async () => {
    await expect(bench.call('domain.save', testUuid, { path: 'here' })).rejects.toMatchObject({
      code: 'invalidArg',
    })
    expect(bench.record('domain', testUuid)?.state).toBe('running')
  })
})

describe('a core dump', () => {
  test('is the magic alone', async () => {
    await bench.call('domain.coreDump', testUuid, { path })
    expect(await readFile(path, 'latin1')).toBe('TestGuestMagic\0')
    expect(bench.record('domain', testUuid)?.state).toBe('running')
  })

  test('may end the guest as crashed', async () => {
    bench.forget()
    await bench.call('domain.coreDump', testUuid, { path, crash: true })
    expect(bench.events()).toEqual(['stopped/crashed'])
    expect(bench.record('domain', testUuid)).toMatchObject({ state: 'shutoff', reason: 'crashed' })
  })

  test('of another format is refused after the file was written', async () => {
    await expect(
      bench.call('domain.coreDump', testUuid, { path, format: 'kdump-zlib' }),
    ).rejects.toMatchObject({ code: 'operationUnsupported' })
    expect((await stat(path)).size).toBe(15)
  })
})
