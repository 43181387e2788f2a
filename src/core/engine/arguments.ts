import { VirtError } from '../errors/index.ts'
import { isByteStream } from '../lib/byte-stream.ts'
import { nearest } from '../lib/nearest.ts'
import type { FieldDef, Kind, OpDef, ScalarKind } from '../model/index.ts'

/** Arguments by name, checked: no more than the declaration names, no undefined among them. */
export type CheckedArgs = Readonly<Record<string, unknown>>

const i64Limit = 2n ** 63n
const u64Limit = 2n ** 64n
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const macForm = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/
const longestShown = 80

/** What a value of each scalar kind must be, in words, and the test for it. */
const scalars = {
  string: ['text without NUL characters', (v) => typeof v === 'string' && !v.includes('\0')],
  bool: ['true or false', (v) => typeof v === 'boolean'],
  i32: ['a whole number of 32 bits with sign', (v) => isWhole(v, -(2 ** 31), 2 ** 31 - 1)],
  u32: ['a whole number of 32 bits without sign', (v) => isWhole(v, 0, 2 ** 32 - 1)],
  i64: ['a bigint of 64 bits with sign', (v) => isBig(v, -i64Limit, i64Limit)],
  u64: ['a bigint of 64 bits without sign', (v) => isBig(v, 0n, u64Limit)],
  f64: ['a finite number', (v) => typeof v === 'number' && Number.isFinite(v)],
  uuid: ['a uuid of 36 characters in lower case', (v) => typeof v === 'string' && uuidForm.test(v)],
  mac: ['a MAC address of 17 characters in lower case', (v) => typeof v === 'string' && macForm.test(v)],
  time: ['milliseconds since 1970', (v) => isWhole(v, 0, Number.MAX_SAFE_INTEGER)],
  bytes: ['bytes (Uint8Array)', (v) => v instanceof Uint8Array],
  xml: ['a document as text', (v) => typeof v === 'string' && v.length > 0 && !v.includes('\0')],
  stream: ['a flow of bytes', isByteStream],
} as const satisfies Record<ScalarKind, readonly [expected: string, test: (value: unknown) => boolean]>

/** Checks arguments against their declaration; answers a copy. Throws `invalidArg` that names the argument. */
export function checkArguments(operation: string, params: OpDef['params'], args: unknown): CheckedArgs {
  return checkFields({ params, values: args, path: '', operation })
}

interface FieldsCheck {
  readonly params: Readonly<Record<string, FieldDef>>
  readonly values: unknown
  readonly path: string
  readonly operation: string
}

function checkFields({ params, values, path, operation }: FieldsCheck): CheckedArgs {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw wrong(operation, path === '' ? 'arguments' : `argument '${path}'`, values, 'named values')
  }
  const given = values as Readonly<Record<string, unknown>>
  const checked: Record<string, unknown> = {}
  for (const name of Object.keys(given)) {
    if (given[name] === undefined) continue
    const param = Object.hasOwn(params, name) ? params[name] : undefined
    if (!param) throw unknownName(operation, join(path, name), name, Object.keys(params))
    checked[name] = checkValue(operation, join(path, name), param.kind, given[name])
  }
  for (const [name, param] of Object.entries(params)) {
    if (param.optional || checked[name] !== undefined) continue
    throw invalid(`argument '${join(path, name)}' of '${operation}' is missing`)
  }
  return checked
}

function checkValue(operation: string, path: string, kind: Kind, value: unknown): unknown {
  if (typeof kind === 'string') {
    const [expected, test] = scalars[kind]
    if (!test(value)) throw wrong(operation, `argument '${path}'`, value, expected)
    return value
  }
  if ('enum' in kind) return checkWord(operation, path, kind.enum, value)
  if ('record' in kind) return checkFields({ params: kind.record, values: value, path, operation })
  if ('list' in kind) {
    if (!Array.isArray(value)) throw wrong(operation, `argument '${path}'`, value, 'a list')
    return value.map((item, i) => checkValue(operation, `${path}[${i}]`, kind.list, item))
  }
  if (typeof value !== 'string')
    throw wrong(operation, `argument '${path}'`, value, `the key of a ${kind.ref}`)
  return value
}

function checkWord(operation: string, path: string, words: readonly string[], value: unknown): string {
  if (typeof value !== 'string')
    throw wrong(operation, `argument '${path}'`, value, `one of ${words.join(', ')}`)
  if (words.includes(value)) return value
  throw invalid(
    `argument '${path}' of '${operation}' is '${shortened(value)}'; expected one of ${words.join(', ')}${guess(value, words)}`,
  )
}

function unknownName(operation: string, path: string, name: string, known: readonly string[]): VirtError {
  const list = known.length === 0 ? 'it takes none' : `it takes ${known.join(', ')}`
  return invalid(`'${operation}' has no argument '${shortened(path)}'; ${list}${guess(name, known)}`)
}

/** Says what was found by its type and never by its value, which may be a secret. */
function wrong(operation: string, what: string, found: unknown, expected: string): VirtError {
  const verb = what === 'arguments' ? 'are' : 'is'
  return invalid(`${what} of '${operation}' ${verb} ${describe(found)}; expected ${expected}`)
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Uint8Array) return 'bytes'
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'bigint') return `the bigint ${shortened(value.toString())}`
  if (typeof value === 'string') return value === '' ? 'empty text' : `text of ${value.length} characters`
  return typeof value === 'object' ? 'a record' : `of type ${typeof value}`
}

function invalid(message: string): VirtError {
  return new VirtError('invalidArg', message)
}

function guess(word: string, known: readonly string[]): string {
  const near = word.length > longestShown ? undefined : nearest(word, known)
  return near === undefined ? '' : `; did you mean '${near}'?`
}

function shortened(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}...` : text
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
}

function isBig(value: unknown, min: bigint, limit: bigint): boolean {
  return typeof value === 'bigint' && value >= min && value < limit
}
