import type { BerReader } from './ber-reader.ts'

/** Least size that a manager must be able to take (RFC 3412). */
const MIN_MAX_SIZE = 484
const MAX_NAME = 32

/** A part of a buffer. */
export interface Range {
  readonly start: number
  readonly end: number
}

const nowhere: Range = { start: 0, end: 0 }

/** The parts of one SNMPv3 message as positions in its datagram; one object is used for all messages. */
export class V3Message {
  msgId = 0
  maxSize = 0
  flags = 0
  model = 0
  engineId = nowhere
  boots = 0
  time = 0
  userName = nowhere
  digest = nowhere
  salt = nowhere
  /** Whether the scoped PDU is encrypted: `data` then is the content of the octet string, else the PDU with its header. */
  encrypted = false
  data = nowhere
  contextEngineId = nowhere
  contextName = nowhere
  #security = nowhere

  /** Reads the header and finds the other parts; the reader stands behind the version. */
  readHeader(reader: BerReader): boolean {
    const headerEnd = reader.enter(0x30)
    this.msgId = reader.integer()
    this.maxSize = reader.integer()
    const flagsAt = reader.octets()
    this.flags = reader.failed ? 0 : (reader.buffer[flagsAt] as number)
    if (reader.pos - flagsAt !== 1) reader.fail()
    this.model = reader.integer()
    if (reader.pos !== headerEnd || this.msgId < 0 || this.maxSize < MIN_MAX_SIZE) reader.fail()
    this.#security = range(reader)
    this.encrypted = reader.peek() === 0x04
    if (this.encrypted) this.data = range(reader)
    else {
      const start = reader.pos
      reader.enter(0x30)
      this.data = { start, end: reader.end }
      reader.pos = reader.end
    }
    return !reader.failed && reader.pos === reader.end
  }

  /** Reads the security parameters of USM. */
  readSecurity(packet: Buffer, reader: BerReader): boolean {
    reader.reset(packet, this.#security.start, this.#security.end)
    const end = reader.enter(0x30)
    this.engineId = range(reader)
    this.boots = reader.integer()
    this.time = reader.integer()
    this.userName = range(reader)
    this.digest = range(reader)
    this.salt = range(reader)
    const fits = this.boots >= 0 && this.time >= 0 && this.userName.end - this.userName.start <= MAX_NAME
    return !reader.failed && fits && reader.pos === end && end === reader.end
  }

  /** Reads the head of the scoped PDU; the reader then stands at the PDU and ends with it. */
  readScope(reader: BerReader): boolean {
    const end = reader.enter(0x30)
    this.contextEngineId = range(reader)
    this.contextName = range(reader)
    if (reader.failed) return false
    // Behind the end there may be the padding of a cipher.
    reader.end = end
    return true
  }
}

function range(reader: BerReader): Range {
  const start = reader.octets()
  return { start, end: reader.pos }
}
