import type { Socket } from 'node:net'
import { VirtError } from '../../core/errors/index.ts'
import type { Clock } from '../../core/lib/clock.ts'
import { type Foreign, loadForeign, type PeerCredentials } from './foreign.ts'
import { DescriptorReceiver } from './receiver.ts'
import { descriptorOf } from './socket-handle.ts'

export type { PeerCredentials } from './foreign.ts'
export type { DescriptorLink, DescriptorReceiver, DescriptorSink } from './receiver.ts'

/** The native part, or why this system has none: then no descriptors travel and nobody knows who connects. */
export type NativeLoad = { readonly sockets: NativeSockets } | { readonly reason: string }

/** Loads the native part; to be called once, by whoever composes the surface. */
export function loadNative(): NativeLoad {
  const load = loadForeign()
  return 'reason' in load ? load : { sockets: new NativeSockets(load.calls) }
}

/** How the sending of descriptors waits. */
export interface SendOptions {
  readonly clock: Clock
  /** Aborted when the socket is given up. */
  readonly signal: AbortSignal
}

/** User of a peer that is none (-1). */
const nobody = 0xffff_ffff
const firstRetryMs = 2
const lastRetryMs = 200

/** What Node's sockets lack: who is at the other end, and descriptors in both directions. */
export class NativeSockets {
  readonly #foreign: Foreign
  /** Receives descriptors for the sockets that are given to it. */
  readonly receiver: DescriptorReceiver

  constructor(foreign: Foreign) {
    this.#foreign = foreign
    this.receiver = new DescriptorReceiver(foreign)
  }

  /** Who connected to a Unix socket; undefined for one that is closed or of another kind. */
  peerCredentials(socket: Socket): PeerCredentials | undefined {
    const fd = descriptorOf(socket)
    if (fd === undefined) return undefined
    const found = this.#foreign.peerCredentials(fd)
    // A socket of another kind has nobody at its other end. A process that this one cannot see has the number 0.
    return found.uid === nobody ? undefined : found
  }

  /**
   * Sends each descriptor with a NUL octet of its own, behind all that was written to the socket before. Nobody may
   * write to the socket until it resolves. The descriptors stay the caller's, who closes them. Throws `rpc` when the
   * socket is closed.
   */
  async sendDescriptors(socket: Socket, descriptors: readonly number[], options: SendOptions): Promise<void> {
    if (socket.writableLength > 0) await flushed(socket, options.signal)
    for (const descriptor of descriptors) await this.#sendOne(socket, descriptor, options)
  }

  /** Another number for the same file or socket; closed by whoever asked. */
  duplicate(descriptor: number): number {
    return this.#foreign.duplicate(descriptor)
  }

  /** Closes a descriptor. */
  closeDescriptor(descriptor: number): void {
    this.#foreign.close(descriptor)
  }

  /** Stops receiving, on all sockets. */
  async close(): Promise<void> {
    await this.receiver.close()
  }

  async #sendOne(socket: Socket, descriptor: number, { clock, signal }: SendOptions): Promise<void> {
    // The socket is full only if its reader is slow, so that asking again now and then loses nothing.
    for (let wait = firstRetryMs; ; wait = Math.min(wait * 2, lastRetryMs)) {
      signal.throwIfAborted()
      const fd = descriptorOf(socket)
      if (fd === undefined) throw closed()
      if (this.#foreign.sendDescriptor(fd, descriptor)) return
      await clock.sleep(wait, signal)
    }
  }
}

/** Resolves when the kernel has taken all that was written. */
function flushed(socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', aborted)
      socket.off('close', gone)
      settle()
    }
    const aborted = () => end(() => reject(signal.reason))
    const gone = () => end(() => reject(closed()))
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', aborted, { once: true })
    socket.once('close', gone)
    socket.write(Buffer.alloc(0), (error) => end(error ? () => reject(closed(error)) : resolve))
  })
}

function closed(cause?: unknown): VirtError {
  return new VirtError('rpc', 'a descriptor cannot be sent: the socket is closed', { domain: 'rpc', cause })
}
