import { type ErrorCode, VirtError } from '../../errors/index.ts'
import { nearest } from '../../lib/nearest.ts'
import { textOf, type XmlAttribute, type XmlElement } from '../xml/tree.ts'
import { formatXml } from '../xml/writer.ts'
import type { Codec } from './codec.ts'
import type { ElementType, FieldIndex, NamedField, Site } from './element.ts'
import { type Draft, holds, type Place } from './field.ts'
import { selfContained } from './raw-xml.ts'

/** Something in a document that its description does not know. */
export interface Unknown {
  readonly kind: 'element' | 'attribute'
  readonly name: string
  /** Element that it stands in. */
  readonly parent: string
  readonly line: number
  readonly column: number
  /** The known name that it may have been meant to be. */
  readonly nearest: string | undefined
}

/** How a document is read. */
export interface ReadOptions {
  /** Read what only a running object has (ids, aliases, allocated names); a definition leaves it out. */
  readonly live?: boolean
  /** Refuse what is not known instead of leaving it out. */
  readonly validate?: boolean
  /** Let amounts that follow from others follow them, as for a definition that is new. */
  readonly abiUpdate?: boolean
  /** Told of each thing that is left out because it is not known. */
  readonly onUnknown?: (unknown: Unknown) => void
  /** Name of the file, for positions in errors. */
  readonly file?: string
}

/** What holds during one reading. */
interface Reading {
  readonly live: boolean
  readonly abiUpdate: boolean
  readonly unknown: ((unknown: Unknown, file: string | undefined) => void) | undefined
  readonly file: string | undefined
}

function refuse(unknown: Unknown, file: string | undefined): never {
  const hint = unknown.nearest === undefined ? '' : `; the nearest known is '${unknown.nearest}'`
  throw new VirtError(
    'xmlError',
    `the ${unknown.kind} '${unknown.name}' in element '${unknown.parent}' at line ${unknown.line} is not known${hint}`,
    { domain: 'xml', at: position(unknown, file) },
  )
}

function position(node: { line: number; column: number }, file: string | undefined) {
  const at = { line: node.line, column: node.column }
  return file === undefined ? at : { file, ...at }
}

function fail(
  reading: Reading,
  node: XmlElement,
  clause: string,
  code: ErrorCode = 'xmlError',
  subject = `element '${node.name}'`,
): never {
  throw new VirtError(code, `${subject} at line ${node.line} ${clause}`, {
    domain: 'xml',
    at: position(node, reading.file),
  })
}

/** A found text for a message: shortened, and never a secret. */
function shown(text: string, field: NamedField): string {
  if (field.field.options.secret) return 'a value that is not shown'
  return text.length > 64 ? `'${text.slice(0, 64)}...'` : `'${text}'`
}

function decode(
  reading: Reading,
  node: XmlElement,
  entry: NamedField,
  codec: Codec<unknown>,
  value: string,
): unknown {
  const unit = codec.unit === undefined ? undefined : attributeOf(node.attrs, 'unit')
  const result = codec.parse(value, unit)
  if (result !== undefined) return result
  const where =
    entry.field.form === 'attr'
      ? `attribute '${entry.name}' of element '${node.name}'`
      : `element '${node.name}'`
  const found = unit === undefined ? shown(value, entry) : `${shown(value, entry)} with unit '${unit}'`
  return fail(reading, node, `is ${found}, expected ${codec.expects}`, 'xmlError', where)
}

function attributeOf(attrs: readonly XmlAttribute[], name: string): string | undefined {
  for (const a of attrs) if (a.name === name) return a.value
  return undefined
}

function wanted(reading: Reading, entry: NamedField, place: Place): boolean {
  const { live, when } = entry.field.options
  return (!live || reading.live) && holds(when, place)
}

