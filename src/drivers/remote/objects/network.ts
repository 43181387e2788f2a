import { parseNetwork, parsePort } from '../../../core/config/index.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type { RemoteNonnullNetwork } from '../../../rpc/wire/generated/types.ts'
import { networkAttrs } from '../../shared/network-record.ts'
import { oldNetworks } from '../old-lists.ts'
import { type Family, type Member, memberKey, type Put, type Reading, type Unit } from '../units.ts'

/** A port that belongs to nobody. */
const nobody = '00000000-0000-0000-0000-000000000000'

const ports: Family<RemoteNonnullNetwork> = {
  type: 'port',
  async list(network, { daemon }) {
    const ret = await daemon.tryCall('NETWORK_LIST_ALL_PORTS', { network, need_results: 1, flags: 0 })
    return Promise.all(
      (ret?.ports ?? []).map(async (port): Promise<Member> => {
        const doc = parsePort((await daemon.call('NETWORK_PORT_GET_XML_DESC', { port, flags: 0 })).xml)
        const attrs: Attrs<'port'> = {
          uuid: port.uuid,
          network: network.uuid,
          owner: doc.owner?.uuid ?? nobody,
          ownerName: doc.owner?.name ?? '',
          mac: doc.mac?.address ?? '00:00:00:00:00:00',
          plug: doc.plug?.type ?? 'network',
        }
        return {
          ref: port,
          put: { kind: 'put', type: 'port', key: memberKey(network.uuid, port.uuid), attrs },
        }
      }),
    )
  },
}

/** The virtual networks of a daemon. */
export const networks: Unit<RemoteNonnullNetwork> = {
  type: 'network',
  missing: 'noNetwork',
  families: [ports],
  keyOf: ({ uuid }) => uuid,
  refOf: (uuid) => ({ name: '', uuid }),
  list: async (daemon) =>
    (await daemon.tryCall('CONNECT_LIST_ALL_NETWORKS', { need_results: 1, flags: 0 }))?.nets ??
    oldNetworks(daemon),
  read,
}

async function read(net: RemoteNonnullNetwork, { daemon, before }: Reading): Promise<Put> {
  const [xml, active, persistent, autostart] = await Promise.all([
    daemon.call('NETWORK_GET_XML_DESC', { net, flags: 0 }),
    daemon.tryCall('NETWORK_IS_ACTIVE', { net }),
    daemon.tryCall('NETWORK_IS_PERSISTENT', { net }),
    daemon.tryCall('NETWORK_GET_AUTOSTART', { net }),
  ])
  const old = before?.attrs as Attrs<'network'> | undefined
  const isActive = (active?.active ?? 1) !== 0
  const attrs: Attrs<'network'> = {
    ...networkAttrs(parseNetwork(xml.xml)),
    active: isActive,
    persistent: (persistent?.persistent ?? 1) !== 0,
    autostart: (autostart?.autostart ?? 0) !== 0,
    stateSince: old?.active === isActive ? old.stateSince : daemon.clock.now(),
  }
  return { kind: 'put', type: 'network', key: net.uuid, attrs }
}
