import { randomUUID } from 'node:crypto'
import { flexUint, mac, oneOf, onOff, port, string, uint, uuid, word, yesNo } from '../descriptor/codec.ts'
import { type Doc, element, type Mutable, type Site } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaf, leaves, list, raw } from '../descriptor/field.ts'
import { hostPciFields } from '../domain/address.ts'
import { bandwidth, route, virtualport, vlan } from '../domain/net.ts'

const range = { start: attr(word, { required: true }), end: attr(word, { required: true }) }
const portRange = element({ start: attr(port, { required: true }), end: attr(port, { required: true }) })

const nat = element({
  ipv6: attr(yesNo),
  addresses: list(element(range), { name: 'address' }),
  ports: list(portRange, { name: 'port' }),
})

/** Ways of a network to the outside. */
export const forwardModes = [
  'none',
  'nat',
  'route',
  'open',
  'bridge',
  'private',
  'vepa',
  'passthrough',
  'hostdev',
] as const

const pciAddress = element({
  type: attr(oneOf('pci'), { default: 'pci' }),
  ...hostPciFields,
})

const forwardFields = {
  dev: attr(word),
  mode: attr(oneOf(...forwardModes), { default: 'nat' }),
  managed: attr(yesNo),
  driver: child(
    element({ name: attr(oneOf('default', 'kvm', 'vfio', 'xen'), { omit: ['default'] }), model: attr(word) }),
  ),
  nat: child(nat),
  pfs: list(element({ dev: attr(word, { required: true }) }), { name: 'pf' }),
  interfaces: list(
    element({ dev: attr(word, { required: true }), connections: attr(uint, { live: true }) }),
    {
      name: 'interface',
    },
  ),
  addresses: list(pciAddress, { name: 'address' }),
}

const forward = element(forwardFields, {
  after(draft) {
    const first = draft.interfaces?.[0]?.dev
    if (draft.dev !== undefined && first === undefined && draft.mode !== 'hostdev') {
      draft.interfaces = [{ dev: draft.dev }]
    }
    if (draft.dev === undefined && first !== undefined) draft.dev = first
    if (draft.managed === false) delete draft.managed
  },
  check(doc, site) {
    const first = doc.interfaces?.[0]?.dev
    if (doc.dev !== undefined && first !== undefined && first !== doc.dev) {
      site.fail(`names the device '${doc.dev}', its first interface is '${first}'`)
    }
    if (doc.nat !== undefined && doc.mode !== 'nat') site.fail(`of mode '${doc.mode}' has the element 'nat'`)
    const kinds = [doc.interfaces, doc.addresses].filter((items) => items !== undefined).length
    if (kinds > 1) site.fail('has both interfaces and addresses')
    const seen = new Set<string>()
    for (const { domain, bus, slot, function: part } of doc.addresses ?? []) {
      const address = [domain, bus, slot, part].join(':')
      if (seen.has(address)) site.fail('has the same PCI address twice')
      seen.add(address)
    }
    if ((doc.pfs?.length ?? 0) > 1) site.fail("has more than one element 'pf'")
  },
})

const lease = element({
  expiry: attr(uint, { required: true }),
  unit: attr(oneOf('seconds', 'minutes', 'hours')),
})

const dhcpHostFields = {
  mac: attr(mac),
  id: attr(word),
  name: attr(word),
  ip: attr(word),
  lease: child(lease),
}

/** A host that DHCP knows. */
export type DhcpHostDoc = DocOf<typeof dhcpHostFields>

const dhcp = element({
  ranges: list(element({ ...range, lease: child(lease) }), { name: 'range' }),
  hosts: list(element(dhcpHostFields), { name: 'host' }),
  bootp: child(element({ file: attr(word, { required: true }), server: attr(word) })),
})

const ip = element(
  {
    family: attr(oneOf('ipv4', 'ipv6')),
    address: attr(word),
    netmask: attr(word),
    prefix: attr(uint),
    localPtr: attr(yesNo),
    tftp: child(element({ root: attr(word) })),
    dhcp: child(dhcp),
  },
  {
    check(doc, site) {
      if (doc.family === 'ipv6' && doc.netmask !== undefined) site.fail("of family 'ipv6' has a netmask")
      if (doc.netmask !== undefined && doc.prefix !== undefined) site.fail("has both 'netmask' and 'prefix'")
      if ((doc.prefix ?? 0) > (doc.family === 'ipv6' ? 128 : 32)) site.fail(`has the prefix ${doc.prefix}`)
    },
  },
)

