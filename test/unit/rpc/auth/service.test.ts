import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import type { Settings } from '../../../../src/core/settings/index.ts'
import { loadSettings } from '../../../../src/core/settings/load.ts'
import type { Authenticator, Peer } from '../../../../src/rpc/auth/authenticator.ts'
import { AuthService } from '../../../../src/rpc/auth/service.ts'
import { addUser } from '../../../../src/rpc/auth/users-file.ts'

let dir: string
let clock: FakeClock
const ended = new AbortController().signal

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'virtgate-auth-'))
  clock = new FakeClock()
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function settings(...set: readonly string[]): Promise<Settings['rpc']> {
  const dirs = { state: dir, run: dir, cache: dir, log: dir }
  const all = await loadSettings({ file: join(dir, 'none.yaml'), optional: true, set, dirs })
  return all.rpc
}

async function service(...set: readonly string[]): Promise<AuthService> {
  return AuthService.open({ settings: await settings(...set), stateDir: dir, clock })
}

const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, pid: process.pid }
const local: Peer = { transport: 'unix', readOnly: false, address: 'a process', credentials: self }
const stranger: Peer = { ...local, credentials: { ...self, uid: 4_000_000 } }
const tcp: Peer = { transport: 'tcp', readOnly: false, address: '192.0.2.1:4000' }
const tls: Peer = {
  transport: 'tls',
  readOnly: false,
  address: '192.0.2.1:4000',
  distinguishedName: 'CN=fred',
}

const plain = (name: string, phrase: string) => Buffer.from(`\0${name}\0${phrase}`)
const users = join('rpc', 'users.json')

async function addFred(): Promise<void> {
  await addUser(join(dir, users), { name: 'fred', passphrase: 'pass phrase', iterations: 4096 })
}

describe('a client that is asked for nothing', () => {
  test('is the user of its process on a Unix socket', async () => {
    const { type, caller } = (await service()).begin(stranger)
    expect(type).toBe(0)
    expect(caller).toEqual({
      id: 'local:4000000',
      surface: 'local',
      uid: 4_000_000,
      classes: ['read', 'operate', 'configure'],
    })
  })

  test('only reads on the socket for that', async () => {
    const { caller } = (await service()).begin({ ...local, readOnly: true })
    expect(caller?.classes).toEqual(['read'])
  })

  test('is unknown where the system does not tell', async () => {
    const { caller } = (await service()).begin({ ...local, credentials: undefined })
    expect(caller).toMatchObject({ id: 'local:unknown', surface: 'local' })
  })

  test('is the subject of its certificate over TLS', async () => {
    expect((await service()).begin(tls).caller).toMatchObject({ id: 'tls:CN=fred', surface: 'rpc' })
  })

  test('is its address over TCP', async () => {
    const found = (await service('rpc.tcp_auth=none')).begin(tcp)
    expect(found.caller).toMatchObject({ id: 'tcp:192.0.2.1:4000', surface: 'rpc' })
  })

  test('cannot go other ways', async () => {
    const found = (await service()).begin(local)
    expect(() => found.saslInit()).toThrow('not offered')
    await expect(found.saslStart('PLAIN', undefined)).rejects.toThrow('not offered')
    await expect(found.saslStep(undefined)).rejects.toThrow('not offered')
    await expect(found.polkit(ended)).rejects.toThrow('not offered')
  })
})

describe('a way to be known', () => {
  test('stays until the daemon starts again', async () => {
    const auth = await service('rpc.tls_auth=sasl')
    await auth.reload(await settings('rpc.tls_auth=none'))
    expect(auth.begin(tls).type).toBe(1)
  })

  test('offers other mechanisms at once', async () => {
    const auth = await service('rpc.tls_auth=sasl')
    await auth.reload(await settings('rpc.tls_auth=sasl', 'rpc.sasl_mechanisms=[PLAIN]'))
    expect(auth.begin(tls).saslInit()).toBe('PLAIN')
  })
})

describe('polkit', () => {
  test('is not asked about root and the owner', async () => {
    const found = (await service('rpc.unix_auth=polkit')).begin(local)
    expect(found).toMatchObject({ type: 0, caller: { uid: self.uid } })
  })

  test('lets nobody in before it was asked', async () => {
    expect((await service('rpc.unix_auth=polkit')).begin(stranger)).toMatchObject({
      type: 2,
      caller: undefined,
    })
  })

  test('cannot decide about a process that is not known', async () => {
    const found = (await service('rpc.unix_auth=polkit')).begin({ ...local, credentials: undefined })
    await expect(found.polkit(ended)).rejects.toMatchObject({ code: 'authUnavailable' })
  })
})

