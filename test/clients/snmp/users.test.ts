import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { addUser, loadUsers, type NewUser } from '../../../src/mappings/snmp/engine/users-file.ts'
import { World } from '../../unit/mappings/snmp/objects.ts'
import { hasSnmpTools, TestAgent } from './tools.ts'

const secret = 'correct horse battery'
const users = '1.3.6.1.6.3.15.1.2'
const protocols = { 'MD5 and AES': ['md5', 'MD5'], 'SHA-256 and AES': ['sha256', 'SHA-256'] } as const
const spare = 'another long phrase'

async function reasonOf(answer: Promise<string>): Promise<string> {
  const text = await answer.catch((fault: Error & { stderr?: string }) => `${fault.stderr}${fault.message}`)
  return /Reason: \(?(\w+)/.exec(text)?.[1] ?? text
}

describe.skipIf(!hasSnmpTools)('users through SNMP', () => {
  let agent: TestAgent
  beforeEach(async () => {
    const world = new World()
    world.host('lab')
    const user = (name: string, auth: NewUser['auth'] & string, group: string): NewUser => ({
      ...{ name, group, auth, authPassphrase: secret, priv: 'aes128' },
    })
    agent = await TestAgent.start(world.inventory, {
      prepare: async (folder) => {
        await addUser(folder, user('chief', 'sha256', 'admins'), silentLogger)
        await addUser(folder, user('old', 'md5', 'admins'), silentLogger)
        await addUser(folder, user('operator', 'sha256', 'operators'), silentLogger)
      },
    })
  })
  afterEach(() => agent?.close())

  const as = (name: string, phrase = secret, hash = 'SHA-256') => [
    ...['-v3', '-l', 'authPriv', '-u', name, '-a', hash, '-A', phrase, '-x', 'AES', '-X', phrase],
    ...['-t', '10', '-r', '0', agent.address],
  ]
  const reads = (name: string, phrase?: string, hash?: string) =>
    agent.tool('snmpget', ['-Oqv', ...as(name, phrase, hash), '1.3.6.1.2.1.1.5.0']).then(
      (text) => text.trim() === '"gateway"',
      () => false,
    )

  test.each(Object.entries(protocols))(
    'snmpusm passwd changes both keys of the user itself, %s',
    async (_, [id, hash]) => {
      const name = id === 'md5' ? 'old' : 'chief'
      await agent.tool('snmpusm', [...as(name, secret, hash), 'passwd', secret, spare])
      expect(await reads(name, spare, hash)).toBe(true)
      expect(await reads(name, secret, hash)).toBe(false)
    },
  )

  test('snmpusm makes a user by a clone, changes its keys, and removes it', async () => {
    await agent.tool('snmpusm', [...as('chief'), 'create', 'newcomer', 'operator'])
    expect(await reads('newcomer')).toBe(true)
    await agent.tool('snmpusm', [...as('chief'), 'passwd', secret, spare, 'newcomer'])
    expect(await reads('newcomer', spare)).toBe(true)
    expect(await reads('newcomer')).toBe(false)
    expect(await reads('operator')).toBe(true)
    const stored = await loadUsers(agent.folder)
    expect(stored.find(({ name }) => name === 'newcomer')).toMatchObject({
      group: 'operators',
      priv: 'aes128',
    })
    await agent.tool('snmpusm', [...as('chief'), 'delete', 'newcomer'])
    expect(await reads('newcomer', spare)).toBe(false)
    expect((await loadUsers(agent.folder)).map(({ name }) => name)).toEqual(['chief', 'old', 'operator'])
  })

  test('only keys that fit this engine are kept, in a file for its owner alone', async () => {
    await agent.tool('snmpusm', [...as('chief'), 'passwd', secret, spare])
    const path = join(agent.folder, 'users.json')
    const text = await readFile(path, 'utf8')
    expect(text).not.toContain(secret)
    expect(text).not.toContain(spare)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const table = await agent.tool('snmpbulkwalk', ['-On', ...as('chief', spare), users])
    for (const { authKey = '', privKey = '' } of await loadUsers(agent.folder)) {
      for (const key of [authKey, privKey]) expect(table.toLowerCase()).not.toContain(key)
    }
  })

  test('those whom no view allows change nothing', async () => {
    const row = await rowOf('chief')
    const write = (name: string, ...args: string[]) => agent.tool('snmpset', [...as(name), ...args])
    expect(await reasonOf(write('operator', `${users}.2.1.13.${row}`, 'i', '6'))).toBe('noAccess')
    expect(await reads('chief')).toBe(true)
  })

  test('the own key is changed by its owner alone, and a change of the wrong length by nobody', async () => {
    const set = (...args: string[]) => agent.tool('snmpset', [...as('chief'), ...args])
    const operator = await rowOf('operator')
    const change = 'ab'.repeat(64)
    expect(await reasonOf(set(`${users}.2.1.7.${operator}`, 'x', change))).toBe('noAccess')
    expect(await reasonOf(set(`${users}.2.1.6.${operator}`, 'x', change.slice(2)))).toBe('wrongLength')
    expect(await reads('operator')).toBe(true)
  })

  test('the spin lock lets the first of two managers write', async () => {
    const set = (...args: string[]) => agent.tool('snmpset', [...as('chief'), ...args])
    const row = await rowOf('operator')
    const lock = (await agent.tool('snmpget', ['-Oqv', ...as('chief'), `${users}.1.0`])).trim()
    const write = (text: string) => set(`${users}.1.0`, 'i', lock, `${users}.2.1.11.${row}`, 's', text)
    await write('first')
    expect(await reasonOf(write('second'))).toBe('inconsistentValue')
    expect(await agent.tool('snmpget', ['-Oqv', ...as('chief'), `${users}.2.1.11.${row}`])).toBe('"first"\n')
  })

  test('what makes no user is refused', async () => {
    const set = (...args: string[]) => agent.tool('snmpset', [...as('chief'), ...args])
    const row = await rowOf('operator')
    const absent = `${row.split('.').slice(0, -9).join('.')}.3.97.98.99`
    const from = `.${users}.2.1.3.${row}`
    expect(await reasonOf(set(`${users}.2.1.13.${absent}`, 'i', '4'))).toBe('inconsistentName')
    expect(
      await reasonOf(set(`${users}.2.1.13.${absent}`, 'i', '5', `${users}.2.1.4.${absent}`, 'o', from)),
    ).toBe('wrongValue')
    expect(await reasonOf(set(`${users}.2.1.13.${row}`, 'i', '4', `${users}.2.1.4.${row}`, 'o', from))).toBe(
      'inconsistentValue',
    )
    expect(await reasonOf(set(`${users}.2.1.8.${row}`, 'o', '1.3.6.1.6.3.10.1.2.1'))).toBe(
      'inconsistentValue',
    )
    expect(await loadUsers(agent.folder)).toHaveLength(3)
  })

  async function rowOf(name: string): Promise<string> {
    const text = await agent.tool('snmpbulkwalk', ['-Onq', ...as('chief'), `${users}.2.1.3`])
    const line = text.split('\n').find((one) => one.endsWith(` "${name}"`)) ?? ''
    return line.slice(`.${users}.2.1.3.`.length).split(' ')[0] ?? ''
  }
})