function readAttributes(
  reading: Reading,
  node: XmlElement,
  index: FieldIndex,
  tag: string | undefined,
  place: Place,
): void {
  const draft = place.self as Draft
  let later: Array<[NamedField, string]> | undefined
  for (const { name, value } of node.attrs) {
    const entry = index.attrs.get(name)
    if (entry === undefined) {
      if (reading.unknown !== undefined) unknownAttribute(reading, node, index, tag, name)
    } else if (entry.field.options.when !== undefined) {
      later ??= []
      later.push([entry, value])
    } else readAttribute(reading, node, entry, value, draft, place)
  }
  // A condition may look at any other attribute, whichever was written first.
  for (const [entry, value] of later ?? []) readAttribute(reading, node, entry, value, draft, place)
}

function readAttribute(
  reading: Reading,
  node: XmlElement,
  entry: NamedField,
  value: string,
  draft: Draft,
  place: Place,
): void {
  const { codec, options } = entry.field
  if (codec === undefined || !wanted(reading, entry, place)) return
  const result = decode(reading, node, entry, codec, value)
  if (!options.omit?.includes(result) && kept(reading, entry, result)) draft[entry.key] = result
}

function kept(reading: Reading, entry: NamedField, value: unknown): boolean {
  return reading.live || entry.field.options.liveValue?.(value) !== true
}

function unknownAttribute(
  reading: Reading,
  node: XmlElement,
  index: FieldIndex,
  tag: string | undefined,
  name: string,
): void {
  if (name === tag || name === 'xmlns' || name.includes(':') || (name === 'unit' && index.unit)) return
  const { line, column } = node
  const near = nearest(name, index.attrs.keys())
  reading.unknown?.({ kind: 'attribute', name, parent: node.name, line, column, nearest: near }, reading.file)
}

function fieldsFor(
  node: XmlElement,
  parent: XmlElement,
  index: FieldIndex,
): readonly NamedField[] | undefined {
  // Extensions hold elements of their own namespace or of none.
  const own = node.ns === parent.ns || node.ns === ''
  return index.children.get(own ? node.local : `${node.ns} ${node.local}`)
}

function readChildren(reading: Reading, node: XmlElement, index: FieldIndex, place: Place): void {
  for (const item of node.children) {
    if (typeof item === 'string') continue
    const entries = fieldsFor(item, node, index)
    if (entries === undefined) {
      // Elements of a namespace that nobody here knows belong to somebody else.
      if (reading.unknown !== undefined && item.ns === node.ns) unknownElement(reading, item, node, index)
      continue
    }
    for (const entry of entries) {
      if (!wanted(reading, entry, place) || lacksNeeded(item, entry)) continue
      readChild(reading, item, entry, place)
      break
    }
  }
}

function lacksNeeded(node: XmlElement, entry: NamedField): boolean {
  const { needs } = entry.field.options
  return needs !== undefined && attributeOf(node.attrs, needs) === undefined
}

function unknownElement(reading: Reading, node: XmlElement, parent: XmlElement, index: FieldIndex): void {
  const { name, line, column } = node
  const near = nearest(name, index.children.keys())
  reading.unknown?.({ kind: 'element', name, parent: parent.name, line, column, nearest: near }, reading.file)
}

function push(draft: Draft, key: string, value: unknown): void {
  const held = draft[key]
  if (Array.isArray(held)) held.push(value)
  else draft[key] = [value]
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false
  return true
}

/** Reads one child; of several where one is expected the first counts, as for libvirt. */
function readChild(reading: Reading, node: XmlElement, entry: NamedField, place: Place): void {
  const draft = place.self as Draft
  const { form, codec, type, types, options } = entry.field
  const { key } = entry
  if (form === 'list' && type !== undefined) push(draft, key, readElement(reading, node, type(), place))
  else if (form === 'leaves' && codec) push(draft, key, decode(reading, node, entry, codec, textOf(node)))
  else if (form === 'raws') push(draft, key, formatXml(selfContained(node)))
  else if (form === 'mixed' && types !== undefined) {
    const value = readElement(reading, node, types()[node.local] as ElementType<unknown>, place) // found by that name
    push(draft, key, { tag: node.local, ...(value as object) })
  } else if (draft[key] !== undefined) return
  else if (form === 'child' && type !== undefined) {
    const value = readElement(reading, node, type(), place) as object
    if ((options.keep || !isEmpty(value)) && kept(reading, entry, value)) draft[key] = value
  } else if (form === 'leaf' && codec) {
    const value = decode(reading, node, entry, codec, textOf(node))
    if (!options.omit?.includes(value)) draft[key] = value
  } else if (form === 'flag') draft[key] = true
  else if (form === 'raw') draft[key] = formatXml(selfContained(node))
}

