import { VirtError } from '../../core/errors/index.ts'
import { nearest } from '../../core/lib/nearest.ts'

/** What a URI of the test driver asks for. */
export interface TestUri {
  /** `default`, or the absolute path of a node file. */
  readonly path: string
  /** Domains that are added to the node. */
  readonly domains: number
  /** How long saves, dumps, migrations and snapshots take, in milliseconds. */
  readonly jobMs: number
  /** Whether operations that libvirt's own test hypervisor lacks are left out. */
  readonly strict: boolean
  /** File with the names and passwords of users, for a node file that asks for them. */
  readonly authFile: string | undefined
  /** Equal for URIs that mean the same node. */
  readonly identity: string
}

const maxDomains = 1_000_000
const maxJobMs = 3_600_000
const known = ['domains', 'job_ms', 'strict', 'authfile'] as const

/** Reads a URI of the test driver; throws `invalidArg` that names what is wrong with it. */
export function parseTestUri(uri: URL): TestUri {
  if (uri.hostname !== '') {
    throw new VirtError(
      'invalidArg',
      `the test driver runs in this daemon; the URI names the host '${uri.hostname}'`,
    )
  }
  const path = decodePath(uri.pathname)
  if (path === '' || path === '/') {
    throw new VirtError(
      'invalidArg',
      "the path of the URI is empty; 'test:///default' or 'test:///' with the path of a node file was expected",
    )
  }
  const params = readParams(uri.searchParams)
  const options = {
    domains: count('domains', params.get('domains'), maxDomains),
    jobMs: count('job_ms', params.get('job_ms'), maxJobMs),
    strict: flag('strict', params.get('strict')),
    authFile: params.get('authfile'),
  }
  const name = path === '/default' ? 'default' : path
  return {
    path: name,
    ...options,
    identity: JSON.stringify([name, options.domains, options.jobMs, options.strict]),
  }
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    throw new VirtError('invalidArg', `the path '${pathname}' of the URI is not encoded correctly`)
  }
}

function readParams(search: URLSearchParams): ReadonlyMap<string, string> {
  const params = new Map<string, string>()
  for (const [name, value] of search) {
    if (!(known as readonly string[]).includes(name)) {
      const hint = nearest(name, known)
      const more = hint === undefined ? `known are ${known.join(', ')}` : `did you mean '${hint}'?`
      throw new VirtError('invalidArg', `the test driver has no URI parameter '${name}'; ${more}`)
    }
    if (params.has(name)) throw new VirtError('invalidArg', `the URI parameter '${name}' is given twice`)
    params.set(name, value)
  }
  return params
}

function count(name: string, text: string | undefined, most: number): number {
  if (text === undefined) return 0
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(value <= most)) {
    throw new VirtError(
      'invalidArg',
      `the URI parameter '${name}' is '${text}'; a number from 0 to ${most} was expected`,
    )
  }
  return value
}

function flag(name: string, text: string | undefined): boolean {
  if (text === undefined || text === '0' || text === 'false') return false
  if (text === '1' || text === 'true' || text === '') return true
  throw new VirtError('invalidArg', `the URI parameter '${name}' is '${text}'; 1 or 0 was expected`)
}
