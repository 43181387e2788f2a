import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { VirtError } from '../../core/errors/index.ts'
import type { RemoteUri } from './uri.ts'

/** What of the process decides where sockets are. */
export interface SocketPlace {
  readonly uid: number
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Where the sockets of the system's daemons are. */
const systemDir = '/run/libvirt'

/** Path of the socket of the daemon on this host that a URI means. */
export async function localSocket(uri: RemoteUri, place: SocketPlace): Promise<string> {
  const given = uri.options.get('socket')
  if (given !== undefined) return given
  const dir = uri.session && place.uid !== 0 ? sessionDir(place) : systemDir
  const modular = join(dir, `virt${uri.driver}d-sock`)
  const single = join(dir, 'libvirt-sock')
  switch (socketMode(uri)) {
    case 'direct':
      return modular
    case 'legacy':
      return single
    case 'auto':
      return uri.driver !== 'remote' && (await exists(modular)) ? modular : single
  }
}

/** Path of the socket on another host, where nobody can look before. */
export function remoteSocket(uri: RemoteUri): string {
  const given = uri.options.get('socket')
  if (given !== undefined) return given
  // Older releases know only this path; newer ones have a link there.
  return socketMode(uri) === 'direct'
    ? `/var/run/libvirt/virt${uri.driver}d-sock`
    : '/var/run/libvirt/libvirt-sock'
}

const modes = ['auto', 'legacy', 'direct'] as const

function socketMode({ options }: RemoteUri): (typeof modes)[number] {
  const word = options.get('mode') ?? 'auto'
  const mode = modes.find((each) => each === word)
  if (mode !== undefined) return mode
  throw new VirtError(
    'invalidArg',
    `the URI parameter 'mode' is '${word.slice(0, 40)}'; ${modes.join(', ')} were expected`,
    { domain: 'uri' },
  )
}

function sessionDir({ uid, env }: SocketPlace): string {
  return join(env.XDG_RUNTIME_DIR ?? `/run/user/${uid}`, 'libvirt')
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
