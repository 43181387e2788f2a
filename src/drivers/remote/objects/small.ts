import { parseInterface, parseNwfilter, parseSecret, type SecretDoc } from '../../../core/config/index.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type {
  RemoteNonnullInterface,
  RemoteNonnullNwfilter,
  RemoteNonnullSecret,
} from '../../../rpc/wire/generated/types.ts'
import { oldInterfaces, oldNwfilters, oldSecrets } from '../old-lists.ts'
import type { Unit } from '../units.ts'

const list = { need_results: 1, flags: 0 } as const

/** The secrets of a daemon. */
export const secrets: Unit<RemoteNonnullSecret> = {
  type: 'secret',
  missing: 'noSecret',
  families: [],
  keyOf: ({ uuid }) => uuid,
  refOf: (uuid) => ({ uuid, usageType: 0, usageID: '' }),
  list: async (daemon) =>
    (await daemon.tryCall('CONNECT_LIST_ALL_SECRETS', list))?.secrets ?? oldSecrets(daemon),
  async read(secret, { daemon }) {
    const doc = parseSecret((await daemon.call('SECRET_GET_XML_DESC', { secret, flags: 0 })).xml)
    const { description } = doc
    const attrs: Attrs<'secret'> = {
      uuid: secret.uuid,
      usageType: doc.usage?.type ?? 'none',
      usageId: usageId(doc),
      ...(description !== undefined && { description }),
      ephemeral: doc.ephemeral,
      private: doc.private,
    }
    return { kind: 'put', type: 'secret', key: secret.uuid, attrs }
  },
}

function usageId({ usage }: SecretDoc): string {
  switch (usage?.type) {
    case 'volume':
      return usage.volume
    case 'iscsi':
      return usage.target
    case 'ceph':
    case 'tls':
    case 'vtpm':
      return usage.name
    default:
      return ''
  }
}

/** The network filters of a daemon. */
export const nwfilters: Unit<RemoteNonnullNwfilter> = {
  type: 'nwfilter',
  missing: 'noNwfilter',
  families: [],
  keyOf: ({ uuid }) => uuid,
  refOf: (uuid) => ({ name: '', uuid }),
  list: async (daemon) =>
    (await daemon.tryCall('CONNECT_LIST_ALL_NWFILTERS', list))?.filters ?? oldNwfilters(daemon),
  async read(nwfilter, { daemon }) {
    const doc = parseNwfilter((await daemon.call('NWFILTER_GET_XML_DESC', { nwfilter, flags: 0 })).xml)
    const attrs: Attrs<'nwfilter'> = {
      uuid: nwfilter.uuid,
      name: doc.name,
      chain: doc.chain ?? 'root',
      priority: doc.priority ?? 0,
      rules: doc.entries?.length ?? 0,
    }
    return { kind: 'put', type: 'nwfilter', key: nwfilter.uuid, attrs }
  },
}

/** The network interfaces of a daemon's host. */
export const interfaces: Unit<RemoteNonnullInterface> = {
  type: 'interface',
  missing: 'noInterface',
  families: [],
  keyOf: ({ name }) => name,
  refOf: (name) => ({ name, mac: '' }),
  list: async (daemon) =>
    (await daemon.tryCall('CONNECT_LIST_ALL_INTERFACES', list))?.ifaces ?? oldInterfaces(daemon),
  async read(iface, { daemon }) {
    const [xml, active] = await Promise.all([
      daemon.call('INTERFACE_GET_XML_DESC', { iface, flags: 0 }),
      daemon.tryCall('INTERFACE_IS_ACTIVE', { iface }),
    ])
    const doc = parseInterface(xml.xml)
    const mac = (doc.mac?.address ?? iface.mac).toLowerCase()
    const attrs: Attrs<'interface'> = {
      name: iface.name,
      ...(mac !== '' && { mac }),
      type: doc.type ?? 'ethernet',
      active: (active?.active ?? 1) !== 0,
    }
    return { kind: 'put', type: 'interface', key: iface.name, attrs }
  },
}
