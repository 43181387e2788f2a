import { VirtError } from '../../errors/index.ts'
import type { Doc, ElementType } from '../descriptor/element.ts'
import { readDocument } from '../descriptor/parse.ts'
import { parseXml } from '../xml/reader.ts'
import type { NetworkDoc } from './network.ts'
import {
  dhcpHost,
  dhcpRange,
  dnsHost,
  dnsSrv,
  dnsTxt,
  forwardInterface,
  type NetworkIpDoc,
  partialDhcpHost,
  partialDnsHost,
  partialDnsSrv,
  portgroup,
} from './parts.ts'

/** One change of one part of a network. */
export interface NetworkUpdate {
  readonly command: 'modify' | 'delete' | 'add-last' | 'add-first'
  /** Part of the document: `ip-dhcp-host`, `ip-dhcp-range`, `forward-interface`, `portgroup`, `dns-host`, ... */
  readonly section: string
  /** Which `<ip>` of several; -1 for the one that has DHCP. */
  readonly parentIndex: number
  readonly xml: string
}

/** How the elements of one section are read, told apart and put back. */
interface Section<T> {
  readonly root: string
  readonly whole: ElementType<T>
  /** Reads an element that only has to be found. */
  readonly partial?: ElementType<T>
  readonly modifiable?: true
  items(doc: NetworkDoc, update: NetworkUpdate): readonly T[]
  put(doc: NetworkDoc, update: NetworkUpdate, items: readonly T[]): NetworkDoc
  /** Whether both mean the same thing: it is the one to modify, and a reason not to add it. */
  same(item: T, wanted: T): boolean
  /** Whether it is the one to delete; `same` unless given. */
  matches?(item: T, wanted: T): boolean
}

function ipIndex(doc: NetworkDoc, { parentIndex }: NetworkUpdate): number {
  const ips = doc.ips ?? []
  const withDhcp = ips.findIndex((item) => item.dhcp !== undefined)
  const index = parentIndex >= 0 ? parentIndex : Math.max(0, withDhcp)
  if (ips[index] === undefined) {
    throw invalid(`network '${doc.name}' has no element 'ip' number ${index}`)
  }
  return index
}

function dhcpOf(doc: NetworkDoc, update: NetworkUpdate): NonNullable<NetworkIpDoc['dhcp']> {
  return doc.ips?.[ipIndex(doc, update)]?.dhcp ?? {}
}

function withDhcp(
  doc: NetworkDoc,
  update: NetworkUpdate,
  part: Partial<NonNullable<NetworkIpDoc['dhcp']>>,
): NetworkDoc {
  const index = ipIndex(doc, update)
  const dhcp = withoutEmpty({ ...dhcpOf(doc, update), ...part })
  const ips = doc.ips?.map((item, i) => (i === index ? withoutEmpty({ ...item, dhcp }) : item)) ?? []
  return { ...doc, ips }
}

/** An object without the fields whose list or object is empty. */
function withoutEmpty<T extends object>(value: T): T {
  const kept = Object.entries(value).filter(
    ([, item]) => typeof item !== 'object' || item === null || Object.keys(item).length > 0,
  )
  return Object.fromEntries(kept) as T // the same fields, optional ones left out
}

function withDns(doc: NetworkDoc, part: Partial<NonNullable<NetworkDoc['dns']>>): NetworkDoc {
  return withoutEmpty({ ...doc, dns: withoutEmpty({ ...doc.dns, ...part }) })
}

/** Whether each field that is wanted is so. */
function agrees<T extends object>(item: T, wanted: T): boolean {
  return Object.entries(wanted).every(([key, value]) => item[key as keyof T] === value)
}

type DhcpHost = Doc<typeof dhcpHost>
type DnsHost = Doc<typeof dnsHost>

const sharedFields = ['mac', 'name', 'ip', 'id'] as const

function sameDnsHost(item: DnsHost, wanted: DnsHost): boolean {
  if (wanted.ip !== undefined && item.ip === wanted.ip) return true
  return item.hostnames?.some((name) => wanted.hostnames?.includes(name)) ?? false
}

const dhcpHosts: Section<DhcpHost> = {
  root: 'host',
  whole: dhcpHost,
  partial: partialDhcpHost,
  modifiable: true,
  items: (doc, update) => dhcpOf(doc, update).hosts ?? [],
  put: (doc, update, hosts) => withDhcp(doc, update, { hosts }),
  same: (item, wanted) =>
    sharedFields.some((field) => wanted[field] !== undefined && item[field] === wanted[field]),
  matches: agrees,
}

