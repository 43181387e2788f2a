import { describe, expect, test } from 'vitest'
import {
  codecOf,
  decodeArgs,
  decodeHole,
  decodeRet,
  encodeArgs,
  encodeHole,
  encodeRet,
  FrameReader,
  hasDescriptors,
  MessageStatus,
  MessageType,
  type Packet,
  packet,
  procedureByNumber,
  programByNumber,
  rawBody,
  XdrReader,
} from '../../../src/rpc/wire/index.ts'
import { asDecoded, readVectors, tableType, type Vector } from './vectors.ts'

const vectors = readVectors() ?? []
if (vectors.length === 0)
  process.stderr.write('recorded packets are skipped: ../shared/spec/rpc/vectors.json is not there\n')
/** The octets of a packet as they come, with the one octet that comes with each descriptor. */
function arriving({ hex, fds = 0 }: Vector): Buffer {
  return Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(fds)])
}

function readAll(reader: FrameReader): Packet[] {
  const packets: Packet[] = []
  for (let next = reader.next(); next; next = reader.next()) packets.push(next)
  return packets
}

function only(vector: Vector): Packet {
  const reader = new FrameReader()
  reader.push(arriving(vector))
  const [first] = readAll(reader)
  if (!first) throw new Error(`no packet in ${vector.hex}`)
  return first
}

function isReply({ type }: Vector): boolean {
  return type === MessageType.REPLY || type === MessageType.REPLY_WITH_FDS
}

function decoded(vector: Vector, body: Buffer): unknown {
  if (vector.bodyType === 'virNetStreamHole') return decodeHole(body)
  if (vector.status === MessageStatus.ERROR) return codecOf('remote_error').read(new XdrReader(body))
  const decode = isReply(vector) ? decodeRet : decodeArgs
  return decode(vector.program, vector.procedure as string, body)
}

function expected({ bodyType = '', body }: Vector): unknown {
  if (bodyType !== 'virNetStreamHole') return asDecoded(tableType(bodyType), body)
  const { length, flags } = body as { readonly length: number; readonly flags: number }
  return { length: BigInt(length), flags }
}

function encoded(vector: Vector): Buffer {
  const { header, body, descriptors } = only(vector)
  const writer = () => {
    if (vector.bodyType === undefined) return rawBody(body)
    const value = decoded(vector, body)
    if (vector.bodyType === 'virNetStreamHole') return encodeHole(value as Parameters<typeof encodeHole>[0])
    if (vector.status === MessageStatus.ERROR) {
      return (to: Parameters<ReturnType<typeof rawBody>>[0]) => codecOf('remote_error').write(to, value)
    }
    return (isReply(vector) ? encodeRet : encodeArgs)(vector.program, vector.procedure as string, value)
  }
  return packet({ ...header, descriptors }, writer())
}

describe.skipIf(vectors.length === 0)('recorded packets', () => {
  test('there are those of all four programs, and events, errors, streams, holes and descriptors among them', () => {
    expect(vectors.length).toBeGreaterThan(1300)
    expect(new Set(vectors.map(({ program }) => program)).size).toBeGreaterThanOrEqual(4)
    expect(new Set(vectors.map(({ type }) => type))).toEqual(new Set(Object.values(MessageType)))
  })

  test('the header of each is what was recorded', () => {
    for (const vector of vectors) {
      const { header, descriptors } = only(vector)
      const { type, status, serial, fds = 0 } = vector
      expect(programByNumber(header.program)).toBe(vector.program)
      expect(procedureByNumber(vector.program, header.procedure)?.name).toBe(vector.procedure)
      expect({ type, status, serial, fds }).toEqual({
        type: header.type,
        status: header.status,
        serial: header.serial,
        fds: descriptors,
      })
      expect(hasDescriptors(header.type)).toBe(vector.fds !== undefined)
    }
  })

  test('the body of each is decoded to what was recorded', () => {
    const withBody = vectors.filter(({ bodyType }) => bodyType !== undefined)
    expect(withBody.length).toBeGreaterThan(1000)
    for (const vector of withBody) {
      expect(decoded(vector, only(vector).body), vector.hex).toEqual(expected(vector))
    }
  })

  test('each is written again octet by octet', () => {
    const own = vectors.filter(({ decodeOnly }) => !decodeOnly)
    expect(vectors.length - own.length).toBeLessThan(5)
    for (const vector of own) expect(encoded(vector).toString('hex')).toBe(vector.hex)
  })

  test('all of them are found in one flow whose octets come one by one', () => {
    const reader = new FrameReader()
    const found: Packet[] = []
    for (const octet of Buffer.concat(vectors.map(arriving))) {
      reader.push(Buffer.of(octet))
      found.push(...readAll(reader))
    }
    expect(found.length).toBe(vectors.length)
    expect(reader.midway).toBe(false)
    for (const [i, { header, body }] of found.entries()) {
      const vector = vectors[i] as Vector
      expect(header.serial).toBe(vector.serial)
      expect(vector.hex.endsWith(body.toString('hex'))).toBe(true)
    }
  })

  test('all of them are found in one flow whose chunks hold several and end anywhere', () => {
    const flow = Buffer.concat(vectors.map(arriving))
    for (const size of [61, 1000, 65_536, flow.length]) {
      const reader = new FrameReader()
      let found = 0
      for (let at = 0; at < flow.length; at += size) {
        reader.push(flow.subarray(at, at + size))
        found += readAll(reader).length
      }
      expect(found).toBe(vectors.length)
    }
  })
})
