import type { Entry } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Args } from '../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import type { RemoteNetworkDhcpLease, RemoteNonnullNetwork } from '../wire/generated/types.ts'
import {
  virConnectListAllNetworksFlags as listFlags,
  virNetworkUpdateFlags as updateFlags,
} from '../wire/protocol/enums.ts'
import { badArgument, checkFlags, has, maskOf } from './flags.ts'
import { answer, either, type FilterGroup, filterOf, LIST_MAX, names, shown } from './listing.ts'
import { findByName, findByUuid, findNetwork, madeBy, networkRef } from './lookup.ts'
import { errorDomainOf } from './missing.ts'

const filters: ReadonlyArray<FilterGroup<'network'>> = [
  either(
    listFlags.VIR_CONNECT_LIST_NETWORKS_ACTIVE,
    listFlags.VIR_CONNECT_LIST_NETWORKS_INACTIVE,
    ({ active }) => active,
  ),
  either(
    listFlags.VIR_CONNECT_LIST_NETWORKS_PERSISTENT,
    listFlags.VIR_CONNECT_LIST_NETWORKS_TRANSIENT,
    ({ persistent }) => persistent,
  ),
  either(
    listFlags.VIR_CONNECT_LIST_NETWORKS_AUTOSTART,
    listFlags.VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART,
    ({ autostart }) => autostart,
  ),
]

const DEFINE_VALIDATE = 1
const CREATE_VALIDATE = 1
const XML_INACTIVE = 1

const active = (call: Call) => shown(call, 'network', (attrs) => attrs.active)
const inactive = (call: Call) => shown(call, 'network', (attrs) => !attrs.active)
const nameOf = ({ attrs }: Entry<'network'>): string => attrs.name

async function define(call: Call, args: Args<'network.define'>): Promise<{ net: RemoteNonnullNetwork }> {
  const key = await call.invoke('network.define', call.host(), args)
  return { net: networkRef(madeBy(call, 'network', key)) }
}

async function create(call: Call, xml: string): Promise<{ net: RemoteNonnullNetwork }> {
  const key = await call.invoke('network.create', call.host(), { xml })
  return { net: networkRef(madeBy(call, 'network', key)) }
}

/** Virtual networks. */
export const networkHandlers: RemoteHandlers = {
  CONNECT_NUM_OF_NETWORKS: (call) => ({ num: active(call).length }),
  CONNECT_LIST_NETWORKS: (call, { maxnames }) => names(active(call), maxnames, nameOf),
  CONNECT_NUM_OF_DEFINED_NETWORKS: (call) => ({ num: inactive(call).length }),
  CONNECT_LIST_DEFINED_NETWORKS: (call, { maxnames }) => names(inactive(call), maxnames, nameOf),
  CONNECT_LIST_ALL_NETWORKS: (call, { need_results, flags }) => {
    const fits = filterOf(call, 'network', flags, filters)
    const { refs, ret } = answer(call, shown(call, 'network', fits), need_results, networkRef)
    return { nets: refs, ret }
  },
  NETWORK_LOOKUP_BY_NAME: (call, { name }) => ({ net: networkRef(findByName(call, 'network', name)) }),
  NETWORK_LOOKUP_BY_UUID: (call, { uuid }) => ({ net: networkRef(findByUuid(call, 'network', uuid)) }),
  NETWORK_CREATE_XML: (call, { xml }) => create(call, xml),
  NETWORK_CREATE_XML_FLAGS: (call, { xml, flags }) => {
    checkFlags(call, 'network', flags, CREATE_VALIDATE)
    return create(call, xml)
  },
  NETWORK_DEFINE_XML: (call, { xml }) => define(call, { xml }),
  NETWORK_DEFINE_XML_FLAGS: (call, { xml, flags }) => {
    checkFlags(call, 'network', flags, DEFINE_VALIDATE)
    return define(call, { xml, validate: has(flags, DEFINE_VALIDATE) })
  },
  NETWORK_UNDEFINE: (call, { net }) => call.invoke('network.undefine', findNetwork(call, net), {}),
  NETWORK_CREATE: (call, { net }) => call.invoke('network.start', findNetwork(call, net), {}),
  NETWORK_DESTROY: (call, { net }) => call.invoke('network.destroy', findNetwork(call, net), {}),
  NETWORK_UPDATE: (call, args) => update(call, args),
  NETWORK_GET_XML_DESC: async (call, { net, flags }) => {
    checkFlags(call, 'network', flags, XML_INACTIVE)
    const network = findNetwork(call, net)
    return { xml: await call.invoke('network.getXml', network, { inactive: has(flags, XML_INACTIVE) }) }
  },
  NETWORK_GET_BRIDGE_NAME: (call, { net }) => {
    const { name, bridge } = findNetwork(call, net).attrs
    if (bridge !== undefined) return { name: bridge }
    throw new VirtError('internalError', `internal error: network '${name}' does not have a bridge name.`, {
      domain: errorDomainOf(call, 'network'),
    })
  },
  NETWORK_GET_AUTOSTART: (call, { net }) => ({ autostart: Number(findNetwork(call, net).attrs.autostart) }),
  NETWORK_SET_AUTOSTART: (call, { net, autostart }) =>
    call.invoke('network.setAutostart', findNetwork(call, net), { autostart: autostart !== 0 }),
  NETWORK_IS_ACTIVE: (call, { net }) => ({ active: Number(findNetwork(call, net).attrs.active) }),
  NETWORK_IS_PERSISTENT: (call, { net }) => ({ persistent: Number(findNetwork(call, net).attrs.persistent) }),
  NETWORK_GET_DHCP_LEASES: async (call, { net, mac, need_results, flags }) => {
    checkFlags(call, 'network', flags, 0)
    const network = findNetwork(call, net)
    const wanted = mac === null ? {} : { mac: readMac(call, mac) }
    const leases = await call.invoke('network.getDhcpLeases', network, wanted)
    const { refs, ret } = answer(call, leases, need_results, leaseRef, LIST_MAX)
    return { leases: refs, ret }
  },
  NETWORK_GET_METADATA: async (call, { network, type, uri, flags }) => {
    checkFlags(call, 'network', flags, IMPACT)
    const metadata = await call.invoke('network.getMetadata', findNetwork(call, network), {
      type: metadataType(call, type),
      ...(uri === null ? {} : { uri }),
      ...impact(flags),
    })
    return { metadata }
  },
  NETWORK_SET_METADATA: (call, { network, type, metadata, key, uri, flags }) => {
    checkFlags(call, 'network', flags, IMPACT)
    return call.invoke('network.setMetadata', findNetwork(call, network), {
      type: metadataType(call, type),
      ...(metadata === null ? {} : { value: metadata }),
      ...(key === null ? {} : { key }),
      ...(uri === null ? {} : { uri }),
      ...impact(flags),
    })
  },
}

