/** A second, plain BER implementation that knows nothing of the one under test. */

/** One value: tag and content; constructed ones have children. */
export interface Tlv {
  readonly tag: number
  readonly content: Buffer
  readonly children: readonly Tlv[]
}

/** Encodes a value. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

/** Encodes an integer of any size. */
export function int(value: number | bigint, tag = 0x02): Buffer {
  const octets: number[] = []
  let rest = BigInt(value)
  do {
    octets.unshift(Number(rest & 0xffn))
    rest >>= 8n
  } while (!(rest === 0n && (octets[0] ?? 0) < 0x80) && !(rest === -1n && (octets[0] ?? 0) >= 0x80))
  return tlv(tag, Buffer.from(octets))
}

/** Encodes an octet string. */
export function str(value: string | Uint8Array): Buffer {
  return tlv(0x04, Buffer.from(value))
}

/** Encodes an object identifier of dotted text. */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const octets = [first * 40 + second, ...rest].flatMap((sub) => {
    const groups = [sub % 128]
    for (let left = Math.floor(sub / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left % 128) + 128)
    return groups
  })
  return tlv(0x06, Buffer.from(octets))
}

/** NULL. */
export const nil = Buffer.from([0x05, 0x00])

/** A PDU with variables given as names, or as names and encoded values. */
export function pdu(
  tag: number,
  id: number,
  variables: readonly (string | readonly [string, Buffer])[],
  fields: readonly [number, number] = [0, 0],
): Buffer {
  const list = variables.map((variable) =>
    typeof variable === 'string' ? tlv(0x30, oid(variable), nil) : tlv(0x30, oid(variable[0]), variable[1]),
  )
  return tlv(tag, int(id), int(fields[0]), int(fields[1]), tlv(0x30, ...list))
}

/** A message of SNMPv1 (0) or v2c (1). */
export function community(version: number, name: string, body: Buffer): Buffer {
  return tlv(0x30, int(version), str(name), body)
}

/** Decodes one value; throws when it is not well formed. */
export function decode(buffer: Buffer): Tlv {
  const [value, end] = decodeAt(buffer, 0)
  if (end !== buffer.length) throw new Error(`${buffer.length - end} octets left over`)
  return value
}

function decodeAt(buffer: Buffer, start: number): [Tlv, number] {
  const tag = buffer.readUInt8(start)
  let length = buffer.readUInt8(start + 1)
  let at = start + 2
  if (length >= 0x80) {
    const octets = length & 0x7f
    length = buffer.readUIntBE(at, octets)
    at += octets
  }
  const end = at + length
  if (end > buffer.length) throw new Error('a value is cut off')
  const children: Tlv[] = []
  if ((tag & 0x20) !== 0) {
    for (let child = at; child < end; ) {
      const [value, next] = decodeAt(buffer.subarray(0, end), child)
      children.push(value)
      child = next
    }
  }
  return [{ tag, content: buffer.subarray(at, end), children }, end]
}

/** The number in a value. */
export function toInt({ content }: Tlv): bigint {
  let value = (content[0] ?? 0) >= 0x80 ? -1n : 0n
  for (const octet of content) value = (value << 8n) | BigInt(octet)
  return value
}

/** The dotted text of an identifier. */
export function toOid({ content }: Tlv): string {
  const subs: number[] = []
  let sub = 0
  for (const octet of content) {
    sub = sub * 128 + (octet & 0x7f)
    if (octet < 0x80) {
      subs.push(sub)
      sub = 0
    }
  }
  const [first = 0, ...rest] = subs
  const arc = Math.min(2, Math.floor(first / 40))
  return [arc, first - arc * 40, ...rest].join('.')
}

/** A decoded PDU. */
export interface DecodedPdu {
  readonly tag: number
  readonly id: number
  readonly status: number
  readonly index: number
  readonly variables: readonly { readonly name: string; readonly tag: number; readonly value: string }[]
}

/** Decodes a PDU; values are text: numbers, dotted identifiers, `"text"` or hexadecimal octets. */
export function decodePdu(value: Tlv): DecodedPdu {
  const [id, status, index, list] = value.children as [Tlv, Tlv, Tlv, Tlv]
  return {
    tag: value.tag,
    id: Number(toInt(id)),
    status: Number(toInt(status)),
    index: Number(toInt(index)),
    variables: list.children.map(({ children }) => {
      const [name, content] = children as [Tlv, Tlv]
      return { name: toOid(name), tag: content.tag, value: show(content) }
    }),
  }
}

/** Decodes the PDU of a v1 or v2c response. */
export function decodeCommunity(packet: Buffer): DecodedPdu {
  return decodePdu(decode(packet).children[2] as Tlv)
}

function show(value: Tlv): string {
  switch (value.tag) {
    case 0x02:
    case 0x41:
    case 0x42:
    case 0x43:
    case 0x46:
      return String(toInt(value))
    case 0x06:
      return toOid(value)
    case 0x04:
      return /^[\x20-\x7e]*$/.test(value.content.toString('latin1'))
        ? `"${value.content.toString('latin1')}"`
        : value.content.toString('hex')
    case 0x80:
      return 'noSuchObject'
    case 0x81:
      return 'noSuchInstance'
    case 0x82:
      return 'endOfMibView'
    default:
      return value.content.toString('hex')
  }
}
