import { MAX_OID_LENGTH } from './oid.ts'

/**
 * Reads BER without exceptions: the first fault sets `failed`, every later read then gives 0 and moves nothing, so a
 * decoder runs to its end and asks once. Only definite lengths of at most four octets are taken.
 *
 *     tag (1 octet) | length: 0x00..0x7f, or 0x81..0x84 and that many octets | content
 */
export class BerReader {
  buffer: Uint8Array = new Uint8Array(0)
  /** Next octet to read. */
  pos = 0
  /** First octet behind what may be read. */
  end = 0
  /** Set by the first fault. */
  failed = false

  /** Begins with a part of a buffer. */
  reset(buffer: Uint8Array, start: number, end: number): void {
    this.buffer = buffer
    this.pos = start
    this.end = end
    this.failed = false
  }

  /** Marks what is read as malformed. */
  fail(): 0 {
    this.failed = true
    this.pos = this.end
    return 0
  }

  /** The tag that comes next; 0 at the end. */
  peek(): number {
    return this.pos < this.end ? (this.buffer[this.pos] as number) : 0
  }

  /** Reads tag and length, moves to the content and returns where it ends. */
  enter(tag: number): number {
    if (this.peek() !== tag) return this.fail()
    this.pos++
    return this.#contentEnd()
  }

  /** Passes over one value of any type and returns where its content began. */
  skip(): number {
    if (this.pos >= this.end) return this.fail()
    // Tags of more than one octet do not occur in SNMP.
    if (((this.buffer[this.pos] as number) & 0x1f) === 0x1f) return this.fail()
    this.pos++
    const end = this.#contentEnd()
    const start = this.pos
    this.pos = end
    return start
  }

  /** Reads a signed integer of one to four octets. */
  integer(): number {
    const end = this.enter(0x02)
    const length = end - this.pos
    if (length < 1 || length > 4) return this.fail()
    return readSigned(this.buffer, this.#take(end), end)
  }

  /** Reads an octet string and returns where its content begins; it ends at `pos`. */
  octets(): number {
    const end = this.enter(0x04)
    return this.#take(end)
  }

  /** Reads an object identifier into an array. */
  oid(into: number[]): void {
    const end = this.enter(0x06)
    const start = this.#take(end)
    if (!this.failed && !readOid(this.buffer, start, end, into)) this.fail()
  }

  #take(end: number): number {
    const start = this.pos
    if (!this.failed) this.pos = end
    return start
  }

  #contentEnd(): number {
    if (this.pos >= this.end) return this.fail()
    let length = this.buffer[this.pos++] as number
    if (length >= 0x80) {
      let octets = length & 0x7f
      if (octets === 0 || octets > 4 || octets > this.end - this.pos) return this.fail()
      for (length = 0; octets > 0; octets--) length = length * 256 + (this.buffer[this.pos++] as number)
    }
    return length > this.end - this.pos ? this.fail() : this.pos + length
  }
}

/** The signed number in one to four octets. */
export function readSigned(buffer: Uint8Array, start: number, end: number): number {
  let value = (buffer[start] as number) >= 0x80 ? -1 : 0
  for (let i = start; i < end; i++) value = (value << 8) | (buffer[i] as number)
  return value
}

/** The unsigned number of at most 32 bits in one to five octets, or -1 when it is none. */
export function readUnsigned(buffer: Uint8Array, start: number, end: number): number {
  const length = end - start
  const first = buffer[start] as number
  if (length < 1 || length > 5 || first >= 0x80 || (length === 5 && first !== 0)) return -1
  let value = 0
  for (let i = start; i < end; i++) value = value * 256 + (buffer[i] as number)
  return value
}

/** The unsigned number of at most 64 bits in one to nine octets, or -1n when it is none. */
export function readUnsigned64(buffer: Uint8Array, start: number, end: number): bigint {
  const length = end - start
  const first = buffer[start] as number
  if (length < 1 || length > 9 || first >= 0x80 || (length === 9 && first !== 0)) return -1n
  let value = 0n
  for (let i = start; i < end; i++) value = value * 256n + BigInt(buffer[i] as number)
  return value
}

/**
 * Reads the content of an object identifier; false when it is malformed: a sub-identifier above 32 bits, padded or
 * cut off, or more than 128 of them. Empty content, which some managers send for "the root", gives no sub-identifier.
 */
export function readOid(buffer: Uint8Array, start: number, end: number, into: number[]): boolean {
  let count = 0
  let pos = start
  while (pos < end) {
    let octet = buffer[pos++] as number
    let sub = octet
    if (octet >= 0x80) {
      if (octet === 0x80) return false
      sub = octet & 0x7f
      do {
        if (pos === end || sub > 0x1ffffff) return false
        octet = buffer[pos++] as number
        sub = sub * 128 + (octet & 0x7f)
      } while (octet >= 0x80)
    }
    if (count === 0) {
      // The first two sub-identifiers share one: 40 times the first plus the second.
      const arc = sub < 40 ? 0 : sub < 80 ? 1 : 2
      into[count++] = arc
      sub -= arc * 40
    }
    if (count === MAX_OID_LENGTH) return false
    into[count++] = sub
  }
  if (into.length !== count) into.length = count
  return true
}
