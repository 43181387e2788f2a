import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BerReader, readOid } from '../../../../../src/mappings/snmp/engine/ber-reader.ts'
import { BerWriter, encodeOid } from '../../../../../src/mappings/snmp/engine/ber-writer.ts'
import type { AnyValue, SyntaxName } from '../../../../../src/mappings/snmp/engine/syntax.ts'
import { decode, int, oid, toInt, toOid } from '../../../../wire/snmp/support/ber.ts'

function written(syntax: SyntaxName, value: AnyValue): Buffer {
  const writer = new BerWriter()
  writer.reset()
  expect(writer.value(syntax, value)).toBe(true)
  return Buffer.from(writer.buffer.subarray(writer.start, writer.pos))
}

function reading<T>(hex: string, read: (reader: BerReader) => T): { value: T; failed: boolean } {
  const buffer = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  const reader = new BerReader()
  reader.reset(buffer, 0, buffer.length)
  const value = read(reader)
  return { value, failed: reader.failed }
}

const subIdentifier = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 0xffffffff }))
const anyOid = fc
  .tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 39 }),
    fc.array(subIdentifier, { maxLength: 126 }),
  )
  .map(([first, second, rest]) => [first, second, ...rest])

describe('integers', () => {
  test('every signed number is written as an independent encoder writes it, and is read back', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const octets = written('Integer32', value)
        expect(octets.toString('hex')).toBe(int(value).toString('hex'))
        expect(reading(octets.toString('hex'), (reader) => reader.integer())).toEqual({
          value,
          failed: false,
        })
      }),
    )
  })

  test('every unsigned number of 32 bits is written as an independent encoder writes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
        expect(written('Gauge32', value).toString('hex')).toBe(int(value, 0x42).toString('hex'))
      }),
    )
  })

  test('every counter of 64 bits is written as an independent encoder writes it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        expect(written('Counter64', value).toString('hex')).toBe(int(value, 0x46).toString('hex'))
      }),
    )
  })

  test.each([
    ['Integer32', 2 ** 31, '2147483647'],
    ['Integer32', -(2 ** 40), '-2147483648'],
    ['Integer32', 1.9, '1'],
    ['Integer32', Number.NaN, '0'],
    ['Gauge32', 2 ** 33, '4294967295'],
    ['Gauge32', -1, '0'],
    ['Counter32', 2 ** 32 + 5, '5'],
    ['TimeTicks', 2 ** 32, '0'],
    ['Counter64', 2n ** 64n + 9n, '9'],
    ['Counter64', -1n, '18446744073709551615'],
    ['Counter64', Number.POSITIVE_INFINITY, '0'],
  ] as const)('%s of %s is sent as %s', (syntax, value, expected) => {
    expect(String(toInt(decode(written(syntax, value))))).toBe(expected)
  })

  test.each([
    ['no octets', '02 00'],
    ['five octets', '02 05 01 02 03 04 05'],
    ['an indefinite length', '02 80 01 00 00'],
    ['a length of five octets', '02 85 00 00 00 00 01 01'],
    ['a length behind the end', '02 02 01'],
    ['another tag', '04 01 01'],
    ['a length that is cut off', '02 82 01'],
    ['nothing', ''],
  ])('an integer with %s is refused', (_name, hex) => {
    expect(reading(hex, (reader) => reader.integer())).toEqual({ value: 0, failed: true })
  })

  test('the long form of a length is read', () => {
    expect(reading('02 82 00 01 2a', (reader) => reader.integer())).toEqual({ value: 42, failed: false })
  })
})

describe('object identifiers', () => {
  test('every valid one is written as an independent encoder writes it, and is read back', () => {
    fc.assert(
      fc.property(anyOid, (value) => {
        const octets = written('ObjectIdentifier', value)
        expect(octets.toString('hex')).toBe(oid(value.join('.')).toString('hex'))
        expect(toOid(decode(octets))).toBe(value.join('.'))
        const into: number[] = [9, 9, 9]
        expect(readOid(Buffer.from(encodeOid(value)), 0, encodeOid(value).length, into)).toBe(true)
        expect(into).toEqual(value)
      }),
    )
  })

  test('a name made of a prefix and an index has the encoding of the whole', () => {
    fc.assert(
      fc.property(anyOid, fc.array(subIdentifier, { maxLength: 20 }), (prefix, index) => {
        const writer = new BerWriter()
        writer.reset()
        const mark = writer.begin(encodeOid(prefix), index)
        writer.empty(0x05)
        writer.finish(mark)
        const variable = decode(Buffer.from(writer.buffer.subarray(writer.start, writer.pos)))
        expect(variable.children[0] && toOid(variable.children[0])).toBe([...prefix, ...index].join('.'))
      }),
    )
  })

  test.each([
    ['2.100.3', '81 34 03', [2, 100, 3]],
    ['0.0', '00', [0, 0]],
    ['empty', '', []],
    ['4294967295', '2b 8f ff ff ff 7f', [1, 3, 4294967295]],
  ])('%s is read', (_name, hex, expected) => {
    const octets = Buffer.from(hex.replaceAll(' ', ''), 'hex')
    const into: number[] = []
    expect(readOid(octets, 0, octets.length, into)).toBe(true)
    expect(into).toEqual(expected)
  })

  test.each([
    ['a sub-identifier of 33 bits', Buffer.from('2b9080808000', 'hex')],
    ['a padded sub-identifier', Buffer.from('2b8001', 'hex')],
    ['a sub-identifier that is cut off', Buffer.from('2b86', 'hex')],
    ['129 sub-identifiers', Buffer.alloc(128, 1)],
  ])('one with %s is refused', (_name, octets) => {
    expect(readOid(octets, 0, octets.length, [])).toBe(false)
  })
})

describe('octet strings', () => {
  test('text of any length and script is sent as UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(decode(written('OctetString', text)).content.toString()).toBe(text)
      }),
    )
  })

  test('octets of any length are sent as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), (octets) => {
        const writer = new BerWriter()
        writer.reset()
        const fits = writer.value('OctetString', octets)
        expect(fits).toBe(octets.length <= 67_547)
        if (fits)
          expect(
            decode(Buffer.from(writer.buffer.subarray(writer.start, writer.pos))).content.equals(octets),
          ).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  test('a string that the buffer cannot hold is refused and leaves the buffer as it was', () => {
    const writer = new BerWriter()
    writer.reset()
    expect(writer.value('OctetString', 'x'.repeat(70_000))).toBe(false)
    expect(writer.length).toBe(0)
  })
})

test('reading whatever octets ends without an exception and within the buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
      const reader = new BerReader()
      reader.reset(octets, 0, octets.length)
      const end = reader.enter(reader.peek())
      reader.integer()
      reader.oid([])
      reader.skip()
      reader.octets()
      expect(Math.max(end, reader.pos)).toBeLessThanOrEqual(octets.length)
    }),
    { numRuns: 2_000 },
  )
})
