import {
  flexUint,
  int,
  mac,
  oneOf,
  onOff,
  port,
  positive,
  string,
  u64,
  uint,
  uuid,
  word,
  yesNo,
} from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaf, list, on, onParent } from '../descriptor/field.ts'
import { address as deviceAddress, deviceTail, virtioDriver } from './address.ts'
import { reconnect } from './source.ts'

/** Kinds of connection that an interface of a domain can have. */
export const netTypes = [
  'user',
  'ethernet',
  'vhostuser',
  'server',
  'client',
  'mcast',
  'network',
  'bridge',
  'internal',
  'direct',
  'hostdev',
  'udp',
  'vdpa',
  'null',
  'vds',
] as const

const rate = { average: attr(u64), peak: attr(u64), burst: attr(u64), floor: attr(u64) }

/** Limits of traffic, in KiB and KiB per second. */
export const bandwidth = element({
  classId: attr(uint, { live: true }),
  inbound: child(element(rate)),
  outbound: child(element({ average: attr(u64), peak: attr(u64), burst: attr(u64) })),
})

const virtualportParameters = element({
  managerid: attr(flexUint),
  typeid: attr(flexUint),
  typeidversion: attr(flexUint),
  instanceid: attr(uuid),
  profileid: attr(string),
  interfaceid: attr(uuid),
})

/** Parameters of a switch port. */
export const virtualport = element({
  type: attr(oneOf('802.1Qbg', '802.1Qbh', 'openvswitch', 'midonet')),
  parameters: child(virtualportParameters),
})

const vlanTag = element({
  id: attr(uint, { required: true }),
  nativeMode: attr(oneOf('tagged', 'untagged')),
})

/** VLAN tags. */
export const vlan = element(
  { trunk: attr(yesNo), tags: list(vlanTag, { name: 'tag' }) },
  {
    after(draft) {
      if ((draft.tags?.length ?? 0) > 1) draft.trunk ??= true
      if (draft.trunk === false) delete draft.trunk
    },
    check(doc, site) {
      if (doc.tags === undefined) site.fail("lacks the element 'tag'")
      if (doc.tags?.some((tag) => tag.id > 4095)) site.fail('has a tag above 4095')
    },
  },
)

/** An address of a guest or of a host side of a connection. */
export const ipAddress = element({
  address: attr(word, { required: true }),
  family: attr(oneOf('ipv4', 'ipv6')),
  prefix: attr(uint),
  peer: attr(word),
})

/** A static route. */
export const route = element({
  family: attr(oneOf('ipv4', 'ipv6')),
  address: attr(word),
  netmask: attr(word),
  prefix: attr(uint),
  gateway: attr(word),
  metric: attr(positive),
})

const filterParameter = element({
  name: attr(word, { required: true }),
  value: attr(string, { required: true }),
})

/** Reference to a network filter with its parameters. */
export const filterref = element({
  filter: attr(word, { required: true }),
  parameters: list(filterParameter, { name: 'parameter' }),
})

/** Tuning of the receive coalescing of a host interface. */
export const coalesce = element({
  rx: child(element({ frames: child(element({ max: attr(uint) })) })),
})

const portRange = element({
  start: attr(port, { required: true }),
  end: attr(port),
  to: attr(port),
  exclude: attr(yesNo),
})

const portForward = element({
  proto: attr(oneOf('tcp', 'udp'), { required: true }),
  address: attr(word),
  dev: attr(word),
  ranges: list(portRange, { name: 'range' }),
})

const offloads = {
  csum: attr(onOff),
  gso: attr(onOff),
  tso4: attr(onOff),
  tso6: attr(onOff),
  ecn: attr(onOff),
  ufo: attr(onOff),
}

const driver = element({
  name: attr(oneOf('qemu', 'vhost', 'vfio', 'kvm', 'xen')),
  model: attr(word),
  txmode: attr(oneOf('iothread', 'timer')),
  ioeventfd: attr(onOff),
  event_idx: attr(onOff),
  queues: attr(positive),
  rx_queue_size: attr(uint),
  tx_queue_size: attr(uint),
  rss: attr(onOff),
  rss_hash_report: attr(onOff),
  ...virtioDriver,
  host: child(element({ ...offloads, mrg_rxbuf: attr(onOff) })),
  guest: child(element(offloads)),
})

