import type { ColumnDef, IndexDef, MibDefinition, NotifyOnlyDef, ScalarDef, TableDef } from './definition.ts'
import type { Syntax } from './syntax.ts'
import { clause, node, quoted, wrapped } from './text.ts'

type Access = 'not-accessible' | 'accessible-for-notify' | 'read-only' | 'read-write' | 'read-create'
type Facts<View> = ScalarDef<View> | NotifyOnlyDef | IndexDef | ColumnDef<View, unknown>

/** The definitions of all scalars and tables, in the order of their numbers. */
export function renderObjects<View>(definition: MibDefinition<View>, parent: string): string[] {
  const parts: Array<{ readonly id: number; readonly text: string }> = []
  for (const group of definition.scalars ?? []) {
    const texts = group.scalars.map((scalar) => ({
      id: scalar.id,
      text: object(
        scalar,
        scalar.write ? 'read-write' : 'read-only',
        group.id === undefined ? parent : group.name,
      ),
    }))
    if (group.id === undefined) parts.push(...texts)
    else {
      const head = node(group.name, parent, group.id)
      parts.push({ id: group.id, text: [head, ...texts.map(({ text }) => text)].join('\n\n') })
    }
  }
  for (const def of definition.notifyOnly ?? []) {
    parts.push({ id: def.id, text: object(def, 'accessible-for-notify', parent) })
  }
  for (const def of definition.tables ?? []) parts.push({ id: def.id, text: table(def, parent) })
  return parts.sort((a, b) => a.id - b.id).map(({ text }) => text)
}

function object<View>(def: Facts<View>, access: Access, parent: string): string {
  return [
    `${def.name} OBJECT-TYPE`,
    ...clause('SYNTAX', wrapped(def.syntax.smi)),
    ...(def.units === undefined ? [] : [`    UNITS "${def.units}"`]),
    `    MAX-ACCESS ${access}`,
    '    STATUS current',
    ...clause('DESCRIPTION', quoted(def.doc)),
    `    ::= { ${parent} ${def.id} }`,
  ].join('\n')
}

function table<View>(def: TableDef<View, unknown>, parent: string): string {
  const rowType = def.entry.charAt(0).toUpperCase() + def.entry.slice(1)
  const columns = [...def.keys, ...def.columns]
  return [
    tableHead(def, rowType, parent),
    rowHead(def, rowType),
    `${rowType} ::= SEQUENCE {\n${columns.map(sequenceLine).join(',\n')}\n}`,
    ...def.keys.map((key) =>
      object(key, key.notified ? 'accessible-for-notify' : 'not-accessible', def.entry),
    ),
    ...def.columns.map((column) => object(column, accessOf(def, column), def.entry)),
  ].join('\n\n')
}

function accessOf<View>(def: TableDef<View, unknown>, column: ColumnDef<View, unknown>): Access {
  if (!column.write) return 'read-only'
  return def.create ? 'read-create' : 'read-write'
}

function tableHead<View>(def: TableDef<View, unknown>, rowType: string, parent: string): string {
  return [
    `${def.name} OBJECT-TYPE`,
    `    SYNTAX SEQUENCE OF ${rowType}`,
    '    MAX-ACCESS not-accessible',
    '    STATUS current',
    ...clause('DESCRIPTION', quoted(def.doc)),
    `    ::= { ${parent} ${def.id} }`,
  ].join('\n')
}

function rowHead<View>(def: TableDef<View, unknown>, rowType: string): string {
  const index =
    'augments' in def.index ? `AUGMENTS { ${def.index.augments} }` : `INDEX { ${def.index.join(', ')} }`
  return [
    `${def.entry} OBJECT-TYPE`,
    `    SYNTAX ${rowType}`,
    '    MAX-ACCESS not-accessible',
    '    STATUS current',
    ...clause('DESCRIPTION', quoted(def.entryDoc)),
    `    ${index}`,
    `    ::= { ${def.name} 1 }`,
  ].join('\n')
}

function sequenceLine(column: { readonly name: string; readonly syntax: Syntax }): string {
  return `    ${column.name} ${column.syntax.bare ?? column.syntax.smi}`
}
