import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addUser } from '../../../src/rpc/auth/users-file.ts'
import { Bench } from './gateway.ts'
import { OwnGateway } from './own-gateway.ts'

describe('a daemon that wants a name and a password', () => {
  const own = new OwnGateway()
  beforeAll(async () => {
    const users = join(own.dir, 'users.json')
    await addUser(users, { name: 'fred', passphrase: 'correct horse' })
    await own.start(`unix_auth: sasl, sasl_users: ${users}`)
  })
  afterAll(() => own.stop())

  const open = (password: string) => {
    const file = join(own.dir, `${password.length}.conf`)
    const lines = ['[credentials-own]', 'authname=fred', `password=${password}`]
    writeFileSync(file, [...lines, '[auth-libvirt-localhost]', 'credentials=own'].join('\n'))
    return Bench.open(`test+unix:///default?socket=${own.socket}&authfile=${file}`)
  }

  test('is given those of the file of credentials', async () => {
    const bench = await open('correct horse')
    expect(bench.host.statusText).toBeUndefined()
    expect(bench.domain('test')?.state).toBe('running')
    await bench.close()
  })

  test('refuses a wrong one, which nothing shows', async () => {
    const bench = await open('wrong horse battery')
    expect(bench.host).toMatchObject({ status: 'unreachable' })
    expect(bench.host.statusText).toContain('authentication failed')
    expect(JSON.stringify(bench.host)).not.toContain('battery')
    await bench.close()
  })
})
