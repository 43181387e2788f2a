import { BerReader } from '../ber-reader.ts'
import type { Oid } from '../oid.ts'
import { pduTags, Request } from '../request.ts'
import { verifyDigest } from '../usm-engine.ts'
import { FLAG_AUTH, MODEL_USM } from '../usm-envelope.ts'
import type { UsmKeys } from '../usm-user.ts'
import { type Range, V3Message } from '../v3-message.ts'

/** What a receiver answered. */
export type Answer =
  | { readonly kind: 'response'; readonly id: number; readonly errorStatus: number }
  | {
      readonly kind: 'report'
      readonly id: number
      /** Whether its digest was right. */
      readonly authentic: boolean
      readonly oid: Oid
      readonly engineId: Buffer
      readonly boots: number
      readonly time: number
    }

const MOST_VARIABLES = 1_000

/** Reads answers to informs; one object for all of them. */
export class AnswerReader {
  readonly #reader = new BerReader()
  readonly #inner = new BerReader()
  readonly #message = new V3Message()
  readonly #request = new Request()

  /** The answer to a v2c inform; undefined for anything else. */
  community(packet: Buffer, community: Uint8Array): Answer | undefined {
    const reader = this.#reader
    reader.reset(packet, 0, packet.length)
    reader.enter(0x30)
    const version = reader.integer()
    const start = reader.octets()
    if (reader.failed || version !== 1 || !sameOctets(packet, start, reader.pos, community)) return undefined
    return this.#response(reader)
  }

  /** The answer to a v3 inform or to a discovery. A response has to have the level and the digest of the user. */
  usm(packet: Buffer, keys: UsmKeys | undefined, level: number): Answer | undefined {
    const message = this.#message
    const reader = this.#reader
    reader.reset(packet, 0, packet.length)
    reader.enter(0x30)
    if (reader.integer() !== 3 || !message.readHeader(reader) || message.model !== MODEL_USM) return undefined
    if (!message.readSecurity(packet, this.#inner)) return undefined
    const authentic = this.#authentic(packet, keys)
    const inner = this.#open(packet, authentic ? keys : undefined)
    if (!inner || !this.#request.read(inner, MOST_VARIABLES)) return undefined
    const { msgId: id, boots, time } = message
    if (this.#request.pduTag === pduTags.response) {
      const fits = level === 0 || (authentic && message.encrypted === (level === 2))
      return fits ? { kind: 'response', id, errorStatus: this.#request.nonRepeaters } : undefined
    }
    if (this.#request.pduTag !== pduTags.report) return undefined
    const engineId = Buffer.from(octetsOf(packet, message.engineId))
    const oid = [...(this.#request.oids[0] ?? [])]
    return { kind: 'report', id, authentic, oid, engineId, boots, time }
  }

  #response(reader: BerReader): Answer | undefined {
    const request = this.#request
    if (!request.read(reader, MOST_VARIABLES) || request.pduTag !== pduTags.response) return undefined
    return { kind: 'response', id: request.requestId, errorStatus: request.nonRepeaters }
  }

  #authentic(packet: Buffer, keys: UsmKeys | undefined): boolean {
    const { flags, digest } = this.#message
    if (!keys || (flags & FLAG_AUTH) === 0) return false
    return verifyDigest(keys, packet, digest.start, digest.end)
  }

  #open(packet: Buffer, keys: UsmKeys | undefined): BerReader | undefined {
    const message = this.#message
    const inner = this.#inner
    const { start, end } = message.data
    if (!message.encrypted) inner.reset(packet, start, end)
    else {
      const salt = octetsOf(packet, message.salt)
      if (!keys?.priv || salt.length !== 8 || (end - start) % keys.priv.block !== 0) return undefined
      const { privKey, priv } = keys
      const plain = priv.decrypt(privKey, message.boots, message.time, salt, octetsOf(packet, message.data))
      inner.reset(plain, 0, plain.length)
    }
    return message.readScope(inner) ? inner : undefined
  }
}

function octetsOf(buffer: Buffer, { start, end }: Range): Buffer {
  return buffer.subarray(start, end)
}

function sameOctets(packet: Buffer, start: number, end: number, expected: Uint8Array): boolean {
  return packet.subarray(start, end).equals(expected)
}
