import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fits } from '../../../../src/rpc/auth/scram-keys.ts'
import { Users } from '../../../../src/rpc/auth/users.ts'
import { addUser, listUsers, readUsers, removeUser } from '../../../../src/rpc/auth/users-file.ts'

let dir: string
let path: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'virtgate-users-'))
  path = join(dir, 'rpc', 'users.json')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const weak = { iterations: 4096 }

describe('users of RPC', () => {
  test('are listed by name with what they may do', async () => {
    await addUser(path, { name: 'wanda', passphrase: 'pass phrase', access: 'read', ...weak })
    await addUser(path, { name: 'fred@example', passphrase: 'pass phrase', ...weak })
    expect(await listUsers(path)).toEqual([
      { name: 'fred@example', access: 'full' },
      { name: 'wanda', access: 'read' },
    ])
  })

  test('are none without a file', async () => {
    expect(await listUsers(path)).toEqual([])
  })

  test('are kept where their owner alone can read them, without the pass phrases', async () => {
    await addUser(path, { name: 'fred', passphrase: 'very secret', ...weak })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).not.toContain('very secret')
  })

  test('are replaced by a user of the same name', async () => {
    await addUser(path, { name: 'fred', passphrase: 'first one', ...weak })
    await addUser(path, { name: 'fred', passphrase: 'second one', access: 'operate', ...weak })
    const [fred, ...others] = (await readUsers(path)).users
    expect(others).toEqual([])
    expect(fred?.access).toBe('operate')
    expect(fred && (await fits(fred.keys, 'second one'))).toBe(true)
    expect(fred && (await fits(fred.keys, 'first one'))).toBe(false)
  })

  test('are removed by name', async () => {
    await addUser(path, { name: 'fred', passphrase: 'pass phrase', ...weak })
    await removeUser(path, 'fred')
    expect(await listUsers(path)).toEqual([])
  })

  test('are the same whichever way their name is written', async () => {
    await addUser(path, { name: 'I\u00adX', passphrase: 'pass phrase', ...weak })
    await removeUser(path, '\u2168')
    expect(await listUsers(path)).toEqual([])
  })

  test('keep the secret of unknown names when others come', async () => {
    await addUser(path, { name: 'one', passphrase: 'pass phrase', ...weak })
    const before = await readUsers(path)
    await addUser(path, { name: 'two', passphrase: 'pass phrase', ...weak })
    expect((await readUsers(path)).secret).toEqual(before.secret)
  })

  const refused: Record<
    string,
    readonly [user: { name: string; passphrase: string; iterations?: number }, RegExp]
  > = {
    'a name that is empty': [{ name: '', passphrase: 'pass phrase' }, /empty/],
    'a name with control characters': [{ name: 'a\u0007', passphrase: 'pass phrase' }, /not allowed/],
    'a name that is too long': [{ name: 'x'.repeat(256), passphrase: 'pass phrase' }, /255/],
    'a short pass phrase': [{ name: 'fred', passphrase: 'short' }, /8 octets/],
    'too few rounds': [{ name: 'fred', passphrase: 'pass phrase', iterations: 1000 }, /1000 times/],
  }
  test.each(Object.entries(refused))('are refused for %s', async (_what, [user, message]) => {
    await expect(addUser(path, user)).rejects.toThrow(message)
  })

  test('cannot be removed when they are not there', async () => {
    await expect(removeUser(path, 'nobody')).rejects.toThrow("there is no RPC user 'nobody'")
  })

  test.each(['', '[]', '{"secret":"","users":[]}', '{"secret":"AAAA","users":[{}]}'])(
    'are not read from a file of another form: %s',
    async (text) => {
      const file = join(dir, 'users.json')
      writeFileSync(file, text)
      await expect(readUsers(file)).rejects.toThrow('is no list of RPC users')
    },
  )
})

describe('users in force', () => {
  test('are those of the file once it is read again', async () => {
    const users = new Users(path)
    await users.load()
    expect(users.find('fred').caller).toBeUndefined()
    await addUser(path, { name: 'fred', passphrase: 'pass phrase', access: 'operate', ...weak })
    await users.load()
    expect(users.find('fred').caller).toEqual({
      id: 'sasl:fred',
      surface: 'rpc',
      classes: ['read', 'operate'],
    })
  })

  test('stay when the file cannot be read', async () => {
    await addUser(path, { name: 'fred', passphrase: 'pass phrase', ...weak })
    const users = new Users(path)
    await users.load()
    writeFileSync(path, 'broken')
    await expect(users.load()).rejects.toThrow('is no list of RPC users')
    expect(users.find('fred').caller?.id).toBe('sasl:fred')
  })
})
