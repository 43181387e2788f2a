import type { Socket } from 'node:net'

/** What of a socket's handle is used; Node documents none of it, so each use looks whether it is there. */
interface SocketHandle {
  readonly fd?: unknown
  reading?: boolean
  readStop?(): number
}

/** Number of the descriptor of a socket; undefined when it is closed. */
export function descriptorOf(socket: Socket): number | undefined {
  const fd = handleOf(socket)?.fd
  return typeof fd === 'number' && fd >= 0 ? fd : undefined
}

/** Stops Node's own reading of a socket for good and answers what it had read and given to nobody. */
export function stopReading(socket: Socket): Buffer[] {
  socket.removeAllListeners('data')
  socket.pause()
  const rest: Buffer[] = []
  for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) rest.push(chunk)
  const handle = handleOf(socket)
  if (typeof handle?.readStop === 'function') {
    handle.reading = false
    handle.readStop()
  }
  return rest
}

function handleOf(socket: Socket): SocketHandle | undefined {
  const { _handle: handle } = socket as Socket & { readonly _handle?: SocketHandle | null }
  return handle ?? undefined
}
