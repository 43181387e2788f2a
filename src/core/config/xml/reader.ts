import { SaxesParser } from 'saxes'
import { VirtError } from '../../errors/index.ts'
import { readPlain } from './plain-reader.ts'
import type { XmlAttribute, XmlElement, XmlNode } from './tree.ts'
import { decodeUtf8 } from './utf8.ts'

/** Bounds of what is read; each has a default fit for one managed object. */
export interface XmlLimits {
  /** Bytes (or characters of a string); 16 MiB. */
  readonly maxSize?: number
  /** Elements inside each other; 256. */
  readonly maxDepth?: number
  /** Attributes of one element; 256. */
  readonly maxAttributes?: number
  /** Elements in all; 250,000. */
  readonly maxElements?: number
  /** Name of the file, for the position in errors. */
  readonly file?: string
}

/** Limits of a document that nothing else is said of. */
export const xmlDefaults = {
  maxSize: 16 * 1024 * 1024,
  maxDepth: 256,
  maxAttributes: 256,
  maxElements: 250_000,
}

/** The only names that `&name;` may have. A bare object: `&constructor;` must not find anything. */
function predefinedEntities(): Record<string, string> {
  return Object.assign(Object.create(null) as Record<string, string>, {
    amp: '&',
    gt: '>',
    lt: '<',
    quot: '"',
    apos: "'",
  })
}

const xmlUri = 'http://www.w3.org/XML/1998/namespace'
const xmlnsUri = 'http://www.w3.org/2000/xmlns/'

type Scope = Readonly<Record<string, string>>

const rootScope: Scope = Object.assign(Object.create(null) as Record<string, string>, {
  '': '',
  xml: xmlUri,
})

interface OpenElement {
  name: string
  local: string
  ns: string
  attrs: readonly XmlAttribute[]
  children: XmlNode[]
  line: number
  column: number
}

const noAttributes: readonly XmlAttribute[] = Object.freeze([])

/** One reading of one document: takes the parser's events and builds the tree. */
class TreeBuilder {
  readonly #parser = new SaxesParser<{ position: true; xmlns: false }>({ position: true, xmlns: false })
  readonly #limits: Required<Omit<XmlLimits, 'file'>>
  readonly #file: string | undefined
  readonly #open: OpenElement[] = []
  readonly #scopes: Scope[] = [rootScope]
  #root: XmlElement | undefined
  #whole = ''
  #count = 0
  #attributes = 0
  #line = 1
  #column = 1

