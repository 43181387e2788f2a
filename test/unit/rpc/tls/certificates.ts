import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const uses = {
  server: 'extendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost,IP:127.0.0.1',
  client: 'extendedKeyUsage=clientAuth',
} as const

/** An authority made with openssl, and what it signs. */
export class Authority {
  readonly dir: string

  constructor(dir: string, name = 'Test Authority') {
    this.dir = dir
    mkdirSync(dir, { recursive: true })
    for (const file of ['index.txt', 'index.txt.attr']) writeFileSync(this.path(file), '')
    writeFileSync(this.path('crlnumber'), '01\n')
    writeFileSync(this.path('serial'), '1000\n')
    writeFileSync(this.path('ca.conf'), this.#config())
    const to = ['-keyout', this.path('cakey.pem'), '-out', this.path('cacert.pem')]
    const extensions = [
      '-addext',
      'basicConstraints=critical,CA:TRUE',
      '-addext',
      'keyUsage=keyCertSign,cRLSign',
    ]
    openssl('req', '-x509', ...key, ...to, '-days', '30', '-subj', `/CN=${name}`, ...extensions)
  }

  path(name: string): string {
    return join(this.dir, name)
  }

  /** Signs a certificate; answers the paths of it and of its key. */
  issue(
    name: string,
    { use, subject = `/O=Virtgate/CN=${name}`, from, to }: IssueOptions,
  ): { readonly cert: string; readonly key: string } {
    const [cert, keyPath, request] = [
      this.path(`${name}.pem`),
      this.path(`${name}-key.pem`),
      this.path(`${name}.csr`),
    ]
    openssl('req', ...key, '-new', '-keyout', keyPath, '-out', request, '-subj', subject)
    const extensions = this.path(`${name}.ext`)
    const usage = 'keyUsage=digitalSignature,keyEncipherment'
    writeFileSync(extensions, `basicConstraints=critical,CA:FALSE\n${usage}\n${uses[use]}\n`)
    const dates = [...(from ? ['-startdate', from] : []), ...(to ? ['-enddate', to] : ['-days', '20'])]
    const files = ['-in', request, '-out', cert, '-extfile', extensions]
    openssl('ca', '-batch', '-config', this.path('ca.conf'), '-notext', ...dates, ...files)
    return { cert, key: keyPath }
  }

  /** The list of what was revoked, with this certificate on it. */
  revoke(cert?: string): string {
    const config = ['-config', this.path('ca.conf')]
    if (cert !== undefined) openssl('ca', ...config, '-revoke', cert)
    openssl('ca', ...config, '-gencrl', '-out', this.path('crl.pem'))
    return this.path('crl.pem')
  }

  /** A folder as virsh wants it (`pkipath=`). */
  folder(name: string, client?: { readonly cert: string; readonly key: string }): string {
    const dir = this.path(`pki-${name}`)
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'cacert.pem'), readFileSync(this.path('cacert.pem')))
    if (!client) return dir
    writeFileSync(join(dir, 'clientcert.pem'), readFileSync(client.cert))
    writeFileSync(join(dir, 'clientkey.pem'), readFileSync(client.key))
    return dir
  }

  #config(): string {
    return `[ca]
default_ca=one
[one]
database=${this.path('index.txt')}
new_certs_dir=${this.dir}
certificate=${this.path('cacert.pem')}
private_key=${this.path('cakey.pem')}
serial=${this.path('serial')}
crlnumber=${this.path('crlnumber')}
default_md=sha256
default_crl_days=10
unique_subject=no
policy=any
[any]
countryName=optional
organizationName=optional
organizationalUnitName=optional
commonName=optional
emailAddress=optional
`
  }
}

/** What a certificate is to be. */
export interface IssueOptions {
  readonly use: keyof typeof uses
  readonly subject?: string
  /** First and last moment, as openssl writes them (`20200101000000Z`). */
  readonly from?: string
  readonly to?: string
}

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-utf8']

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })
}
