import type { BerWriter } from './ber-writer.ts'
import type { Envelope } from './envelope.ts'
import { type MessageEngine, signMessage } from './usm-engine.ts'
import type { UsmKeys } from './usm-user.ts'

/** Bits of msgFlags. */
export const FLAG_AUTH = 1
export const FLAG_PRIV = 2
export const FLAG_REPORTABLE = 4
/** The number of USM as a security model. */
export const MODEL_USM = 3

const nothing = Buffer.alloc(0)
const digestPlaces = Buffer.alloc(64)

/** What a message of SNMPv3 is made with. */
export interface UsmMessage {
  /** The engine that decides about the time: ours, but that of the receiver for what asks for an answer. */
  readonly engine: MessageEngine
  readonly msgId: number
  /** The largest message that the other side takes. */
  readonly maxMessage: number
  /** The largest message that we take. */
  readonly ownMaxMessage: number
  /** Undefined in reports to senders that are not known. */
  readonly user: UsmKeys | undefined
  readonly userName: Uint8Array
  /** 0 noAuthNoPriv, 1 authNoPriv, 2 authPriv. */
  readonly level: number
  readonly contextName: Uint8Array
  /** The engine that the context belongs to, where it is not `engine`. */
  readonly contextEngineId?: Uint8Array
  /** Whether faults may be reported to us; only for what asks for an answer. */
  readonly reportable?: boolean
}

/**
 * The envelope of SNMPv3 with USM.
 *
 *     SEQUENCE { version 3,
 *       SEQUENCE { msgID, msgMaxSize, msgFlags OCTET STRING (1), msgSecurityModel 3 },
 *       OCTET STRING { SEQUENCE { engineID, boots, time, userName, digest, salt } },
 *       ScopedPDU ::= SEQUENCE { contextEngineID, contextName, PDU } or OCTET STRING { encrypted ScopedPDU } }
 */
export class UsmEnvelope implements Envelope {
  readonly overhead: number
  readonly maxMessage: number
  readonly #message: UsmMessage

  constructor(message: UsmMessage) {
    this.#message = message
    this.maxMessage = message.maxMessage
    // Headers, numbers and padding of ciphers come to less than 96 octets.
    const { engine, userName, contextName, contextEngineId = engine.id } = message
    this.overhead =
      96 + engine.id.length + contextEngineId.length + userName.length + contextName.length + this.#macLength
  }

  seal(writer: BerWriter): void {
    const { engine, user, level, contextName, contextEngineId = engine.id } = this.#message
    const time = engine.time
    writer.prependOctets(contextName)
    writer.prependOctets(contextEngineId)
    writer.wrap(0x30)
    const salt = level === 2 && user ? encrypt(writer, engine, user, time) : nothing
    const digestAt = this.#prependSecurity(writer, salt, time)
    this.#prependHeader(writer)
    writer.prependInteger(3)
    writer.wrap(0x30)
    if (level > 0 && user) {
      signMessage(user, writer.buffer.subarray(writer.start, writer.pos), digestAt - writer.start)
    }
  }

  get #macLength(): number {
    const { level, user } = this.#message
    return level > 0 ? (user?.auth?.macLength ?? 0) : 0
  }

  /** Returns where the digest has to go. */
  #prependSecurity(writer: BerWriter, salt: Uint8Array, time: number): number {
    const { engine, userName } = this.#message
    const end = writer.start
    writer.prependOctets(salt)
    writer.prependOctets(digestPlaces, 0, this.#macLength)
    // Tag and length, one octet each, stand before it.
    const digestAt = writer.start + 2
    writer.prependOctets(userName)
    writer.prependInteger(time)
    writer.prependInteger(engine.boots)
    writer.prependOctets(engine.id)
    writer.wrapLength(0x30, end - writer.start)
    writer.wrapLength(0x04, end - writer.start)
    return digestAt
  }

  #prependHeader(writer: BerWriter): void {
    const { level, msgId, ownMaxMessage, reportable = false } = this.#message
    const end = writer.start
    writer.prependInteger(MODEL_USM)
    writer.prependOctets(Uint8Array.of((levelFlags[level] ?? 0) | (reportable ? FLAG_REPORTABLE : 0)))
    writer.prependInteger(ownMaxMessage)
    writer.prependInteger(msgId)
    writer.wrapLength(0x30, end - writer.start)
  }
}

const levelFlags = [0, FLAG_AUTH, FLAG_AUTH | FLAG_PRIV]

/** Replaces what the writer holds by its encryption; returns the salt. */
function encrypt(writer: BerWriter, engine: MessageEngine, user: UsmKeys, time: number): Uint8Array {
  const { priv, privKey } = user
  if (priv === undefined) return nothing
  const salt = priv.salt(engine.boots, engine.nextSalt())
  const plain = writer.buffer.subarray(writer.start, writer.pos)
  const cipher = priv.encrypt(privKey, engine.boots, time, salt, plain)
  writer.buffer.set(cipher, writer.start)
  writer.pos = writer.start + cipher.length
  writer.wrap(0x04)
  return salt
}
