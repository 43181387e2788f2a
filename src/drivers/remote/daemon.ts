import { VirtError } from '../../core/errors/index.ts'
import type { ByteStream } from '../../core/lib/byte-stream.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { CallOptions, RpcClient } from '../../rpc/client/client.ts'
import { connectRpc } from '../../rpc/client/connect.ts'
import type { RemoteUri } from '../../rpc/client/uri.ts'
import type {
  LxcArgs,
  LxcRets,
  QemuArgs,
  QemuRets,
  RemoteArgs,
  RemoteRets,
} from '../../rpc/wire/generated/types.ts'

/** Name of a procedure that the daemon may have. */
export type Procedure = keyof RemoteArgs & keyof RemoteRets & string

/** What a connection to a daemon is held with. */
export interface DaemonOptions {
  readonly client: RpcClient
  readonly uri: RemoteUri
  readonly clock: Clock
  readonly log: Logger
  /** Aborted when the connection ends. */
  readonly signal: AbortSignal
}

/** The daemon of a host as the rest of the driver sees it: its procedures, and which of them it lacks. */
export class Daemon {
  readonly client: RpcClient
  readonly clock: Clock
  readonly log: Logger
  readonly signal: AbortSignal
  readonly #uri: RemoteUri
  readonly #lacking = new Set<string>()

  constructor({ client, uri, clock, log, signal }: DaemonOptions) {
    this.client = client
    this.clock = clock
    this.log = log
    this.signal = signal
    this.#uri = uri
  }

  /** Calls a procedure. */
  async call<N extends Procedure>(
    name: N,
    args: RemoteArgs[N],
    options: CallOptions = {},
  ): Promise<RemoteRets[N]> {
    try {
      // One of the indexed types and the lookup of the client's own types name the same type for each procedure.
      return (await this.client.call('remote', name, args as never, {
        signal: this.signal,
        ...options,
      })) as RemoteRets[N]
    } catch (thrown) {
      if (lacksProcedure(thrown)) this.#lacking.add(name)
      throw thrown
    }
  }

  /** The same for a procedure that an old or small daemon may lack: undefined then. What was learned is not asked again. */
  async tryCall<N extends Procedure>(
    name: N,
    args: RemoteArgs[N],
    options: CallOptions = {},
  ): Promise<RemoteRets[N] | undefined> {
    if (this.#lacking.has(name)) return undefined
    try {
      return await this.call(name, args, options)
    } catch (thrown) {
      if (isUnsupported(thrown)) return undefined
      throw thrown
    }
  }

  /** Calls a procedure of the QEMU program. */
  async qemu<N extends keyof QemuArgs & keyof QemuRets & string>(
    name: N,
    args: QemuArgs[N],
    options: CallOptions = {},
  ): Promise<QemuRets[N]> {
    // As above.
    return (await this.client.call('qemu', name, args as never, {
      signal: this.signal,
      ...options,
    })) as QemuRets[N]
  }

  /** Calls a procedure of the LXC program. */
  async lxc<N extends keyof LxcArgs & keyof LxcRets & string>(
    name: N,
    args: LxcArgs[N],
    options: CallOptions = {},
  ): Promise<LxcRets[N]> {
    // As above.
    return (await this.client.call('lxc', name, args as never, {
      signal: this.signal,
      ...options,
    })) as LxcRets[N]
  }

  /** Whether the daemon is known to lack a procedure. */
  lacks(name: Procedure): boolean {
    return this.#lacking.has(name)
  }

  /**
   * Calls a procedure that opens a stream. It has a connection of its own: the protocol cannot hold one stream back
   * without holding everything behind it.
   */
  async stream<N extends Procedure>(
    name: N,
    args: RemoteArgs[N],
    { signal, sparse = false }: { readonly signal: AbortSignal; readonly sparse?: boolean },
  ): Promise<{ readonly ret: RemoteRets[N]; readonly stream: ByteStream }> {
    const client = await connectRpc(this.#uri, { clock: this.clock, log: this.log }, signal)
    const end = () => void client.close()
    this.signal.addEventListener('abort', end, { once: true })
    void client.closed.then(() => this.signal.removeEventListener('abort', end))
    try {
      const { ret, stream } = await client.open('remote', name, args as never, { signal, sparse })
      return { ret: ret as RemoteRets[N], stream: closing(stream, end) }
    } catch (thrown) {
      end()
      throw thrown
    }
  }
}

/** The same stream; the connection that it has for itself ends with it. */
function closing(stream: ByteStream, end: () => void): ByteStream {
  return {
    incoming: stream.incoming,
    write: (piece) => stream.write(piece),
    finish: () => stream.finish().finally(end),
    abort: (reason) => stream.abort(reason).finally(end),
  }
}

/** Whether an error says that the hypervisor or the daemon cannot do something. */
export function isUnsupported(thrown: unknown): boolean {
  return thrown instanceof VirtError && thrown.code === 'noSupport'
}

/**
 * Whether an error says that a procedure as such is not there. libvirt has the same code for what single objects cannot
 * do; then a sentence follows instead of the name of a function.
 */
export function lacksProcedure(thrown: unknown): boolean {
  if (!(thrown instanceof VirtError) || thrown.code !== 'noSupport') return false
  return /^unknown procedure|(^|: )(vir[A-Z]\w+)?$|driver$/.test(thrown.message)
}
