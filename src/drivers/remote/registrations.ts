import { toVirtError } from '../../core/errors/index.ts'
import { type Daemon, isUnsupported } from './daemon.ts'

/** Number of the feature that events carry callback ids. */
const FEATURE_EVENT_CALLBACK = 14
const FEATURE_CLOSE_CALLBACK = 15

/**
 * Events of domains that are asked for, by libvirt's numbers; after a bar the number of an older event that tells less
 * and is asked for only where the first is not known.
 */
const domainEventIds: ReadonlyArray<readonly [id: number, older?: number]> = [
  [0],
  [1],
  [2],
  [3],
  [6, 4],
  [5],
  [7],
  [16, 8],
  [9],
  [10],
  [11],
  [12],
  [13],
  [14],
  [15],
  [17],
  [18],
  [19],
  [20],
  [21],
  [22],
  [23],
  [24],
  [25],
  [26],
  [27],
  [28],
  [29],
]
/** Events of networks, pools, devices and secrets: life cycle, and the one other of each. */
const otherEventIds = [0, 1] as const

/** What the daemon tells by itself; whatever it does not must be asked for again and again. */
export interface EventCover {
  readonly domain: boolean
  readonly network: boolean
  readonly pool: boolean
  readonly nodedev: boolean
  readonly secret: boolean
}

/** Asks the daemon to tell what happens, of everything that it can tell. */
export async function register(daemon: Daemon): Promise<EventCover> {
  const domain = await registerDomains(daemon)
  const [network, pool, nodedev, secret] = await Promise.all([
    registerOthers((eventID) => daemon.call('CONNECT_NETWORK_EVENT_REGISTER_ANY', { eventID, net: null })),
    registerOthers((eventID) =>
      daemon.call('CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY', { eventID, pool: null }),
    ),
    registerOthers((eventID) =>
      daemon.call('CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY', { eventID, dev: null }),
    ),
    registerOthers((eventID) => daemon.call('CONNECT_SECRET_EVENT_REGISTER_ANY', { eventID, secret: null })),
  ])
  // Emulators have events of their own, which only the QEMU program brings.
  await asked(daemon.qemu('CONNECT_DOMAIN_MONITOR_EVENT_REGISTER', { dom: null, event: null, flags: 0 }))
  await registerClose(daemon)
  return { domain, network, pool, nodedev, secret }
}

async function registerDomains(daemon: Daemon): Promise<boolean> {
  const modern = await feature(daemon, FEATURE_EVENT_CALLBACK)
  const ask = async (eventID: number): Promise<boolean> => {
    if (modern)
      return asked(daemon.call('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID, dom: null }))
    if (eventID === 0) return asked(daemon.call('CONNECT_DOMAIN_EVENT_REGISTER', undefined))
    return asked(daemon.call('CONNECT_DOMAIN_EVENT_REGISTER_ANY', { eventID }))
  }
  const [first] = await Promise.all(
    domainEventIds.map(async ([id, older]) => (await ask(id)) || (older !== undefined && (await ask(older)))),
  )
  return first === true
}

/** Whether the life cycle is told. */
async function registerOthers(ask: (eventID: number) => Promise<unknown>): Promise<boolean> {
  const [lifecycle] = await Promise.all(otherEventIds.map((id) => asked(ask(id))))
  return lifecycle === true
}

/** Daemons refuse numbers of events that they do not know in several ways. */
async function asked(registration: Promise<unknown>): Promise<boolean> {
  try {
    await registration
    return true
  } catch (thrown) {
    const { code } = toVirtError(thrown)
    if (['noSupport', 'invalidArg', 'internalError', 'rpc', 'operationDenied', 'accessDenied'].includes(code))
      return false
    throw thrown
  }
}

/** The daemon tells when its own way to the hypervisor is cut. */
async function registerClose(daemon: Daemon): Promise<void> {
  if (!(await feature(daemon, FEATURE_CLOSE_CALLBACK))) return
  await daemon.tryCall('CONNECT_REGISTER_CLOSE_CALLBACK', undefined).catch((error) => {
    if (!isUnsupported(error))
      daemon.log.debug('the daemon does not tell when its hypervisor is lost', { error })
  })
}

/** Whether a daemon has a feature; one that does not know the question has none. */
export async function feature(daemon: Daemon, number: number): Promise<boolean> {
  const answer = await daemon
    .tryCall('CONNECT_SUPPORTS_FEATURE', { feature: number })
    .catch((thrown) => (toVirtError(thrown).code === 'internalError' ? undefined : Promise.reject(thrown)))
  return (answer?.supported ?? 0) !== 0
}
