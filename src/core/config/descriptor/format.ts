import { XmlWriter } from '../xml/writer.ts'
import type { Codec } from './codec.ts'
import { type ElementType, type NamedField, variantFor } from './element.ts'
import { type Draft, holds, type Namespace, type Place } from './field.ts'

/** How a document is printed. */
export interface WriteOptions {
  /** Leave out what only a running object has. */
  readonly inactive?: boolean
  /** Print passwords and other secrets. */
  readonly secure?: boolean
}

interface Writing {
  readonly writer: XmlWriter
  readonly inactive: boolean
  readonly secure: boolean
}

function wanted(writing: Writing, entry: NamedField, value: unknown, place: Place): boolean {
  const { live, secret, hide, when } = entry.field.options
  if (value === undefined || (live && writing.inactive) || (secret && !writing.secure)) return false
  if (writing.inactive && entry.field.options.liveValue?.(value)) return false
  return value !== hide && holds(when, place)
}

function writeUnit(writer: XmlWriter, codec: Codec<unknown>, value: unknown): void {
  const unit = codec.unitOf?.(value) ?? codec.unit
  if (unit !== undefined) writer.attribute('unit', unit)
}

function writeAttribute(writing: Writing, entry: NamedField, value: unknown): void {
  const codec = entry.field.codec as Codec<unknown> // an attribute always has one
  writing.writer.attribute(entry.name, codec.format(value))
  writeUnit(writing.writer, codec, value)
}

function writeLeaf(writing: Writing, name: string, codec: Codec<unknown>, value: unknown): void {
  const content = codec.format(value)
  if (codec.unit === undefined) {
    writing.writer.leaf(name, content)
    return
  }
  writing.writer.start(name)
  writeUnit(writing.writer, codec, value)
  writing.writer.endWithText(name, content)
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function writeChild(writing: Writing, entry: NamedField, value: unknown, ns: string, up: Place): void {
  const { form, codec, type, types, options } = entry.field
  const prefix = options.ns === undefined ? ns : `${options.ns.prefix}:`
  const name = prefix + entry.name
  if (form === 'child' && type) writeElement(writing, name, type(), value, prefix, up, options.keep ?? false)
  else if (form === 'list' && type) {
    for (const item of asList(value)) writeElement(writing, name, type(), item, prefix, up, true)
  } else if (form === 'leaf' && codec) writeLeaf(writing, name, codec, value)
  else if (form === 'leaves' && codec) for (const item of asList(value)) writeLeaf(writing, name, codec, item)
  else if (form === 'flag') {
    if (value === true) writing.writer.leaf(name, '')
  } else if (form === 'raw') writing.writer.raw(String(value))
  else if (form === 'raws') for (const item of asList(value)) writing.writer.raw(String(item))
  else if (form === 'mixed' && types) {
    for (const item of asList(value)) {
      const { tag } = item as { tag: string } // a mixed list holds only values with their tag
      const member = types()[tag]
      if (member !== undefined) writeElement(writing, prefix + tag, member, item, prefix, up, true)
    }
  }
}

function writeElement(
  writing: Writing,
  name: string,
  type: ElementType<unknown>,
  value: unknown,
  prefix: string,
  up: Place | undefined,
  keep: boolean,
  namespaces: readonly Namespace[] = [],
): void {
  const printed = type.options.print?.(value) ?? value
  const draft = printed as Draft // values of elements are objects
  const chosen = variantFor(type, draft)
  if (chosen === undefined) return
  const { writer } = writing
  const place: Place = { self: draft, up }
  const mark = keep ? undefined : writer.mark()
  writer.start(name)
  if (type.tag !== undefined) writer.attribute(type.tag, String(draft[type.tag]))
  let content: string | undefined
  let declared = namespaces.length === 0
  for (const entry of chosen.index.all) {
    const item = draft[entry.key]
    const { form } = entry.field
    if (form !== 'attr' && !declared) {
      declare(writer, namespaces)
      declared = true
    }
    if (!wanted(writing, entry, item, place)) continue
    if (form === 'attr') writeAttribute(writing, entry, item)
    else if (form === 'text') {
      const codec = entry.field.codec as Codec<unknown> // text always has one
      writeUnit(writer, codec, item)
      content = codec.format(item)
    } else writeChild(writing, entry, item, prefix, place)
  }
  if (!declared) declare(writer, namespaces)
  if (content !== undefined) writer.endWithText(name, content)
  else if (mark !== undefined && writer.isBare()) writer.takeBack(mark)
  else writer.end(name)
}

function declare(writer: XmlWriter, namespaces: readonly Namespace[]): void {
  for (const { prefix, uri } of namespaces) writer.attribute(`xmlns:${prefix}`, uri)
}

/** Namespaces of extensions that a value uses. */
function usedNamespaces(type: ElementType<unknown>, value: Draft): Namespace[] {
  const used = new Map<string, Namespace>()
  for (const { key, field } of type.index.all) {
    const { ns } = field.options
    if (ns !== undefined && value[key] !== undefined) used.set(ns.uri, ns)
  }
  return [...used.values()]
}

/** Prints a document in libvirt's style. */
export function writeDocument<D>(
  name: string,
  type: ElementType<D>,
  doc: D,
  options: WriteOptions = {},
): string {
  const writer = new XmlWriter()
  const writing: Writing = { writer, inactive: options.inactive ?? false, secure: options.secure ?? false }
  const untyped = type as ElementType<unknown>
  const namespaces = usedNamespaces(untyped, doc as Draft)
  writeElement(writing, name, untyped, doc, '', undefined, true, namespaces)
  return writer.toString()
}
