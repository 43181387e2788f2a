import { VirtError } from '../../core/errors/index.ts'
import { escapedLength, hasEscapes, writeEscaped } from './escaped-utf8.ts'

const WORD = 0x1_0000_0000
/** A call into the native encoder costs more than a loop over a short text. */
const SHORT_TEXT = 48

/** Writes XDR (RFC 4506) into one buffer that grows. What does not fit its type is a fault of the caller. */
export class XdrWriter {
  #buffer: Buffer
  /** Octets written so far. */
  length = 0

  constructor(room = 256) {
    this.#buffer = Buffer.allocUnsafe(room)
  }

  /** What was written; the writer is not used after that. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.length)
  }

  /** A number of 32 bits, signed or unsigned. */
  int(value: number): void {
    if ((value | 0) !== value && value >>> 0 !== value) throw misfit(value, 'of 32 bits')
    this.#word(value)
  }

  /** A number of 64 bits, signed or unsigned. */
  hyper(value: bigint): void {
    const number = Number(value)
    if (Number.isSafeInteger(number)) {
      this.#word(Math.floor(number / WORD))
      this.#word(number % WORD)
      return
    }
    if (BigInt.asIntN(64, value) !== value && BigInt.asUintN(64, value) !== value)
      throw misfit(value, 'of 64 bits')
    this.#word(Number(BigInt.asIntN(32, value >> 32n)))
    this.#word(Number(BigInt.asIntN(32, value)))
  }

  /** A number of double precision. */
  double(value: number): void {
    const at = this.#reserve(8)
    this.#buffer.writeDoubleBE(value, at)
  }

  /** A text, with its length in front. */
  string(value: string, max: number): void {
    const length = value.length
    if (length <= SHORT_TEXT && length <= max && this.#shortAscii(value)) return
    const plain = Buffer.byteLength(value)
    const escapes = plain !== length && hasEscapes(value)
    const octets = escapes ? escapedLength(value) : plain
    if (octets > max) throw tooLong('a text of', octets, max)
    this.#word(octets)
    const at = this.#reserve(padded(octets))
    if (escapes) writeEscaped(this.#buffer, at, value)
    else this.#buffer.write(value, at, plain === length ? 'latin1' : 'utf8')
    this.#pad(at + octets)
  }

  /** Octets of a fixed number. */
  fixed(value: Uint8Array, length: number): void {
    if (value.length !== length) throw misfit(`${value.length} octets`, `of ${length} octets`)
    const at = this.#reserve(padded(length))
    this.#buffer.set(value, at)
    this.#pad(at + length)
  }

  /** Octets, with their number in front. */
  opaque(value: Uint8Array, max: number): void {
    if (value.length > max) throw tooLong('data of', value.length, max)
    this.#word(value.length)
    this.fixed(value, value.length)
  }

  /** The number of a list's elements, before them, each of which takes at least so many octets. */
  count(value: number, max: number, least = 0): void {
    if (value > max) throw tooLong('a list of', value, max)
    this.#word(value)
    // Most take more than the least: room for all is made at once, not by copying again and again.
    const end = this.length + 2 * value * least
    if (end > this.#buffer.length) this.#grow(this.length, end)
  }

  /** The 16 octets of a UUID written as text. */
  uuid(text: string): void {
    const at = this.#reserve(16)
    const buffer = this.#buffer
    let digits = 0
    for (let i = 0; i < text.length; i++) {
      const value = nibble(text.charCodeAt(i))
      if (value < 0) continue
      const place = at + (digits >> 1)
      if (digits < 32) buffer[place] = digits & 1 ? (buffer[place] as number) | value : value << 4
      digits++
    }
    if (digits !== 32 || text.length !== 36) throw misfit(`'${text}'`, 'UUID of 36 characters')
  }

  /** Octets as they are, without length or padding. */
  raw(value: Uint8Array): void {
    const at = this.#reserve(value.length)
    this.#buffer.set(value, at)
  }

  /** Writes a number of 32 bits over one that stands at a place already. */
  patch(at: number, value: number): void {
    this.#buffer.writeUInt32BE(value, at)
  }

  #shortAscii(value: string): boolean {
    const length = value.length
    const start = this.length
    const at = this.#reserve(4 + padded(length)) + 4
    const buffer = this.#buffer
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i)
      if (code >= 0x80) {
        this.length = start
        return false
      }
      buffer[at + i] = code
    }
    buffer[start] = 0
    buffer[start + 1] = 0
    buffer[start + 2] = 0
    buffer[start + 3] = length
    this.#pad(at + length)
    return true
  }

  #word(value: number): void {
    const at = this.#reserve(4)
    const buffer = this.#buffer
    buffer[at] = value >>> 24
    buffer[at + 1] = value >>> 16
    buffer[at + 2] = value >>> 8
    buffer[at + 3] = value
  }

  #pad(from: number): void {
    const buffer = this.#buffer
    for (let at = from; at < this.length; at++) buffer[at] = 0
  }

  #reserve(octets: number): number {
    const at = this.length
    this.length = at + octets
    if (this.length > this.#buffer.length) this.#grow(at, this.length)
    return at
  }

  #grow(filled: number, needed: number): void {
    const wider = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, needed))
    this.#buffer.copy(wider, 0, 0, filled)
    this.#buffer = wider
  }
}

/** Octets that so many take on the wire, where all is a multiple of four. */
export function padded(octets: number): number {
  return (octets + 3) & ~3
}

function nibble(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** The fault that a value is not what its type on the wire takes. */
export function misfit(value: unknown, type: string): VirtError {
  const found = typeof value === 'object' && value !== null ? 'an object' : String(value)
  return new VirtError('internalError', `${found} cannot be written as a value ${type}`, { domain: 'rpc' })
}

function tooLong(what: string, found: number, max: number): VirtError {
  return new VirtError('internalError', `${what} ${found} cannot be written, at most ${max} are allowed`, {
    domain: 'rpc',
  })
}
