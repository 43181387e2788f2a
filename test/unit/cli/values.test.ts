import { describe, expect, test } from 'vitest'
import { typeOfDocument } from '../../../src/cli/commands/documents.ts'
import { alignColumns } from '../../../src/cli/output/columns.ts'
import { clean, formatBytes, formatNanos, formatValue } from '../../../src/cli/output/human.ts'
import { toJson } from '../../../src/cli/output/json.ts'
import { parseType } from '../../../src/cli/resolve.ts'
import { parseSize, parseValue } from '../../../src/cli/values.ts'
import type { Kind } from '../../../src/core/model/index.ts'

describe('a size', () => {
  test.each([
    ['2097152', 'KiB', 2097152n],
    ['2GiB', 'KiB', 2097152n],
    ['2g', 'KiB', 2097152n],
    ['1.5GiB', 'bytes', 1610612736n],
    ['1000kB', 'bytes', 1000000n],
    ['0', 'bytes', 0n],
    ['18446744073709551615', 'bytes', 18446744073709551615n],
  ] as const)('%s in %s is read exactly', (text, unit, value) => {
    expect(parseSize(text, unit)).toBe(value)
  })

  test.each(['', 'much', '-1', '1.2.3', '2 XiB', '1e3'])('%j is refused', (text) => {
    expect(() => parseSize(text, 'bytes')).toThrow('expected a number in bytes or with a unit')
  })
})

describe('a value of the model', () => {
  const cases: ReadonlyArray<readonly [Kind, string, unknown]> = [
    ['bool', 'yes', true],
    ['bool', 'off', false],
    ['u32', '7', 7],
    ['u64', '18446744073709551615', 18446744073709551615n],
    ['i64', '-5', -5n],
    ['uuid', 'ABC', 'abc'],
    ['time', '1700000000000', 1_700_000_000_000],
    ['time', '2023-11-14T22:13:20Z', 1_700_000_000_000],
    [{ list: 'u32' }, '1,2', [1, 2]],
    [{ list: 'string' }, '["a","b,c"]', ['a', 'b,c']],
    [{ list: 'string' }, '', []],
    [{ record: { n: { kind: 'u64', doc: '' } } }, '{"n":"9007199254740993"}', { n: 9007199254740993n }],
    [{ enum: ['a', 'b'] }, 'b', 'b'],
  ]
  test.each(cases)('of kind %j is read from %j', async (kind, text, value) => {
    expect(await parseValue({ kind }, text, 'x')).toEqual(value)
  })

  const wrong: ReadonlyArray<readonly [Kind, string, string]> = [
    ['bool', 'maybe', "x is 'maybe'; expected true or false"],
    ['u32', 'two', 'expected a number'],
    ['u64', '1.5', 'expected a whole number'],
    [{ enum: ['disk', 'mem'] }, 'dsk', "did you mean 'disk'?"],
    [{ record: { size: { kind: 'u32', doc: '' } } }, '{"siez":1}', "did you mean 'size'?"],
    [{ list: 'string' }, '[oops', 'x is not JSON'],
    ['xml', '@/nonexistent/file', 'cannot read /nonexistent/file'],
  ]
  test.each(wrong)('of kind %j is refused as %j', async (kind, text, message) => {
    await expect(parseValue({ kind }, text, 'x')).rejects.toThrow(message)
  })
})

describe('output for people', () => {
  test('shows amounts in the unit that fits', () => {
    expect(formatBytes(512n)).toBe('512 B')
    expect(formatBytes(1536n)).toBe('1.5 KiB')
    expect(formatBytes(2n ** 31n)).toBe('2 GiB')
    expect(formatNanos(1_500_000_000n)).toBe('1.5 s')
    expect(formatValue({ kind: 'u64', unit: 'KiB' }, 2097152n)).toBe('2 GiB')
    expect(formatValue({ kind: { list: 'string' } }, ['a', 'b'])).toBe('a, b')
    expect(formatValue({ kind: 'bool' }, undefined)).toBe('-')
  })

  test('cannot be used by a guest to steer the terminal', () => {
    expect(clean('a\u001b[2Jb\nc\u009bd')).toBe('a [2Jb c d')
  })

  test('aligns columns and ends lines without blanks', () => {
    expect(
      alignColumns(
        ['A', 'NAME'],
        [
          ['1', 'x'],
          ['22', '日本'],
        ],
      ),
    ).toBe('A   NAME\n1   x\n22  日本\n')
  })
})

describe('output for programs', () => {
  test('holds 64-bit numbers as strings and bytes as base64', () => {
    expect(toJson({ n: 2n ** 64n - 1n, b: new Uint8Array([1, 2]), buffer: Buffer.from('hi'), t: 5 })).toBe(
      '{"n":"18446744073709551615","b":"AQI=","buffer":"aGk=","t":5}',
    )
  })
})

describe('a type of object', () => {
  test('is read in singular and plural, and is domain unless given', () => {
    expect([parseType(undefined), parseType('networks'), parseType('pool')]).toEqual([
      'domain',
      'network',
      'pool',
    ])
    expect(() => parseType('netwrk')).toThrow("did you mean 'network'?")
  })

  test.each([
    ['<domain type="test"/>', 'domain'],
    ['<?xml version="1.0"?>\n<!-- <domain> -->\n<network>', 'network'],
    ['<filter name="x"/>', 'nwfilter'],
    ['<device/>', 'nodedev'],
  ])('is known by the root element of %j', (xml, type) => {
    expect(typeOfDocument(xml)).toBe(type)
  })

  test('is not guessed from an unknown document', () => {
    expect(() => typeOfDocument('<html/>')).toThrow('the root element <html>; expected one of <domain>')
    expect(() => typeOfDocument('hello')).toThrow('the document has no element')
  })
})
