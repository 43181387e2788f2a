import { programs } from './programs.ts'
import type { ProcedureEntry, TypeEntry } from './protocol/table.ts'

const scalars: Readonly<Record<string, string>> = {
  int: 'number',
  uint: 'number',
  char: 'number',
  uchar: 'number',
  short: 'number',
  ushort: 'number',
  hyper: 'bigint',
  uhyper: 'bigint',
  double: 'number',
}

/** TypeScript name of a type of the wire (`remote_nonnull_domain` is `RemoteNonnullDomain`). */
export function tsName(wire: string): string {
  return wire.replace(/(?:^|_)([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase())
}

/** The module of TypeScript types for all types and procedures of the tables. */
export function renderTypes(): string {
  const out = ['// Written by `npm run gen` from the tables in ../protocol.', '']
  for (const program of Object.values(programs)) {
    for (const [name, entry] of Object.entries<TypeEntry>(program.types))
      out.push(...declaration(name, entry), '')
    const procedures = Object.entries<ProcedureEntry>(program.procedures)
    out.push(...shapes(`${tsName(program.name)}Args`, 'Arguments of the calls', procedures, 'call', 'args'))
    out.push(...shapes(`${tsName(program.name)}Rets`, 'Replies to the calls', procedures, 'call', 'ret'))
    out.push(...shapes(`${tsName(program.name)}Events`, 'Bodies of the events', procedures, 'event', 'args'))
  }
  return out.join('\n')
}

function declaration(name: string, entry: TypeEntry): string[] {
  const head = `/** \`${name}\` of the wire. */`
  if (typeof entry === 'string') return [head, `export type ${tsName(name)} = ${tsType(name, entry)}`]
  if (isUnion(entry)) {
    const arms = Object.entries(entry.arms).map(
      ([number, type]) => `  | { readonly ${entry.switch}: ${number}; readonly value: ${tsType('', type)} }`,
    )
    return [head, `export type ${tsName(name)} =`, ...arms]
  }
  const fields = Object.entries(entry).map(([field, type]) => `  readonly ${field}: ${tsType('', type)}`)
  return [head, `export interface ${tsName(name)} {`, ...fields, '}']
}

function isUnion(entry: Exclude<TypeEntry, string>): entry is Extract<TypeEntry, { readonly arms: object }> {
  return typeof entry.arms === 'object'
}

function tsType(name: string, text: string): string {
  if (name === 'remote_uuid') return 'string'
  if (text.endsWith('?')) return `${tsType('', text.slice(0, -1))} | null`
  const list = /^(\w+)[<[]\d+[>\]]$/.exec(text)
  if (!list) return scalars[text] ?? tsName(text)
  if (list[1] === 'string') return 'string'
  if (list[1] === 'opaque' || list[1] === 'char') return 'Uint8Array'
  return `ReadonlyArray<${tsType('', list[1] as string)}>`
}

function shapes(
  name: string,
  doc: string,
  procedures: ReadonlyArray<[string, ProcedureEntry]>,
  kind: string,
  part: 'args' | 'ret',
): string[] {
  const lines = procedures
    .filter(([, entry]) => (entry.kind ?? 'call') === kind)
    .map(([procedure, entry]) => {
      const type = entry[part]
      return `  readonly ${procedure}: ${type === undefined ? 'undefined' : tsName(type)}`
    })
  if (lines.length === 0) return []
  return [`/** ${doc}, by procedure. */`, `export interface ${name} {`, ...lines, '}', '']
}
