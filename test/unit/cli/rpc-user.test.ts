import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from './support.ts'

let dir: string
const file = () => join(dir, 'state', 'rpc', 'users.json')

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'virtgate-rpc-user-'))
  writeFileSync(join(dir, 'virtgate.yaml'), JSON.stringify({ state_dir: join(dir, 'state'), run_dir: dir }))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const command = (words: readonly string[], stdin = '') =>
  run(['rpc', 'user', ...words, '--config', join(dir, 'virtgate.yaml')], { stdin })

describe('virtgate rpc user', () => {
  test('adds a user with the pass phrase of standard input', async () => {
    const done = await command(['add', 'fred', '--iterations', '4096'], 'pass phrase\n')
    expect(done).toEqual({ code: 0, out: "RPC user 'fred' has full access\n", err: '' })
    expect(readFileSync(file(), 'utf8')).not.toContain('pass phrase')
  })

  test('adds a user with the pass phrase of a file', async () => {
    writeFileSync(join(dir, 'phrase'), 'pass phrase\n')
    const words = ['add', 'fred', '--access', 'read', '--passphrase-file', join(dir, 'phrase')]
    expect(await command(words)).toMatchObject({ code: 0, out: "RPC user 'fred' has read access\n" })
  })

  test('lists users for people and for programs', async () => {
    await command(['add', 'wanda', '--access', 'operate', '--iterations', '4096'], 'pass phrase\n')
    expect((await command(['list'])).out).toMatch(/^NAME +ACCESS\nwanda +operate\n$/)
    expect(JSON.parse((await command(['list', '--json'])).out)).toEqual([
      { name: 'wanda', access: 'operate' },
    ])
  })

  test('removes a user', async () => {
    await command(['add', 'fred', '--iterations', '4096'], 'pass phrase\n')
    expect(await command(['remove', 'fred'])).toMatchObject({ code: 0, out: "RPC user 'fred' is gone\n" })
    expect(JSON.parse((await command(['list', '--json'])).out)).toEqual([])
  })

  test.each([
    [['add', 'fred'], '', 'there is no pass phrase'],
    [['add', 'fred', '--access', 'all'], 'pass phrase\n', "--access is 'all'"],
    [['add', 'fred', '--iterations', 'many'], 'pass phrase\n', "--iterations is 'many'"],
    [['add', 'fred', '--iterations', '12'], 'pass phrase\n', '12 times'],
    [['remove', 'nobody'], '', "there is no RPC user 'nobody'"],
  ])('refuses %j', async (words, stdin, message) => {
    const done = await command(words, stdin)
    expect(done.code).toBe(2)
    expect(done.err).toContain(message)
  })
})