const dhcpRanges: Section<Doc<typeof dhcpRange>> = {
  root: 'range',
  whole: dhcpRange,
  items: (doc, update) => dhcpOf(doc, update).ranges ?? [],
  put: (doc, update, ranges) => withDhcp(doc, update, { ranges }),
  same: (item, wanted) => item.start === wanted.start && item.end === wanted.end,
}

const forwardInterfaces: Section<Doc<typeof forwardInterface>> = {
  root: 'interface',
  whole: forwardInterface,
  items: (doc) => doc.forward?.interfaces ?? [],
  put(doc, _update, interfaces) {
    const { dev: _dev, interfaces: _old, ...rest } = doc.forward ?? { mode: 'nat' as const }
    const first = interfaces[0]?.dev
    return { ...doc, forward: { ...rest, ...(first === undefined ? {} : { dev: first, interfaces }) } }
  },
  same: (item, wanted) => item.dev === wanted.dev,
}

const portgroups: Section<Doc<typeof portgroup>> = {
  root: 'portgroup',
  whole: portgroup,
  modifiable: true,
  items: (doc) => doc.portgroups ?? [],
  put: (doc, _update, items) => withoutEmpty({ ...doc, portgroups: items }),
  same: (item, wanted) => item.name === wanted.name,
}

const dnsHosts: Section<DnsHost> = {
  root: 'host',
  whole: dnsHost,
  partial: partialDnsHost,
  items: (doc) => doc.dns?.hosts ?? [],
  put: (doc, _update, hosts) => withDns(doc, { hosts }),
  same: sameDnsHost,
}

const dnsTxts: Section<Doc<typeof dnsTxt>> = {
  root: 'txt',
  whole: dnsTxt,
  items: (doc) => doc.dns?.txts ?? [],
  put: (doc, _update, txts) => withDns(doc, { txts }),
  same: (item, wanted) => item.name === wanted.name,
  matches: agrees,
}

const dnsSrvs: Section<Doc<typeof dnsSrv>> = {
  root: 'srv',
  whole: dnsSrv,
  partial: partialDnsSrv,
  items: (doc) => doc.dns?.srvs ?? [],
  put: (doc, _update, srvs) => withDns(doc, { srvs }),
  same: agrees,
}

/** The sections that can change; each one works on elements of its own type. */
const sections: ReadonlyMap<string, Section<never>> = new Map<string, Section<never>>([
  ['ip-dhcp-host', dhcpHosts as Section<never>],
  ['ip-dhcp-range', dhcpRanges as Section<never>],
  ['forward-interface', forwardInterfaces as Section<never>],
  ['portgroup', portgroups as Section<never>],
  ['dns-host', dnsHosts as Section<never>],
  ['dns-txt', dnsTxts as Section<never>],
  ['dns-srv', dnsSrvs as Section<never>],
])

function invalid(message: string): VirtError {
  return new VirtError('operationInvalid', message, { domain: 'network' })
}

function apply<T>(doc: NetworkDoc, update: NetworkUpdate, section: Section<T>): NetworkDoc {
  const { command } = update
  const type = command === 'delete' ? (section.partial ?? section.whole) : section.whole
  const wanted = readDocument(parseXml(update.xml), section.root, type)
  const items = section.items(doc, update)
  const what = `network '${doc.name}', section '${update.section}':`
  const same = command === 'delete' ? (section.matches ?? section.same) : section.same
  const found = items.filter((item) => same(item, wanted))
  if (command === 'add-first' || command === 'add-last') {
    if (found.length > 0) throw invalid(`${what} there is such an element already`)
    return section.put(doc, update, command === 'add-first' ? [wanted, ...items] : [...items, wanted])
  }
  if (command === 'modify' && !section.modifiable) {
    throw invalid(`${what} elements can be added and deleted, not modified`)
  }
  if (found.length === 0) throw invalid(`${what} there is no such element`)
  if (found.length > 1) throw invalid(`${what} ${found.length} elements match, expected one`)
  const changed = command === 'modify' ? [wanted] : []
  return section.put(
    doc,
    update,
    items.flatMap((item) => (item === found[0] ? changed : [item])),
  )
}

/** The network with one part changed; what cannot be done is `operationInvalid`, a section that is fixed `noSupport`. */
export function updateNetwork(doc: NetworkDoc, update: NetworkUpdate): NetworkDoc {
  const section = sections.get(update.section)
  if (section === undefined) {
    const known = [...sections.keys()].join(', ')
    throw new VirtError(
      'noSupport',
      `the section '${update.section}' of a network cannot be updated, expected one of ${known}`,
      { domain: 'network' },
    )
  }
  return apply(doc, update, section)
}
