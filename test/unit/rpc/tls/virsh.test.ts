import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectPlain, type Socket } from 'node:net'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addUser } from '../../../../src/rpc/auth/users-file.ts'
import { newDir, Served } from '../served/served.ts'
import { Authority } from './certificates.ts'

const missing = ['virsh', 'virt-admin', 'openssl'].filter(
  (name) => spawnSync(name, ['version']).error !== undefined,
)
const skip = missing.length > 0
if (skip) process.emitWarning(`TLS is not tested with virsh: ${missing.join(', ')} absent`)

let dir: string
let authority: Authority
let server: { readonly cert: string; readonly key: string }
let client: { readonly cert: string; readonly key: string }
let served: Served | undefined

beforeAll(async () => {
  if (skip) return
  dir = await newDir()
  authority = new Authority(dir)
  server = authority.issue('server', { use: 'server' })
  client = authority.issue('fred', { use: 'client' })
})
afterAll(() => {
  if (!skip) rmSync(dir, { recursive: true, force: true })
})
afterEach(async () => {
  await served?.stop()
  served = undefined
})

function tls({ cert, key } = server): string[] {
  const files = [`rpc.tls_ca=${authority.path('cacert.pem')}`, `rpc.tls_cert=${cert}`, `rpc.tls_key=${key}`]
  return ['rpc.tls_listen=127.0.0.1:0', ...files]
}

async function start(...set: readonly string[]): Promise<Served> {
  served = await Served.start([...tls(), ...set])
  return served
}

const virsh = (on: Served, pki: string, query = '', ...words: readonly string[]) =>
  on.run('virsh', [
    '-c',
    `test+tls://localhost:${on.port}/default?pkipath=${pki}${query}`,
    ...(words.length > 0 ? words : ['list', '--name']),
  ])

const listed = { code: 0, out: 'test\n\n', err: '' }

