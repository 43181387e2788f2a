import type { Entry } from '../../../core/contracts.ts'
import { type AttrName, attrsOf, model, type TypeName } from '../../../core/model/index.ts'
import type { ContextView, PlainType } from '../context-view.ts'
import { RowCursor } from '../engine/module.ts'
import { type ColumnDef, type IndexDef, type TableDef, table } from '../smi/definition.ts'
import { integer } from '../smi/syntax.ts'
import { type Bindings, type ColumnWrites, capitalised, columnsOf } from './binding.ts'
import type { GatewayView } from './view.ts'

/** A table of one type of the model with the bindings that it was made of. */
export interface ObjectTable<T extends TypeName> {
  readonly type: T
  readonly bindings: Bindings<AttrName<T>>
  readonly table: TableDef<GatewayView, unknown>
}

/** What a table of inventory entries is made of. */
export interface PlainTableOptions<T extends PlainType> {
  /** Arc of the table below the module's objects. */
  readonly id: number
  /** Index objects before the table's own one. */
  readonly below?: string
  readonly bindings: Bindings<AttrName<T>>
  /** Number of the column that tells the connection. */
  readonly host: number
  /** Columns behind that one. */
  readonly more?: ReadonlyArray<ColumnDef<GatewayView, Entry<T>>>
  /** How columns of attributes are written. */
  readonly writes?: ColumnWrites<GatewayView, Entry<T>>
  /** Makes rows that can be created. */
  readonly create?: TableDef<GatewayView, Entry<T>>['create']
}

/** A table whose rows are the entries of a type; its own index column has number 1. */
export function plainTable<T extends PlainType>(type: T, options: PlainTableOptions<T>): ObjectTable<T> {
  const prefix = `vg${capitalised(type)}`
  const key = indexKey(
    `${prefix}Index`,
    `Number of the ${typeWords[type]}. It stays the same as long as the object is remembered.`,
  )
  const definition: TableDef<GatewayView, Entry<T>> = {
    name: `${prefix}Table`,
    entry: `${prefix}Entry`,
    id: options.id,
    doc: `The ${typeWords[type]}s of the connections of the context. ${model[type].doc}`,
    entryDoc: `One ${typeWords[type]}.`,
    keys: [key],
    index: options.below === undefined ? [key.name] : [options.below, key.name],
    columns: [
      ...columnsOf<GatewayView, Entry<T>>({
        prefix,
        fields: attrsOf(type),
        bindings: options.bindings,
        counters: () => undefined,
        read: (_, row) => row.attrs,
        ...(options.writes ? { writes: options.writes } : {}),
      }),
      hostColumn(options.host, `${prefix}HostIndex`, (row, view) => view.hostIndex(row.connection)),
      ...(options.more ?? []),
    ],
    rows: (view) => view.objects.rows(type),
    ...(options.create ? { create: options.create } : {}),
  }
  return { type, bindings: options.bindings, table: table(definition) }
}

/** A column that tells which connection a row belongs to; the last one of its table when it came. */
export function hostColumn<Row>(
  id: number,
  name: string,
  of: (row: Row, view: GatewayView) => number | undefined,
): ColumnDef<GatewayView, Row> {
  return {
    id,
    name,
    syntax: integer(1),
    doc: 'vgHostIndex of the connection that it belongs to.',
    get: (row, _, view) => of(row, view),
  }
}

/** An index column with number 1. */
export function indexKey(name: string, doc: string): IndexDef {
  return { id: 1, name, syntax: integer(1), doc }
}

/** What an object of a type is called in text. */
export const typeWords: Readonly<Record<TypeName, string>> = {
  host: 'connection',
  domain: 'virtual machine',
  snapshot: 'snapshot',
  checkpoint: 'checkpoint',
  network: 'network',
  port: 'network port',
  interface: 'host interface',
  pool: 'storage pool',
  volume: 'storage volume',
  nodedev: 'node device',
  secret: 'secret',
  nwfilter: 'network filter',
  job: 'job',
}

/** Which of two records holds an attribute: the counters or the entry. */
export function recordOf<T extends 'host' | 'domain'>(type: T) {
  const attrs = attrsOf(type)
  return (
    field: string,
    entry: object | undefined,
    counters: () => object | undefined,
  ): object | undefined => (attrs[field]?.freshness === 'counter' ? counters() : entry)
}

/** The type when an attribute is one of its counters. */
export function countersOf(type: TypeName): (field: string) => TypeName | undefined {
  const attrs = attrsOf(type)
  return (field) => (attrs[field]?.freshness === 'counter' ? type : undefined)
}

/** Counts the rows below one parent index. */
export function countBelow(view: ContextView, type: 'snapshot' | 'checkpoint', parent: number): number {
  const rows = view.rows(type)
  const at = new RowCursor<Entry<typeof type>>()
  let count = 0
  let more = rows.next([parent], at)
  while (more && at.index[0] === parent) {
    count++
    more = rows.next(at.index, at)
  }
  return count
}
