import { BerReader, readOid, readSigned, readUnsigned, readUnsigned64 } from './ber-reader.ts'
import type { SetVariable } from './module.ts'
import { syntaxTags } from './syntax.ts'

/** BER tags of the protocol data units. */
export const pduTags = {
  get: 0xa0,
  getNext: 0xa1,
  response: 0xa2,
  set: 0xa3,
  trapV1: 0xa4,
  getBulk: 0xa5,
  inform: 0xa6,
  trap: 0xa7,
  report: 0xa8,
} as const

/**
 * One protocol data unit, decoded in place: names as arrays of numbers that are used again for the next packet, values
 * as positions in the packet.
 *
 *     PDU ::= [tag] { request-id INTEGER, error-status | non-repeaters INTEGER,
 *                     error-index | max-repetitions INTEGER, SEQUENCE OF SEQUENCE { name OID, value ANY } }
 */
export class Request {
  /** What the positions refer to: the datagram, or the decrypted part of one. */
  buffer: Uint8Array = new Uint8Array(0)
  pduTag = 0
  requestId = 0
  /** Non-repeaters of a GETBULK. */
  nonRepeaters = 0
  /** Max-repetitions of a GETBULK. */
  maxRepetitions = 0
  /** How many variables there are; the arrays may be longer. */
  count = 0
  readonly oids: number[][] = []
  readonly nameStarts: number[] = []
  readonly nameEnds: number[] = []
  readonly valueEnds: number[] = []
  /** The list of variables as it came: content only. */
  listStart = 0
  listEnd = 0

  /** Reads a PDU at the reader's place; false when it is malformed. The reader must stand at its tag. */
  read(reader: BerReader, maxVariables: number): boolean {
    this.buffer = reader.buffer
    this.count = 0
    this.requestId = 0
    this.pduTag = reader.peek()
    const end = reader.enter(this.pduTag)
    const outer = reader.end
    if (reader.failed) return false
    reader.end = end
    this.requestId = reader.integer()
    this.nonRepeaters = reader.integer()
    this.maxRepetitions = reader.integer()
    this.listEnd = reader.enter(0x30)
    this.listStart = reader.pos
    if (this.listEnd !== end) reader.fail()
    while (!reader.failed && reader.pos < end && this.count <= maxVariables) this.#variable(reader)
    reader.end = outer
    return !reader.failed
  }

  #variable(reader: BerReader): void {
    const i = this.count
    const listEnd = reader.end
    const end = reader.enter(0x30)
    if (reader.failed) return
    reader.end = end
    let oid = this.oids[i]
    if (oid === undefined) {
      oid = []
      this.oids.push(oid)
    }
    this.nameStarts[i] = reader.pos
    reader.oid(oid)
    this.nameEnds[i] = reader.pos
    reader.skip()
    this.valueEnds[i] = reader.pos
    if (reader.pos !== end) reader.fail()
    if (reader.failed) return
    reader.end = listEnd
    this.count++
  }

  /** The variables of a SET with their values, or undefined when one of them is not encoded as its type demands. */
  variables(): SetVariable[] | undefined {
    const variables: SetVariable[] = []
    const reader = new BerReader()
    for (let i = 0; i < this.count; i++) {
      const end = this.valueEnds[i] as number
      reader.reset(this.buffer, this.nameEnds[i] as number, end)
      const tag = reader.peek()
      const start = reader.skip()
      const value = decodeValue(tag, this.buffer, start, end)
      if (value === undefined) return undefined
      variables.push({ oid: [...(this.oids[i] as number[])], tag, value })
    }
    return variables
  }
}

/** A value of a SET; null for NULL, undefined for one that is malformed or of no type that SNMP has. */
function decodeValue(
  tag: number,
  buffer: Uint8Array,
  start: number,
  end: number,
): SetVariable['value'] | undefined {
  switch (tag) {
    case 0x05:
      return start === end ? null : undefined
    case syntaxTags.Integer32:
      return end - start >= 1 && end - start <= 4 ? readSigned(buffer, start, end) : undefined
    case syntaxTags.Counter32:
    case syntaxTags.Gauge32:
    case syntaxTags.TimeTicks:
      return orUndefined(readUnsigned(buffer, start, end))
    case syntaxTags.Counter64:
      return orUndefined(readUnsigned64(buffer, start, end))
    case syntaxTags.ObjectIdentifier: {
      const oid: number[] = []
      return readOid(buffer, start, end, oid) ? oid : undefined
    }
    case syntaxTags.IpAddress:
      return end - start === 4 ? Uint8Array.prototype.slice.call(buffer, start, end) : undefined
    case syntaxTags.OctetString:
    case syntaxTags.Opaque:
      // `slice` of a Buffer shares memory; the receiver may keep a value, so it gets a copy.
      return Uint8Array.prototype.slice.call(buffer, start, end)
    default:
      return undefined
  }
}

function orUndefined<N extends number | bigint>(value: N): N | undefined {
  return value < 0 ? undefined : value
}
