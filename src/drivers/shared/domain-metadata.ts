import { parseXml } from '../../core/config/xml/reader.ts'
import { attribute, elementsOf, type XmlElement } from '../../core/config/xml/tree.ts'
import { formatXml } from '../../core/config/xml/writer.ts'
import { type ErrorCode, VirtError } from '../../core/errors/index.ts'

/** A part of the metadata of a domain or network. */
export type MetadataType = 'description' | 'title' | 'element'

/** What is asked of the metadata, or is to be put there. */
export interface MetadataRequest {
  readonly type: MetadataType
  readonly value?: string
  /** Prefix of the namespace. */
  readonly key?: string
  readonly uri?: string
}

/** What of a definition is metadata. */
interface Described {
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly metadata?: string
}

/** What an object with metadata is called, and the error that a part of it is not there. */
export interface DescribedWords {
  readonly what: string
  readonly missing: ErrorCode
}

const domainWords: DescribedWords = { what: 'domain', missing: 'noDomainMetadata' }

/** A part of the metadata; throws `noDomainMetadata`, or what the words say, if it is not there. */
export function readMetadata(
  doc: Described,
  { type, uri }: MetadataRequest,
  { what, missing } = domainWords,
): string {
  const value = type === 'element' ? readElement(doc, neededUri(uri)) : doc[type]
  if (value !== undefined) return value
  const part = type === 'element' ? `metadata for '${uri}'` : type
  throw new VirtError(missing, `the ${what} '${doc.name}' has no ${part}`)
}

/** The document with a part of its metadata set, or without it if there is no value. */
export function withMetadata<D extends Described>(
  doc: D,
  request: MetadataRequest,
  { what } = domainWords,
): D {
  const { type, value } = request
  if (type === 'element') return withElement(doc, request)
  if (type === 'title' && value?.includes('\n')) {
    throw new VirtError('xmlError', `the title of the ${what} '${doc.name}' contains a line break`)
  }
  return value === undefined || value === '' ? without(doc, type) : { ...doc, [type]: value }
}

function neededUri(uri: string | undefined): string {
  if (uri !== undefined && uri !== '') return uri
  throw new VirtError('invalidArg', "the namespace of the metadata element is missing: 'uri' was expected")
}

/** Each of these fields may be absent of every document. */
function without<D extends Described>(doc: D, field: 'title' | 'description' | 'metadata'): D {
  const { [field]: _, ...rest } = doc
  return rest as D
}

function metadataTree(doc: Described): XmlElement | undefined {
  return doc.metadata === undefined ? undefined : parseXml(doc.metadata)
}

function readElement(doc: Described, uri: string): string | undefined {
  const tree = metadataTree(doc)
  const found = tree === undefined ? undefined : elementsOf(tree).find(({ ns }) => ns === uri)
  return found === undefined ? undefined : formatXml(outOfNamespace(found, uri))
}

/** The element as whoever put it there knows it: the namespace is of the place that keeps it. */
function outOfNamespace(node: XmlElement, uri: string): XmlElement {
  const own = node.ns === uri
  const declares = ({ name, value }: XmlElement['attrs'][number]) =>
    value === uri && (name === 'xmlns' || name.startsWith('xmlns:'))
  return {
    ...node,
    ...(own ? { name: node.local, ns: '' } : {}),
    attrs: node.attrs.filter((each) => !declares(each)),
    children: node.children.map((child) => (typeof child === 'string' ? child : outOfNamespace(child, uri))),
  }
}

function withElement<D extends Described>(doc: D, { value, key, uri }: MetadataRequest): D {
  const space = neededUri(uri)
  const others = elementsOf(metadataTree(doc) ?? parseXml('<metadata/>')).filter(({ ns }) => ns !== space)
  const elements = others.map(formatXml)
  if (value !== undefined) elements.push(formatXml(inNamespace(value, key, space)))
  if (elements.length === 0) return without(doc, 'metadata')
  return { ...doc, metadata: `<metadata>\n    ${elements.join('\n    ')}\n  </metadata>` }
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
