import { formatNetwork, type NetworkDoc, parseNetwork } from '../../core/config/index.ts'
import { parseXml } from '../../core/config/xml/reader.ts'
import { attribute, elementsOf, textOf, type XmlElement, type XmlNode } from '../../core/config/xml/tree.ts'
import { formatXml } from '../../core/config/xml/writer.ts'
import { VirtError } from '../../core/errors/index.ts'
import { nearest } from '../../core/lib/nearest.ts'
import type { Args } from '../../core/model/index.ts'

type Update = Pick<Args<'network.update'>, 'command' | 'section' | 'parentIndex' | 'xml'>

/** Where the elements of a section stand and what tells them apart. */
interface Section {
  /** Names of the elements around, from the outermost. */
  readonly path: readonly string[]
  readonly element: string
  /** Whether two elements are the same one. */
  readonly same: (a: XmlElement, b: XmlElement) => boolean
}

function byAttributes(...names: readonly string[]): Section['same'] {
  return (a, b) =>
    names.some((name) => attribute(a, name) !== undefined && attribute(a, name) === attribute(b, name))
}

function byAll(...names: readonly string[]): Section['same'] {
  return (a, b) => names.every((name) => attribute(a, name) === attribute(b, name))
}

function byHostname(a: XmlElement, b: XmlElement): boolean {
  const names = (node: XmlElement): string[] => elementsOf(node).map(textOf)
  if (attribute(a, 'ip') !== undefined && attribute(a, 'ip') === attribute(b, 'ip')) return true
  return names(a).some((name) => names(b).includes(name))
}

const sections: Readonly<Record<string, Section>> = {
  'ip-dhcp-host': { path: ['ip', 'dhcp'], element: 'host', same: byAttributes('mac', 'name', 'ip') },
  'ip-dhcp-range': { path: ['ip', 'dhcp'], element: 'range', same: byAll('start', 'end') },
  'forward-interface': { path: ['forward'], element: 'interface', same: byAll('dev') },
  portgroup: { path: [], element: 'portgroup', same: byAll('name') },
  'dns-txt': { path: ['dns'], element: 'txt', same: byAll('name') },
  'dns-srv': { path: ['dns'], element: 'srv', same: byAll('service', 'protocol', 'domain', 'target') },
  'dns-host': { path: ['dns'], element: 'host', same: byHostname },
}

/** The document of a network with one part changed. */
export function updateNetworkDoc(doc: NetworkDoc, update: Update): NetworkDoc {
  const section = Object.hasOwn(sections, update.section) ? sections[update.section] : undefined
  if (section === undefined) throw unknownSection(update.section)
  const given = parseXml(update.xml)
  if (given.local !== section.element) {
    throw new VirtError(
      'xmlError',
      `the section '${update.section}' of a network holds elements '${section.element}', not '${given.name}'`,
    )
  }
  const tree = parseXml(formatNetwork(doc))
  return parseNetwork(formatXml(within(tree, section, section.path, { ...update, given })), { live: true })
}

interface Change extends Update {
  readonly given: XmlElement
}

/** The tree with the change made below the element of a path. */
function within(node: XmlElement, section: Section, path: readonly string[], change: Change): XmlElement {
  const [name, ...rest] = path
  if (name === undefined) return { ...node, children: changed(node, section, change) }
  const target = chooseParent(node, name, change)
  const inner = within(target.element, section, rest, change)
  const children: XmlNode[] = target.isNew
    ? [...node.children, inner]
    : node.children.map((child) => (child === target.element ? inner : child))
  return { ...node, children }
}

function chooseParent(
  node: XmlElement,
  name: string,
  { parentIndex, command }: Change,
): { readonly element: XmlElement; readonly isNew: boolean } {
  const found = elementsOf(node).filter((child) => child.local === name)
  const index = name === 'ip' && parentIndex >= 0 ? parentIndex : 0
  const element = found[index]
  if (element !== undefined) return { element, isNew: false }
  if (name === 'ip' || command === 'delete' || command === 'modify') {
    throw new VirtError('operationInvalid', `the network has no element '${name}' number ${index}`)
  }
  return { element: parseXml(`<${name}/>`), isNew: true }
}

function changed(node: XmlElement, section: Section, { command, given, section: name }: Change): XmlNode[] {
  const same = elementsOf(node).filter(
    (child) => child.local === section.element && section.same(child, given),
  )
  if (command === 'add-first' || command === 'add-last') {
    if (same.length > 0)
      throw new VirtError('operationInvalid', `the section '${name}' has such an element already`)
    return command === 'add-first' ? [given, ...node.children] : [...node.children, given]
  }
  const [match] = same
  if (match === undefined)
    throw new VirtError('operationInvalid', `the section '${name}' has no such element`)
  if (command === 'delete') return node.children.filter((child) => child !== match)
  return node.children.map((child) => (child === match ? given : child))
}

function unknownSection(name: string): VirtError {
  const known = Object.keys(sections)
  const hint = nearest(name, known)
  const more = hint === undefined ? `known are ${known.join(', ')}` : `did you mean '${hint}'?`
  return new VirtError(
    'operationUnsupported',
    `the section '${name}' of a network cannot be changed; ${more}`,
  )
}
