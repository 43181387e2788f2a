import { readFile } from 'node:fs/promises'
import { fromSystem, VirtError } from '../core/errors/index.ts'
import { nearest } from '../core/lib/nearest.ts'
import type { FieldDef, Kind, ScalarKind, Unit } from '../core/model/index.ts'

const sizeForm = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]*)$/
const sizeUnits: Readonly<Record<string, bigint>> = {
  b: 1n,
  byte: 1n,
  bytes: 1n,
  k: 1024n,
  kib: 1024n,
  kb: 1000n,
  m: 1024n ** 2n,
  mib: 1024n ** 2n,
  mb: 1000n ** 2n,
  g: 1024n ** 3n,
  gib: 1024n ** 3n,
  gb: 1000n ** 3n,
  t: 1024n ** 4n,
  tib: 1024n ** 4n,
  tb: 1000n ** 4n,
}

/** Reads an amount of memory or storage such as `2GiB`; without a unit it is in `unit`. Fractions round down. */
export function parseSize(text: string, unit: 'bytes' | 'KiB'): bigint {
  const match = sizeForm.exec(text.trim())
  const factor =
    match?.[2] === '' ? sizeUnits[unit.toLowerCase()] : sizeUnits[(match?.[2] ?? '').toLowerCase()]
  if (!match?.[1] || factor === undefined) {
    throw new VirtError(
      'invalidArg',
      `'${text}' is no size; expected a number in ${unit} or with a unit, such as 512MiB or 2GiB`,
    )
  }
  const [whole = '0', fraction = ''] = match[1].split('.')
  const bytes = (BigInt(whole + fraction) * factor) / 10n ** BigInt(fraction.length)
  return bytes / (unit === 'KiB' ? 1024n : 1n)
}

/** Reads a value of a kind of the model from a word; `@FILE` takes the content of a file for text and bytes. */
export async function parseValue(
  def: Pick<FieldDef, 'kind' | 'unit'>,
  word: string,
  name: string,
): Promise<unknown> {
  const { kind, unit } = def
  if (typeof kind === 'string') return scalar(kind, unit, word, name)
  if ('enum' in kind) return oneOf(kind.enum, word, name)
  if ('ref' in kind) return word
  if ('list' in kind && !word.trimStart().startsWith('[')) {
    const items = word === '' ? [] : word.split(',')
    return Promise.all(
      items.map((item) => parseValue({ kind: kind.list, ...(unit && { unit }) }, item.trim(), name)),
    )
  }
  return fromJson(kind, parseJson(word, name), name)
}

function oneOf(words: readonly string[], word: string, name: string): string {
  if (words.includes(word)) return word
  const near = nearest(word, words)
  throw wrong(name, word, `one of ${words.join(', ')}${near ? `; did you mean '${near}'?` : ''}`)
}

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
}

async function scalar(
  kind: ScalarKind,
  unit: Unit | undefined,
  word: string,
  name: string,
): Promise<unknown> {
  switch (kind) {
    case 'bool': {
      const value = Object.hasOwn(booleans, word) ? booleans[word] : undefined
      if (value === undefined) throw wrong(name, word, 'true or false')
      return value
    }
    case 'i32':
    case 'u32':
    case 'f64':
      if (word.trim() === '' || !Number.isFinite(Number(word))) throw wrong(name, word, 'a number')
      return Number(word)
    case 'i64':
    case 'u64':
      if (unit === 'bytes' || unit === 'KiB') return parseSize(word, unit)
      if (!/^-?\d+$|^0x[0-9a-fA-F]+$/.test(word)) throw wrong(name, word, 'a whole number')
      return BigInt(word)
    case 'time':
      return time(word, name)
    case 'bytes':
      return word.startsWith('@') ? file(word.slice(1)) : new TextEncoder().encode(word)
    case 'xml':
    case 'string':
      return word.startsWith('@') ? (await file(word.slice(1))).toString() : word
    case 'uuid':
    case 'mac':
      return word.toLowerCase()
  }
}

function time(word: string, name: string): number {
  const value = /^\d+$/.test(word) ? Number(word) : Date.parse(word)
  if (Number.isNaN(value))
    throw wrong(name, word, 'a time such as 2026-01-31T12:00:00Z, or milliseconds since 1970')
  return value
}

async function file(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (thrown) {
    throw fromSystem(thrown, `cannot read ${path}`)
  }
}

function parseJson(word: string, name: string): unknown {
  try {
    return JSON.parse(word)
  } catch (cause) {
    throw new VirtError('invalidArg', `${name} is not JSON; expected a list or an object`, { cause })
  }
}

/** Gives a JSON value the form that the model has for its kind: 64-bit numbers, bytes. */
function fromJson(kind: Kind, value: unknown, name: string): unknown {
  if (typeof kind === 'string') return scalarFromJson(kind, value, name)
  if ('list' in kind) {
    if (!Array.isArray(value)) throw wrong(name, JSON.stringify(value), 'a list')
    return value.map((item, i) => fromJson(kind.list, item, `${name}[${i}]`))
  }
  if (!('record' in kind)) return value
  if (typeof value !== 'object' || value === null) throw wrong(name, JSON.stringify(value), 'an object')
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const def = Object.hasOwn(kind.record, field) ? kind.record[field] : undefined
      if (!def) throw unknownField(name, field, Object.keys(kind.record))
      return [field, fromJson(def.kind, inner, `${name}.${field}`)]
    }),
  )
}

function scalarFromJson(kind: ScalarKind, value: unknown, name: string): unknown {
  if (kind === 'i64' || kind === 'u64') {
    const whole = typeof value === 'number' ? Number.isSafeInteger(value) : /^-?\d+$/.test(String(value))
    if (!whole) throw wrong(name, String(value), 'a whole number, as a string above 2^53')
    return BigInt(value as string | number)
  }
  return kind === 'bytes' ? new Uint8Array(Buffer.from(String(value), 'base64')) : value
}

function unknownField(name: string, field: string, known: readonly string[]): VirtError {
  const near = nearest(field, known)
  return new VirtError(
    'invalidArg',
    `${name} has no field '${field}'; ${near ? `did you mean '${near}'?` : `it has ${known.join(', ')}`}`,
  )
}

function wrong(name: string, word: string, expected: string): VirtError {
  return new VirtError('invalidArg', `${name} is '${word}'; expected ${expected}`)
}
