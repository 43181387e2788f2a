import type { TypeName } from '../../../core/model/index.ts'
import type { Column, MibModule, MibTable, Scalar, ScalarGroup } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
import { CounterColumns } from './counter-columns.ts'
import type { ColumnDef, MibDefinition, ScalarDef, ScalarGroupDef, TableDef } from './definition.ts'

/** What a definition is brought to life with. */
export interface LiveOptions<View> {
  readonly view: View
  /** Where the module hangs, if not where its definition says. */
  readonly base?: Oid
  /** Makes counters of a type fresh enough; undefined when they are. */
  refresh(type: TypeName): Promise<void> | undefined
}

/** Makes of a definition the module that the agent serves in one context. */
export function liveModule<View>(definition: MibDefinition<View>, options: LiveOptions<View>): MibModule {
  const { view, base = definition.identity.oid } = options
  const objects = [...base, definition.arms?.objects.id ?? 1]
  const counters = CounterColumns.of(definition, objects, view)
  return {
    name: definition.module,
    identity: { id: base, descr: definition.identity.doc },
    scalars: (definition.scalars ?? []).map((group) => liveScalars(group, objects, view)),
    tables: (definition.tables ?? []).map((table) => liveTable(table, objects, view)),
    ...(counters.any
      ? { prepare: (oids: readonly Oid[], span: number) => refreshAll(counters.types(oids, span), options) }
      : {}),
  }
}

function refreshAll<View>(
  types: ReadonlySet<TypeName>,
  options: LiveOptions<View>,
): Promise<void> | undefined {
  if (types.size === 0) return undefined
  const waits: Promise<void>[] = []
  for (const type of types) {
    const wait = options.refresh(type)
    if (wait) waits.push(wait)
  }
  if (waits.length < 2) return waits[0]
  return Promise.all(waits).then(() => undefined)
}

function liveScalars<View>(group: ScalarGroupDef<View>, objects: Oid, view: View): ScalarGroup {
  return {
    name: group.name,
    prefix: group.id === undefined ? objects : [...objects, group.id],
    scalars: group.scalars.map((scalar) => liveScalar(scalar, view)),
  }
}

function liveScalar<View>(def: ScalarDef<View>, view: View): Scalar {
  // `get` and `write` agree with the syntax in the definition, so they do in the result.
  return {
    id: def.id,
    name: def.name,
    syntax: def.syntax.base,
    get: () => def.get(view),
    ...(def.write ? { write: def.write(view) } : {}),
  } as Scalar
}

function liveTable<View, Row>(def: TableDef<View, Row>, objects: Oid, view: View): MibTable<Row> {
  return {
    name: def.name,
    entry: [...objects, def.id, 1],
    rows: def.rows(view),
    notAccessible: def.keys.map((key) => key.id),
    columns: def.columns.map((column) => liveColumn(column, view)),
  }
}

function liveColumn<View, Row>(def: ColumnDef<View, Row>, view: View): Column<Row> {
  // As with scalars: the definition's getter returns what its syntax needs.
  return {
    id: def.id,
    name: def.name,
    syntax: def.syntax.base,
    get: (row: Row, index: Oid) => def.get(row, index, view),
  } as Column<Row>
}
