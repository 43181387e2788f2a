import type { AlternateEntry, JsonType, ObjectEntry, SchemaEntry } from './entries.ts'
import { enumValues } from './entries.ts'

type Entries = ReadonlyMap<string, SchemaEntry>
type Value = Readonly<Record<string, unknown>>

function jsonType(value: unknown): JsonType | undefined {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'object':
      return typeof value as JsonType
    case 'bigint':
      return 'int'
    case 'number':
      return Number.isInteger(value) ? 'int' : 'number'
    default:
      return undefined
  }
}

function isOf(value: unknown, wanted: JsonType): boolean {
  const type = jsonType(value)
  return (
    type !== undefined && (wanted === 'value' || type === wanted || (wanted === 'number' && type === 'int'))
  )
}

/** Says why a value is not of the entry's type; undefined if it is. `at` is where in the whole it stands. */
export function checkValue(
  entries: Entries,
  entry: SchemaEntry,
  value: unknown,
  at = '',
): string | undefined {
  switch (entry['meta-type']) {
    case 'builtin':
      return isOf(value, entry['json-type']) ? undefined : wrong(at, `is no ${entry.name}`)
    case 'enum':
      if (enumValues(entry).some((word) => word.name === value)) return undefined
      return wrong(at, 'is none of the words allowed')
    case 'array':
      return checkArray(entries, entry['element-type'], value, at)
    case 'object':
      return checkObject(entries, entry, value, at)
    case 'alternate':
      return checkAlternate(entries, entry, value, at)
    default:
      return wrong(at, 'stands for a command or an event, which has no value')
  }
}

function checkNamed(entries: Entries, type: string, value: unknown, at: string): string | undefined {
  const entry = entries.get(type)
  return entry ? checkValue(entries, entry, value, at) : wrong(at, 'has a type that the schema lacks')
}

function checkArray(entries: Entries, type: string, value: unknown, at: string): string | undefined {
  if (!Array.isArray(value)) return wrong(at, 'is no list')
  for (const [i, item] of value.entries()) {
    const fault = checkNamed(entries, type, item, `${at}[${i}]`)
    if (fault) return fault
  }
  return undefined
}

function checkObject(entries: Entries, entry: ObjectEntry, value: unknown, at: string): string | undefined {
  if (jsonType(value) !== 'object') return wrong(at, 'is no object')
  // Its JSON type was just looked at.
  const object = value as Value
  const seen = new Set<string>()
  const fault = checkMembers(entries, entry, { object, seen, at })
  if (fault) return fault
  const stray = Object.keys(object).find((name) => !seen.has(name) && object[name] !== undefined)
  return stray === undefined ? undefined : wrong(`${at}.${stray}`, 'is no member here')
}

function checkMembers(
  entries: Entries,
  entry: ObjectEntry,
  of: { object: Value; seen: Set<string>; at: string },
): string | undefined {
  for (const member of entry.members) {
    of.seen.add(member.name)
    const value = of.object[member.name]
    const at = `${of.at}.${member.name}`
    if (value === undefined) {
      if (!('default' in member)) return wrong(at, 'is missing')
    } else {
      const fault = checkNamed(entries, member.type, value, at)
      if (fault) return fault
    }
  }
  if (entry.tag === undefined) return undefined
  const word = of.object[entry.tag]
  const branch = entries.get(entry.variants?.find((variant) => variant.case === word)?.type ?? '')
  return branch?.['meta-type'] === 'object' ? checkMembers(entries, branch, of) : undefined
}

function checkAlternate(
  entries: Entries,
  entry: AlternateEntry,
  value: unknown,
  at: string,
): string | undefined {
  let nearest: string | undefined
  for (const { type } of entry.members) {
    const fault = checkNamed(entries, type, value, at)
    if (!fault) return undefined
    // The choice of the same JSON form gives the reason that helps.
    if (fitsForm(entries.get(type), value)) nearest = fault
  }
  return nearest ?? wrong(at, 'has none of the forms allowed')
}

function fitsForm(entry: SchemaEntry | undefined, value: unknown): boolean {
  const kind = entry?.['meta-type']
  return (
    (kind === 'object' || kind === 'array' || kind === 'enum') &&
    jsonType(value) === (kind === 'enum' ? 'string' : kind)
  )
}

function wrong(at: string, what: string): string {
  return `${at === '' ? 'the value' : `'${at.replace(/^\./, '')}'`} ${what}`
}
