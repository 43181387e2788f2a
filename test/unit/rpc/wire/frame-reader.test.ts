import { describe, expect, test } from 'vitest'
import { FrameReader, MessageType, type Packet, packet, rawBody } from '../../../../src/rpc/wire/index.ts'

function call(body: Uint8Array = new Uint8Array(0), descriptors?: number): Buffer {
  const type = descriptors === undefined ? MessageType.CALL : MessageType.CALL_WITH_FDS
  const options = { program: 0x20008086, procedure: 1, type, serial: 7, status: 0 }
  return packet(descriptors === undefined ? options : { ...options, descriptors }, rawBody(body))
}

function head(length: number): Buffer {
  const word = Buffer.alloc(4)
  word.writeUInt32BE(length)
  return word
}

function flow(bytes: Buffer, size: number): Packet[] {
  const reader = new FrameReader()
  const found: Packet[] = []
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.subarray(at, at + size))
    for (let next = reader.next(); next; next = reader.next()) found.push(next)
  }
  return found
}

describe('lengths', () => {
  test.each([0, 3, 4, 27, 33_554_437, 0xffff_ffff])(
    '%i octets are refused as soon as they are said',
    (length) => {
      const whole = new FrameReader()
      whole.push(head(length))
      expect(() => whole.next()).toThrow(`a packet of ${length} octets came`)
      const bitwise = new FrameReader()
      expect(() => {
        for (const octet of head(length)) {
          bitwise.push(Buffer.of(octet))
          bitwise.next()
        }
      }).toThrow(`a packet of ${length} octets came`)
    },
  )

  test('the shortest packet is read', () => {
    expect(flow(call(), 100)[0]?.body.length).toBe(0)
  })

  test('the longest packet is read', () => {
    const longest = call(Buffer.alloc(33_554_436 - 28, 1))
    expect(longest.length).toBe(33_554_436)
    expect(flow(longest, 65_536)[0]?.body.length).toBe(33_554_408)
  })

  test('a longer packet is not made', () => {
    expect(() => call(Buffer.alloc(33_554_436 - 27))).toThrow('cannot be sent')
  })
})

describe('large packets', () => {
  test.each([
    [1, 2],
    [64 * 1024, 16],
  ])('in chunks of %i octets are copied in linear time (%i MiB)', (size, mebibytes) => {
    const body = Buffer.alloc(mebibytes * 1024 * 1024, 0x5a)
    const [found] = flow(call(body), size)
    expect(found?.body.equals(body)).toBe(true)
  })

  test('no more is kept than arrived, whatever the length says', () => {
    const reader = new FrameReader()
    const before = process.memoryUsage()
    for (let i = 0; i < 64; i++) {
      const each = new FrameReader()
      each.push(Buffer.concat([head(33_554_436), Buffer.alloc(100)]))
      each.next()
      expect(each.midway).toBe(true)
    }
    const after = process.memoryUsage()
    expect(after.arrayBuffers + after.external - before.arrayBuffers - before.external).toBeLessThan(16 << 20)
    expect(reader.midway).toBe(false)
  })
})

describe('descriptors', () => {
  test('the octet of each is passed over before the packet is given', () => {
    const reader = new FrameReader()
    reader.push(call(Buffer.from('body'), 2))
    expect(reader.next()).toBeUndefined()
    expect(reader.midway).toBe(true)
    reader.push(Buffer.from([0]))
    expect(reader.next()).toBeUndefined()
    reader.push(Buffer.concat([Buffer.from([0]), call(Buffer.from('next'))]))
    expect(reader.next()).toMatchObject({ descriptors: 2, body: Buffer.from('body') })
    expect(reader.next()).toMatchObject({ descriptors: 0, body: Buffer.from('next') })
    expect(reader.midway).toBe(false)
  })

  test('a packet that could bring some and brings none is given at once', () => {
    expect(flow(call(Buffer.from('body'), 0), 1000)).toMatchObject([
      { descriptors: 0, body: Buffer.from('body') },
    ])
  })

  test('more than 32 are refused', () => {
    const bytes = call(Buffer.alloc(0), 32)
    expect(() => call(Buffer.alloc(0), 33)).toThrow('at most 32')
    bytes.writeUInt32BE(33, 28)
    expect(() => flow(bytes, 1000)).toThrow('33 descriptors')
  })

  test('a packet too short for their number is refused', () => {
    const bytes = call()
    bytes.writeUInt32BE(MessageType.CALL_WITH_FDS, 16)
    expect(() => flow(bytes, 1000)).toThrow('descriptors')
  })
})

test('several packets of one chunk share its memory', () => {
  const chunk = Buffer.concat([call(Buffer.from('one1')), call(Buffer.from('two2'))])
  const reader = new FrameReader()
  reader.push(chunk)
  expect([reader.next(), reader.next()].map((found) => found?.body.buffer)).toEqual([
    chunk.buffer,
    chunk.buffer,
  ])
  expect(reader.next()).toBeUndefined()
})
