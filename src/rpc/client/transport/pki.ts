import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem, systemCode, VirtError } from '../../../core/errors/index.ts'

/** What of the process decides where its certificates are. */
export interface PkiPlace {
  readonly uid: number
  readonly home: string
}

/** The certificates that a client shows and trusts, as text. */
export interface ClientPki {
  readonly ca: Buffer | undefined
  readonly crl: Buffer | undefined
  readonly cert: Buffer | undefined
  readonly key: Buffer | undefined
  /** Where authorities were looked for, for messages. */
  readonly caFile: string
}

interface Files {
  readonly ca: string
  readonly crl: string
  readonly cert: string
  readonly key: string
}

const systemFiles: Files = {
  ca: '/etc/pki/CA/cacert.pem',
  crl: '/etc/pki/CA/cacrl.pem',
  cert: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
}

/** Reads the certificates of a client: from one directory, or where libvirt's own clients have theirs. */
export async function readPki(pkipath: string | undefined, { uid, home }: PkiPlace): Promise<ClientPki> {
  if (pkipath !== undefined) return readFiles(inOneDirectory(pkipath))
  // Like libvirt's client: files of the user come first, each kind by itself.
  const own = uid === 0 ? undefined : await readFiles(inOneDirectory(join(home, '.pki/libvirt')))
  const shared = await readFiles(systemFiles)
  if (own === undefined) return shared
  const authority = own.ca === undefined ? shared : own
  const identity = own.cert === undefined ? shared : own
  const { ca, crl, caFile } = authority
  return { ca, crl, caFile, cert: identity.cert, key: identity.key }
}

function inOneDirectory(dir: string): Files {
  return {
    ca: join(dir, 'cacert.pem'),
    crl: join(dir, 'cacrl.pem'),
    cert: join(dir, 'clientcert.pem'),
    key: join(dir, 'clientkey.pem'),
  }
}

async function readFiles(files: Files): Promise<ClientPki> {
  const [ca, crl, cert, key] = await Promise.all(
    [files.ca, files.crl, files.cert, files.key].map((file) => readOptional(file)),
  )
  if ((cert === undefined) !== (key === undefined)) {
    const [missing, there] = cert === undefined ? [files.cert, files.key] : [files.key, files.cert]
    throw new VirtError('authFailed', `there is '${there}' and no '${missing}'; both or none were expected`, {
      domain: 'rpc',
    })
  }
  return { ca, crl, cert, key, caFile: files.ca }
}

async function readOptional(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined
    throw fromSystem(thrown, `'${file}' cannot be read`)
  }
}
