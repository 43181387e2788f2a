import type { XmlAttribute, XmlElement, XmlNode } from './tree.ts'

/** Bounds that a plain document must be within. */
export interface PlainLimits {
  readonly maxSize: number
  readonly maxDepth: number
  readonly maxAttributes: number
  readonly maxElements: number
}

/** Whatever needs care: references, comments, declarations, instructions, ends of lines, characters that may be wrong. */
const odd = /[^\t\n\x20-\x7e\xa0-\ud7ff]|&|<[!?]|\]\]>/
const word = '[A-Za-z_][A-Za-z0-9_.-]*'
const value = `(?:"[^"<\\t\\n]*"|'[^'<\\t\\n]*')`
const blanks = '[ \\t\\n]*'
const pair = `(?:[ \\t\\n]+${word}${blanks}=${blanks}${value})`
/** Few elements have more attributes, and the search for very many would exhaust the stack of the expression. */
const usualAttributes = 32
const tags = `<(?:(${word})(${pair}{0,${usualAttributes}})${blanks}(/?)|/(${word})${blanks})>([^<]*)`
const pairs = `(${word})${blanks}=${blanks}(${value})`

interface Open {
  readonly element: XmlElement
  readonly children: XmlNode[]
}

const noAttributes: readonly XmlAttribute[] = Object.freeze([])

/**
 * Reads a document that is written plainly, as most are, much faster than the parser for all documents; undefined
 * when that one must be asked: for anything that has namespaces or is unusual, and for anything that is wrong. Asked
 * after each child of the root whether that is `enough`, it may read no further.
 */
export function readPlain(
  text: string,
  limits: PlainLimits,
  enough?: (root: XmlElement) => boolean,
): XmlElement | undefined {
  if (text.length > limits.maxSize || odd.test(text)) return undefined
  return new PlainReader(text, limits).read(enough)
}

/** One reading of one document, tag by tag, each with the text behind it. */
class PlainReader {
  readonly #text: string
  readonly #limits: PlainLimits
  readonly #tag = new RegExp(tags, 'y')
  readonly #open: Open[] = []
  #root: XmlElement | undefined
  #count = 0
  #line = 1
  #lineStart = 0
  #lineEnd: number

  constructor(text: string, limits: PlainLimits) {
    this.#text = text
    this.#limits = limits
    this.#lineEnd = this.#endOfLine(0)
  }

  read(enough?: (root: XmlElement) => boolean): XmlElement | undefined {
    const start = this.#text.search(/[^ \t\n]/)
    if (start < 0) return undefined
    this.#tag.lastIndex = start
    for (let at = start; at < this.#text.length; at = this.#tag.lastIndex) {
      const found = this.#tag.exec(this.#text)
      if (!found || !this.#take(found, at)) return undefined
      if (enough && this.#root && this.#open.length === 1 && enough(this.#root)) return this.#root
    }
    return this.#open.length === 0 ? this.#root : undefined
  }

  /** Takes a tag and the text behind it; answers whether all is plain so far. */
  #take(found: RegExpExecArray, at: number): boolean {
    const [, name, attributes = '', slash, end, text = ''] = found
    const done = name === undefined ? this.#close(end) : this.#begin(name, attributes, at)
    if (!done || (slash === '/' && !this.#close(name))) return false
    return text === '' || this.#more(text)
  }

  #begin(name: string, text: string, at: number): boolean {
    const { maxDepth, maxElements } = this.#limits
    const parent = this.#open[this.#open.length - 1]
    if (++this.#count > maxElements || this.#open.length >= maxDepth || (this.#root && !parent)) return false
    const attrs = text === '' ? noAttributes : this.#attributes(text)
    if (!attrs) return false
    this.#moveTo(at)
    const children: XmlNode[] = []
    const column = at - this.#lineStart + 1
    const element: XmlElement = { name, local: name, ns: '', attrs, children, line: this.#line, column }
    this.#root ??= element
    parent?.children.push(element)
    this.#open.push({ element, children })
    return true
  }

  #close(name: string | undefined): boolean {
    return this.#open.pop()?.element.name === name
  }

  #more(text: string): boolean {
    const parent = this.#open[this.#open.length - 1]
    if (!parent) return !/[^ \t\n]/.test(text)
    parent.children.push(text)
    return true
  }

  #attributes(text: string): readonly XmlAttribute[] | undefined {
    const attrs: XmlAttribute[] = []
    for (const [, name = '', quoted = ''] of text.matchAll(new RegExp(pairs, 'g'))) {
      if (name === 'xmlns' || attrs.some((other) => other.name === name)) return undefined
      attrs.push({ name, value: quoted.slice(1, -1) })
      if (attrs.length > this.#limits.maxAttributes) return undefined
    }
    return attrs
  }

  /** Counts the lines up to a place. */
  #moveTo(at: number): void {
    while (this.#lineEnd < at) {
      this.#line++
      this.#lineStart = this.#lineEnd + 1
      this.#lineEnd = this.#endOfLine(this.#lineStart)
    }
  }

  #endOfLine(start: number): number {
    const end = this.#text.indexOf('\n', start)
    return end < 0 ? this.#text.length : end
  }
}
