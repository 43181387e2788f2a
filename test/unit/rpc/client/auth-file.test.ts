import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findCredentials } from '../../../../src/rpc/client/auth/auth-file.ts'

describe('the file of credentials', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'vga-'))
    const lines = [
      '# names and passwords',
      '[credentials-lab]',
      'authname = fred',
      'password=a=b c',
      '[credentials-rest]',
      'username=guest',
      '[auth-libvirt-one.example]',
      'credentials=lab',
      '[auth-libvirt-default]',
      'credentials=rest',
    ]
    await writeFile(join(dir, 'auth.conf'), lines.join('\n'))
  })
  afterEach(() => rm(dir, { recursive: true }))
  const find = (host: string, env = {}) =>
    findCredentials(host, { authfile: join(dir, 'auth.conf'), home: dir, env })

  test('gives those of a host', async () => {
    expect(await find('one.example')).toEqual({ authname: 'fred', password: 'a=b c' })
  })

  test('gives those for all others', async () => {
    expect(await find('two.example')).toEqual({ authname: 'guest' })
  })

  test('must be there when it is named', async () => {
    const place = { authfile: join(dir, 'none'), home: dir, env: {} }
    await expect(findCredentials('one', place)).rejects.toMatchObject({ code: 'systemError' })
  })
})
