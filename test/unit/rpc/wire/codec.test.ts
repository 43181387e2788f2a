import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VirtError } from '../../../../src/core/errors/index.ts'
import { codecOf, XdrReader, XdrWriter } from '../../../../src/rpc/wire/index.ts'
import { types, valuesOf } from '../../../conformance/rpc/values.ts'

function written(type: string, value: unknown): Buffer {
  const writer = new XdrWriter()
  codecOf(type).write(writer, value)
  return writer.bytes()
}

function read(type: string, bytes: Buffer): unknown {
  return codecOf(type).read(new XdrReader(bytes))
}

function thrown(work: () => unknown): VirtError {
  try {
    work()
  } catch (error) {
    if (error instanceof VirtError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const names = Object.keys(types)

describe('every type of the tables', () => {
  test('there are those of all programs', () => {
    expect(names.length).toBeGreaterThan(700)
  })

  test('a value that was written is read again', () => {
    for (const name of names) {
      fc.assert(
        fc.property(valuesOf(name), (value) => {
          const bytes = written(name, value)
          expect(bytes.length % 4).toBe(0)
          expect(read(name, bytes)).toEqual(value)
        }),
        { numRuns: 12 },
      )
    }
  })

  test('no value is shorter than the least of its type', () => {
    for (const name of names) {
      fc.assert(
        fc.property(valuesOf(name), (value) => {
          expect(written(name, value).length).toBeGreaterThanOrEqual(codecOf(name).least)
        }),
        { numRuns: 3 },
      )
    }
  })

  test('a value without its last word is refused', () => {
    for (const name of names) {
      fc.assert(
        fc.property(valuesOf(name), (value) => {
          const bytes = written(name, value)
          const error = thrown(() => read(name, bytes.subarray(0, -4)))
          expect(error.message).toBe('Unable to decode message payload')
        }),
        { numRuns: 3 },
      )
    }
  })
})

describe('bounds', () => {
  const octets = (count: number) => Buffer.concat([words(count), Buffer.alloc(Math.ceil(count / 4) * 4)])

  test.each([
    ['remote_nonnull_string', 4_194_304],
    ['remote_secret_get_value_ret', 65_536],
    ['remote_domain_get_security_label_ret', 4097],
  ])('%s of %i is read, of one more it is not', (type, max) => {
    const element = type.endsWith('label_ret') ? 4 : 1
    const body = (count: number) =>
      Buffer.concat([words(count), Buffer.alloc(Math.ceil((count * element) / 4) * 4), words(0)])
    expect(() => read(type, body(max))).not.toThrow()
    expect(thrown(() => read(type, body(max + 1))).code).toBe('rpc')
  })

  test('a text over the limit is not written', () => {
    expect(() => written('remote_nonnull_string', 'x'.repeat(4_194_304))).not.toThrow()
    expect(thrown(() => written('remote_nonnull_string', 'x'.repeat(4_194_305))).code).toBe('internalError')
    expect(thrown(() => written('remote_nonnull_string', 'é'.repeat(2_097_153))).code).toBe('internalError')
  })

  test('a list over the limit is not written', () => {
    const names = (count: number) => ({ names: Array.from({ length: count }, () => 'a') })
    expect(() => written('remote_connect_list_defined_domains_ret', names(16_384))).not.toThrow()
    expect(thrown(() => written('remote_connect_list_defined_domains_ret', names(16_385))).code).toBe(
      'internalError',
    )
  })

  test('a list that claims more elements than there are octets is refused before one is read', () => {
    const error = thrown(() => read('remote_connect_list_all_domains_ret', words(16_384, 0, 0)))
    expect(error.detail).toContain('16384 elements')
  })

  test('a text that claims more octets than there are is refused', () => {
    expect(thrown(() => read('remote_nonnull_string', words(4_194_304))).code).toBe('rpc')
    expect(thrown(() => read('remote_nonnull_string', words(0xffff_ffff))).code).toBe('rpc')
  })

  test('what follows a complete body does not matter', () => {
    expect(read('remote_nonnull_string', Buffer.concat([octets(0), words(1, 2, 3)]))).toBe('')
  })
})

describe('forms', () => {
  test('any marker but 0 says that something is there', () => {
    const name = Buffer.concat([words(0x0100_0000, 1), Buffer.from('q\0\0\0')])
    expect(read('remote_string', name)).toBe('q')
    expect(read('remote_string', words(0))).toBeNull()
  })

  test('a union of a type that is not in the table is refused', () => {
    expect(thrown(() => read('remote_typed_param_value', words(8, 0, 0))).code).toBe('rpc')
    expect(thrown(() => written('remote_typed_param_value', { type: 8, value: 1 })).code).toBe(
      'internalError',
    )
  })

  test('a narrow number is cut to its size', () => {
    expect(read('uchar', words(0x1ff))).toBe(0xff)
    expect(read('char', words(0xff))).toBe(-1)
    expect(read('ushort', words(0x12345))).toBe(0x2345)
    expect(read('short', words(0xffff))).toBe(-1)
  })

  test('characters take four octets each, with their sign', () => {
    expect(written('remote_auth_sasl_step_args', { nil: 0, data: Uint8Array.of(0x41, 0xff) })).toEqual(
      words(0, 2, 0x41, 0xffff_ffff),
    )
  })

  test('a UUID is 16 octets and a text in lower case', () => {
    const bytes = written('remote_uuid', '6E65FFF5-d30c-4539-aef1-d939b9ef7416')
    expect(bytes.toString('hex')).toBe('6e65fff5d30c4539aef1d939b9ef7416')
    expect(read('remote_uuid', bytes)).toBe('6e65fff5-d30c-4539-aef1-d939b9ef7416')
  })

  test.each(['', 'web1', '6e65fff5d30c4539aef1d939b9ef7416', '6e65fff5-d30c-4539-aef1-d939b9ef741g'])(
    "'%s' is no UUID",
    (text) => {
      expect(thrown(() => written('remote_uuid', text)).code).toBe('internalError')
    },
  )

  test('octets that are no UTF-8 are read and written again as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        const writer = new XdrWriter()
        writer.opaque(octets, 40)
        const bytes = writer.bytes()
        expect(written('remote_nonnull_string', read('remote_nonnull_string', bytes))).toEqual(bytes)
      }),
      { numRuns: 3000 },
    )
  })

  test('the replacement character itself is no fault of its text', () => {
    const text = 'a\ufffdb'
    expect(read('remote_nonnull_string', written('remote_nonnull_string', text))).toBe(text)
  })

  test.each([
    ['int', '5'],
    ['int', 0.5],
    ['uint', 0x1_0000_0000],
    ['int', -0x8000_0001],
    ['hyper', 5],
    ['uhyper', 1n << 64n],
    ['hyper', -(1n << 63n) - 1n],
    ['double', 1n],
    ['remote_nonnull_string', null],
    ['remote_nonnull_domain', undefined],
    ['remote_nonnull_domain', { name: 'a', uuid: '6e65fff5-d30c-4539-aef1-d939b9ef7416' }],
    ['opaque<16>', 'text'],
    ['remote_nonnull_string', ['a']],
  ])('%s refuses %o', (type, value) => {
    expect(thrown(() => written(type, value)).code).toBe('internalError')
  })
})

function words(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) buffer.writeUInt32BE(value, i * 4)
  return buffer
}
