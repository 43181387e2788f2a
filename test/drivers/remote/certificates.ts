import { execFileSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes an authority with certificates for a server and a client in a directory, named as libvirt names them. */
export function makeCertificates(dir: string, serverName = 'IP:127.0.0.1,DNS:localhost'): void {
  const at = (name: string) => join(dir, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' })
  const authority = ['-subj', '/CN=Authority', '-keyout', at('cakey.pem'), '-out', at('cacert.pem')]
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...authority)
  for (const [name, usage, extra] of [
    ['server', 'serverAuth', `subjectAltName=${serverName}`],
    ['client', 'clientAuth', 'subjectAltName=DNS:client'],
  ] as const) {
    const files = ['-keyout', at(`${name}key.pem`), '-out', at(`${name}.csr`)]
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, ...files)
    writeFileSync(
      at(`${name}.ext`),
      `basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=${usage}\n${extra}\n`,
    )
    const signing = ['-CA', at('cacert.pem'), '-CAkey', at('cakey.pem'), '-CAcreateserial', '-days', '2']
    openssl(
      'x509',
      '-req',
      '-in',
      at(`${name}.csr`),
      ...signing,
      '-extfile',
      at(`${name}.ext`),
      '-out',
      at(`${name}cert.pem`),
    )
  }
}

/** A directory of a client that trusts another authority. */
export function copyClientKeys(from: string, to: string): void {
  for (const name of ['clientcert.pem', 'clientkey.pem']) copyFileSync(join(from, name), join(to, name))
}
