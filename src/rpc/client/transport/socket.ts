import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { systemCode, toVirtError, VirtError } from '../../../core/errors/index.ts'
import { type Channel, noComplaint } from './channel.ts'

/** Bytes of a Unix socket's path that Linux takes. */
const SOCKET_PATH_MAX = 107

/** Connects to the Unix socket of a daemon. */
export async function openUnix(path: string, label: string, signal: AbortSignal): Promise<Channel> {
  const bytes = Buffer.byteLength(path)
  if (bytes > SOCKET_PATH_MAX || !path.startsWith('/')) {
    throw new VirtError(
      'invalidArg',
      `the socket path '${path}' cannot be used; an absolute one of at most ${SOCKET_PATH_MAX} bytes was expected`,
      { domain: 'uri' },
    )
  }
  const socket = await openSocket({ path }, `${label}: socket '${path}'`, signal)
  return { stream: socket, secure: true, complaint: noComplaint }
}

/** Connects to a daemon over TCP without encryption. */
export async function openTcp(
  { host, port }: Place,
  label: string,
  signal: AbortSignal,
): Promise<Channel & { readonly stream: Socket }> {
  const socket = await openSocket({ host, port, noDelay: true }, label, signal)
  socket.setKeepAlive(true)
  return { stream: socket, secure: false, complaint: noComplaint }
}

/** Where a daemon listens on the network. */
export interface Place {
  readonly host: string
  readonly port: number
}

function openSocket(target: NetConnectOpts, label: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(toVirtError(signal.reason, 'operationAborted'))
    const socket = connect(target)
    const end = (fault?: VirtError) => {
      socket.off('connect', onConnect).off('error', onError)
      signal.removeEventListener('abort', onAbort)
      if (!fault) return resolve(socket)
      // A late error of the dead socket must find a listener.
      socket.on('error', () => {}).destroy()
      reject(fault)
    }
    const onConnect = () => end()
    const onAbort = () => end(toVirtError(signal.reason, 'operationAborted'))
    const onError = (cause: Error) => end(unreachable(label, cause))
    socket.once('connect', onConnect).once('error', onError)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

/** What to do about a refusal of the operating system. */
const advice: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such socket; is the daemon running, and does the URI name the right one?',
  ECONNREFUSED: 'nothing listens there; is the daemon running, and does it listen on this transport?',
  EACCES: 'permission denied; the user of this process must be allowed to use the socket (group libvirt)',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up now',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network of the host',
  ETIMEDOUT: 'the host does not answer',
}

function unreachable(label: string, cause: Error): VirtError {
  const code = systemCode(cause) ?? ''
  const reason = advice[code] ?? cause.message
  const known = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'unknownHost' : 'noConnect'
  return new VirtError(known, `${label} cannot be reached: ${reason}`, { domain: 'rpc', cause })
}
