import { SaxesParser } from 'saxes'

/** What a document says of the object that it describes. */
export interface DocumentIdentity {
  readonly uuid: string | undefined
  readonly name: string | undefined
}

const maxLength = 16 * 1024 * 1024
/** Thrown to leave the parser when enough is known. */
class Found extends Error {}

/**
 * Name and uuid of a document: the first `<name>` and `<uuid>` below the root, or the root's attribute `name`. Reads no
 * further than it must. A document that is broken has none: what is wrong with it the driver's reader will say.
 */
export function documentIdentity(xml: string): DocumentIdentity {
  const none = { uuid: undefined, name: undefined }
  if (xml.length > maxLength) return none
  const reader = new IdentityReader()
  try {
    reader.read(xml)
  } catch (error) {
    if (!(error instanceof Found)) return none
  }
  return { uuid: reader.uuid && normalUuid(reader.uuid), name: reader.name }
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
      if (this.#depth === 1) this.name = tag.attributes.name
      else if (this.#depth === 2) this.#text = ''
    })
    parser.on('text', (text) => this.#more(text))
    parser.on('cdata', (text) => this.#more(text))
    parser.on('closetag', (tag) => {
      if (this.#depth === 2) this.#take(tag.name)
      this.#depth--
    })
    parser.write(xml).close()
  }

  #more(text: string): void {
    if (this.#depth === 2 && this.#text !== undefined) this.#text += text
  }

  #take(element: string): void {
    const text = this.#text ?? ''
    this.#text = undefined
    if (element === 'name') this.name ??= text
    if (element === 'uuid') this.uuid ??= text.trim()
    if (this.name !== undefined && this.uuid !== undefined) throw new Found()
  }
}

/** The usual form of a uuid; dashes and case may be written otherwise. */
function normalUuid(text: string): string | undefined {
  const digits = text.replaceAll('-', '').toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
