import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InventoryReader } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Undo } from '../../core/lib/undo.ts'
import type { Dirs, Settings } from '../../core/settings/index.ts'
import type { ActivatedSockets } from '../activation.ts'
import type { TlsGate } from '../tls/tls-gate.ts'
import type { Entrance, Listeners } from './listeners.ts'
import { mainSockets, otherDaemons, type SocketNames, socketNames } from './socket-names.ts'
import { linkSocket, makeSocketDir, unlinkSocket } from './unix-socket.ts'

/** Where clients are led to, by the kind of socket that they come through. */
export interface Entrances {
  readonly full: Entrance
  readonly readOnly: Entrance
  readonly admin: Entrance
  /** Who is let in over TLS. */
  readonly gate: TlsGate | undefined
}

/** What listening is decided by. */
export interface ListenParts {
  readonly settings: Settings['rpc']
  readonly dirs: Dirs
  readonly reader: InventoryReader
  readonly activated: ActivatedSockets
  readonly listeners: Listeners
  readonly entrances: Entrances
  readonly undo: Undo
}

const others = 0o077
const ownerOnly = 0o700
const ownerAndGroup = 0o770

/** Awaits clients wherever the settings and systemd say; answers where that is. */
export async function listenEverywhere(parts: ListenParts): Promise<string[]> {
  const endpoints = [...(await handedOver(parts)), ...(await unixSockets(parts))]
  const { settings, listeners, entrances } = parts
  refuseOpenTcp(parts)
  for (const address of settings.tcp_listen) endpoints.push(await listeners.tcp(address, entrances.full))
  for (const address of settings.tls_listen) endpoints.push(await tls(parts, address))
  return endpoints
}

async function handedOver(parts: ListenParts): Promise<string[]> {
  const { activated, listeners, entrances } = parts
  const endpoints: string[] = []
  for (const fd of activated.rw) endpoints.push(await listeners.inherited(fd, entrances.full))
  for (const fd of activated.ro) endpoints.push(await listeners.inherited(fd, entrances.readOnly))
  for (const fd of activated.admin) endpoints.push(await listeners.inherited(fd, entrances.admin))
  for (const fd of activated.tcp) endpoints.push(await listeners.tcp(fd, entrances.full))
  for (const fd of activated.tls) endpoints.push(await tls(parts, fd))
  return endpoints
}

function tls({ settings, listeners, entrances }: ListenParts, at: string | number): Promise<string> {
  const { full, gate } = entrances
  if (!gate) throw new VirtError('internalError', 'a TLS socket is there without its files')
  return listeners.tls(at, full, gate, settings.auth_wait)
}

function refuseOpenTcp({ settings, activated }: ListenParts): void {
  if (settings.tcp_auth !== null && settings.tcp_auth !== undefined) return
  if (settings.tcp_listen.length === 0 && activated.tcp.length === 0) return
  throw new VirtError(
    'confSyntax',
    'rpc.tcp_listen is set without rpc.tcp_auth; set that to sasl, or to none if everybody who reaches the port may do everything',
  )
}

/** A Unix socket that is to be made. */
interface WantedSocket {
  readonly kind: keyof SocketNames
  readonly mode: number | null
  readonly gid: number | undefined
  /** Those of its kind that systemd has made. */
  readonly handedOver: readonly number[]
}

async function unixSockets(parts: ListenParts): Promise<string[]> {
  const { settings, dirs, activated } = parts
  if (settings.socket_dir === null) return []
  const dir = settings.socket_dir ?? join(dirs.run, 'libvirt')
  const gid = settings.socket_group === undefined ? undefined : await gidOf(settings.socket_group)
  const mode = settings.socket_mode ?? (gid === undefined ? ownerOnly : ownerAndGroup)
  const readOnlyMode = settings.readonly_mode ?? null
  await makeSocketDir(dir, ((mode | (readOnlyMode ?? 0)) & others) !== 0)
  const wanted: readonly WantedSocket[] = [
    { kind: 'full', mode, gid, handedOver: activated.rw },
    { kind: 'readOnly', mode: readOnlyMode, gid, handedOver: activated.ro },
    { kind: 'admin', mode: ownerOnly, gid: undefined, handedOver: activated.admin },
  ]
  const endpoints: string[] = []
  for (const socket of wanted) {
    // What systemd has made is not made again.
    if (socket.mode === null || socket.handedOver.length > 0) continue
    endpoints.push(await unixSocket(parts, dir, { ...socket, mode: socket.mode }))
  }
  return endpoints
}

/** Makes a socket, and the links by which clients that look for other daemons find it. */
async function unixSocket(
  { listeners, entrances, reader, undo }: ListenParts,
  dir: string,
  { kind, mode, gid }: WantedSocket & { readonly mode: number },
): Promise<string> {
  const target = mainSockets[kind]
  const endpoint = await listeners.unix({ path: join(dir, target), mode, gid }, entrances[kind])
  for (const daemon of otherDaemons(reader)) {
    const path = await linkSocket(dir, socketNames(daemon)[kind], target)
    undo.push(() => unlinkSocket(path, target))
  }
  return endpoint
}

async function gidOf(group: string): Promise<number> {
  if (/^\d+$/.test(group)) return Number(group)
  const text = await readFile('/etc/group', 'utf8').catch(() => '')
  for (const line of text.split('\n')) {
    const [name, , gid] = line.split(':')
    if (name === group && gid) return Number(gid)
  }
  throw new VirtError('confSyntax', `rpc.socket_group is '${group}', but there is no such group on this host`)
}
