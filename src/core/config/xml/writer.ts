import type { XmlElement } from './tree.ts'

const special = /[<>&'"]/
// What XML 1.0 cannot carry at all: libvirt leaves such characters out too.
const forbiddenAll =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const replacements: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&apos;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
  '\r': '&#13;',
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
const unusual = /[\u0000-\u001f\ud800-\udfff\ufffe\uffff]/

/** Text as libvirt escapes it: all five characters; what XML cannot carry is left out. */
export function escapeText(text: string): string {
  if (!special.test(text) && !unusual.test(text)) return text
  return text.replace(forbiddenAll, '').replace(/[<>&'"\r]/g, (c) => replacements[c] ?? c)
}

/** The same for an attribute, where line breaks and tabs would come back as blanks. */
export function escapeAttribute(text: string): string {
  if (!special.test(text) && !unusual.test(text)) return text
  return text.replace(forbiddenAll, '').replace(/[<>&'"\n\t\r]/g, (c) => replacements[c] ?? c)
}

const indents: readonly string[] = Array.from({ length: 64 }, (_, i) => `\n${'  '.repeat(i)}`)

function newline(depth: number): string {
  return indents[depth] ?? `\n${'  '.repeat(depth)}`
}

/** Where a writer stood, to go back to. */
export interface WriterMark {
  readonly text: string
  readonly tagOpen: boolean
}

/** Writes elements in libvirt's style: two blanks of indentation, single quotes, empty elements closed at once. */
export class XmlWriter {
  #out = ''
  #depth = 0
  #tagOpen = false
  #bareLength = 0

  /** Begins an element; attributes may follow. */
  start(name: string): void {
    this.#closeTag()
    this.#out += `${this.#out === '' ? '' : newline(this.#depth)}<${name}`
    this.#bareLength = this.#out.length
    this.#tagOpen = true
    this.#depth++
  }

  /** Adds an attribute to the element just begun. */
  attribute(name: string, value: string): void {
    this.#out += ` ${name}='${escapeAttribute(value)}'`
  }

  /** Ends an element that holds elements or nothing. */
  end(name: string): void {
    this.#depth--
    if (this.#tagOpen) {
      this.#out += '/>'
      this.#tagOpen = false
    } else {
      this.#out += `${newline(this.#depth)}</${name}>`
    }
  }

  /** Ends an element whose only content is text. */
  endWithText(name: string, text: string): void {
    if (text === '' || !this.#tagOpen) {
      this.end(name)
      return
    }
    this.#depth--
    this.#tagOpen = false
    this.#out += `>${escapeText(text)}</${name}>`
  }

  /** A whole element with text only. */
  leaf(name: string, text: string): void {
    this.#closeTag()
    this.#out += `${this.#out === '' ? '' : newline(this.#depth)}<${name}`
    this.#out += text === '' ? '/>' : `>${escapeText(text)}</${name}>`
  }

  /** A tree exactly as it was read; only the place where it begins is indented. */
  verbatim(node: XmlElement): void {
    this.#closeTag()
    this.#out += (this.#out === '' ? '' : newline(this.#depth)) + formatXml(node)
  }

  /** Text of an element that is already written out; only the place where it begins is indented. */
  raw(text: string): void {
    this.#closeTag()
    this.#out += (this.#out === '' ? '' : newline(this.#depth)) + text
  }

  /** Remembers the place. */
  mark(): WriterMark {
    return { text: this.#out, tagOpen: this.#tagOpen }
  }

  /** Takes back the element just begun: goes to the place remembered before its beginning. */
  takeBack(mark: WriterMark): void {
    this.#out = mark.text
    this.#tagOpen = mark.tagOpen
    this.#depth--
  }

  /** Whether the element just begun has neither attributes nor content. */
  isBare(): boolean {
    return this.#tagOpen && this.#out.length === this.#bareLength
  }

  /** The text, ended by a line break. */
  toString(): string {
    return `${this.#out}\n`
  }

  #closeTag(): void {
    if (!this.#tagOpen) return
    this.#out += '>'
    this.#tagOpen = false
  }
}

/** Writes a tree exactly as it stands: no indentation is added, so reading it gives the same tree. */
export function formatXml(node: XmlElement): string {
  let out = `<${node.name}`
  for (const { name, value } of node.attrs) out += ` ${name}='${escapeAttribute(value)}'`
  if (node.children.length === 0) return `${out}/>`
  out += '>'
  for (const child of node.children) out += typeof child === 'string' ? escapeText(child) : formatXml(child)
  return `${out}</${node.name}>`
}

function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text)
}

function writeIndented(writer: XmlWriter, node: XmlElement): void {
  const solid = node.children.filter((child) => typeof child !== 'string' || !isBlank(child))
  if (solid.some((child) => typeof child === 'string') && solid.some((child) => typeof child !== 'string')) {
    writer.verbatim(node)
    return
  }
  writer.start(node.name)
  for (const { name, value } of node.attrs) writer.attribute(name, value)
  const first = solid[0]
  if (typeof first === 'string') {
    writer.endWithText(node.name, node.children.join(''))
    return
  }
  // No text among them: the first one is none, and mixed content went the other way.
  for (const child of solid) writeIndented(writer, child as XmlElement)
  writer.end(node.name)
}

/** Writes a tree indented in libvirt's style; blank text between elements is not kept. */
export function formatXmlIndented(node: XmlElement): string {
  const writer = new XmlWriter()
  writeIndented(writer, node)
  return writer.toString()
}
