import type { DomainDoc } from '../../core/config/index.ts'
import { parseXml } from '../../core/config/xml/reader.ts'
import { attribute, elementsOf, type XmlElement } from '../../core/config/xml/tree.ts'
import { formatXml } from '../../core/config/xml/writer.ts'
import { VirtError } from '../../core/errors/index.ts'

/** A part of the metadata of a domain. */
export type MetadataType = 'description' | 'title' | 'element'

/** What is asked of the metadata, or is to be put there. */
export interface MetadataRequest {
  readonly type: MetadataType
  readonly value?: string
  /** Prefix of the namespace. */
  readonly key?: string
  readonly uri?: string
}

/** A part of the metadata; throws `noDomainMetadata` if it is not there. */
export function readMetadata(doc: DomainDoc, { type, uri }: MetadataRequest): string {
  const value = type === 'element' ? readElement(doc, neededUri(uri)) : doc[type]
  if (value !== undefined) return value
  const what = type === 'element' ? `metadata for '${uri}'` : type
  throw new VirtError('noDomainMetadata', `the domain '${doc.name}' has no ${what}`)
}

/** The document with a part of its metadata set, or without it if there is no value. */
export function withMetadata(doc: DomainDoc, request: MetadataRequest): DomainDoc {
  const { type, value } = request
  if (type === 'element') return withElement(doc, request)
  if (type === 'title' && value?.includes('\n')) {
    throw new VirtError('xmlError', `the title of the domain '${doc.name}' contains a line break`)
  }
  const { [type]: _, ...rest } = doc
  return value === undefined || value === '' ? rest : { ...rest, [type]: value }
}

function neededUri(uri: string | undefined): string {
  if (uri !== undefined && uri !== '') return uri
  throw new VirtError('invalidArg', "the namespace of the metadata element is missing: 'uri' was expected")
}

function metadataTree(doc: DomainDoc): XmlElement | undefined {
  return doc.metadata === undefined ? undefined : parseXml(doc.metadata)
}

function readElement(doc: DomainDoc, uri: string): string | undefined {
  const tree = metadataTree(doc)
  const found = tree === undefined ? undefined : elementsOf(tree).find(({ ns }) => ns === uri)
  return found === undefined ? undefined : formatXml(found)
}

function withElement(doc: DomainDoc, { value, key, uri }: MetadataRequest): DomainDoc {
  const space = neededUri(uri)
  const others = elementsOf(metadataTree(doc) ?? parseXml('<metadata/>')).filter(({ ns }) => ns !== space)
  const elements = others.map(formatXml)
  if (value !== undefined) elements.push(formatXml(inNamespace(value, key, space)))
  const { metadata: _, ...rest } = doc
  if (elements.length === 0) return rest
  return { ...rest, metadata: `<metadata>\n    ${elements.join('\n    ')}\n  </metadata>` }
}

/** The element put into the namespace, with the prefix, that the caller names. */
function inNamespace(value: string, key: string | undefined, uri: string): XmlElement {
  if (key === undefined || !/^[A-Za-z_][\w.-]*$/.test(key)) {
    throw new VirtError(
      'invalidArg',
      "the prefix of the namespace is missing: 'key' with a name was expected",
    )
  }
  const root = parseXml(value)
  if (root.ns === uri) return root
  return prefixed(root, key, uri, true)
}

function prefixed(node: XmlElement, key: string, uri: string, declare: boolean): XmlElement {
  const bare = node.ns === ''
  const declared = declare && attribute(node, `xmlns:${key}`) === undefined
  return {
    ...node,
    name: bare ? `${key}:${node.local}` : node.name,
    ns: bare ? uri : node.ns,
    attrs: declared ? [{ name: `xmlns:${key}`, value: uri }, ...node.attrs] : node.attrs,
    children: node.children.map((child) =>
      typeof child === 'string' ? child : prefixed(child, key, uri, false),
    ),
  }
}
