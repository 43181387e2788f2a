import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { addUser } from '../../../../src/rpc/auth/users-file.ts'
import { newDir, Served } from '../served/served.ts'

const missing = [
  spawnSync('virsh', ['--version']).status === 0 ? '' : 'virsh',
  existsSync('/usr/lib/x86_64-linux-gnu/sasl2/libscram.so') ||
  existsSync('/usr/lib/aarch64-linux-gnu/sasl2/libscram.so')
    ? ''
    : 'libsasl2-modules',
].filter((name) => name !== '')
const skip = missing.length > 0
if (skip) process.emitWarning(`SASL is not tested with virsh: ${missing.join(', ')} absent`)

let served: Served | undefined
afterEach(async () => {
  await served?.stop()
  served = undefined
})

/** A surface with the user fred, and a file of credentials for virsh. */
async function start(...set: readonly string[]): Promise<Served> {
  const dir = await newDir()
  await addUser(join(dir, 'rpc', 'users.json'), { name: 'fred', passphrase: 'pass phrase' })
  await addUser(join(dir, 'rpc', 'users.json'), { name: 'reader', passphrase: 'pass phrase', access: 'read' })
  served = await Served.start(['rpc.unix_auth=sasl', ...set], { dir })
  return served
}

function virsh(on: Served, name: string, password: string, ...words: readonly string[]) {
  const file = join(on.dir, 'auth.conf')
  const lines = ['[credentials-one]', `authname=${name}`, `password=${password}`]
  writeFileSync(file, [...lines, '[auth-libvirt-default]', 'credentials=one', ''].join('\n'))
  const uri = `test+unix:///default?socket=${on.socket('libvirt-sock')}&authfile=${file}`
  return on.run('virsh', ['-c', uri, ...words])
}

describe('virsh with SASL', { skip }, () => {
  test('lists domains for a user who knows the pass phrase', async () => {
    const done = await virsh(await start(), 'fred', 'pass phrase', 'list', '--name')
    expect(done).toEqual({ code: 0, out: 'test\n\n', err: '' })
  })

  test('is told that a wrong pass phrase is one', async () => {
    const done = await virsh(await start(), 'fred', 'other phrase', 'list')
    expect(done.code).toBe(1)
    expect(done.err).toContain('error: authentication failed: authentication failed')
  })

  test('is told the same of a name that is unknown', async () => {
    const done = await virsh(await start(), 'nobody', 'pass phrase', 'list')
    expect(done.err).toContain('error: authentication failed: authentication failed')
  })

  test('may do no more than the user', async () => {
    const done = await virsh(await start(), 'reader', 'pass phrase', 'suspend', 'test')
    expect(done.code).toBe(1)
    expect(done.err).toMatch(/read only access prevents|access denied/i)
  })

  test('knows a user who was added meanwhile', async () => {
    const on = await start()
    await addUser(join(on.dir, 'rpc', 'users.json'), { name: 'wanda', passphrase: 'pass phrase' })
    await on.reload(['rpc.unix_auth=sasl'])
    expect((await virsh(on, 'wanda', 'pass phrase', 'list', '--name')).out).toBe('test\n\n')
  })
})
