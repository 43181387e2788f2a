import { VirtError } from '../../core/errors/index.ts'
import { nearest } from '../../core/lib/nearest.ts'
import { type ConnectionUri, parseUri } from '../../core/uri.ts'

/** How a daemon can be reached. */
export const transports = ['unix', 'tcp', 'tls', 'ssh', 'ext'] as const

/** A way to reach a daemon. */
export type TransportName = (typeof transports)[number]

/** A URI of a daemon taken apart. */
export interface RemoteUri {
  readonly transport: TransportName
  /** Name of the driver that the daemon is asked for (`qemu`); `remote` leaves the choice to it. */
  readonly driver: string
  readonly user: string | undefined
  /** Host to reach; undefined for a daemon of this host. */
  readonly host: string | undefined
  readonly port: number | undefined
  /** Whether the path asks for the daemon of the user instead of that of the system. */
  readonly session: boolean
  /** What the daemon is asked to open; empty for its default. */
  readonly name: string
  /** Parameters for the client alone. */
  readonly options: ReadonlyMap<RemoteOption, string>
  /** The daemon in words, for messages; holds no secret. */
  readonly label: string
}

/** Parameters that are for the client alone and never sent to the daemon. */
const clientOptions = [
  'name',
  'socket',
  'mode',
  'proxy',
  'command',
  'auth',
  'authfile',
  'sshauth',
  'netcat',
  'keyfile',
  'pkipath',
  'known_hosts',
  'known_hosts_verify',
  'tls_priority',
  'no_verify',
  'no_sanity',
  'no_tty',
  'poll',
] as const

/** A parameter of the client. */
export type RemoteOption = (typeof clientOptions)[number]

const aliases: Readonly<Record<string, TransportName>> = { libssh: 'ssh', libssh2: 'ssh' }

/** Reads the URI of a daemon. Throws `invalidArg` that says what is wrong with it. */
export function parseRemoteUri(text: string): RemoteUri {
  const uri = parseUri(text)
  const transport = transportOf(uri)
  const options = optionsOf(uri)
  check(uri, transport, options)
  return {
    transport,
    driver: uri.scheme,
    user: uri.user,
    host: transport === 'unix' ? undefined : uri.host,
    port: uri.port,
    session: uri.path === '/session' || (uri.scheme === 'test' && transport === 'unix'),
    name: options.get('name') ?? nameOf(uri),
    options,
    label: labelOf(uri, transport, options),
  }
}

/** Whether a parameter of yes or no is yes; throws `invalidArg` for a value that is neither. */
export function flagOption({ options }: Pick<RemoteUri, 'options'>, name: RemoteOption): boolean {
  const value = options.get(name)
  if (value === undefined || value === '0') return false
  if (value === '1') return true
  throw refuse(`the URI parameter '${name}' is '${value.slice(0, 40)}'; 0 or 1 was expected`)
}

function transportOf({ transport, host }: ConnectionUri): TransportName {
  if (transport === undefined) return host === undefined ? 'unix' : 'tls'
  const found = aliases[transport] ?? transports.find((name) => name === transport)
  if (found !== undefined) return found
  const guess = nearest(transport, [...transports])
  throw refuse(
    `the transport '${transport}' of the URI is not known; known are ${transports.join(', ')}${guess === undefined ? '' : `; did you mean '${guess}'?`}`,
  )
}

function optionsOf({ params }: ConnectionUri): Map<RemoteOption, string> {
  const options = new Map<RemoteOption, string>()
  for (const name of clientOptions) {
    const value = params.get(name)
    if (value !== undefined) options.set(name, value)
  }
  return options
}

function check(
  uri: ConnectionUri,
  transport: TransportName,
  options: ReadonlyMap<RemoteOption, string>,
): void {
  if (transport === 'unix' && uri.host !== undefined) {
    throw refuse(
      `the URI names the host '${uri.host}' and the transport unix, which reaches only this host; use ssh, tls or tcp`,
    )
  }
  if (transport === 'ext' && !options.has('command')) {
    throw refuse("the transport ext needs the URI parameter 'command', the program that leads to the daemon")
  }
  if (uri.host === undefined && ['tcp', 'tls', 'ssh'].includes(transport)) {
    throw refuse(`the URI names no host, which the transport ${transport} needs`)
  }
  if (uri.host?.startsWith('-') || uri.user?.startsWith('-')) {
    throw refuse('host and user of the URI may not begin with a hyphen')
  }
}

/** The URI as the daemon knows it: without transport, user, host, port and what is for the client. */
function nameOf({ scheme, url, path }: ConnectionUri): string {
  if (scheme === 'remote') return ''
  const rest = new URLSearchParams(url.search)
  for (const name of clientOptions) rest.delete(name)
  const query = rest.toString()
  return `${scheme}://${path === '' ? '/' : url.pathname}${query === '' ? '' : `?${query}`}`
}

function labelOf(
  { scheme, host, port }: ConnectionUri,
  transport: TransportName,
  options: ReadonlyMap<RemoteOption, string>,
): string {
  const place =
    host === undefined
      ? (options.get('socket') ?? 'this host')
      : `${host}${port === undefined ? '' : `:${port}`}`
  return `the ${scheme === 'remote' ? '' : `${scheme} `}daemon at ${place} (${transport})`
}

function refuse(clause: string): VirtError {
  return new VirtError('invalidArg', clause, { domain: 'uri' })
}