function complete(reading: Reading, node: XmlElement, entries: readonly NamedField[], place: Place): void {
  const draft = place.self as Draft
  for (const entry of entries) {
    if (draft[entry.key] !== undefined || !wanted(reading, entry, place)) continue
    const { default: value, required } = entry.field.options
    if (value !== undefined) draft[entry.key] = value
    else if (required) missing(reading, node, entry)
  }
}

function missing(reading: Reading, node: XmlElement, entry: NamedField): never {
  const kind = entry.field.form === 'attr' ? 'attribute' : 'element'
  return fail(
    reading,
    node,
    entry.field.form === 'text' ? 'holds no text' : `lacks the ${kind} '${entry.name}'`,
  )
}

function chooseVariant(reading: Reading, node: XmlElement, type: ElementType<unknown>): ElementType<unknown> {
  const { tag, variants } = type
  if (tag === undefined || variants === undefined) return type
  const word = attributeOf(node.attrs, tag)
  if (word === undefined) return fail(reading, node, `lacks the attribute '${tag}'`)
  const chosen = variants.get(word)
  if (chosen !== undefined) return chosen
  const known = [...variants.keys()].map((w) => `'${w}'`).join(', ')
  return fail(
    reading,
    node,
    `is '${word}', expected one of ${known}`,
    'xmlError',
    `attribute '${tag}' of element '${node.name}'`,
  )
}

/** Reads one element by its declaration. */
function readElement(
  reading: Reading,
  node: XmlElement,
  type: ElementType<unknown>,
  up: Place | undefined,
): unknown {
  const chosen = chooseVariant(reading, node, type)
  const { index } = chosen
  const draft: Draft = {}
  if (type.tag !== undefined) draft[type.tag] = attributeOf(node.attrs, type.tag)
  const place: Place = { self: draft, up }
  readAttributes(reading, node, index, type.tag, place)
  if (index.text !== undefined) readText(reading, node, index.text, place)
  // What children are may depend on attributes, given or not.
  complete(reading, node, index.expectedAttrs, place)
  readChildren(reading, node, index, place)
  complete(reading, node, index.expectedChildren, place)
  const { after, check } = type.options
  if (after === undefined && check === undefined) return draft
  const site: Site = {
    up,
    live: reading.live,
    abiUpdate: reading.abiUpdate,
    fail: (clause, code) => fail(reading, node, clause, code),
  }
  after?.(draft, site)
  for (const entry of index.filled) if (draft[entry.key] === undefined) missing(reading, node, entry)
  check?.(draft, site)
  return draft
}

function readText(reading: Reading, node: XmlElement, entry: NamedField, place: Place): void {
  const { codec, options } = entry.field
  const value = textOf(node)
  if (codec === undefined || (value === '' && !options.required) || !wanted(reading, entry, place)) return
  const result = decode(reading, node, entry, codec, value)
  if (!options.omit?.includes(result)) (place.self as Draft)[entry.key] = result
}

/** Reads a document from its tree. */
export function readDocument<D>(
  node: XmlElement,
  name: string,
  type: ElementType<D>,
  options: ReadOptions = {},
): D {
  const { onUnknown, validate, file } = options
  const unknown = validate ? refuse : onUnknown && ((item: Unknown) => onUnknown(item))
  const reading: Reading = {
    live: options.live ?? false,
    abiUpdate: options.abiUpdate ?? false,
    unknown,
    file,
  }
  if (node.local !== name) fail(reading, node, `is not a <${name}> document`)
  // The declaration's type parameter is the type of what its fields produce: that is how it was derived.
  return readElement(reading, node, type as ElementType<unknown>, undefined) as D
}