describe('virsh over TLS', { skip }, () => {
  test('lists domains with a certificate that the authority signed', async () => {
    expect(await virsh(await start(), authority.folder('fred', client))).toEqual(listed)
  })

  test('is not let in without a certificate', async () => {
    const on = await start()
    const done = await virsh(on, authority.folder('nobody'))
    expect(done.code).toBe(1)
    expect(done.err).toContain('TLS')
    expect(on.warnings.join()).toContain('the client has no certificate')
  })

  test('is let in without one where none is asked for', async () => {
    const on = await start('rpc.tls_verify_clients=false')
    expect(await virsh(on, authority.folder('nobody'))).toEqual(listed)
  })

  test('is not let in with a certificate of another authority', async () => {
    const other = new Authority(join(dir, 'other'), 'Other Authority')
    const on = await start()
    expect(await firstOctets(on.port, other.issue('eve', { use: 'client' }))).toEqual([])
    expect(on.warnings.join()).toMatch(/the certificate 'O=Virtgate,CN=eve' is not valid/)
  })

  test('is not let in with a certificate that has expired', async () => {
    const old = authority.issue('old', { use: 'client', from: '20200101000000Z', to: '20200201000000Z' })
    const on = await start()
    expect((await virsh(on, authority.folder('old', old), '&no_sanity=1')).code).toBe(1)
    expect(on.warnings.join(' ')).toMatch(/'O=Virtgate,CN=old' is not valid: .*expired/i)
  })

  test('is not let in with a certificate that was revoked, from the moment on that the list says so', async () => {
    const lost = authority.issue('lost', { use: 'client' })
    const pki = authority.folder('lost', lost)
    const crl = authority.revoke()
    const on = await start(`rpc.tls_crl=${crl}`)
    expect(await virsh(on, pki)).toEqual(listed)
    authority.revoke(lost.cert)
    await on.reload([...tls(), `rpc.tls_crl=${crl}`])
    expect((await virsh(on, pki)).code).toBe(1)
    expect(on.warnings.join()).toMatch(/'O=Virtgate,CN=lost' is not valid: .*revoked/i)
  })

  test('is let in by the patterns of names alone, where there are any', async () => {
    const on = await start('rpc.tls_allowed_dns=["O=Virtgate,CN=admin*"]')
    const admin = authority.issue('admin1', { use: 'client' })
    expect(await virsh(on, authority.folder('admin1', admin))).toEqual(listed)
    expect((await virsh(on, authority.folder('fred', client))).code).toBe(1)
    expect(on.warnings.join()).toContain(
      "the certificate 'O=Virtgate,CN=fred' fits none of rpc.tls_allowed_dns",
    )
  })

  test('finds a server whose name is not its own out', async () => {
    const other = authority.issue('elsewhere', { use: 'client' })
    served = await Served.start(tls(other))
    const done = await virsh(served, authority.folder('fred', client))
    expect(done.code).toBe(1)
    expect(done.err).toMatch(/purpose|owner|hostname|verify/i)
  })

  test('takes SASL beside the certificate', async () => {
    const home = await newDir()
    await addUser(join(home, 'rpc', 'users.json'), { name: 'fred', passphrase: 'pass phrase' })
    served = await Served.start([...tls(), 'rpc.tls_auth=sasl'], { dir: home })
    const file = join(home, 'auth.conf')
    const lines = ['[credentials-one]', 'authname=fred', 'password=pass phrase', '[auth-libvirt-localhost]']
    writeFileSync(file, [...lines, 'credentials=one', ''].join('\n'))
    expect(await virsh(served, authority.folder('fred', client), `&authfile=${file}`)).toEqual(listed)
  })

  test('meets the new certificate of the gateway once it was read again', async () => {
    const on = await start()
    const next = authority.issue('next', { use: 'server' })
    await on.reload(tls(next))
    expect(await subjectAt(on.port)).toContain('next')
  })

  test('meets it as well once an administrator had it read', async () => {
    const files = { cert: join(dir, 'served.pem'), key: join(dir, 'served-key.pem') }
    const put = ({ cert, key }: typeof server) => {
      copyFileSync(cert, files.cert)
      copyFileSync(key, files.key)
    }
    put(server)
    served = await Served.start(tls(files))
    put(authority.issue('renewed', { use: 'server' }))
    const admin = ['-c', `libvirtd:///system?socket=${served.socket('libvirt-admin-sock')}`]
    const done = await served.run('virt-admin', [...admin, 'server-update-tls', 'libvirtd'])
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(await subjectAt(served.port)).toContain('renewed')
  })

  test('meets the old one when the new one is no good', async () => {
    const on = await start()
    await expect(on.reload(tls({ cert: server.cert, key: client.key }))).rejects.toThrow('does not belong')
    expect(await subjectAt(on.port)).toContain('server')
  })
})

/** What the gateway says first to a client of another make, which shows its certificate to anybody. */
function firstOctets(
  port: string,
  { cert, key }: { readonly cert: string; readonly key: string },
): Promise<number[]> {
  return new Promise((resolve) => {
    const files = { cert: readFileSync(cert), key: readFileSync(key), rejectUnauthorized: false }
    const socket = connect({ port: Number(port), host: '127.0.0.1', ...files })
    const octets: number[] = []
    socket.on('data', (chunk) => octets.push(...chunk))
    socket.on('error', () => {})
    socket.on('close', () => resolve(octets))
  })
}

/** Common name of the certificate that is shown at a port. */
function subjectAt(port: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN))
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

describe('handshakes that nobody ends', { skip }, () => {
  test('are so many at most, and others come in when one of them goes', async () => {
    const { port } = await start('rpc.max_queued_clients=2')
    const silent: Socket[] = []
    const begin = async () => {
      const socket = connectPlain(Number(port), '127.0.0.1')
      silent.push(socket)
      await once(socket, 'connect')
      return socket
    }
    try {
      const [first] = [await begin(), await begin()]
      const third = await begin()
      await once(third.resume(), 'close')
      first?.destroy()
      const answer = async () => (await virsh(served as Served, authority.folder('fred', client))).code
      await expect.poll(answer, { timeout: 10_000 }).toBe(0)
    } finally {
      for (const socket of silent) socket.destroy()
    }
  })
})
