import { randomUUID } from 'node:crypto'
import { mac, string, uint, uuid, word, yesNo } from '../descriptor/codec.ts'
import { element, type Mutable, type Site } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaf, list, raw } from '../descriptor/field.ts'
import { bandwidth, route, virtualport, vlan } from '../domain/net.ts'
import { bridge, dns, forward, ip, portgroup } from './parts.ts'

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
