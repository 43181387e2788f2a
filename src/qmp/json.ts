import { VirtError } from '../core/errors/index.ts'
import type { QmpValue } from './value.ts'

/** Nesting that QEMU's own parser allows. */
export const QMP_MAX_DEPTH = 1024

// Sixteen digits in a row: the shortest integer that a double may not hold.
const longDigits = /[0-9]{16}/

/**
 * Parses one JSON text. Integers that a double cannot hold come back as bigint; beyond 64 bits they become
 * doubles, as in QEMU. Text without a run of sixteen digits goes through the engine's own parser.
 */
export function parseQmp(text: string, maxDepth = QMP_MAX_DEPTH): QmpValue {
  checkQmpDepth(text, maxDepth)
  if (longDigits.test(text)) return new ExactParser(text, maxDepth).parse()
  try {
    // JSON.parse returns nothing but JSON values.
    return JSON.parse(text) as QmpValue
  } catch (fault) {
    throw new VirtError('parseFailed', `the text is not JSON: ${(fault as Error).message}`, {
      domain: 'qemu',
    })
  }
}

/** Refuses nesting beyond the bound without building anything, so that hostile depth costs one pass. */
export function checkQmpDepth(text: string, maxDepth = QMP_MAX_DEPTH): void {
  // A text nested deeper than the bound needs two characters a level.
  if (text.length <= 2 * maxDepth) return
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x22) i = endOfString(text, i)
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > maxDepth) throw tooDeep(maxDepth)
    } else if (c === 0x7d || c === 0x5d) depth--
  }
}

/** Index of the quote that ends the string begun at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end >= 0) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return end
    end = text.indexOf('"', end + 1)
  }
  return text.length
}

function tooDeep(maxDepth: number): VirtError {
  return new VirtError('parseFailed', `the JSON text is nested deeper than ${maxDepth} levels`, {
    domain: 'qemu',
  })
}

const U64_MAX = 2n ** 64n - 1n
const I64_MIN = -(2n ** 63n)
const numberToken = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const literals: ReadonlyArray<readonly [string, QmpValue]> = [
  ['true', true],
  ['false', false],
  ['null', null],
]

function parseNumber(token: string, isInteger: boolean): QmpValue {
  const double = Number(token)
  // More than 20 characters hold no 64-bit integer; not building a bigint bounds the cost of hostile digits.
  if (!isInteger || Number.isSafeInteger(double) || token.length > 20) return double
  const exact = BigInt(token)
  return exact > U64_MAX || exact < I64_MIN ? double : exact
}

/** A plain JSON parser that keeps 64-bit integers; used only where a text may hold one. */
class ExactParser {
  readonly #text: string
  readonly #maxDepth: number
  #at = 0

  constructor(text: string, maxDepth: number) {
    this.#text = text
    this.#maxDepth = maxDepth
  }

  parse(): QmpValue {
    const value = this.#value(0)
    this.#space()
    if (this.#at < this.#text.length) throw this.#fault()
    return value
  }

  #value(depth: number): QmpValue {
    if (depth > this.#maxDepth) throw tooDeep(this.#maxDepth)
    this.#space()
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x7b:
        return this.#object(depth)
      case 0x5b:
        return this.#array(depth)
      case 0x22:
        return this.#string()
      default:
        return this.#scalar()
    }
  }

  #object(depth: number): QmpValue {
    const object: Record<string, QmpValue> = {}
    this.#at++
    if (this.#take(0x7d)) return object
    do {
      this.#space()
      const name = this.#string()
      if (!this.#take(0x3a)) throw this.#fault()
      const value = this.#value(depth + 1)
      if (name !== '__proto__') object[name] = value
      // As JSON.parse does: a member of the object itself, never its prototype.
      else
        Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
    } while (this.#take(0x2c))
    if (!this.#take(0x7d)) throw this.#fault()
    return object
  }

  #array(depth: number): QmpValue {
    const array: QmpValue[] = []
    this.#at++
    if (this.#take(0x5d)) return array
    do array.push(this.#value(depth + 1))
    while (this.#take(0x2c))
    if (!this.#take(0x5d)) throw this.#fault()
    return array
  }

  #string(): string {
    if (this.#text.charCodeAt(this.#at) !== 0x22) throw this.#fault()
    const end = endOfString(this.#text, this.#at)
    const token = this.#text.slice(this.#at, end + 1)
    try {
      // The token begins with a quote: what JSON.parse makes of it is a string.
      const value = JSON.parse(token) as string
      this.#at = end + 1
      return value
    } catch {
      throw this.#fault()
    }
  }

  #scalar(): QmpValue {
    for (const [word, value] of literals) {
      if (!this.#text.startsWith(word, this.#at)) continue
      this.#at += word.length
      return value
    }
    numberToken.lastIndex = this.#at
    const match = numberToken.exec(this.#text)
    if (!match) throw this.#fault()
    this.#at += match[0].length
    return parseNumber(match[0], match[1] === undefined && match[2] === undefined)
  }

  #take(code: number): boolean {
    this.#space()
    if (this.#text.charCodeAt(this.#at) !== code) return false
    this.#at++
    return true
  }

  #space(): void {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at)
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return
      this.#at++
    }
  }

  #fault(): VirtError {
    return new VirtError('parseFailed', `the text is not JSON at character ${this.#at}`, { domain: 'qemu' })
  }
}
