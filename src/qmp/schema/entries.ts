import { VirtError } from '../../core/errors/index.ts'
import { isQmpObject, type QmpValue } from '../value.ts'

/** JSON types of built-in entries of the schema. */
export type JsonType = 'string' | 'int' | 'number' | 'boolean' | 'null' | 'value' | 'object' | 'array'

/** A member of an object. */
export interface SchemaMember {
  readonly name: string
  readonly type: string
  /** Present, and null, if the member may be left out. */
  readonly default?: null
  readonly features?: readonly string[]
}

/** A value of an enum. */
export interface SchemaValue {
  readonly name: string
  readonly features?: readonly string[]
}

interface Common {
  readonly name: string
  readonly features?: readonly string[]
}

/** A command: its arguments and what it returns. */
export interface CommandEntry extends Common {
  readonly 'meta-type': 'command'
  readonly 'arg-type': string
  readonly 'ret-type': string
  readonly 'allow-oob'?: boolean
}

/** An event and its data. */
export interface EventEntry extends Common {
  readonly 'meta-type': 'event'
  readonly 'arg-type': string
}

/** An object; with a tag, its further members depend on the tag's value. */
export interface ObjectEntry extends Common {
  readonly 'meta-type': 'object'
  readonly members: readonly SchemaMember[]
  readonly tag?: string
  readonly variants?: ReadonlyArray<{ readonly case: string; readonly type: string }>
}

/** One of several types, told apart by their form in JSON. */
export interface AlternateEntry extends Common {
  readonly 'meta-type': 'alternate'
  readonly members: ReadonlyArray<{ readonly type: string }>
}

/** A list. */
export interface ArrayEntry extends Common {
  readonly 'meta-type': 'array'
  readonly 'element-type': string
}

/** A closed set of words; before 6.2 there are no `members`. */
export interface EnumEntry extends Common {
  readonly 'meta-type': 'enum'
  readonly values?: readonly string[]
  readonly members?: readonly SchemaValue[]
}

/** A type of JSON itself. */
export interface BuiltinEntry extends Common {
  readonly 'meta-type': 'builtin'
  readonly 'json-type': JsonType
}

/** An entry of the schema. */
export type SchemaEntry =
  | CommandEntry
  | EventEntry
  | ObjectEntry
  | AlternateEntry
  | ArrayEntry
  | EnumEntry
  | BuiltinEntry

const metaTypes: ReadonlySet<unknown> = new Set([
  'command',
  'event',
  'object',
  'alternate',
  'array',
  'enum',
  'builtin',
])

/** Takes the answer to `query-qmp-schema`; entries of kinds that are not known are left out. */
export function readSchema(answer: QmpValue): SchemaEntry[] {
  if (!Array.isArray(answer)) {
    throw new VirtError('parseFailed', 'the QMP schema is not a list of entries', { domain: 'qemu' })
  }
  const known = answer.filter((entry) => isQmpObject(entry) && metaTypes.has(entry['meta-type']))
  // The members of each kind are QEMU's promise; lookups of members that are not there find nothing.
  return known as unknown as SchemaEntry[]
}

/** Values of an enum, in either form. */
export function enumValues(entry: EnumEntry): readonly SchemaValue[] {
  return entry.members ?? (entry.values ?? []).map((name) => ({ name }))
}
