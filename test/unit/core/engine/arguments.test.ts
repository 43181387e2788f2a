import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkArguments } from '../../../../src/core/engine/arguments.ts'
import { VirtError } from '../../../../src/core/errors/index.ts'
import { allOps, findOp, type Kind, type ParamDef } from '../../../../src/core/model/index.ts'

const check = (params: Record<string, ParamDef>, args: unknown) => checkArguments('domain.x', params, args)
const one = (kind: Kind) => ({ value: { kind, doc: 'A value.' } })

const uuid = '00000000-0000-4000-8000-0000000000aa'
/** Values that each kind takes, and some that it does not. */
const samples: ReadonlyArray<readonly [kind: Kind, good: readonly unknown[], bad: readonly unknown[]]> = [
  ['string', ['', 'a'], [1, null, 'a\0b', {}]],
  ['bool', [true, false], [0, 'true']],
  ['i32', [0, -(2 ** 31), 2 ** 31 - 1], [2 ** 31, 1.5, 1n, '1', Number.NaN]],
  ['u32', [0, 2 ** 32 - 1], [-1, 2 ** 32, 1n]],
  ['i64', [-(2n ** 63n), 2n ** 63n - 1n], [2n ** 63n, 1]],
  ['u64', [0n, 2n ** 64n - 1n], [-1n, 2n ** 64n, 1]],
  ['f64', [1.5, -1], [Number.POSITIVE_INFINITY, 1n, '1']],
  ['uuid', [uuid], [uuid.toUpperCase(), uuid.slice(1), 1]],
  ['mac', ['52:54:00:00:00:01'], ['52:54:00:00:00', '52-54-00-00-00-01']],
  ['time', [0, 1_700_000_000_000], [-1, 1.5, new Date()]],
  ['bytes', [new Uint8Array(3), Buffer.from('a')], ['a', [1, 2]]],
  ['xml', ['<a/>'], ['', 1, '<a>\0</a>']],
  [{ enum: ['raw', 'qcow2'] }, ['raw'], ['RAW', 1]],
  [{ list: 'u32' }, [[], [1, 2]], [1, ['1'], [1, -1]]],
  [{ record: { a: { kind: 'u32', doc: 'A.' } } }, [{ a: 1 }], [{}, { a: 1, b: 2 }, [1], null]],
  [{ ref: 'domain' }, ['one/x'], [1, {}]],
]

for (const [kind, good, bad] of samples) {
  test(`a value of kind ${JSON.stringify(kind)} is taken or refused as its kind says`, () => {
    for (const value of good) expect(check(one(kind), { value })).toEqual({ value })
    for (const value of bad) {
      expect(() => check(one(kind), { value })).toThrow(expect.objectContaining({ code: 'invalidArg' }))
    }
  })
}

test('an error names operation, argument, what was found and what was expected', () => {
  expect(() => check(one('u64'), { value: 'secret words' })).toThrow(
    "argument 'value' of 'domain.x' is text of 12 characters; expected a bigint of 64 bits without sign",
  )
  expect(() =>
    check(one({ list: { record: { a: { kind: 'bool', doc: 'A.' } } } }), { value: [{ a: 1 }] }),
  ).toThrow("argument 'value[0].a' of 'domain.x' is the number 1; expected true or false")
})

test('an unknown argument is refused with those there are and the nearest one', () => {
  const params = {
    memory: { kind: 'u64', doc: 'Amount.' },
    live: { kind: 'bool', doc: 'Now.', optional: true },
  } as const
  expect(() => check(params, { memroy: 1n })).toThrow(
    "'domain.x' has no argument 'memroy'; it takes memory, live; did you mean 'memory'?",
  )
})

test('an unknown word is refused with those there are and the nearest one', () => {
  expect(() => check(one({ enum: ['acpi', 'agent'] }), { value: 'agnet' })).toThrow(
    "argument 'value' of 'domain.x' is 'agnet'; expected one of acpi, agent; did you mean 'agent'?",
  )
})

test('a missing argument is refused, an optional one is not, and undefined counts as missing', () => {
  expect(() => check(one('bool'), { value: undefined })).toThrow("argument 'value' of 'domain.x' is missing")
  const optional = { value: { kind: 'bool', doc: 'A.', optional: true } } as const
  expect(check(optional, { value: undefined })).toEqual({})
})

test('names that every object has are no arguments', () => {
  for (const name of ['constructor', 'toString', '__proto__']) {
    const args = JSON.parse(`{"${name}": 1}`)
    expect(() => check({}, args)).toThrow('it takes none')
  }
})

test('whatever is passed to any operation, the answer is arguments of the model or invalidArg', () => {
  const paths = allOps()
  const anything = fc.oneof(
    fc.anything({ withBigInt: true, withTypedArray: true }),
    fc.dictionary(fc.constantFrom('xml', 'memory', 'live', 'values'), fc.anything()),
  )
  fc.assert(
    fc.property(fc.constantFrom(...paths), anything, (path, args) => {
      const params = findOp(path)?.def.params ?? {}
      try {
        for (const name of Object.keys(checkArguments(path, params, args)))
          expect(params).toHaveProperty([name])
      } catch (error) {
        expect(error).toBeInstanceOf(VirtError)
        expect((error as VirtError).code).toBe('invalidArg')
      }
    }),
    { numRuns: 2000 },
  )
  expect(paths.length).toBeGreaterThan(100)
})
