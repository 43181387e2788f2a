import type { Oid } from './oid.ts'
import { type AnyValue, type SyntaxName, syntaxTags } from './syntax.ts'

/** Room in front of the variables for the headers, which are written backwards. */
export const HEADROOM = 640
/** The largest message that one UDP datagram can carry over IPv4. */
export const MAX_MESSAGE = 65_507
// One variable of ordinary size always fits behind the limit, so that only strings need a check before they are written.
const SLACK = 2_048

/**
 * Builds a response in one buffer: variables forwards from a fixed place, so that they can be cut off at a size limit,
 * then all headers backwards in front of them, when their lengths are known.
 */
export class BerWriter {
  buffer = Buffer.allocUnsafeSlow(HEADROOM + MAX_MESSAGE + SLACK)
  /** First octet of what is written so far. */
  start = HEADROOM
  /** First octet behind it. */
  pos = HEADROOM

  /** Begins an empty list of variables. */
  reset(): void {
    this.start = HEADROOM
    this.pos = HEADROOM
  }

  /** Octets written so far. */
  get length(): number {
    return this.pos - this.start
  }

  /** Gives the buffer away, because the system still reads from it, and goes on with another one. */
  replaceBuffer(): void {
    this.buffer = Buffer.allocUnsafeSlow(this.buffer.length)
  }

  // ---- variables, forwards ------------------------------------------------------------------------------

  /** Begins a variable whose name is a copied object identifier (tag and length included); returns a mark. */
  beginRaw(source: Uint8Array, start: number, end: number): number {
    const mark = this.pos
    this.pos = mark + 2
    this.raw(source, start, end)
    return mark
  }

  /** Begins a variable whose name is an encoded prefix and an index; returns a mark for `finish`. */
  begin(prefix: Uint8Array, index: Oid): number {
    const buffer = this.buffer
    const mark = this.pos
    let pos = mark + 4
    for (let i = 0; i < prefix.length; i++) buffer[pos++] = prefix[i] as number
    for (let i = 0; i < index.length; i++) {
      const sub = index[i] as number
      if (sub < 0x80) buffer[pos++] = sub
      else pos = writeLongSub(buffer, pos, sub)
    }
    buffer[mark + 2] = 0x06
    const length = pos - mark - 4
    if (length < 0x80) buffer[mark + 3] = length
    else pos = this.#widen(mark + 3, pos, length)
    this.pos = pos
    return mark
  }

  /** Completes the variable that began at the mark. */
  finish(mark: number): void {
    const length = this.pos - mark - 2
    this.buffer[mark] = 0x30
    if (length < 0x80) this.buffer[mark + 1] = length
    else this.pos = this.#widen(mark + 1, this.pos, length)
  }

  /** Takes back everything from the mark on. */
  rollback(mark: number): void {
    this.pos = mark
  }

  /** Copies octets as they are. */
  raw(source: Uint8Array, start: number, end: number): void {
    const buffer = this.buffer
    const room = buffer.length - this.pos
    const stop = Math.min(end, start + room)
    let pos = this.pos
    if (end - start > 48) {
      buffer.set(source.subarray(start, stop), pos)
      pos += stop - start
    } else {
      for (let i = start; i < stop; i++) buffer[pos++] = source[i] as number
    }
    this.pos = pos
  }

  /** A value without content: NULL and the exceptions. */
  empty(tag: number): void {
    this.buffer[this.pos++] = tag
    this.buffer[this.pos++] = 0
  }

  /** A value of a declared type; false when the buffer has no room for it. */
  value(syntax: SyntaxName, value: AnyValue): boolean {
    // The types of `module.ts` tie each value to its syntax, so the casts hold.
    switch (syntax) {
      case 'Integer32':
        this.signed(0x02, clampSigned(value as number))
        return true
      case 'Gauge32':
        this.unsigned(syntaxTags.Gauge32, clampUnsigned(value as number))
        return true
      case 'Counter32':
      case 'TimeTicks':
        this.unsigned(syntaxTags[syntax], wrap32(value as number))
        return true
      case 'Counter64':
        this.counter64(value as bigint | number)
        return true
      case 'ObjectIdentifier':
        this.oid(value as Oid)
        return true
      default:
        return this.octetString(syntaxTags[syntax], value as string | Uint8Array)
    }
  }

