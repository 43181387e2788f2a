import { execFileSync, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { distinguishedName } from '../../../../src/rpc/tls/distinguished-name.ts'
import { readTlsFiles, type TlsPaths } from '../../../../src/rpc/tls/tls-files.ts'
import { Authority } from './certificates.ts'

const skip = spawnSync('openssl', ['version']).status !== 0
if (skip) process.emitWarning('certificates are not tested: openssl is absent')

let dir: string
let authority: Authority
let good: TlsPaths

beforeAll(() => {
  if (skip) return
  dir = mkdtempSync(join(tmpdir(), 'virtgate-tls-'))
  authority = new Authority(dir)
  const { cert, key } = authority.issue('server', { use: 'server' })
  good = { tls_ca: authority.path('cacert.pem'), tls_cert: cert, tls_key: key, tls_crl: undefined }
})
afterAll(() => {
  if (!skip) rmSync(dir, { recursive: true, force: true })
})

const read = (paths: Partial<TlsPaths>, now = Date.now()) => readTlsFiles({ ...good, ...paths }, now)
const day = 86_400_000

describe('files of TLS', { skip }, () => {
  test('are read with the moment at which the first certificate ends', async () => {
    const { validUntil, crl } = await read({})
    expect(validUntil - Date.now()).toBeGreaterThan(19 * day)
    expect(validUntil - Date.now()).toBeLessThan(21 * day)
    expect(crl).toBeUndefined()
  })

  test('may have a list of revoked certificates', async () => {
    expect((await read({ tls_crl: authority.revoke() })).crl).toContain('X509 CRL')
  })

  test('that are not there are named', async () => {
    await expect(read({ tls_key: join(dir, 'none.pem') })).rejects.toMatchObject({
      code: 'systemError',
      message: expect.stringContaining(`${join(dir, 'none.pem')} (the gateway's key) cannot be read`),
    })
  })

  test('are refused once a certificate has expired', async () => {
    await expect(read({}, Date.now() + 25 * day)).rejects.toThrow(
      /server\.pem has the certificate 'O=Virtgate,CN=server', which expired on/,
    )
  })

  test('are refused before a certificate is good', async () => {
    await expect(read({}, Date.now() - 5 * day)).rejects.toThrow('which is good from')
  })

  test('are refused when the key is another one', async () => {
    const { key } = authority.issue('other', { use: 'server' })
    await expect(read({ tls_key: key })).rejects.toThrow('does not belong to the certificate')
  })

  test('are refused when the certificate is an authority', async () => {
    await expect(read({ tls_cert: good.tls_ca, tls_key: authority.path('cakey.pem') })).rejects.toThrow(
      "which is an authority's, not a server's",
    )
  })

  test('are refused when the authority is none', async () => {
    await expect(read({ tls_ca: good.tls_cert })).rejects.toThrow("which is no authority's")
  })

  test.each(['tls_ca', 'tls_cert', 'tls_key', 'tls_crl'] as const)(
    'are refused when %s is something else',
    async (name) => {
      const path = join(dir, 'noise.pem')
      writeFileSync(path, '-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n')
      await expect(read({ [name]: path })).rejects.toMatchObject({ code: 'gnutlsError' })
    },
  )
})

const hasQuery = spawnSync('virt-pki-query-dn', ['--help']).error === undefined
if (!hasQuery) process.emitWarning('names of certificates are not compared: virt-pki-query-dn is absent')

describe('the name of a certificate', { skip: skip || !hasQuery }, () => {
  test.each([
    '/C=GB/ST=London/L=City/O=Red, Hat/OU=Some\\/Unit/CN=a b#/emailAddress=x@example.org',
    '/O=Größe "x" <y>;/CN= begins and ends ',
    '/DC=org/DC=example/UID=fred/serialNumber=12/title=Dr/SN=Sur/GN=Given/street=Some',
    '/O=One+OU=Two/CN=back\\\\slash = and \\+ sign',
  ])('is written as libvirt does: %s', (subject) => {
    const path = join(dir, 'named.pem')
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-utf8',
      '-multivalue-rdn',
    ]
    const files = ['-keyout', join(dir, 'named-key.pem'), '-out', path]
    execFileSync('openssl', ['req', '-x509', ...key, ...files, '-subj', subject], { stdio: 'pipe' })
    const theirs = execFileSync('virt-pki-query-dn', [path], { encoding: 'utf8' }).replace(/\n$/, '')
    expect(distinguishedName(new X509Certificate(readFileSync(path)))).toBe(theirs)
  })
})