const LIVE = updateFlags.VIR_NETWORK_UPDATE_AFFECT_LIVE
const CONFIG = updateFlags.VIR_NETWORK_UPDATE_AFFECT_CONFIG
const IMPACT = maskOf(LIVE, CONFIG)

/** What a change is for: the running object, its definition, or what fits its state. */
function impact(flags: number): { readonly live?: true; readonly config?: true } {
  return { ...(has(flags, LIVE) ? { live: true } : {}), ...(has(flags, CONFIG) ? { config: true } : {}) }
}

const commands = [undefined, 'modify', 'delete', 'add-last', 'add-first'] as const
const sections = [
  undefined,
  'bridge',
  'domain',
  'ip',
  'ip-dhcp-host',
  'ip-dhcp-range',
  'forward',
  'forward-interface',
  'forward-pf',
  'portgroup',
  'dns-host',
  'dns-txt',
  'dns-srv',
] as const

interface Update {
  readonly net: RemoteNonnullNetwork
  readonly command: number
  readonly section: number
  readonly parentIndex: number
  readonly xml: string
  readonly flags: number
}

function update(call: Call, { net, command, section, parentIndex, xml, flags }: Update): Promise<void> {
  checkFlags(call, 'network', flags, IMPACT)
  const network = findNetwork(call, net)
  const what = commands[command]
  const where = sections[section]
  if (what === undefined)
    throw badArgument(call, 'network', `unrecognized network update command code ${command}`)
  if (where === undefined)
    throw badArgument(call, 'network', `unrecognized network update section ${section}`)
  return call.invoke('network.update', network, {
    command: what,
    section: where,
    parentIndex,
    xml,
    ...impact(flags),
  })
}

const metadataTypes = ['description', 'title', 'element'] as const

function metadataType(call: Call, type: number): (typeof metadataTypes)[number] {
  const found = metadataTypes[type]
  if (found !== undefined) return found
  throw badArgument(call, 'network', `unknown metadata type '${type}'`)
}

function readMac(call: Call, text: string): string {
  const mac = text.toLowerCase()
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac)) return mac
  throw badArgument(call, 'network', `cannot parse MAC address '${text}'`)
}

interface Lease {
  readonly interface: string
  readonly expiry: number
  readonly mac: string
  readonly address: string
  readonly prefix: number
  readonly hostname?: string
  readonly clientId?: string
}

function leaseRef(lease: Lease): RemoteNetworkDhcpLease {
  return {
    iface: lease.interface,
    expirytime: BigInt(Math.floor(lease.expiry / 1000)),
    type: lease.address.includes(':') ? 1 : 0,
    mac: lease.mac,
    iaid: null,
    ipaddr: lease.address,
    prefix: lease.prefix,
    hostname: lease.hostname ?? null,
    clientid: lease.clientId ?? null,
  }
}
