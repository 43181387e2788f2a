import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { type DecodedPdu, decode, decodePdu, int, str, type Tlv, tlv, toInt } from './ber.ts'

/** Keys of a user as a manager has them (SHA-256 and AES-128). */
export interface V3Keys {
  readonly authKey: Buffer
  readonly privKey: Buffer
}

/** One message as a manager would make it. */
export interface V3Parts {
  readonly engineId: Buffer
  readonly boots: number
  readonly time: number
  readonly user: string
  /** Bits: 1 authenticated, 2 encrypted, 4 reportable. */
  readonly flags: number
  readonly context?: string
  readonly contextEngineId?: Buffer
  readonly maxSize?: number
  readonly msgId?: number
  readonly model?: number
}

const MAC = 24
const salt = Buffer.from('0102030405060708', 'hex')

/** Encodes, encrypts and signs a message. */
export function v3(parts: V3Parts, body: Buffer, keys?: V3Keys): Buffer {
  const scoped = tlv(0x30, str(parts.contextEngineId ?? parts.engineId), str(parts.context ?? ''), body)
  const data = (parts.flags & 2) !== 0 && keys ? str(cipher(parts, keys, salt, scoped)) : scoped
  const signed = (parts.flags & 1) !== 0 && keys !== undefined
  const message = (mac: Buffer) =>
    tlv(
      0x30,
      int(3),
      tlv(
        0x30,
        int(parts.msgId ?? 77),
        int(parts.maxSize ?? 65_507),
        str(Buffer.from([parts.flags])),
        int(parts.model ?? 3),
      ),
      str(
        tlv(
          0x30,
          str(parts.engineId),
          int(parts.boots),
          int(parts.time),
          str(parts.user),
          str(mac),
          str((parts.flags & 2) !== 0 ? salt : Buffer.alloc(0)),
        ),
      ),
      data,
    )
  if (!signed) return message(Buffer.alloc(0))
  const blank = message(Buffer.alloc(MAC))
  return message(createHmac('sha256', keys.authKey).update(blank).digest().subarray(0, MAC))
}

/** A decoded v3 response. */
export interface DecodedV3 {
  readonly flags: number
  readonly engineId: Buffer
  readonly boots: number
  readonly time: number
  readonly user: string
  readonly context: string
  readonly pdu: DecodedPdu
}

/** Decodes, checks and decrypts a response. */
export function decodeV3(packet: Buffer, keys?: V3Keys): DecodedV3 {
  const [, header, security, data] = decode(packet).children as [Tlv, Tlv, Tlv, Tlv]
  const flags = header.children[2]?.content[0] ?? 0
  const [engineId, boots, time, user, mac, privacy] = decode(security.content).children as Tlv[] as [
    Tlv,
    Tlv,
    Tlv,
    Tlv,
    Tlv,
    Tlv,
  ]
  const place = { boots: Number(toInt(boots)), time: Number(toInt(time)) }
  if ((flags & 1) !== 0 && keys) checkMac(packet, mac.content, keys)
  const scoped =
    (flags & 2) !== 0 && keys ? decode(decipher(place, keys, privacy.content, data.content)) : data
  return {
    flags,
    ...place,
    engineId: engineId.content,
    user: user.content.toString(),
    context: scoped.children[1]?.content.toString() ?? '',
    pdu: decodePdu(scoped.children[2] as Tlv),
  }
}

function checkMac(packet: Buffer, mac: Buffer, keys: V3Keys): void {
  const at = packet.indexOf(mac)
  const blank = Buffer.from(packet)
  blank.fill(0, at, at + mac.length)
  const expected = createHmac('sha256', keys.authKey).update(blank).digest().subarray(0, mac.length)
  if (!expected.equals(mac)) throw new Error('the response has a wrong digest')
}

function vector({ boots, time }: { boots: number; time: number }, salted: Buffer): Buffer {
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(boots, 0)
  numbers.writeUInt32BE(time, 4)
  return Buffer.concat([numbers, salted])
}

function cipher(at: { boots: number; time: number }, keys: V3Keys, salted: Buffer, plain: Buffer): Buffer {
  return createCipheriv('aes-128-cfb', keys.privKey, vector(at, salted)).update(plain)
}

function decipher(at: { boots: number; time: number }, keys: V3Keys, salted: Buffer, text: Buffer): Buffer {
  return createDecipheriv('aes-128-cfb', keys.privKey, vector(at, salted)).update(text)
}
