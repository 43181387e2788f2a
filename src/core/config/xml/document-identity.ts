import { SaxesParser } from 'saxes'
import { readPlain } from './plain-reader.ts'
import { parseXml, withoutMark, xmlDefaults } from './reader.ts'
import { attribute, elementsOf, textOf, type XmlElement } from './tree.ts'

/** What a document says of the object that it describes. */
export interface DocumentIdentity {
  readonly uuid: string | undefined
  readonly name: string | undefined
}

/** Thrown to leave the parser when enough is known. */
class Found extends Error {}
/** Thrown to leave the parser for one that knows namespaces. */
class Odd extends Error {}

const none: DocumentIdentity = { uuid: undefined, name: undefined }

/** Kinds of documents that have their name elsewhere than in an element `<name>` below the root. */
const nameElsewhere: { readonly [type: string]: (root: XmlElement) => string | undefined } = {
  nwfilter: (root) => attribute(root, 'name'),
  interface: (root) => attribute(root, 'name'),
  secret: (root) => {
    const usage = ownChild(root, 'usage')
    const element = usage && usageElements[attribute(usage, 'type') ?? '']
    return usage && element && textBelow(usage, element)
  },
  // A pool without a name of its own is called like what it comes from.
  pool: (root) => textBelow(root, 'name') ?? textBelow(ownChild(root, 'source'), 'name'),
}

/** Where a secret's usage says what it is for. */
const usageElements: { readonly [usage: string]: string } = {
  volume: 'volume',
  ceph: 'name',
  iscsi: 'target',
  tls: 'name',
  vtpm: 'name',
}

/**
 * Name and uuid of a document for an object of a type, as the reader of such documents finds them: rules of access
 * control go by the name, so no document may be read in two ways. A document that is broken has none: what is wrong
 * with it the driver's reader will say. Plain documents are read no further than must be.
 */
export function documentIdentity(xml: string, type: string): DocumentIdentity {
  if (xml.length > xmlDefaults.maxSize) return none
  // Only the table's own words count.
  const nameOf = Object.hasOwn(nameElsewhere, type) ? nameElsewhere[type] : undefined
  const plain = readPlain(xml, xmlDefaults, nameOf === undefined ? untilKnown() : undefined)
  if (plain) return identityIn(plain, nameOf)
  const quick = nameOf === undefined || type === 'pool' ? quickIdentity(xml) : undefined
  if (quick && (quick.name !== undefined || !nameOf)) return quick
  return wholeIdentity(xml, nameOf)
}

type NameOf = (root: XmlElement) => string | undefined

/** Whether name and uuid are both told, asked after each child of the root. */
function untilKnown(): (root: XmlElement) => boolean {
  const seen = new Set<string>()
  return (root) => {
    const last = root.children.findLast((child) => typeof child !== 'string')
    if (last?.local === 'name' || last?.local === 'uuid') seen.add(last.local)
    return seen.size === 2
  }
}

function identityIn(root: XmlElement, nameOf: NameOf | undefined): DocumentIdentity {
  const name = nameOf ? nameOf(root) : textBelow(root, 'name')
  return { uuid: normalUuid(textBelow(root, 'uuid')), name }
}

/** Reads until name and uuid are known; undefined for a document that takes the whole reader. */
function quickIdentity(xml: string): DocumentIdentity | undefined {
  const reader = new IdentityReader()
  try {
    reader.read(xml)
  } catch (error) {
    if (error instanceof Odd) return undefined
    if (!(error instanceof Found)) return none
  }
  return { uuid: normalUuid(reader.uuid), name: reader.name }
}

function wholeIdentity(xml: string, nameOf: NameOf | undefined): DocumentIdentity {
  try {
    return identityIn(parseXml(xml), nameOf)
  } catch {
    return none
  }
}

/** The first child that counts as one of the document's own: of the namespace of its parent, or of none. */
function ownChild(node: XmlElement, local: string): XmlElement | undefined {
  return elementsOf(node).find((child) => child.local === local && (child.ns === node.ns || child.ns === ''))
}

function textBelow(node: XmlElement | undefined, local: string): string | undefined {
  const child = node && ownChild(node, local)
  return child && textOf(child)
}

class IdentityReader {
  name: string | undefined
  uuid: string | undefined
  #depth = 0
  #text: string | undefined

  read(xml: string): void {
    const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false })
    parser.on('error', (error) => {
      throw error
    })
    parser.on('opentag', (tag) => {
      this.#depth++
      if (this.#depth > 2) return
      // Whose element it is takes a reader that knows namespaces.
      if (isOdd(tag.name, this.#depth) || (this.#depth === 2 && 'xmlns' in tag.attributes)) throw new Odd()
      if (this.#depth === 2) this.#text = ''
    })
    parser.on('text', (text) => this.#more(text))
    parser.on('cdata', (text) => this.#more(text))
    parser.on('closetag', (tag) => {
      if (this.#depth === 2) this.#take(tag.name)
      this.#depth--
    })
    parser.write(withoutMark(xml)).close()
  }

  #more(text: string): void {
    if (this.#depth === 2 && this.#text !== undefined) this.#text += text
  }

  #take(element: string): void {
    const text = this.#text ?? ''
    this.#text = undefined
    if (element === 'name') this.name ??= text
    if (element === 'uuid') this.uuid ??= text
    if (this.name !== undefined && this.uuid !== undefined) throw new Found()
  }
}

/** Whether a name has a prefix and could, by its namespace, be the root, the name or the uuid all the same. */
function isOdd(name: string, depth: number): boolean {
  return depth === 1 ? name.includes(':') : name.endsWith(':name') || name.endsWith(':uuid')
}

/** The usual form of a uuid; dashes, blanks and case may be written otherwise. */
function normalUuid(text: string | undefined): string | undefined {
  const digits = (text ?? '').replace(/[-\s]/g, '').toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
