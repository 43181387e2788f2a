import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQmp, QMP_MAX_DEPTH } from '../../../src/qmp/json.ts'
import { printQmp, type QmpValue } from '../../../src/qmp/value.ts'

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
  fc.constantFrom(
    2n ** 53n,
    2n ** 53n - 1n,
    2n ** 63n - 1n,
    -(2n ** 63n),
    2n ** 64n - 1n,
    9223372036853727232n,
  ),
)

/** What a parser makes of an integer: a number as long as that is exact. */
function asRead(value: bigint): QmpValue {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

const { tree } = fc.letrec<{ tree: QmpValue; leaf: QmpValue }>((tie) => ({
  leaf: fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    int64.map(asRead),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((n) => !Object.is(n, -0) && (!Number.isInteger(n) || Number.isSafeInteger(n))),
  ),
  tree: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie('tree'), { maxKeys: 5, noNullPrototype: true }),
  ),
}))

describe('reading and printing QMP values', () => {
  test('what is printed is read back as it was', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(parseQmp(printQmp(value))).toStrictEqual(value)
      }),
    )
  })

  test('every 64-bit integer keeps all its digits', () => {
    fc.assert(
      fc.property(int64, (value) => {
        expect(parseQmp(`{"n":${value}}`)).toEqual({ n: asRead(value) })
        expect(printQmp({ n: value })).toBe(`{"n":${value}}`)
      }),
    )
  })

  test('the exact parser and the engine agree on every text without long integers', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        // The second member forces the exact parser; the first is what it made of the text.
        const [value] = parseQmp(`[${text},1234567890123456789]`) as QmpValue[]
        expect(value).toEqual(parseQmp(text))
      }),
    )
  })

  test('the exact parser and the engine refuse the same texts', () => {
    const refuses = (text: string) => {
      try {
        parseQmp(text)
        return false
      } catch {
        return true
      }
    }
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '{', ']', ',', '-', '\\', '.', 'e', '\n'),
        (text, at, what) => {
          const cut = at % (text.length + 1)
          const broken = `[${text.slice(0, cut)}${what}${text.slice(cut + 1)}]`
          expect(refuses(broken.replace(/\]$/, ',1234567890123456789]'))).toBe(
            refuses(broken.replace(/\]$/, ',1]')),
          )
        },
      ),
      { numRuns: 500 },
    )
  })

  test.each([
    ['18446744073709551616', 2 ** 64],
    ['-9223372036854775809', -(2 ** 63)],
    ['9223372036854775807.0', 2 ** 63],
    ['1e400', Number.POSITIVE_INFINITY],
  ])('%s is beyond 64-bit integers and becomes a double', (text, value) => {
    expect(parseQmp(text)).toBe(value)
  })

  test('a member named __proto__ is a member and no prototype', () => {
    const value = parseQmp('{"__proto__":{"x":1},"n":9007199254740993}') as Record<string, unknown>
    expect(Object.keys(value)).toEqual(['__proto__', 'n'])
    expect(value.x).toBeUndefined()
  })

  test('nesting is read up to the bound and refused beyond it', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect(() => parseQmp(nested(QMP_MAX_DEPTH))).not.toThrow()
    expect(() => parseQmp(nested(QMP_MAX_DEPTH + 1))).toThrow('deeper than 1024')
    expect(() => parseQmp(`{"n":12345678901234567890,"a":${nested(2000)}}`)).toThrow('deeper than 1024')
    expect(() => parseQmp('['.repeat(5_000_000))).toThrow('deeper than 1024')
  })

  test('brackets in strings are no nesting', () => {
    const text = JSON.stringify(`${'['.repeat(3000)}"\\`)
    expect(parseQmp(text)).toBe(`${'['.repeat(3000)}"\\`)
  })

  test('a member that is undefined is not printed, with or without bigint beside it', () => {
    expect(printQmp({ a: undefined, b: 1 })).toBe('{"b":1}')
    expect(printQmp({ a: undefined, b: 1n })).toBe('{"b":1}')
  })

  test('a value that holds itself is refused', () => {
    const value: { self?: unknown; n: bigint } = { n: 1n }
    value.self = value
    expect(() => printQmp(value)).toThrow('holds itself')
  })
})
