import { flexUint, mac, oneOf, onOff, port, string, uint, word, yesNo } from '../descriptor/codec.ts'
import { type Doc, element } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaves, list } from '../descriptor/field.ts'
import { hostPciFields } from '../domain/address.ts'
import { bandwidth, virtualport, vlan } from '../domain/net.ts'

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

/** A device of the host that a network forwards to. */
export const forwardInterface = element({
  dev: attr(word, { required: true }),
  connections: attr(uint, { live: true }),
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
  interfaces: list(forwardInterface, { name: 'interface' }),
  addresses: list(pciAddress, { name: 'address' }),
}

/** `<forward>` of a network. */
export const forward = element(forwardFields, {
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

/** A host that DHCP knows, with as much as is needed to find it. */
export const partialDhcpHost = element(dhcpHostFields, {
  check(doc, site) {
    if (doc.mac === undefined && doc.name === undefined && doc.ip === undefined && doc.id === undefined) {
      site.fail("has none of 'mac', 'id', 'name' and 'ip'")
    }
  },
})

/** A host that DHCP knows. */
export const dhcpHost = element(dhcpHostFields, {
  check(doc, site) {
    if (doc.mac === undefined && doc.name === undefined && doc.id === undefined) {
      site.fail("has none of 'mac', 'id' and 'name'")
    }
    if (doc.ip === undefined) site.fail("lacks the attribute 'ip'")
  },
})

/** A range of addresses that DHCP hands out. */
export const dhcpRange = element({ ...range, lease: child(lease) })

const dhcp = element({
  ranges: list(dhcpRange, { name: 'range' }),
  hosts: list(dhcpHost, { name: 'host' }),
  bootp: child(element({ file: attr(word, { required: true }), server: attr(word) })),
})

/** `<ip>` of a network. */
export const ip = element(
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

const dnsHostFields = { ip: attr(word), hostnames: leaves(word, { name: 'hostname' }) }

/** An address that DNS knows, with as much as is needed to find it. */
export const partialDnsHost = element(dnsHostFields)

/** An address that DNS knows by names. */
export const dnsHost = element(dnsHostFields, {
  check(doc, site) {
    if (doc.ip === undefined) site.fail("lacks the attribute 'ip'")
    if (doc.hostnames === undefined) site.fail("lacks the element 'hostname'")
  },
})

const srvFields = {
  service: attr(word),
  protocol: attr(word),
  domain: attr(word),
  target: attr(word),
  port: attr(uint),
  priority: attr(uint),
  weight: attr(uint),
}

/** A service that DNS knows, with as much as is needed to find it. */
export const partialDnsSrv = element(srvFields)

/** A service that DNS knows. */
export const dnsSrv = element(srvFields, {
  check(doc, site) {
    if (doc.service === undefined) site.fail("lacks the attribute 'service'")
    if (doc.protocol === undefined) site.fail("lacks the attribute 'protocol'")
  },
})

/** A text that DNS knows by a name. */
export const dnsTxt = element({ name: attr(word, { required: true }), value: attr(string) })

/** `<dns>` of a network. */
export const dns = element({
  enable: attr(yesNo),
  forwardPlainNames: attr(yesNo),
  forwarders: list(element({ domain: attr(word), addr: attr(word) }), { name: 'forwarder' }),
  txts: list(dnsTxt, { name: 'txt' }),
  srvs: list(dnsSrv, { name: 'srv' }),
  hosts: list(dnsHost, { name: 'host' }),
})

/** `<portgroup>` of a network. */
export const portgroup = element({
  name: attr(word, { required: true }),
  default: attr(yesNo),
  trustGuestRxFilters: attr(yesNo),
  vlan: child(vlan),
  virtualport: child(virtualport),
  bandwidth: child(bandwidth),
  port: child(element({ isolated: attr(yesNo) })),
})

/** `<bridge>` of a network. */
export const bridge = element({
  name: attr(word),
  zone: attr(word),
  stp: attr(onOff),
  delay: attr(flexUint),
  macTableManager: attr(oneOf('default', 'kernel', 'libvirt'), { omit: ['default'] }),
})

/** One `<ip>` of a network. */
export type NetworkIpDoc = Doc<typeof ip>
