import type { BerWriter } from './ber-writer.ts'

/** What is put around a PDU on its way back: a community, or the headers and the security of SNMPv3. */
export interface Envelope {
  /** Most octets that it adds. */
  readonly overhead: number
  /** The largest message that the manager takes. */
  readonly maxMessage: number
  /** Completes the message around the PDU in the writer. */
  seal(writer: BerWriter): void
}

/**
 * The envelope of SNMPv1 and v2c.
 *
 *     Message ::= SEQUENCE { version INTEGER (0 v1, 1 v2c), community OCTET STRING, PDU }
 */
export class CommunityEnvelope implements Envelope {
  readonly overhead: number
  readonly maxMessage = Number.MAX_SAFE_INTEGER
  readonly #version: number
  readonly #packet: Uint8Array
  readonly #start: number
  readonly #end: number

  constructor(version: number, packet: Uint8Array, start: number, end: number) {
    this.#version = version
    this.#packet = packet
    this.#start = start
    this.#end = end
    this.overhead = end - start + 12
  }

  seal(writer: BerWriter): void {
    writer.prependOctets(this.#packet, this.#start, this.#end)
    writer.prependInteger(this.#version)
    writer.wrap(0x30)
  }
}

/** Puts the header of a PDU in front of its variables. */
export function wrapPdu(
  writer: BerWriter,
  tag: number,
  requestId: number,
  status: number,
  index: number,
): void {
  writer.wrap(0x30)
  writer.prependInteger(index)
  writer.prependInteger(status)
  writer.prependInteger(requestId)
  writer.wrap(tag)
}

/** Most octets that `wrapPdu` adds. */
export const PDU_OVERHEAD = 30
