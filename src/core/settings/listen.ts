import { isIPv6 } from 'node:net'

/** An address to listen on. */
export interface ListenAddress {
  /** IP address or host name; `0.0.0.0` and `::` mean all. */
  readonly host: string
  /** Port; 0 lets the system choose. */
  readonly port: number
}

const form = /^(?:\[(?<v6>[0-9a-fA-F:.%\w]+)\]|(?<host>[^\s:[\]]*)):(?<port>\d{1,5})$/

/** Reads `HOST:PORT`, `[IPV6]:PORT`, `*:PORT` or `:PORT`; undefined for anything else. */
export function parseListen(text: string): ListenAddress | undefined {
  const groups = form.exec(text.trim())?.groups
  if (!groups) return undefined
  const port = Number(groups.port)
  if (port > 65535) return undefined
  if (groups.v6 !== undefined) return isIPv6(groups.v6) ? { host: groups.v6, port } : undefined
  return { host: groups.host && groups.host !== '*' ? groups.host : '0.0.0.0', port }
}

/** Writes an address in the form that `parseListen` reads. */
export function formatListen(address: ListenAddress): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `${host}:${address.port}`
}
