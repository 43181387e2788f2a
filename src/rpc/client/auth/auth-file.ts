import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem, systemCode } from '../../../core/errors/index.ts'

/** Name and password for a daemon. */
export interface Credentials {
  readonly authname?: string
  readonly password?: string
}

/** What decides which file holds the credentials. */
export interface AuthFilePlace {
  /** File that the URI names. */
  readonly authfile: string | undefined
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Looks up the credentials for a host in libvirt's `auth.conf`: section `auth-libvirt-HOST`, else
 * `auth-libvirt-default`, names a section `credentials-NAME`. Nothing where there is none.
 */
export async function findCredentials(host: string, place: AuthFilePlace): Promise<Credentials> {
  const text = await readAuthFile(place)
  if (text === undefined) return {}
  const sections = parseSections(text)
  const entry = sections.get(`auth-libvirt-${host}`) ?? sections.get('auth-libvirt-default')
  const found = sections.get(`credentials-${entry?.get('credentials') ?? ''}`)
  const authname = found?.get('authname') ?? found?.get('username')
  const password = found?.get('password')
  return { ...(authname !== undefined && { authname }), ...(password !== undefined && { password }) }
}

async function readAuthFile({ authfile, home, env }: AuthFilePlace): Promise<string | undefined> {
  const named = authfile ?? env.LIBVIRT_AUTH_FILE
  // A file that somebody names must be there.
  if (named !== undefined)
    return readFile(named, 'utf8').catch((thrown) => Promise.reject(unreadable(named, thrown)))
  const config = env.XDG_CONFIG_HOME ?? join(home, '.config')
  for (const file of [join(config, 'libvirt/auth.conf'), '/etc/libvirt/auth.conf']) {
    try {
      return await readFile(file, 'utf8')
    } catch (thrown) {
      if (systemCode(thrown) !== 'ENOENT') throw unreadable(file, thrown)
    }
  }
  return undefined
}

function unreadable(file: string, thrown: unknown): Error {
  return fromSystem(thrown, `the file of credentials '${file}' cannot be read`)
}

/** Sections with their keys, in the format of desktop files. */
function parseSections(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>()
  let current: Map<string, string> | undefined
  for (const line of text.split(/\r?\n/)) {
    const head = /^\s*\[([^\]]+)\]\s*$/.exec(line)
    const pair = /^\s*([A-Za-z0-9_-]+)\s*=\s*(.*?)\s*$/.exec(line)
    if (head?.[1] !== undefined) {
      current = sections.get(head[1]) ?? new Map()
      sections.set(head[1], current)
    } else if (pair?.[1] !== undefined && pair[2] !== undefined) current?.set(pair[1], pair[2])
  }
  return sections
}
