import type { QmpValue } from '../value.ts'
import type {
  ArrayEntry,
  CommandEntry,
  EventEntry,
  ObjectEntry,
  SchemaEntry,
  SchemaMember,
} from './entries.ts'
import { enumValues, readSchema } from './entries.ts'
import { isEmptyObject, type NamedType, nameTypes } from './type-names.ts'

const WIDTH = 110

const builtins: Readonly<Record<string, string>> = {
  string: 'string',
  int: 'QmpInt',
  number: 'QmpInt',
  boolean: 'boolean',
  null: 'null',
  value: 'QmpValue',
}

const header = `// Made from QEMU's schema by \`npm run gen\`; do not edit.
import type { QmpInt, QmpValue } from '../value.ts'

/** An object without members. */
export type QmpNothing = Record<string, never>
`

/** Writes the TypeScript types of all commands and events of a schema (the answer to \`query-qmp-schema\`). */
export function generateQmpTypes(schema: QmpValue): string {
  return new TypeWriter(readSchema(schema)).write()
}

class TypeWriter {
  readonly #entries: ReadonlyMap<string, SchemaEntry>
  readonly #names: ReadonlyMap<string, NamedType>

  constructor(entries: readonly SchemaEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]))
    this.#names = nameTypes(this.#entries)
  }

  write(): string {
    const types = [...this.#names.values()].map((type) => this.#declare(type))
    return [header, ...types, this.#commands(), this.#events()].join('\n')
  }

  #declare({ name, entry }: NamedType): string {
    switch (entry['meta-type']) {
      case 'enum':
        return union(
          name,
          enumValues(entry).map((value) => quote(value.name)),
        )
      case 'alternate':
        return union(
          name,
          entry.members.map((choice) => this.#type(choice.type)),
        )
      default:
        // Only enums, alternates and objects are declared.
        return this.#object(name, entry as ObjectEntry)
    }
  }

  #object(name: string, entry: ObjectEntry): string {
    const tag = entry.members.find((member) => member.name === entry.tag)
    if (!tag) return `export type ${name} = ${this.#body(entry.members)}\n`
    const base = entry.members.filter((member) => member !== tag)
    const branches = this.#branches(entry, tag).map((branch) => `  | ${branch}\n`)
    if (base.length === 0) return `export type ${name} =\n${branches.join('')}`
    return `export type ${name} = ${this.#body(base)} & (\n${branches.join('')})\n`
  }

  /** One branch for all words of the tag that bring the same members. */
  #branches(entry: ObjectEntry, tag: SchemaMember): string[] {
    const branchOf = new Map((entry.variants ?? []).map((variant) => [variant.case, variant.type]))
    const groups = new Map<string, string[]>()
    for (const word of this.#words(tag.type)) {
      const type = branchOf.get(word) ?? ''
      const branch = this.#entries.get(type)
      const key = branch && !isEmptyObject(branch) ? this.#type(type) : ''
      groups.set(key, [...(groups.get(key) ?? []), quote(word)])
    }
    const optional = 'default' in tag ? '?' : ''
    return [...groups].map(([type, words]) => {
      const head = `{ readonly ${key(tag.name)}${optional}: ${words.join(' | ')} }`
      return type === '' ? head : `(${head} & ${type})`
    })
  }

  #words(type: string): string[] {
    const entry = this.#entries.get(type)
    return entry?.['meta-type'] === 'enum' ? enumValues(entry).map((value) => value.name) : []
  }

  #body(members: readonly SchemaMember[]): string {
    if (members.length === 0) return 'unknown'
    return `{\n${members.map((member) => this.#member(member)).join('')}}`
  }

  #member(member: SchemaMember): string {
    const type = this.#type(member.type)
    const declared = 'default' in member ? `?: ${type} | undefined` : `: ${type}`
    return `${note(member.features, '  ')}  readonly ${key(member.name)}${declared}\n`
  }

  #type(name: string): string {
    const named = this.#names.get(name)
    if (named) return named.name
    const entry = this.#entries.get(name)
    if (!entry) return 'QmpValue'
    if (entry['meta-type'] === 'array') return `readonly ${this.#element(entry)}[]`
    if (entry['meta-type'] === 'builtin') return builtins[entry['json-type']] ?? 'QmpValue'
    return 'QmpNothing'
  }

  #element(entry: ArrayEntry): string {
    const type = this.#type(entry['element-type'])
    return type.includes(' ') ? `(${type})` : type
  }

  #commands(): string {
    const rows = this.#all('command').map((entry) => {
      // The kind was asked for.
      const { 'arg-type': args, 'ret-type': ret } = entry as CommandEntry
      const row = `${key(entry.name)}: { readonly args: ${this.#type(args)}; readonly ret: ${this.#type(ret)} }`
      return `${note(entry.features, '  ')}  readonly ${row}\n`
    })
    return `/** What each command takes and returns. */\nexport interface Commands {\n${rows.join('')}}\n`
  }

  #events(): string {
    const rows = this.#all('event').map((entry) => {
      // The kind was asked for.
      const { 'arg-type': data } = entry as EventEntry
      return `${note(entry.features, '  ')}  readonly ${key(entry.name)}: ${this.#type(data)}\n`
    })
    return `/** What each event tells. */\nexport interface Events {\n${rows.join('')}}\n`
  }

  #all(kind: SchemaEntry['meta-type']): SchemaEntry[] {
    return [...this.#entries.values()]
      .filter((entry) => entry['meta-type'] === kind)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}

function note(features: readonly string[] | undefined, indent: string): string {
  if (features?.includes('deprecated')) return `${indent}/** @deprecated QEMU will drop it. */\n`
  if (features?.includes('unstable')) return `${indent}/** Unstable: QEMU may change it at any time. */\n`
  return ''
}

function union(name: string, choices: readonly string[]): string {
  const line = `export type ${name} = ${choices.join(' | ')}`
  if (line.length <= WIDTH) return `${line}\n`
  // Words fill the lines: one a line would make thousands of them.
  const lines: string[] = []
  let current = ' '
  for (const choice of choices) {
    const next = `${current} | ${choice}`
    if (next.length > WIDTH && current !== ' ') {
      lines.push(current)
      current = `  | ${choice}`
    } else current = next
  }
  return `export type ${name} =\n${[...lines, current].map((text) => text.replace(/^ {2}\|/, '  |')).join('\n')}\n`
}

function quote(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function key(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quote(name)
}
