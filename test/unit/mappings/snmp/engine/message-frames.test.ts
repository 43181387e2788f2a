import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MessageFrames } from '../../../../../src/mappings/snmp/engine/message-frames.ts'

function message(content: Uint8Array): Buffer {
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([0x30, ...length]), content])
}

describe('message frames', () => {
  test('give back all messages of a stream however it is cut', () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 })
    fc.assert(
      fc.property(contents, fc.integer({ min: 1, max: 40 }), (parts, size) => {
        const stream = Buffer.concat(parts.map(message))
        const frames = new MessageFrames(1_000)
        const found: Buffer[] = []
        for (let at = 0; at < stream.length; at += size) {
          frames.add(stream.subarray(at, at + size))
          for (let next = frames.next(); next; next = frames.next()) found.push(Buffer.from(next))
        }
        expect(found).toEqual(parts.map(message))
        expect([frames.broken, frames.waiting]).toEqual([false, 0])
      }),
    )
  })

  test.each([
    ['what is no sequence', [0x02, 0x01, 0x00]],
    ['a length without an end', [0x30, 0x80]],
    ['a length of five octets', [0x30, 0x85, 0, 0, 0, 0, 1]],
    ['a message that is too long', [0x30, 0x84, 0xff, 0xff, 0xff, 0xff]],
  ])('refuse %s', (_, octets) => {
    const frames = new MessageFrames(1_000)
    frames.add(Buffer.from(octets))
    expect(frames.next()).toBeUndefined()
    expect([frames.broken, frames.waiting]).toEqual([true, 0])
  })
})