  /** A signed integer of 32 bits. */
  signed(tag: number, value: number): void {
    const buffer = this.buffer
    let pos = this.pos
    const length = signedLength(value)
    buffer[pos++] = tag
    buffer[pos++] = length
    for (let shift = (length - 1) * 8; shift >= 0; shift -= 8) buffer[pos++] = value >> shift
    this.pos = pos
  }

  /** An unsigned integer of 32 bits. */
  unsigned(tag: number, value: number): void {
    const buffer = this.buffer
    let pos = this.pos
    const length = unsignedLength(value)
    buffer[pos++] = tag
    buffer[pos++] = length
    if (length === 5) buffer[pos++] = 0
    for (let shift = (Math.min(length, 4) - 1) * 8; shift >= 0; shift -= 8) buffer[pos++] = value >>> shift
    this.pos = pos
  }

  /** A counter of 64 bits; what is beyond them wraps. */
  counter64(value: bigint | number): void {
    const number = Number(value)
    // Up to 2^53 a double is exact, and much faster than bigint arithmetic.
    if (number >= 0 && number <= Number.MAX_SAFE_INTEGER) this.#unsigned64(number)
    else this.#big64(typeof value === 'bigint' ? value : toBigInt(value))
  }

  /** An object identifier. Its first two sub-identifiers are valid or it is sent as 0.0. */
  oid(oid: Oid): void {
    const buffer = this.buffer
    buffer[this.pos++] = 0x06
    const mark = this.pos++
    const length = writeOidContent(buffer, this.pos, oid)
    this.pos += length
    if (length < 0x80) buffer[mark] = length
    else this.pos = this.#widen(mark, this.pos, length)
  }

  /** An octet string; text is sent as UTF-8. False when the buffer has no room for it. */
  octetString(tag: number, value: string | Uint8Array): boolean {
    const buffer = this.buffer
    const mark = this.pos
    const text = typeof value === 'string'
    const most = text ? value.length * 3 : value.length
    if (most > buffer.length - mark - 8) {
      if (!text || Buffer.byteLength(value) > buffer.length - mark - 8) return false
    }
    buffer[mark] = tag
    const start = mark + 2
    const length = text ? writeText(buffer, start, value) : writeOctets(buffer, start, value)
    this.pos = start + length
    if (length < 0x80) buffer[mark + 1] = length
    else this.pos = this.#widen(mark + 1, this.pos, length)
    return true
  }

  // ---- headers, backwards -------------------------------------------------------------------------------

  /** Puts tag and length of all that follows in front. */
  wrap(tag: number): void {
    this.wrapLength(tag, this.pos - this.start)
  }

  /** Puts a tag and a length in front. */
  wrapLength(tag: number, length: number): void {
    const buffer = this.buffer
    let at = this.start
    if (length < 0x80) buffer[--at] = length
    else {
      let octets = 0
      for (let rest = length; rest > 0; rest = Math.floor(rest / 256), octets++) buffer[--at] = rest & 0xff
      buffer[--at] = 0x80 | octets
    }
    buffer[--at] = tag
    this.start = at
  }

  /** Puts a signed integer in front. */
  prependInteger(value: number): void {
    const length = signedLength(value)
    const buffer = this.buffer
    let rest = value
    for (let i = 0; i < length; i++, rest >>= 8) buffer[--this.start] = rest & 0xff
    this.wrapLength(0x02, length)
  }

  /** Puts an octet string in front. */
  prependOctets(source: Uint8Array, start = 0, end = source.length): void {
    const buffer = this.buffer
    for (let i = end; i > start; ) buffer[--this.start] = source[--i] as number
    this.wrapLength(0x04, end - start)
  }

  // ---- inside -------------------------------------------------------------------------------------------

