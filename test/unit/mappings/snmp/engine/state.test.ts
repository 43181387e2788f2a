import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { beginRun, MAX_BOOTS, readIdentity } from '../../../../../src/mappings/snmp/engine/engine-state.ts'
import {
  addUser,
  listUsers,
  loadUsers,
  removeUser,
} from '../../../../../src/mappings/snmp/engine/users-file.ts'
import { keepingLogger } from '../../../../wire/snmp/support/in-process.ts'

let folder: string
const log = keepingLogger()

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'virtgate-snmp-')), 'snmp')
})

afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true, force: true })
})

describe('the identity of the engine', () => {
  test('is made once and counts its starts', async () => {
    const first = await beginRun(folder, log)
    const second = await beginRun(folder, log)
    expect(first.boots).toBe(1)
    expect(second.boots).toBe(2)
    expect(second.engineId.equals(first.engineId)).toBe(true)
  })

  test('has the form of RFC 3411 with the enterprise number', async () => {
    const { engineId } = await readIdentity(folder, log, 4711)
    expect(engineId.toString('hex')).toMatch(/^8000126705[0-9a-f]{16}$/)
  })

  test('stays at the greatest number of starts', async () => {
    const { engineId } = await readIdentity(folder, log)
    const state = { engineId: engineId.toString('hex'), boots: MAX_BOOTS }
    await writeFile(join(folder, 'engine.json'), JSON.stringify(state))
    expect((await beginRun(folder, log)).boots).toBe(MAX_BOOTS)
  })

  test.each([
    ['no JSON', '{'],
    ['no engine id', '{"boots":4}'],
    ['a short engine id', '{"engineId":"80","boots":4}'],
    ['boots that are no number', '{"engineId":"80007ed905aabbcc","boots":"4"}'],
  ])(
    'is made anew when its file has %s, as old messages must not become valid again',
    async (_what, text) => {
      const before = await beginRun(folder, log)
      await writeFile(join(folder, 'engine.json'), text)
      const after = await beginRun(folder, log)
      expect(after.engineId.equals(before.engineId)).toBe(false)
      expect(await readFile(join(folder, 'engine.json.damaged'), 'utf8')).toBe(text)
    },
  )

  test('that cannot be written is a fault that names the file', async () => {
    await writeFile(folder, 'a file where the folder should be')
    await expect(beginRun(folder, log)).rejects.toThrow(join(folder, 'engine.json'))
  })
})

describe('users', () => {
  const user = { name: 'ann', auth: 'sha256', authPassphrase: 'correct horse', priv: 'aes128' } as const

  test('are kept with localized keys only, readable by their owner alone', async () => {
    await addUser(folder, user, log)
    const path = join(folder, 'users.json')
    expect(await readFile(path, 'utf8')).not.toContain('correct horse')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'engine.json'))).mode & 0o777).toBe(0o600)
    const { engineId } = await readIdentity(folder, log)
    expect(await loadUsers(folder)).toMatchObject([{ name: 'ann', engineId: engineId.toString('hex') }])
  })

  test('are listed without keys, in the order of their names', async () => {
    await addUser(folder, { ...user, name: 'zoe', group: 'admins' }, log)
    await addUser(folder, user, log)
    expect(await listUsers(folder)).toEqual([
      { name: 'ann', group: 'readers', auth: 'sha256', priv: 'aes128' },
      { name: 'zoe', group: 'admins', auth: 'sha256', priv: 'aes128' },
    ])
  })

  test('of the same name replace each other', async () => {
    await addUser(folder, user, log)
    await addUser(folder, { ...user, auth: 'sha512' }, log)
    expect(await listUsers(folder)).toMatchObject([{ auth: 'sha512' }])
  })

  test('are removed by name', async () => {
    await addUser(folder, user, log)
    await removeUser(folder, 'ann')
    expect(await listUsers(folder)).toEqual([])
    await expect(removeUser(folder, 'ann')).rejects.toThrow("there is no SNMP user 'ann'")
  })

  test.each([
    ['a short pass phrase', { ...user, authPassphrase: 'short' }, 'has 5 octets, at least 8 are needed'],
    ['a short privacy phrase', { ...user, privPassphrase: 'short' }, 'the privacy pass phrase'],
    ['no name', { ...user, name: '' }, 'has 0 octets, not 1 to 32'],
    ['privacy alone', { name: 'ann', priv: 'aes128' as const }, 'has privacy but no authentication'],
    ['a weak protocol', { ...user, priv: 'des' as const }, "would use 'des', which is weak"],
  ])('with %s are refused', async (_what, wrong, message) => {
    await expect(addUser(folder, wrong, log)).rejects.toThrow(message)
    expect(await listUsers(folder)).toEqual([])
  })

  test.each(['no JSON', '{}', '[{"name":1}]', '[{"name":"a","group":"g","engineId":"80","auth":"sha9"}]'])(
    'in a damaged file are a fault that names it: %s',
    async (text) => {
      await addUser(folder, user, log)
      await writeFile(join(folder, 'users.json'), text)
      await expect(loadUsers(folder)).rejects.toThrow(
        `${join(folder, 'users.json')} is not a list of SNMP users`,
      )
    },
  )
})