const source = element({
  network: attr(word, { when: onParent('type', 'network') }),
  portgroup: attr(word, { when: onParent('type', 'network') }),
  portid: attr(uuid, { live: true, when: onParent('type', 'network', 'vds') }),
  bridge: attr(word, { when: onParent('type', 'bridge', 'network') }),
  name: attr(word, { when: onParent('type', 'internal') }),
  dev: attr(word, { when: onParent('type', 'direct', 'vdpa', 'user', 'vhostuser', 'network') }),
  type: attr(oneOf('unix', 'pci', 'usb'), { when: onParent('type', 'vhostuser', 'hostdev') }),
  path: attr(string, { when: onParent('type', 'vhostuser') }),
  mode: attr(oneOf('vepa', 'private', 'bridge', 'passthrough', 'server', 'client'), {
    when: onParent('type', 'direct', 'vhostuser', 'network'),
  }),
  address: attr(word, { when: onParent('type', 'server', 'client', 'mcast', 'udp') }),
  port: attr(port, { when: onParent('type', 'server', 'client', 'mcast', 'udp') }),
  switchid: attr(uuid, { when: onParent('type', 'vds') }),
  portgroupid: attr(string, { when: onParent('type', 'vds') }),
  connectionid: attr(int, { when: onParent('type', 'vds') }),
  reconnect: child(reconnect, { when: onParent('type', 'vhostuser') }),
  hostdevAddress: child(deviceAddress, { name: 'address', when: onParent('type', 'hostdev', 'network') }),
  local: child(element({ address: attr(word), port: attr(port) }), { when: onParent('type', 'udp') }),
  ips: list(ipAddress, { name: 'ip' }),
  routes: list(route, { name: 'route' }),
})

/** Names that the host gives to taps and that therefore do not belong into a definition. */
const allocatedName = /^(vnet|macvtap|macvlan|vif|veth)\d/

const target = element({
  dev: attr(word, { liveValue: (value: string) => allocatedName.test(value) }),
  managed: attr(yesNo),
})

const netFields = {
  type: attr(oneOf(...netTypes), { default: 'user' }),
  managed: attr(yesNo),
  trustGuestRxFilters: attr(yesNo),
  mac: child(
    element({
      address: attr(mac, { required: true }),
      type: attr(oneOf('generated', 'static')),
      check: attr(yesNo),
    }),
  ),
  hostdevDriver: child(
    element({ name: attr(oneOf('kvm', 'vfio', 'xen')), model: attr(word), queues: attr(positive) }),
    {
      name: 'driver',
      when: on('type', 'hostdev'),
    },
  ),
  source: child(source),
  vlan: child(vlan),
  virtualport: child(virtualport),
  bandwidth: child(bandwidth),
  port: child(element({ isolated: attr(yesNo) })),
  ips: list(ipAddress, { name: 'ip' }),
  routes: list(route, { name: 'route' }),
  script: child(element({ path: attr(word) })),
  downscript: child(element({ path: attr(word) })),
  backenddomain: child(element({ name: attr(word) })),
  target: child(target),
  guest: child(element({ dev: attr(word), actual: attr(word, { live: true }) })),
  model: child(element({ type: attr(word) })),
  driver: child(driver),
  backend: child(
    element({
      type: attr(oneOf('default', 'passt'), { omit: ['default'] }),
      logFile: attr(word),
      hostname: attr(word),
      fqdn: attr(word),
      tap: attr(word),
      vhost: attr(word),
    }),
  ),
  filterref: child(filterref),
  portForwards: list(portForward, { name: 'portForward' }),
  tune: child(element({ sndbuf: leaf(uint) })),
  link: child(element({ state: attr(oneOf('up', 'down')) })),
  mtu: child(element({ size: attr(uint) })),
  coalesce: child(coalesce),
  teaming: child(
    element({
      type: attr(oneOf('persistent', 'transient'), { required: true }),
      persistent: attr(word, { when: on('type', 'transient') }),
    }),
  ),
  ...deviceTail,
}

/** A network interface of a domain. */
export const net = element(netFields, { check: checkNet })

/** A network interface of a domain. */
export type NetDoc = DocOf<typeof netFields>

/** What the source of each type must name. */
const needed: Partial<Record<NetDoc['type'], Extract<keyof NonNullable<NetDoc['source']>, string>>> = {
  network: 'network',
  bridge: 'bridge',
  internal: 'name',
  direct: 'dev',
  vdpa: 'dev',
  hostdev: 'hostdevAddress',
  vhostuser: 'path',
  server: 'port',
  client: 'port',
  mcast: 'port',
  udp: 'port',
}

function checkNet(
  doc: NetDoc,
  site: { fail(clause: string, code?: 'xmlError' | 'configUnsupported'): never },
): void {
  const field = needed[doc.type]
  if (field !== undefined && doc.source?.[field] === undefined) {
    const name = field === 'hostdevAddress' ? 'address' : field
    site.fail(`of type '${doc.type}' has no source with '${name}'`)
  }
  if (doc.mac !== undefined && Number.parseInt(doc.mac.address.slice(0, 2), 16) & 1) {
    site.fail(`has the multicast address '${doc.mac.address}', expected a unicast address`)
  }
}
