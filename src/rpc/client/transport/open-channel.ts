import { homedir } from 'node:os'
import { VirtError } from '../../../core/errors/index.ts'
import { localSocket } from '../socket-paths.ts'
import { flagOption, type RemoteUri, type TransportName } from '../uri.ts'
import type { Channel } from './channel.ts'
import { readPki } from './pki.ts'
import { openProcess } from './process.ts'
import { openTcp, openUnix } from './socket.ts'
import { sshCommand } from './ssh-command.ts'
import { openTls } from './tls.ts'

/** Ports of libvirt's daemons. */
const TLS_PORT = 16514
const TCP_PORT = 16509

/** Opens the way to a daemon that a URI names. Throws `noConnect`, `unknownHost`, `authFailed` or `invalidArg`. */
export function openChannel(uri: RemoteUri, signal: AbortSignal): Promise<Channel> {
  return openers[uri.transport](uri, signal)
}

const openers: Readonly<Record<TransportName, (uri: RemoteUri, signal: AbortSignal) => Promise<Channel>>> = {
  unix: async (uri, signal) => openUnix(await localSocket(uri, thisProcess()), uri.label, signal),
  tcp: (uri, signal) => openTcp(placeOf(uri, TCP_PORT), uri.label, signal),
  tls: async (uri, signal) =>
    openTls(
      {
        place: placeOf(uri, TLS_PORT),
        pki: await readPki(uri.options.get('pkipath'), { uid: thisProcess().uid, home: homedir() }),
        verify: !flagOption(uri, 'no_verify'),
        label: uri.label,
      },
      signal,
    ),
  ssh: async (uri) => openProcess(sshCommand(uri)),
  ext: async (uri) => openProcess({ program: uri.options.get('command') ?? '', args: [] }),
}

function placeOf(uri: RemoteUri, port: number) {
  if (uri.host === undefined) throw new VirtError('invalidArg', 'the URI names no host', { domain: 'uri' })
  return { host: uri.host, port: uri.port ?? port }
}

function thisProcess() {
  return { uid: process.getuid?.() ?? 0, env: process.env }
}
