import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../src/core/lib/clock.ts'
import { loadSettings } from '../../../src/core/settings/load.ts'
import type { Finding } from '../../../src/daemon/finding.ts'
import { checkRpc } from '../../../src/daemon/rpc-checks.ts'
import { addUser } from '../../../src/rpc/auth/users-file.ts'
import { Authority } from '../rpc/tls/certificates.ts'

let dir: string
const users = () => join(dir, 'rpc', 'users.json')

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'virtgate-checks-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function findings(
  set: readonly string[],
  { held = [] as string[], now = Date.now() } = {},
): Promise<Finding[]> {
  const dirs = { state: dir, run: dir, cache: dir, log: dir }
  const settings = await loadSettings({ file: join(dir, 'none'), optional: true, set, dirs })
  const found: Finding[] = []
  const clock = new FakeClock(now)
  for await (const finding of checkRpc({ settings, held, clock, signal: new AbortController().signal }))
    found.push(finding)
  return found
}

const of = (area: string, found: readonly Finding[]) => found.filter((finding) => finding.area === area)

describe('checks of the RPC surface', () => {
  test('look at the native part alone unless the settings use more', async () => {
    const found = await findings([])
    expect(found.map(({ area }) => area)).toEqual(['rpc'])
  })

  test('find a group, or say how it is made', async () => {
    expect(await findings(['rpc.socket_group=root'])).toContainEqual({
      state: 'ok',
      area: 'rpc group',
      text: 'root is group 0',
    })
    expect(of('rpc group', await findings(['rpc.socket_group=no-such-group']))).toMatchObject([
      { state: 'problem', fix: 'groupadd --system no-such-group' },
    ])
  })

  test('count the users where there must be some', async () => {
    expect(of('rpc users', await findings(['rpc.unix_auth=sasl']))).toMatchObject([
      { state: 'missing', fix: 'virtgate rpc user add NAME' },
    ])
    await addUser(users(), { name: 'fred', passphrase: 'pass phrase', iterations: 4096 })
    expect(of('rpc users', await findings(['rpc.unix_auth=sasl']))).toMatchObject([{ state: 'ok' }])
    writeFileSync(users(), 'broken')
    expect(of('rpc users', await findings(['rpc.unix_auth=sasl']))).toMatchObject([{ state: 'problem' }])
  })

  test('find a port that another program holds', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const at = `127.0.0.1:${(other.address() as { port: number }).port}`
    const set = [`rpc.tcp_listen=${at}`, 'rpc.tcp_auth=none']
    expect(of('rpc.tcp', await findings(set))).toMatchObject([
      { state: 'problem', text: `${at} cannot be bound: another program holds it` },
    ])
    expect(of('rpc.tcp', await findings(set, { held: [at] }))).toMatchObject([{ state: 'ok' }])
    other.close()
  })

  test('say which file of TLS is missing', async () => {
    const set = [
      'rpc.tls_listen=127.0.0.1:0',
      ...['ca', 'cert', 'key'].map((name) => `rpc.tls_${name}=${dir}/${name}`),
    ]
    expect(of('rpc.tls', await findings(set)).at(-1)).toMatchObject({
      state: 'problem',
      text: expect.stringContaining(`${dir}/`),
    })
  })

  test.skipIf(spawnSync('openssl', ['version']).status !== 0)('say when a certificate ends', async () => {
    const authority = new Authority(dir)
    const { cert, key } = authority.issue('server', { use: 'server' })
    const files = [`rpc.tls_ca=${authority.path('cacert.pem')}`, `rpc.tls_cert=${cert}`, `rpc.tls_key=${key}`]
    const set = ['rpc.tls_listen=127.0.0.1:0', ...files]
    const day = 86_400_000
    const state = async (days: number) =>
      of('rpc.tls', await findings(set, { now: Date.now() + days * day })).at(-1)?.state
    expect(await state(0)).toBe('ok')
    expect(await state(10)).toBe('missing')
    expect(await state(25)).toBe('problem')
  })

  test('ask whether polkit can decide', async () => {
    const before = process.env.DBUS_SYSTEM_BUS_ADDRESS
    process.env.DBUS_SYSTEM_BUS_ADDRESS = `unix:path=${dir}/no-bus`
    try {
      expect(of('polkit', await findings(['rpc.unix_auth=polkit']))).toMatchObject([
        { state: 'missing', text: expect.stringContaining('cannot decide who may connect') },
      ])
    } finally {
      if (before === undefined) delete process.env.DBUS_SYSTEM_BUS_ADDRESS
      else process.env.DBUS_SYSTEM_BUS_ADDRESS = before
    }
  })
})