  constructor(limits: XmlLimits) {
    this.#limits = { ...xmlDefaults, ...limits }
    this.#file = limits.file
    const parser = this.#parser
    parser.ENTITIES = predefinedEntities()
    parser.on('error', (error) => this.#fail(error.message.replace(/^.*?\d+:\d+: /, '').replace(/\.$/, '')))
    parser.on('doctype', () => this.#fail('a document type declaration is not allowed'))
    parser.on('xmldecl', (decl) => this.#declaration(decl.encoding))
    parser.on('opentagstart', (tag) => this.#begin(tag.name))
    parser.on('attribute', () => {
      if (++this.#attributes > this.#limits.maxAttributes) {
        this.#fail(`an element has more than ${this.#limits.maxAttributes} attributes`)
      }
    })
    parser.on('opentag', (tag) => this.#openTag(tag.name, tag.attributes))
    parser.on('closetag', () => this.#close())
    parser.on('text', (text) => this.#text(text))
    parser.on('cdata', (text) => this.#text(text))
  }

  read(text: string): XmlElement {
    if (text.length > this.#limits.maxSize) {
      this.#fail(`the document is larger than ${this.#limits.maxSize} bytes`)
    }
    // A NUL ends the text for libvirt's C API; a document that holds one was cut or forged.
    this.#whole = withoutMark(text)
    this.#parser.write(this.#whole).close()
    return this.#root ?? this.#fail('the document has no root element')
  }

  #fail(message: string, line = this.#parser.line, column = this.#parser.column): never {
    const at = { line, column: Math.max(1, column) }
    throw new VirtError('xmlError', `the document is not acceptable at line ${line}: ${message}`, {
      domain: 'xml',
      at: this.#file === undefined ? at : { file: this.#file, ...at },
    })
  }

  #declaration(encoding: string | undefined): void {
    if (encoding !== undefined && !/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) {
      this.#fail(`the encoding is '${encoding}', only UTF-8 is read`)
    }
  }

  /** The parser has read the name and one character more: if that ended the line, the tag began on the one before. */
  #begin(name: string): void {
    const { line, column } = this.#parser
    this.#attributes = 0
    this.#line = column === 0 ? line - 1 : line
    this.#column = column === 0 ? this.#columnBefore() : column - [...name].length - 1
    if (++this.#count > this.#limits.maxElements) {
      this.#fail(`there are more than ${this.#limits.maxElements} elements`)
    }
    if (this.#open.length >= this.#limits.maxDepth) {
      this.#fail(`elements are nested deeper than ${this.#limits.maxDepth}`)
    }
  }

  /** Column of the last tag that was begun, where the end of its line was read already. */
  #columnBefore(): number {
    const end = this.#whole.lastIndexOf('<', this.#parser.position - 1)
    let start = end
    while (start > 0 && !'\n\r'.includes(this.#whole[start - 1] as string)) start--
    return [...this.#whole.slice(start, end)].length + 1
  }

  #openTag(name: string, record: Readonly<Record<string, string>>): void {
    let scope = this.#scopes[this.#scopes.length - 1] as Scope // never empty: rootScope stays
    let attrs: XmlAttribute[] | undefined
    for (const key in record) {
      const value = record[key] as string
      attrs ??= []
      attrs.push({ name: key, value })
      if (key.startsWith('xmlns')) scope = this.#declare(scope, key, value)
    }
    const colon = name.indexOf(':')
    const ns = this.#resolve(scope, colon < 0 ? '' : name.slice(0, colon), name)
    if (attrs !== undefined) this.#checkAttributes(scope, attrs)
    this.#scopes.push(scope)
    this.#open.push({
      name,
      local: colon < 0 ? name : name.slice(colon + 1),
      ns,
      attrs: attrs ?? noAttributes,
      children: [],
      line: this.#line,
      column: this.#column,
    })
  }

  #declare(scope: Scope, key: string, uri: string): Scope {
    if (key !== 'xmlns' && key[5] !== ':') return scope
    const prefix = key === 'xmlns' ? '' : key.slice(6)
    if (prefix === 'xmlns' || uri === xmlnsUri || (prefix === 'xml') !== (uri === xmlUri)) {
      this.#fail(`the namespace declaration '${key}' is reserved`)
    }
    if (prefix === '' ? key !== 'xmlns' : uri === '' || prefix.includes(':')) {
      this.#fail(`the namespace declaration '${key}' is not valid`)
    }
    return Object.assign(Object.create(scope) as Record<string, string>, { [prefix]: uri })
  }

  #resolve(scope: Scope, prefix: string, name: string): string {
    if (prefix === '') {
      if (name.startsWith(':')) this.#fail(`'${name}' is not a valid name`)
      return scope[''] ?? ''
    }
    if (name.length <= prefix.length + 1 || name.indexOf(':', prefix.length + 1) >= 0) {
      this.#fail(`'${name}' is not a valid name`)
    }
    return scope[prefix] ?? this.#fail(`the prefix '${prefix}' is bound to no namespace`)
  }

  /** Prefixes of attributes must be bound, and no two attributes may mean the same name. */
  #checkAttributes(scope: Scope, attrs: readonly XmlAttribute[]): void {
    let seen: Set<string> | undefined
    for (const { name } of attrs) {
      const colon = name.indexOf(':')
      if (colon < 0 || name.startsWith('xmlns:')) continue
      const uri = this.#resolve(scope, name.slice(0, colon), name)
      seen ??= new Set()
      const full = `${uri} ${name.slice(colon + 1)}`
      if (seen.has(full)) this.#fail(`the attribute '${name}' is given twice`)
      seen.add(full)
    }
  }

  #text(text: string): void {
    const parent = this.#open[this.#open.length - 1]
    if (parent === undefined) return
    const { children } = parent
    const last = children[children.length - 1]
    if (typeof last === 'string') children[children.length - 1] = last + text
    else if (text !== '') children.push(text)
  }

  #close(): void {
    this.#scopes.pop()
    const done = this.#open.pop()
    if (done === undefined) return
    const parent = this.#open[this.#open.length - 1]
    if (parent === undefined) this.#root = done
    else parent.children.push(done)
  }
}

/** A document without the mark of byte order that it may begin with. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/**
 * Reads a document into a tree. Any `DOCTYPE` is refused, so there are no entities but the five of XML itself;
 * what is not well formed or goes past a limit is a `VirtError('xmlError')` with line and column.
 */
export function parseXml(text: string | Uint8Array, limits: XmlLimits = {}): XmlElement {
  if (typeof text === 'string') return read(text, limits)
  const max = limits.maxSize ?? xmlDefaults.maxSize
  // Past the limit the bytes need not be decoded to be refused.
  return read(text.length > max ? ' '.repeat(max + 1) : decodeUtf8(text), limits)
}

function read(text: string, limits: XmlLimits): XmlElement {
  return readPlain(text, { ...xmlDefaults, ...limits }) ?? new TreeBuilder(limits).read(text)
}