  /** Makes room for the long form of a length whose only octet is at `at`; returns the new end. */
  #widen(at: number, end: number, length: number): number {
    const extra = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3
    const buffer = this.buffer
    buffer.copyWithin(at + 1 + extra, at + 1, end)
    buffer[at] = 0x80 | extra
    for (let i = extra, rest = length; i > 0; i--, rest >>>= 8) buffer[at + i] = rest
    return end + extra
  }

  #unsigned64(value: number): void {
    const whole = Math.floor(value)
    if (whole <= 0xffffffff) {
      this.unsigned(syntaxTags.Counter64, whole)
      return
    }
    const buffer = this.buffer
    const high = Math.floor(whole / 0x1_0000_0000)
    const low = whole >>> 0
    const highLength = unsignedLength(high)
    let pos = this.pos
    buffer[pos++] = syntaxTags.Counter64
    buffer[pos++] = highLength + 4
    for (let shift = (highLength - 1) * 8; shift >= 0; shift -= 8) buffer[pos++] = high >>> shift
    buffer[pos++] = low >>> 24
    buffer[pos++] = low >>> 16
    buffer[pos++] = low >>> 8
    buffer[pos++] = low
    this.pos = pos
  }

  #big64(value: bigint): void {
    const wrapped = BigInt.asUintN(64, value)
    if (wrapped <= BigInt(Number.MAX_SAFE_INTEGER)) {
      this.#unsigned64(Number(wrapped))
      return
    }
    // Here the value has at least 54 bits: seven octets, eight, or nine with a leading zero.
    const length = wrapped >= 1n << 63n ? 9 : wrapped >= 1n << 55n ? 8 : 7
    const buffer = this.buffer
    buffer[this.pos++] = syntaxTags.Counter64
    buffer[this.pos++] = length
    let rest = wrapped
    for (let i = length - 1; i >= 0; i--, rest >>= 8n) buffer[this.pos + i] = Number(rest & 0xffn)
    this.pos += length
  }
}

/** The content of an object identifier, without tag and length. */
export function encodeOid(oid: Oid): Uint8Array {
  const buffer = Buffer.alloc(oid.length * 5 + 1)
  return Uint8Array.from(buffer.subarray(0, writeOidContent(buffer, 0, oid)))
}

function writeOidContent(buffer: Uint8Array, start: number, oid: Oid): number {
  const first = oid[0] ?? 0
  const second = oid[1] ?? 0
  // Only 0.0 to 1.39 and 2.x have an encoding.
  const valid = first === 2 ? second <= 0xffffffff - 80 : first < 2 && second < 40
  let pos = writeSub(buffer, start, valid ? first * 40 + second : 0)
  for (let i = 2; i < oid.length && i < 128; i++) pos = writeSub(buffer, pos, oid[i] as number)
  return pos - start
}

function writeSub(buffer: Uint8Array, pos: number, sub: number): number {
  if (sub >= 0x80) return writeLongSub(buffer, pos, sub)
  buffer[pos] = sub
  return pos + 1
}

function writeLongSub(buffer: Uint8Array, start: number, sub: number): number {
  let pos = start
  if (sub >= 0x10000000) buffer[pos++] = 0x80 | (sub >>> 28)
  if (sub >= 0x200000) buffer[pos++] = 0x80 | (sub >>> 21)
  if (sub >= 0x4000) buffer[pos++] = 0x80 | (sub >>> 14)
  buffer[pos++] = 0x80 | (sub >>> 7)
  buffer[pos++] = sub & 0x7f
  return pos
}

function writeText(buffer: Buffer, start: number, text: string): number {
  const length = text.length
  // A call into the native encoder costs more than a loop over a short name.
  if (length > 32) return buffer.write(text, start, 'utf8')
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) return buffer.write(text, start, 'utf8')
    buffer[start + i] = code
  }
  return length
}

function writeOctets(buffer: Uint8Array, start: number, octets: Uint8Array): number {
  const length = octets.length
  if (length > 48) buffer.set(octets, start)
  else for (let i = 0; i < length; i++) buffer[start + i] = octets[i] as number
  return length
}

function signedLength(value: number): number {
  if (value >= -0x80 && value < 0x80) return 1
  if (value >= -0x8000 && value < 0x8000) return 2
  return value >= -0x800000 && value < 0x800000 ? 3 : 4
}

function unsignedLength(value: number): number {
  if (value < 0x8000) return value < 0x80 ? 1 : 2
  if (value < 0x80000000) return value < 0x800000 ? 3 : 4
  return 5
}

function clampSigned(value: number): number {
  if (value === (value | 0)) return value
  return value >= 0x7fffffff ? 0x7fffffff : value <= -0x80000000 ? -0x80000000 : value | 0
}

function clampUnsigned(value: number): number {
  return value >= 0xffffffff ? 0xffffffff : value > 0 ? Math.floor(value) : 0
}

function wrap32(value: number): number {
  // `>>>` wraps what fits a double exactly; what is not a number is sent as 0.
  return value >= 0 && value <= 0xffffffff ? Math.floor(value) : Math.trunc(value) >>> 0
}

function toBigInt(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n
}
