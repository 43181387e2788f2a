import type { Caller } from '../../core/access/caller.ts'
import type { Entry, InventoryReader, Operations } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'

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
 * path, or with this name. One that rules refuse is not there. Throws `noConnect` with what there is when there is none,
 * `accessDenied` for a caller whom rules refuse all that there are.
 */
export function findConnection(directory: Directory, name: string | null, by: Caller): Entry<'host'> {
  const { reader, operations } = directory
  const all = [...reader.list('host')]
  const hosts = all.filter((host) => operations.permits(getattr, host, by))
  if (all.length > 0 && hosts.length === 0) throw refusedAll(by)
  const found = name === null || name === '' ? firstOf(hosts) : named(directory, hosts, name)
  if (!found) throw noneSuch(hosts, name ?? '')
  const { status, statusText } = found.attrs
  if (status === 'connected') return found
  const why = statusText === undefined ? '' : `: ${statusText}`
  throw new VirtError('noConnect', `connection '${found.connection}' is ${status}${why}`, { domain: 'rpc' })
}

function refusedAll({ id }: Caller): VirtError {
  const text = `caller '${id}' has no permission 'connect.getattr' on any connection of this gateway`
  return new VirtError('accessDenied', text, { domain: 'access' })
}

function firstOf(hosts: ReadonlyArray<Entry<'host'>>): Entry<'host'> | undefined {
  return hosts.find(({ attrs }) => attrs.status === 'connected') ?? hosts[0]
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

function noneSuch(hosts: ReadonlyArray<Entry<'host'>>, name: string): VirtError {
  const known = hosts.map(({ attrs, connection }) => `${attrs.uri} (${ownScheme}///${connection})`)
  const shown = name.replace(/\/\/[^/@]*@/, '//').slice(0, 200)
  const there = known.length === 0 ? 'this gateway has none' : `this gateway has ${known.join(', ')}`
  return new VirtError('noConnect', `no connection driver available for ${shown || 'no URI'}; ${there}`)
}
