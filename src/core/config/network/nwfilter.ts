import { randomUUID } from 'node:crypto'
import { int, oneOf, pattern, uuid, word, yesNo } from '../descriptor/codec.ts'
import { type Doc, type ElementType, element } from '../descriptor/element.ts'
import { attr, type DocOf, type Field, leaf, mixed } from '../descriptor/field.ts'
import { filterref } from '../domain/net.ts'
import { ruleValue } from './nwfilter-values.ts'

const macs = ['srcmacaddr', 'srcmacmask', 'dstmacaddr', 'dstmacmask']
const arpFields = [
  ...macs,
  'hwtype',
  'protocoltype',
  'opcode',
  'arpsrcmacaddr',
  'arpdstmacaddr',
  'arpsrcipaddr',
  'arpsrcipmask',
  'arpdstipaddr',
  'arpdstipmask',
  'gratuitous',
  'comment',
]
const ports = ['srcportstart', 'srcportend', 'dstportstart', 'dstportend']
const ipFields = [
  ...macs,
  'srcipaddr',
  'srcipmask',
  'dstipaddr',
  'dstipmask',
  'protocol',
  ...ports,
  'dscp',
  'comment',
]
const ipv6Fields = [
  ...ipFields.filter((name) => name !== 'dscp' && name !== 'comment'),
  'type',
  'typeend',
  'code',
  'codeend',
  'dscp',
  'comment',
]
const stpFields = [
  'srcmacaddr',
  'srcmacmask',
  'type',
  'flags',
  'root-priority',
  'root-priority-hi',
  'root-address',
  'root-address-mask',
  'root-cost',
  'root-cost-hi',
  'sender-priority',
  'sender-priority-hi',
  'sender-address',
  'sender-address-mask',
  'port',
  'port-hi',
  'age',
  'age-hi',
  'max-age',
  'max-age-hi',
  'hello-time',
  'hello-time-hi',
  'forward-delay',
  'forward-delay-hi',
  'comment',
]
const layer3 = [
  'srcmacaddr',
  'srcipaddr',
  'srcipmask',
  'dstipaddr',
  'dstipmask',
  'srcipfrom',
  'srcipto',
  'dstipfrom',
  'dstipto',
  'dscp',
  'connlimit-above',
  'comment',
  'state',
  'ipset',
  'ipsetflags',
]
const layer4 = [...layer3, ...ports]

/** Attributes of a rule's protocols. */
const protocolFields: Readonly<Record<string, readonly string[]>> = {
  mac: [...macs, 'protocolid', 'comment'],
  vlan: [...macs, 'vlanid', 'encap-protocol', 'comment'],
  stp: stpFields,
  arp: arpFields,
  rarp: arpFields,
  ip: ipFields,
  ipv6: ipv6Fields,
  tcp: [...layer4, 'option', 'flags'],
  udp: layer4,
  sctp: layer4,
  icmp: [...layer3, 'type', 'code'],
  igmp: layer3,
  esp: layer3,
  ah: layer3,
  udplite: layer3,
  all: layer3,
}

/** One protocol of a rule: texts by the names of its attributes; `match` false reverses it. */
export type ProtocolDoc = { readonly match?: boolean } & Readonly<Record<string, string | boolean>>

function protocolElement(protocol: string, names: readonly string[]): ElementType<ProtocolDoc> {
  const fields: Record<string, Field> = { match: attr(yesNo, { omit: [true] }) }
  for (const name of names) fields[name] = attr(ruleValue(protocol, name), { omit: [''] })
  // The fields are texts, and one truth.
  return element(fields) as ElementType<ProtocolDoc>
}

function protocolTable(): Readonly<Record<string, ElementType<ProtocolDoc>>> {
  const table: Record<string, ElementType<ProtocolDoc>> = {}
  for (const [name, names] of Object.entries(protocolFields)) {
    table[name] = protocolElement(name, names)
    if (layer3.every((field) => names.includes(field))) {
      const on6 = name === 'icmp' ? 'icmpv6' : `${name}-ipv6`
      if (name !== 'igmp') table[on6] = protocolElement(on6, names)
    }
  }
  return table
}

const rule = element(
  {
    action: attr(oneOf('drop', 'accept', 'reject', 'return', 'continue'), { required: true }),
    direction: attr(oneOf('in', 'out', 'inout'), { required: true }),
    priority: attr(int, { default: 500 }),
    statematch: attr(pattern(/^(0|1|true|false)$/, "'0', '1', 'true' or 'false'"), { omit: ['1', 'true'] }),
    protocols: mixed(protocolTable()),
  },
  {
    after(draft) {
      if (draft.statematch !== undefined) draft.statematch = 'false'
    },
  },
)

/** A rule of a network filter. */
export type NwfilterRuleDoc = Doc<typeof rule>

const filterFields = {
  name: attr(word, { required: true }),
  chain: attr(word, { default: 'root' }),
  priority: attr(int),
  uuid: leaf(uuid, { filled: true }),
  entries: mixed({ rule, filterref }),
}

/** The definition of a network filter: rules and references to other filters in their order. */
export type NwfilterDoc = DocOf<typeof filterFields>

/** Chains that a filter may be in; a name may go on behind the dash. */
const chain = /^(root|(mac|vlan|stp|arp|rarp|ipv4|ipv6)([-A-Za-z0-9_.:]*))$/

/** The definition of a network filter. */
export const nwfilter = element(filterFields, {
  after(draft) {
    draft.uuid ??= randomUUID()
  },
  check(doc, site) {
    if (!chain.test(doc.chain))
      site.fail(`is in the chain '${doc.chain}', whose name begins with no known protocol`)
  },
})
