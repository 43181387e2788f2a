import { connect, type Socket } from 'node:net'
import { systemCode, VirtError } from '../core/errors/index.ts'
import { abortError } from './qmp-error.ts'

/** Bytes of a Unix socket's path that Linux takes. */
export const SOCKET_PATH_MAX = 107

/** Refuses a path that is too long for a Unix socket, before the system cuts it short. */
export function checkSocketPath(path: string): void {
  const bytes = Buffer.byteLength(path)
  if (bytes <= SOCKET_PATH_MAX) return
  throw new VirtError(
    'invalidArg',
    `the socket path '${path}' has ${bytes} bytes; a Unix socket takes ${SOCKET_PATH_MAX} at most`,
    { domain: 'qemu' },
  )
}

/** Connects to a Unix socket; `what` names it in errors. */
export function connectSocket(path: string, what: string, signal?: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    checkSocketPath(path)
    if (signal?.aborted) return reject(abortError(`connecting to ${what}`, signal))
    const socket = connect({ path })
    const end = (fault?: VirtError) => {
      socket.off('connect', onConnect).off('error', onError)
      signal?.removeEventListener('abort', onAbort)
      if (!fault) return resolve(socket)
      // A late error of the dead socket must find a listener.
      socket.on('error', () => {}).destroy()
      reject(fault)
    }
    const onConnect = () => end()
    const onAbort = () => signal && end(abortError(`connecting to ${what}`, signal))
    const onError = (cause: Error) => {
      const text = `${what} cannot be reached at '${path}': ${systemCode(cause) ?? cause.message}`
      end(new VirtError('noConnect', text, { domain: 'qemu', cause }))
    }
    socket.once('connect', onConnect).once('error', onError)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
