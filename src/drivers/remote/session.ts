import type { Connection, DriverEnv } from '../../core/driver.ts'
import { toVirtError, VirtError } from '../../core/errors/index.ts'
import { linkAbort, manyListeners } from '../../core/lib/abort.ts'
import type { RpcClient } from '../../rpc/client/client.ts'
import { connectRpc } from '../../rpc/client/connect.ts'
import type { RemoteUri } from '../../rpc/client/uri.ts'
import { Daemon } from './daemon.ts'
import { Follower } from './follower.ts'
import { remoteHandlers } from './handlers/index.ts'
import { hostAttrs, hostPatch } from './host-record.ts'
import { loadAll } from './load.ts'
import { Mirror } from './mirror.ts'
import { register } from './registrations.ts'
import { Rounds } from './rounds.ts'
import { settle } from './settle.ts'
import { sweep } from './sweep.ts'
import { Upkeep } from './upkeep.ts'

/** A silent daemon is asked for a sign of life as often as libvirt's own clients do. */
const keepalive = { intervalMs: 5000, count: 5 } as const

/** Longest wait until a daemon has been reached and has opened what it is asked for. */
const OPEN_MS = 30_000

/** What a connection is opened with. */
export interface SessionOptions {
  readonly uri: RemoteUri
  readonly env: DriverEnv
  /** Time between two rounds of questions for what no daemon tells; 0 for none. */
  readonly periodMs: number
  /** What was known of the daemon when it was lost. */
  readonly earlier: Mirror | undefined
  /** Told what is known when the daemon is lost. */
  lost(mirror: Mirror): void
}

/** Opens a connection: reaches the daemon, asks for its events, and reads all that it has. */
export async function openSession(options: SessionOptions, signal: AbortSignal): Promise<Connection> {
  const { uri, env, earlier } = options
  const follower = new Follower()
  const client = await reach(uri, env, follower, signal)
  const stop = manyListeners(new AbortController())
  const opening = () => stop.abort(toVirtError(signal.reason, 'operationAborted'))
  signal.addEventListener('abort', opening, { once: true })
  const daemon = new Daemon({ client, uri, clock: env.clock, log: env.log, signal: stop.signal })
  const mirror = new Mirror(env.emit, earlier)
  const upkeep = new Upkeep(daemon, mirror)
  try {
    follower.begin(upkeep, mirror)
    const cover = await register(daemon)
    const host = await hostAttrs(daemon, client.secure)
    env.emit(hostPatch(host))
    await loadAll(daemon, upkeep)
    mirror.forgetEarlier()
    // What happens from now on is somebody else's to end.
    signal.removeEventListener('abort', opening)
    void new Rounds({ daemon, mirror, upkeep, cover, periodMs: options.periodMs }).run()
    const lost = lossOf(client, follower)
    void lost.then(() => options.lost(mirror))
    return {
      handlers: remoteHandlers({ daemon, mirror, upkeep, uri, hvType: host.hvType ?? '' }),
      lag: 'eventual',
      settle: (ref) => settle(upkeep, ref),
      sweep: (type, keys, until) => sweep(daemon, mirror, type, keys, until),
      lost,
      close: async () => {
        stop.abort(
          new VirtError('invalidConn', `the connection to ${uri.label} was closed`, { domain: 'remote' }),
        )
        await leave(client, daemon)
      },
    }
  } catch (thrown) {
    stop.abort(toVirtError(thrown))
    await leave(client, daemon)
    throw thrown
  }
}

async function reach(
  uri: RemoteUri,
  env: DriverEnv,
  follower: Follower,
  signal: AbortSignal,
): Promise<RpcClient> {
  const limit = linkAbort(signal)
  const late = new VirtError('noConnect', `${uri.label} did not answer within ${OPEN_MS / 1000} s`, {
    domain: 'remote',
  })
  const cancel = env.clock.after(OPEN_MS, () => limit.abort(late))
  const onEvent: NonNullable<Parameters<typeof connectRpc>[1]['onEvent']> = (program, name, body) =>
    follower.take(program, name, body)
  try {
    return await connectRpc(uri, { clock: env.clock, log: env.log, onEvent, keepalive }, limit.signal)
  } finally {
    cancel()
    limit.release()
  }
}

/** Resolves when the daemon is lost, or tells that it has lost its hypervisor; never when it is left from here. */
function lossOf(client: RpcClient, follower: Follower): Promise<Error> {
  return new Promise((resolve) => {
    void client.closed.then((fault) => fault && resolve(fault))
    void follower.lost.then(resolve)
  })
}

/** A daemon that does not take its leave within this time is left all the same. */
const LEAVE_MS = 1000

/** Takes leave as libvirt's own clients do: daemons are known to stumble over clients that just vanish. */
async function leave(client: RpcClient, daemon: Daemon): Promise<void> {
  const late = new AbortController()
  const cancel = daemon.clock.after(LEAVE_MS, () => late.abort(new VirtError('operationTimeout', 'too late')))
  const options = { signal: late.signal }
  try {
    await client.call('remote', 'CONNECT_UNREGISTER_CLOSE_CALLBACK', undefined, options).catch(() => {})
    await client.call('remote', 'CONNECT_CLOSE', undefined, options)
  } catch (error) {
    daemon.log.debug('the daemon did not take leave', { error })
  } finally {
    cancel()
    await client.close()
  }
}
