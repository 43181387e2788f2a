import { toVirtError, VirtError } from '../../core/errors/index.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import { authenticate } from './auth/authenticate.ts'
import { RpcClient, type RpcClientOptions } from './client.ts'
import type { KeepaliveOptions } from './keepalive.ts'
import { openChannel } from './transport/open-channel.ts'
import type { RemoteUri } from './uri.ts'

/** What a connection is opened with. */
export interface ConnectOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly onEvent?: RpcClientOptions['onEvent']
  /** Whether a silent daemon is asked for signs of life; not where one stream has the connection for itself. */
  readonly keepalive?: KeepaliveOptions
}

/** Numbers of libvirt's driver features that are asked of daemons. */
export const FEATURE_TYPED_PARAM_STRING = 9
const FEATURE_KEEPALIVE = 10

/** Opens a connection to a daemon: reaches it, says who calls, and lets it open what the URI names. */
export async function connectRpc(
  uri: RemoteUri,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<RpcClient> {
  const channel = await openChannel(uri, signal)
  const { clock, log, onEvent, keepalive } = options
  const client = new RpcClient(channel, { label: uri.label, clock, log, ...(onEvent && { onEvent }) })
  try {
    await authenticate(client, uri, signal)
    if (keepalive && (await supportsFeature(client, FEATURE_KEEPALIVE, signal))) client.keepAlive(keepalive)
    await client.call('remote', 'CONNECT_OPEN', { name: uri.name, flags: 0 }, { signal })
    return client
  } catch (thrown) {
    await client.close()
    throw signal.aborted ? toVirtError(signal.reason, 'operationAborted') : thrown
  }
}

/** Whether a daemon has a feature; one that does not know the question has none. */
export async function supportsFeature(
  client: RpcClient,
  feature: number,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return (await client.call('remote', 'CONNECT_SUPPORTS_FEATURE', { feature }, { signal })).supported !== 0
  } catch (thrown) {
    // Servers that are small or old refuse in several ways; what ends the connection is told by the next call.
    if (
      thrown instanceof VirtError &&
      ['noSupport', 'internalError', 'rpc', 'invalidArg'].includes(thrown.code)
    )
      return false
    throw thrown
  }
}
