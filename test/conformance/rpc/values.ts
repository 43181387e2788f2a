import fc, { type Arbitrary } from 'fast-check'
import { programs } from '../../../src/rpc/wire/index.ts'
import type { TypeEntry } from '../../../src/rpc/wire/protocol/table.ts'

/** All named types of all tables. */
export const types: Readonly<Record<string, TypeEntry>> = Object.assign(
  {},
  ...Object.values(programs).map((program) => program.types),
)

/** Texts as C programs have them: any octets but NUL, those that are no UTF-8 as lone surrogates. */
const texts = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 24 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.oneof(fc.string({ maxLength: 4 }), escaped()), { maxLength: 6 })
      .map((parts) => parts.join('')),
  },
)

const scalars: Readonly<Record<string, Arbitrary<unknown>>> = {
  int: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
  uint: fc.integer({ min: 0, max: 0xffff_ffff }),
  char: fc.integer({ min: -128, max: 127 }),
  uchar: fc.integer({ min: 0, max: 255 }),
  short: fc.integer({ min: -0x8000, max: 0x7fff }),
  ushort: fc.integer({ min: 0, max: 0xffff }),
  hyper: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
  uhyper: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  double: fc.double({ noNaN: true }),
}

/** Values of a type of the tables. */
export function valuesOf(text: string): Arbitrary<unknown> {
  if (text === 'remote_uuid') return fc.uuid()
  if (text.endsWith('?')) return fc.option(valuesOf(text.slice(0, -1)), { nil: null })
  const sized = /^(\w+)([<[])(\d+)[>\]]$/.exec(text)
  if (!sized) return scalars[text] ?? ofEntry(types[text] as TypeEntry)
  const [, of = '', bracket, digits] = sized
  const max = Math.min(Number(digits), 5)
  const length = bracket === '<' ? { minLength: 0, maxLength: max } : fixed(Number(digits))
  if (of === 'string') return texts
  if (of === 'opaque' || of === 'char') return fc.uint8Array(length)
  return fc.array(valuesOf(of), length)
}

function fixed(length: number): { minLength: number; maxLength: number } {
  return { minLength: length, maxLength: length }
}

function ofEntry(entry: TypeEntry): Arbitrary<unknown> {
  if (typeof entry === 'string') return valuesOf(entry)
  if (typeof entry.arms === 'object') {
    const arms = Object.entries(entry.arms as Readonly<Record<string, string>>)
    return fc.oneof(
      ...arms.map(([type, of]) => fc.record({ type: fc.constant(Number(type)), value: valuesOf(of) })),
    )
  }
  const fields = Object.entries(entry as Readonly<Record<string, string>>)
  return fc.record(Object.fromEntries(fields.map(([name, type]) => [name, valuesOf(type)])))
}

/** An octet that begins no valid sequence, so that what stands beside it cannot make one of it. */
function escaped(): Arbitrary<string> {
  return fc.integer({ min: 0xf8, max: 0xff }).map((octet) => String.fromCharCode(0xdc00 + octet))
}
