import type { Caller } from '../../core/access/caller.ts'
import type { Entry, InventoryReader, Operations } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import { accessDenied } from './call.ts'

/** What the connections of the gateway are found with. */
export interface Directory {
  readonly reader: InventoryReader
  readonly operations: Operations
  /** Name of this machine. */
  readonly hostname: string
}

const getattr = { access: 'read', permission: 'getattr' } as const
/** Scheme of names of connections. */
const ownScheme = 'virtgate:'
const schemeForm = /^([a-z0-9.-]+)(?:\+[a-z0-9]+)?:/i

/**
 * The connection that a client means: none at all is the first one; else the one with this URI, or with its scheme and
 * path, or with this name. Throws `noConnect` with what there is when there is none, `accessDenied` when rules refuse it.
 */
export function findConnection(directory: Directory, name: string | null, by: Caller): Entry<'host'> {
  const { reader, operations } = directory
  const hosts = [...reader.list('host')]
  const found = name === null || name === '' ? firstOf(directory, hosts, by) : named(directory, hosts, name)
  if (!found) throw noneSuch(directory, hosts, name ?? '', by)
  if (!operations.permits(getattr, found, by)) throw accessDenied(by, 'connect.getattr', found)
  const { status, statusText } = found.attrs
  if (status === 'connected') return found
  const why = statusText === undefined ? '' : `: ${statusText}`
  throw new VirtError('noConnect', `connection '${found.connection}' is ${status}${why}`, { domain: 'rpc' })
}

function firstOf(
  { operations }: Directory,
  hosts: ReadonlyArray<Entry<'host'>>,
  by: Caller,
): Entry<'host'> | undefined {
  const allowed = hosts.filter((host) => operations.permits(getattr, host, by))
  return allowed.find(({ attrs }) => attrs.status === 'connected') ?? allowed[0] ?? hosts[0]
}

function named(
  { hostname }: Directory,
  hosts: ReadonlyArray<Entry<'host'>>,
  name: string,
): Entry<'host'> | undefined {
  const exact = hosts.find(({ attrs }) => attrs.uri === name)
  if (exact) return exact
  const wanted = partsOf(name)
  if (!wanted) return undefined
  if (wanted.scheme === ownScheme) {
    const own = wanted.host || wanted.path.slice(1)
    return hosts.find(({ connection }) => connection === own)
  }
  const here = ['', 'localhost', '127.0.0.1', '[::1]', hostname.toLowerCase()]
  return hosts.find(({ attrs }) => {
    const parts = partsOf(attrs.uri)
    if (parts?.scheme !== wanted.scheme || parts.path !== wanted.path) return false
    return parts.host === wanted.host || (here.includes(wanted.host) && here.includes(parts.host))
  })
}

interface UriParts {
  readonly scheme: string
  readonly host: string
  readonly path: string
}

function partsOf(uri: string): UriParts | undefined {
  const scheme = schemeForm.exec(uri)?.[1]?.toLowerCase()
  if (scheme === undefined || !URL.canParse(uri)) return undefined
  const { host, pathname } = new URL(uri)
  return { scheme: `${scheme}:`, host: host.toLowerCase(), path: pathname.replace(/(.)\/$/, '$1') }
}

function noneSuch(
  { operations }: Directory,
  hosts: ReadonlyArray<Entry<'host'>>,
  name: string,
  by: Caller,
): VirtError {
  const known = hosts
    .filter((host) => operations.permits(getattr, host, by))
    .map(({ attrs, connection }) => `${attrs.uri} (${ownScheme}///${connection})`)
  const shown = name.replace(/\/\/[^/@]*@/, '//').slice(0, 200)
  const there = known.length === 0 ? 'this gateway has none' : `this gateway has ${known.join(', ')}`
  return new VirtError('noConnect', `no connection driver available for ${shown || 'no URI'}; ${there}`)
}