const dnsHost = element({ ip: attr(word), hostnames: leaves(word, { name: 'hostname' }) })

const srv = element({
  service: attr(word, { required: true }),
  protocol: attr(word, { required: true }),
  domain: attr(word),
  target: attr(word),
  port: attr(uint),
  priority: attr(uint),
  weight: attr(uint),
})

const dns = element({
  enable: attr(yesNo),
  forwardPlainNames: attr(yesNo),
  forwarders: list(element({ domain: attr(word), addr: attr(word) }), { name: 'forwarder' }),
  txts: list(element({ name: attr(word, { required: true }), value: attr(string) }), { name: 'txt' }),
  srvs: list(srv, { name: 'srv' }),
  hosts: list(dnsHost, { name: 'host' }),
})

const portgroup = element({
  name: attr(word, { required: true }),
  default: attr(yesNo),
  trustGuestRxFilters: attr(yesNo),
  vlan: child(vlan),
  virtualport: child(virtualport),
  bandwidth: child(bandwidth),
  port: child(element({ isolated: attr(yesNo) })),
})

const bridge = element({
  name: attr(word),
  zone: attr(word),
  stp: attr(onOff),
  delay: attr(flexUint),
  macTableManager: attr(oneOf('default', 'kernel', 'libvirt'), { omit: ['default'] }),
})

const networkFields = {
  connections: attr(uint, { live: true, omit: [0] }),
  ipv6: attr(yesNo, { omit: [false] }),
  trustGuestRxFilters: attr(yesNo),
  name: leaf(word, { required: true }),
  uuid: leaf(uuid, { filled: true }),
  title: leaf(string),
  description: leaf(string),
  metadata: raw(),
  forward: child(forward),
  bridge: child(bridge),
  mtu: child(element({ size: attr(uint, { required: true }) })),
  mac: child(element({ address: attr(mac, { required: true }) })),
  domain: child(
    element({ name: attr(word, { required: true }), localOnly: attr(yesNo), register: attr(yesNo) }),
  ),
  dns: child(dns),
  vlan: child(vlan),
  bandwidth: child(bandwidth),
  port: child(element({ isolated: attr(yesNo) })),
  ips: list(ip, { name: 'ip' }),
  routes: list(route, { name: 'route' }),
  virtualport: child(virtualport),
  portgroups: list(portgroup, { name: 'portgroup' }),
  dnsmasqOptions: child(
    element({ options: list(element({ value: attr(string, { required: true }) }), { name: 'option' }) }),
    { name: 'options', ns: { prefix: 'dnsmasq', uri: 'http://libvirt.org/schemas/network/dnsmasq/1.0' } },
  ),
}

/** The definition of a network. */
export type NetworkDoc = DocOf<typeof networkFields>

/** The definition of a network. */
export const network = element(networkFields, { after: completeNetwork, check: checkNetwork })

/** Modes in which the network has a bridge of its own. */
const ownBridge: ReadonlySet<string> = new Set(['none', 'nat', 'route', 'open'])

function completeNetwork(draft: Mutable<NetworkDoc>): void {
  draft.uuid ??= randomUUID()
  if (draft.forward?.mode === 'none') delete draft.forward
  if (ownBridge.has(draft.forward?.mode ?? 'none')) {
    draft.bridge = { stp: true, delay: 0, ...draft.bridge }
  }
}

function checkNetwork(doc: NetworkDoc, site: Site): void {
  if (/[/\n]/.test(doc.name))
    site.fail(`has the name '${doc.name}', expected one without '/' and line breaks`)
  const mode = doc.forward?.mode ?? 'none'
  if (mode === 'open' && doc.forward?.interfaces !== undefined) {
    site.fail("with the forward mode 'open' has a forward device", 'configUnsupported')
  }
  if (mode === 'bridge' && doc.bridge?.stp !== undefined) {
    site.fail("with the forward mode 'bridge' sets 'stp' of its bridge", 'configUnsupported')
  }
  if (doc.bridge?.name !== undefined && doc.forward?.interfaces !== undefined && mode === 'bridge') {
    site.fail('has both a bridge and forward interfaces', 'configUnsupported')
  }
  if (['private', 'vepa', 'passthrough', 'hostdev'].includes(mode) && doc.bridge?.name !== undefined) {
    site.fail(`with the forward mode '${mode}' names a bridge`, 'configUnsupported')
  }
  if ((doc.portgroups?.filter((group) => group.default).length ?? 0) > 1) {
    site.fail('has more than one default portgroup')
  }
}

/** One `<ip>` of a network. */
export type NetworkIpDoc = Doc<typeof ip>
