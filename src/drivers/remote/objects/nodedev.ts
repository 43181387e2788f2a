import { type NodedevDoc, parseNodedev } from '../../../core/config/index.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type { RemoteNonnullNodeDevice } from '../../../rpc/wire/generated/types.ts'
import type { Daemon } from '../daemon.ts'
import { oldNodedevs } from '../old-lists.ts'
import type { Put, Reading, Unit } from '../units.ts'

/** Bits of CONNECT_LIST_ALL_NODE_DEVICES. */
const INACTIVE = 0x4000_0000
const ACTIVE = 0x8000_0000

/** The devices of a daemon's host. */
export const nodedevs: Unit<RemoteNonnullNodeDevice> = {
  type: 'nodedev',
  missing: 'noNodeDevice',
  families: [],
  keyOf: ({ name }) => name,
  refOf: (name) => ({ name }),
  list: async (daemon) => (await listed(daemon)) ?? oldNodedevs(daemon),
  read,
}

/** Without flags only devices that are there are told; daemons from before libvirt 7.3 do not know the flags. */
async function listed(daemon: Daemon): Promise<readonly RemoteNonnullNodeDevice[] | undefined> {
  const ask = (flags: number) => daemon.tryCall('CONNECT_LIST_ALL_NODE_DEVICES', { need_results: 1, flags })
  const all = await ask(ACTIVE + INACTIVE).catch(() => ask(0))
  return all?.devices
}

async function read(dev: RemoteNonnullNodeDevice, { daemon }: Reading): Promise<Put> {
  const { name } = dev
  const doc = parseNodedev((await daemon.call('NODE_DEVICE_GET_XML_DESC', { name, flags: 0 })).xml)
  // Only mediated devices can be defined; all others are there, and nothing of them is kept.
  const kept = doc.capabilities.some(({ type }) => type === 'mdev') ? await keptState(daemon, name) : physical
  const { parent, path } = doc
  const attrs: Attrs<'nodedev'> = {
    name,
    ...(parent !== undefined && { parent }),
    ...(path !== undefined && { path }),
    capabilities: capabilityNames(doc),
    ...kept,
  }
  return { kind: 'put', type: 'nodedev', key: name, attrs }
}

const physical = { active: true, persistent: false, autostart: false } as const

async function keptState(daemon: Daemon, name: string) {
  const [active, persistent, autostart] = await Promise.all([
    daemon.tryCall('NODE_DEVICE_IS_ACTIVE', { name }),
    daemon.tryCall('NODE_DEVICE_IS_PERSISTENT', { name }),
    daemon.tryCall('NODE_DEVICE_GET_AUTOSTART', { name }).catch(() => undefined),
  ])
  return {
    active: (active?.active ?? 1) !== 0,
    persistent: (persistent?.persistent ?? 0) !== 0,
    autostart: (autostart?.autostart ?? 0) !== 0,
  }
}

function capabilityNames(doc: NodedevDoc): string[] {
  return doc.capabilities.flatMap((capability) => {
    const inner = 'capabilities' in capability ? (capability.capabilities ?? []) : []
    return [capability.type, ...inner.map(({ type }) => type)]
  })
}
