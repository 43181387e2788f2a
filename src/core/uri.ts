import type { DriverRegistry } from './driver.ts'
import { VirtError } from './errors/index.ts'
import { nearest } from './lib/nearest.ts'

/** A connection URI taken apart: `scheme[+transport]://[user@][host][:port]/[path][?parameters]`. */
export interface ConnectionUri {
  /** The whole, as the platform reads it. */
  readonly url: URL
  /** Names the driver (`qemu`). */
  readonly scheme: string
  /** How the host is reached (`ssh`, `tls`, `unix`); undefined when the URI says none. */
  readonly transport: string | undefined
  /** User, host name and port, where given. */
  readonly user: string | undefined
  readonly host: string | undefined
  readonly port: number | undefined
  /** Path with its slash, decoded; empty when there is none. */
  readonly path: string
  readonly params: ReadonlyMap<string, string>
}

/** Short names that may be written instead of a URI. */
export const builtinAliases: Readonly<Record<string, string>> = {
  test: 'test:///default',
  qemu: 'qemu:///system',
  session: 'qemu:///session',
}

const aliasForm = /^[A-Za-z0-9_-]+$/
const secretParams = /pass|secret|token|credential|key$/i

/** Reads a URI or an alias of one. Throws `invalidArg` that says what is wrong with it. */
export function parseUri(
  text: string,
  aliases: Readonly<Record<string, string>> = builtinAliases,
): ConnectionUri {
  const resolved = resolveAlias(text.trim(), aliases)
  const url = readUrl(resolved)
  const [scheme = '', transport] = splitScheme(url)
  return {
    url,
    scheme,
    transport,
    user: url.username === '' ? undefined : decode(url.username, resolved),
    host: url.hostname === '' ? undefined : decode(url.hostname, resolved).replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? undefined : Number(url.port),
    path: decode(url.pathname, resolved),
    params: new Map(url.searchParams),
  }
}

/** Drivers whose hypervisor is always behind a daemon on its own host, so that a host in their URI means that daemon. */
const daemonDrivers: readonly string[] = ['bhyve', 'ch', 'lxc', 'qemu', 'vbox', 'vz', 'xen']

/** Scheme of the driver that serves a URI: that of daemons for one that names a transport, or a host of such a driver. */
export function driverScheme({ scheme, transport, host, params }: ConnectionUri): string {
  if (transport !== undefined) return 'remote'
  const elsewhere = host !== undefined || params.has('socket')
  return elsewhere && daemonDrivers.includes(scheme) ? 'remote' : scheme
}

/** The URI for logs and records: without password and without parameters that hold secrets. */
export function redactUri(url: URL): string {
  const clean = new URL(url)
  clean.password = ''
  for (const name of new Set(clean.searchParams.keys())) {
    if (secretParams.test(name)) clean.searchParams.set(name, '***')
  }
  return clean.href
}

/** The error for a scheme that no driver serves: lists those that are, and the nearest one. */
export function unknownScheme(scheme: string, registry: DriverRegistry): VirtError {
  const known = [...registry.schemes()].sort()
  const guess = nearest(scheme, known)
  const hint = guess === undefined ? '' : `; did you mean '${guess}'?`
  return new VirtError(
    'invalidArg',
    `no driver serves the URI scheme '${scheme}'; known schemes are ${known.join(', ')}${hint}`,
    { domain: 'uri' },
  )
}

function resolveAlias(text: string, aliases: Readonly<Record<string, string>>): string {
  if (!aliasForm.test(text)) return text
  const target = Object.hasOwn(aliases, text) ? aliases[text] : undefined
  if (target !== undefined) return target
  const guess = nearest(text, Object.keys(aliases))
  const hint = guess === undefined ? '' : `; did you mean '${guess}'?`
  throw new VirtError(
    'invalidArg',
    `'${text}' is neither a URI (such as qemu:///system) nor an alias; aliases are ${Object.keys(aliases).join(', ')}${hint}`,
    { domain: 'uri' },
  )
}

function readUrl(text: string): URL {
  try {
    return new URL(text)
  } catch (cause) {
    throw new VirtError(
      'invalidArg',
      `connection URI '${withoutPassword(text)}' cannot be read; expected a form such as qemu:///system or qemu+ssh://host/system`,
      { domain: 'uri', cause },
    )
  }
}

// The text did not parse as a URL, so its password can only be cut out by form; the cause holds the input, too,
// but is never written by the logger beyond its message.
function withoutPassword(text: string): string {
  const bare = text.replace(/(\/\/[^/@:]*):[^/?#]*@/, '$1:***@')
  return bare.replace(/([?&][^?&#=]*)=[^?&#]*/g, (whole, name: string) =>
    secretParams.test(name) ? `${name}=***` : whole,
  )
}

function splitScheme(url: URL): string[] {
  const whole = url.protocol.slice(0, -1)
  const plus = whole.indexOf('+')
  if (plus < 0) return [whole]
  const transport = whole.slice(plus + 1)
  if (plus === 0 || transport === '') {
    throw new VirtError(
      'invalidArg',
      `scheme '${whole}' of the connection URI has an empty part; expected 'scheme' or 'scheme+transport'`,
      { domain: 'uri' },
    )
  }
  return [whole.slice(0, plus), transport]
}

function decode(part: string, uri: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    throw new VirtError(
      'invalidArg',
      `connection URI '${withoutPassword(uri)}' has a broken percent escape in '${part}'`,
      { domain: 'uri', cause },
    )
  }
}
