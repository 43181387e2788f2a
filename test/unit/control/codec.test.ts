import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode, encode } from '../../../src/control/codec.ts'
import { LineReader } from '../../../src/control/frames.ts'
import { fromWire, toWire } from '../../../src/control/protocol.ts'
import { VirtError } from '../../../src/core/errors/index.ts'

const leaf = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.double().map((n) => (Object.is(n, -0) ? 0 : n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
  fc.uint8Array(),
)
const key = fc.oneof(fc.string(), fc.constantFrom('$n', '$b', '$$', '$', '__proto__', 'constructor'))
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie('any')),
    fc.dictionary(key, tie('any'), { noNullPrototype: true }),
  ),
})).any

describe('a value on the control socket', () => {
  test('comes out as it went in', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(decode(encode(given))).toEqual(given)
      }),
      { numRuns: 2000 },
    )
  })

  test('is one line', () => {
    fc.assert(fc.property(value, (given) => !encode(given).includes('\n')))
  })

  test('keeps every bit of the largest counter', () => {
    expect(decode(encode({ time: 18446744073709551615n }))).toEqual({ time: 18446744073709551615n })
  })

  test('does not reach the prototype of anything', () => {
    const read = decode('{"__proto__":{"polluted":true}}') as Record<string, unknown>
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
    expect(read.polluted).toBeUndefined()
  })

  test.each([
    ['no JSON', 'x'],
    ['a number that is none', '{"$n":"1e5"}'],
    ['a number without end', `{"$n":"${'9'.repeat(400)}"}`],
    ['bytes that are none', '{"$b":"***"}'],
    ['an unknown tag', '{"$q":"1"}'],
    ['a tag beside other keys', '{"$n":"1","a":2}'],
    ['depth without end', '['.repeat(100_000)],
    ['depth that ends', `${'['.repeat(80)}${']'.repeat(80)}`],
  ])('is refused when it holds %s', (_, line) => {
    expect(() => decode(line)).toThrow(VirtError)
  })

  test('gives a value or a VirtError for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (line) => {
        try {
          decode(line)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(VirtError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('an error on the control socket', () => {
  test('keeps code, message, domain, detail and place', () => {
    const error = new VirtError('xmlDetail', 'bad', {
      domain: 'xml',
      detail: 'native',
      at: { file: 'a', line: 3, column: 4 },
    })
    expect(fromWire(decode(encode(toWire(error))))).toEqual(error)
  })

  test('of an unknown code becomes an internal one', () => {
    expect(fromWire({ code: 'toString', message: 'x' }).code).toBe('internalError')
  })
})

describe('lines', () => {
  test('come out the same however the bytes are cut', () => {
    const lines = fc.array(fc.string({ minLength: 1 }).filter((s) => !s.includes('\n')))
    fc.assert(
      fc.property(lines, fc.array(fc.nat(50)), (texts, cuts) => {
        const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''))
        const reader = new LineReader(10_000)
        const got: string[] = []
        let at = 0
        for (const cut of [...cuts, bytes.length]) {
          got.push(...reader.push(bytes.subarray(at, at + cut)))
          at += cut
        }
        expect(got).toEqual(texts.map((text) => Buffer.from(text).toString()))
        expect(reader.partial).toBe(false)
      }),
    )
  })

  test('that grow past the bound are refused before they end', () => {
    const reader = new LineReader(10)
    expect([...reader.push(Buffer.from('12345'))]).toEqual([])
    expect(() => [...reader.push(Buffer.from('678901'))]).toThrow('longer than 10 bytes')
  })
})
