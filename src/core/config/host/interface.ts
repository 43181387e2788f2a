import { int, oneOf, onOff, string, uint, word, yesNo } from '../descriptor/codec.ts'
import { type ElementType, element } from '../descriptor/element.ts'
import { attr, child, type DocOf, list, on } from '../descriptor/field.ts'

const ip = element({ address: attr(word, { required: true }), prefix: attr(uint), netmask: attr(word) })
const route = element({ gateway: attr(word, { required: true }) })

const protocol = element({
  family: attr(oneOf('ipv4', 'ipv6'), { required: true }),
  autoconf: child(element({}), { keep: true }),
  dhcp: child(element({ peerdns: attr(yesNo) }), { keep: true }),
  ips: list(ip, { name: 'ip' }),
  routes: list(route, { name: 'route' }),
})

const link = element({ speed: attr(uint, { omit: [0] }), state: attr(string, { omit: [''] }) })

const bondModes = oneOf(
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
)

const miimon = element({
  freq: attr(int, { required: true }),
  downdelay: attr(int),
  updelay: attr(int),
  carrier: attr(oneOf('ioctl', 'netif')),
})

const arpmon = element({
  interval: attr(int, { required: true }),
  target: attr(word, { required: true }),
  validate: attr(oneOf('none', 'active', 'backup', 'all')),
})

const bondFields = { mode: attr(bondModes), miimon: child(miimon), arpmon: child(arpmon) }
const bridgeFields = { stp: attr(onOff), delay: attr(word) }
const vlanFields = { tag: attr(word, { required: true }) }

const member = (): ElementType<InterfaceDoc> => hostInterface
const members = { interfaces: list(member, { name: 'interface' }) }
const bond = element({ ...bondFields, ...members })
const bridge = element({ ...bridgeFields, ...members })
const vlan = element({ ...vlanFields, interface: child(member) })

const common = {
  type: attr(oneOf('ethernet', 'bridge', 'bond', 'vlan')),
  name: attr(word),
  start: child(element({ mode: attr(oneOf('onboot', 'none', 'hotplug'), { required: true }) })),
  mtu: child(element({ size: attr(uint, { required: true }) })),
  protocols: list(protocol, { name: 'protocol' }),
  link: child(link, { when: on('type', 'ethernet', 'bond', 'vlan') }),
  mac: child(element({ address: attr(word, { required: true }) }), { when: on('type', 'ethernet') }),
}

/** A network interface of the host; bridges, bonds and VLANs hold others. */
export interface InterfaceDoc extends DocOf<typeof common> {
  readonly bridge?: DocOf<typeof bridgeFields> & Members
  readonly bond?: DocOf<typeof bondFields> & Members
  readonly vlan?: DocOf<typeof vlanFields> & { readonly interface?: InterfaceDoc }
}

interface Members {
  readonly interfaces?: readonly InterfaceDoc[]
}

/** A network interface of the host. */
export const hostInterface: ElementType<InterfaceDoc> = element({
  ...common,
  bridge: child(bridge, { when: on('type', 'bridge') }),
  bond: child(bond, { when: on('type', 'bond'), keep: true }),
  vlan: child(vlan, { when: on('type', 'vlan') }),
}) as ElementType<InterfaceDoc>
