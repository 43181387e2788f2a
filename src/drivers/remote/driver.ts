import type { Driver } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import { parseRemoteUri, type RemoteUri } from '../../rpc/client/uri.ts'
import type { Mirror } from './mirror.ts'
import { openSession } from './session.ts'

/** Time between two rounds of questions for what no daemon tells, in seconds. */
const POLL_S = 60
const MAX_POLL_S = 86_400

/**
 * Makes the driver of daemons that speak libvirt's protocol: libvirtd, its modular daemons, and other gateways. All
 * that they show becomes objects of the inventory, kept true by their events.
 */
export function createRemoteDriver(): Driver {
  // What was known of a daemon when it was lost, so that its guests are found again as they were.
  const lost = new Map<string, Mirror>()
  return {
    id: 'remote',
    schemes: ['remote'],
    startsMarked: true,
    open: (url, env, signal) => {
      const uri = parseRemoteUri(url.href)
      const id = `${env.connection} ${url.href}`
      const keep = { earlier: lost.get(id), lost: (mirror: Mirror) => void lost.set(id, mirror) }
      lost.delete(id)
      return openSession({ uri, env, periodMs: pollPeriod(uri), ...keep }, signal)
    },
  }
}

function pollPeriod({ options }: RemoteUri): number {
  const text = options.get('poll')
  if (text === undefined) return POLL_S * 1000
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (seconds <= MAX_POLL_S) return seconds * 1000
  throw new VirtError(
    'invalidArg',
    `the URI parameter 'poll' is '${text.slice(0, 40)}'; seconds from 0 to ${MAX_POLL_S} were expected`,
    { domain: 'uri' },
  )
}