describe('SASL', () => {
  const all = 'rpc.sasl_mechanisms=[SCRAM-SHA-256, PLAIN, EXTERNAL, ANONYMOUS]'

  test('offers what fits the connection, best first', async () => {
    const auth = await service(all, 'rpc.tls_auth=sasl', 'rpc.tcp_auth=sasl', 'rpc.unix_auth=sasl')
    expect(auth.begin(tls).saslInit()).toBe('EXTERNAL,SCRAM-SHA-256,PLAIN,ANONYMOUS')
    expect(auth.begin({ ...tls, distinguishedName: undefined }).saslInit()).toBe(
      'SCRAM-SHA-256,PLAIN,ANONYMOUS',
    )
    expect(auth.begin(tcp).saslInit()).toBe('SCRAM-SHA-256,ANONYMOUS')
    expect(auth.begin(local).saslInit()).toBe('EXTERNAL,SCRAM-SHA-256,ANONYMOUS')
  })

  test('offers SCRAM alone unless more is asked for', async () => {
    expect((await service('rpc.tls_auth=sasl')).begin(tls).saslInit()).toBe('SCRAM-SHA-256')
  })

  test('is what TCP asks for unless it is switched off', async () => {
    expect((await service()).begin(tcp).type).toBe(1)
  })

  test('says so when nothing fits', async () => {
    const auth = await service('rpc.sasl_mechanisms=[PLAIN]', 'rpc.unix_auth=sasl')
    expect(() => auth.begin(local).saslInit()).toThrow('no SASL mechanism fits')
  })

  test('refuses a mechanism that is not offered', async () => {
    await addFred()
    const found = (await service('rpc.unix_auth=sasl', 'rpc.sasl_mechanisms=[SCRAM-SHA-256, PLAIN]')).begin(
      local,
    )
    await expect(found.saslStart('PLAIN', plain('fred', 'pass phrase'))).rejects.toMatchObject({
      code: 'authFailed',
    })
  })

  test('refuses a step before the start', async () => {
    const found = (await service('rpc.tls_auth=sasl')).begin(tls)
    await expect(found.saslStep(Buffer.from('x'))).rejects.toMatchObject({ code: 'authFailed' })
  })

  describe('PLAIN', () => {
    let auth: AuthService
    const begin = (peer = tls) => auth.begin(peer)
    const start = (found: Authenticator, data: Uint8Array | undefined) => found.saslStart('PLAIN', data)

    beforeEach(async () => {
      await addFred()
      auth = await service('rpc.tls_auth=sasl', 'rpc.sasl_mechanisms=[PLAIN]')
    })

    test('knows a user by the pass phrase', async () => {
      const found = begin()
      expect(await start(found, plain('fred', 'pass phrase'))).toEqual({ complete: true, data: undefined })
      expect(found.caller?.id).toBe('sasl:fred')
    })

    test('asks for what does not come with the start', async () => {
      const found = begin()
      expect(await start(found, undefined)).toEqual({ complete: false, data: Buffer.alloc(0) })
      expect((await found.saslStep(plain('fred', 'pass phrase'))).complete).toBe(true)
    })

    const wrong = {
      'a wrong pass phrase': plain('fred', 'other phrase'),
      'a name that is unknown': plain('nobody', 'pass phrase'),
      'somebody else to act for': Buffer.from('root\0fred\0pass phrase'),
      'an empty pass phrase': plain('fred', ''),
      'a part too many': Buffer.from('\0fred\0pass phrase\0x'),
      nothing: Buffer.alloc(0),
    }
    test.each(Object.entries(wrong))('refuses %s with the same words', async (_what, data) => {
      const found = begin()
      await expect(start(found, data)).rejects.toMatchObject({
        code: 'authFailed',
        message: 'authentication failed: authentication failed',
      })
      expect(found.caller).toBeUndefined()
    })

    test('can be tried again on the same connection', async () => {
      const found = begin()
      await expect(start(found, plain('fred', 'wrong one'))).rejects.toThrow('authentication failed')
      expect((await start(found, plain('fred', 'pass phrase'))).complete).toBe(true)
    })

    test('is refused for a while after many wrong ones from one address, however right', async () => {
      for (let i = 0; i < 5; i++) await expect(start(begin(), plain('fred', 'wrong one'))).rejects.toThrow()
      await expect(start(begin(), plain('fred', 'pass phrase'))).rejects.toThrow('authentication failed')
      clock.advance(2000)
      expect((await start(begin(), plain('fred', 'pass phrase'))).complete).toBe(true)
    })

    test('is not refused for what comes from other addresses', async () => {
      for (let i = 0; i < 5; i++) await expect(start(begin(), plain('fred', 'wrong one'))).rejects.toThrow()
      const other = begin({ ...tls, address: '192.0.2.2:4000' })
      expect((await start(other, plain('fred', 'pass phrase'))).complete).toBe(true)
    })

    test('is counted by host, whatever the port', async () => {
      for (let i = 0; i < 5; i++) {
        const found = begin({ ...tls, address: `[2001:db8::1]:${5000 + i}` })
        await expect(start(found, plain('fred', 'wrong one'))).rejects.toThrow()
      }
      const found = begin({ ...tls, address: '[2001:db8::1]:6000' })
      await expect(start(found, plain('fred', 'pass phrase'))).rejects.toThrow('authentication failed')
    })

    const places: Record<string, readonly [first: string, later: string, same: boolean]> = {
      'another address of one network of IPv6': ['[2001:db8::1]:1', '[2001:db8::2:3]:2', true],
      'another network of IPv6': ['[2001:db8::1]:1', '[2001:db8:0:1::1]:2', false],
      'the same address of IPv4 in another form': ['[::ffff:192.0.2.9]:1', '192.0.2.9:2', true],
      'another address of IPv4 in that form': ['[::ffff:192.0.2.9]:1', '[::ffff:192.0.2.8]:1', false],
    }
    test.each(Object.entries(places))('is counted by place: %s', async (_what, [first, later, same]) => {
      for (let i = 0; i < 5; i++) {
        await expect(start(begin({ ...tls, address: first }), plain('fred', 'wrong one'))).rejects.toThrow()
      }
      const answer = start(begin({ ...tls, address: later }), plain('fred', 'pass phrase'))
      if (same) await expect(answer).rejects.toThrow('authentication failed')
      else expect((await answer).complete).toBe(true)
    })

    test('takes a user on that was added meanwhile, once told', async () => {
      await addUser(join(dir, users), { name: 'wanda', passphrase: 'other phrase', iterations: 4096 })
      const rpc = await settings('rpc.tls_auth=sasl', 'rpc.sasl_mechanisms=[PLAIN]')
      await expect(start(begin(), plain('wanda', 'other phrase'))).rejects.toThrow('authentication failed')
      await auth.reload(rpc)
      expect((await start(begin(), plain('wanda', 'other phrase'))).complete).toBe(true)
    })
  })

  describe('EXTERNAL', () => {
    const begin = async (peer: Peer) =>
      (await service('rpc.tls_auth=sasl', 'rpc.unix_auth=sasl', 'rpc.sasl_mechanisms=[EXTERNAL]')).begin(peer)

    test('is the subject of the certificate', async () => {
      const found = await begin(tls)
      expect((await found.saslStart('EXTERNAL', Buffer.alloc(0))).complete).toBe(true)
      expect(found.caller?.id).toBe('tls:CN=fred')
    })

    test('is the user of the process', async () => {
      const found = await begin(stranger)
      expect((await found.saslStart('EXTERNAL', Buffer.from('4000000'))).complete).toBe(true)
      expect(found.caller?.id).toBe('local:4000000')
    })

    test('asks a client that sends nothing', async () => {
      const found = await begin(tls)
      expect(await found.saslStart('EXTERNAL', undefined)).toEqual({ complete: false, data: Buffer.alloc(0) })
      expect((await found.saslStep(undefined)).complete).toBe(true)
    })

    test('refuses to be somebody else', async () => {
      const found = await begin(tls)
      await expect(found.saslStart('EXTERNAL', Buffer.from('root'))).rejects.toThrow('authentication failed')
    })
  })

  test('ANONYMOUS reads and does nothing else', async () => {
    const found = (await service('rpc.tcp_auth=sasl', 'rpc.sasl_mechanisms=[ANONYMOUS]')).begin(tcp)
    expect((await found.saslStart('ANONYMOUS', Buffer.from('trace'))).complete).toBe(true)
    expect(found.caller).toEqual({ id: 'sasl:anonymous', surface: 'rpc', classes: ['read'] })
  })
})
