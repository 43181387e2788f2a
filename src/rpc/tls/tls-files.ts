import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import type { Settings } from '../../core/settings/index.ts'

/** Where the files are. */
export type TlsPaths = Pick<Settings['rpc'], 'tls_ca' | 'tls_cert' | 'tls_key' | 'tls_crl'>

/** The files of the gateway's TLS, read and found good. */
export interface TlsFiles {
  readonly ca: string
  readonly cert: string
  readonly key: string
  readonly crl: string | undefined
  /** When the first of the certificates ends, milliseconds since 1970. */
  readonly validUntil: number
}

/** Reads the files and holds them against each other; throws `systemError` or `gnutlsError` naming the file and the fault. */
export async function readTlsFiles(paths: TlsPaths, now: number): Promise<TlsFiles> {
  const { tls_ca, tls_cert, tls_key, tls_crl } = paths
  const [ca, cert, key, crl] = await Promise.all([
    read(tls_ca, 'certificates of the authority'),
    read(tls_cert, "the gateway's certificate"),
    read(tls_key, "the gateway's key"),
    tls_crl === undefined ? undefined : read(tls_crl, 'the list of certificates that are no longer good'),
  ])
  const authorities = certificates(ca, tls_ca)
  const chain = certificates(cert, tls_cert)
  for (const authority of authorities) checkAuthority(authority, tls_ca, now)
  const [own] = chain
  if (!own) throw fault(tls_cert, 'has no certificate')
  for (const link of chain) checkDates(link, tls_cert, now)
  checkKey(own, tls_cert, keyOf(key, tls_key), tls_key)
  if (crl !== undefined && !crl.includes('-----BEGIN X509 CRL-----')) {
    throw fault(tls_crl ?? '', 'has no list of revoked certificates in PEM form')
  }
  const ends = [...authorities, ...chain].map(({ validTo }) => Date.parse(validTo))
  return { ca, cert, key, crl, validUntil: Math.min(...ends) }
}

const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

function certificates(text: string, path: string): X509Certificate[] {
  try {
    const found = [...text.matchAll(pemCertificate)].map(([pem]) => new X509Certificate(pem))
    if (found.length > 0) return found
  } catch (cause) {
    throw fault(path, 'has a certificate that cannot be read', cause)
  }
  throw fault(path, 'has no certificate in PEM form')
}

function checkAuthority(authority: X509Certificate, path: string, now: number): void {
  checkDates(authority, path, now)
  if (!authority.ca) throw fault(path, `has the certificate '${oneLine(authority)}', which is no authority's`)
}

function checkDates(certificate: X509Certificate, path: string, now: number): void {
  const { validFrom, validTo } = certificate
  if (Date.parse(validTo) < now)
    throw fault(path, `has the certificate '${oneLine(certificate)}', which expired on ${validTo}`)
  if (Date.parse(validFrom) > now) {
    throw fault(
      path,
      `has the certificate '${oneLine(certificate)}', which is good from ${validFrom} on only`,
    )
  }
}

function checkKey(own: X509Certificate, certPath: string, key: KeyObject, keyPath: string): void {
  if (own.ca)
    throw fault(certPath, `has the certificate '${oneLine(own)}', which is an authority's, not a server's`)
  if (!own.checkPrivateKey(key))
    throw fault(keyPath, `has a key that does not belong to the certificate in ${certPath}`)
}

function keyOf(text: string, path: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch (cause) {
    throw fault(path, 'has no private key that can be used', cause)
  }
}

async function read(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    throw fromSystem(thrown, `${path} (${what}) cannot be read`)
  }
}

function oneLine({ subject }: X509Certificate): string {
  return subject.replaceAll('\n', ',')
}

function fault(path: string, clause: string, cause?: unknown): VirtError {
  return new VirtError('gnutlsError', `${path} ${clause}`, { domain: 'rpc', cause })
}
