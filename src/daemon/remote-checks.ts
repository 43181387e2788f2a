import { toVirtError } from '../core/errors/index.ts'
import { linkAbort } from '../core/lib/abort.ts'
import type { Clock } from '../core/lib/clock.ts'
import { silentLogger } from '../core/log/logger.ts'
import { autoConnection, type Settings } from '../core/settings/index.ts'
import { driverScheme, parseUri, redactUri } from '../core/uri.ts'
import { connectRpc } from '../rpc/client/connect.ts'
import { parseRemoteUri } from '../rpc/client/uri.ts'
import { type Finding, ok } from './finding.ts'

/** Longest wait for a daemon elsewhere. */
const WAIT_MS = 15_000

/** Tries each connection of the settings that leads to a daemon which speaks libvirt's protocol. */
export async function* checkRemotes(
  settings: Pick<Settings, 'connections'>,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  for (const { name, uri } of settings.connections) {
    if (uri === autoConnection) continue
    const parsed = parseUri(uri)
    if (driverScheme(parsed) === 'remote')
      yield await checkRemote(name ?? redactUri(parsed.url), uri, clock, signal)
  }
}

async function checkRemote(name: string, uri: string, clock: Clock, signal: AbortSignal): Promise<Finding> {
  const area = 'remote'
  const limit = linkAbort(signal)
  const cancel = clock.after(WAIT_MS, () => limit.abort(new Error(`no answer within ${WAIT_MS} ms`)))
  try {
    const client = await connectRpc(parseRemoteUri(uri), { clock, log: silentLogger }, limit.signal)
    const { type } = await client.call('remote', 'CONNECT_GET_TYPE', undefined, { signal: limit.signal })
    await client.close()
    return ok(area, `connection '${name}' can be opened: ${type}`)
  } catch (thrown) {
    const text = `connection '${name}' cannot be opened: ${toVirtError(thrown).message}`
    return { state: 'missing', area, text, fix: 'see Errors in docs/drivers/remote.md' }
  } finally {
    cancel()
    limit.release()
  }
}
