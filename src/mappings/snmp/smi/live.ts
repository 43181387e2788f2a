import type { TypeName } from '../../../core/model/index.ts'
import type { Column, MibModule, MibTable, Scalar, ScalarGroup } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
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
  return {
    name: definition.module,
    identity: { id: base, descr: definition.identity.doc },
    scalars: (definition.scalars ?? []).map((group) => liveScalars(group, objects, view)),
    tables: (definition.tables ?? []).map((table) => liveTable(table, objects, options)),
  }
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

function liveTable<View, Row>(
  def: TableDef<View, Row>,
  objects: Oid,
  options: LiveOptions<View>,
): MibTable<Row> {
  const entry = [...objects, def.id, 1]
  return {
    name: def.name,
    entry,
    rows: def.rows(options.view),
    notAccessible: def.keys.map((key) => key.id),
    columns: def.columns.map((column) => liveColumn(column, entry, options)),
    ...(def.create ? { create: def.create(options.view, entry) } : {}),
  }
}

function liveColumn<View, Row>(
  def: ColumnDef<View, Row>,
  entry: Oid,
  { view, refresh }: LiveOptions<View>,
): Column<Row> {
  const { counters } = def
  // As with scalars: the definition's getter returns what its syntax needs.
  return {
    id: def.id,
    name: def.name,
    syntax: def.syntax.base,
    get: (row: Row, index: Oid) => def.get(row, index, view),
    ...(counters ? { prepare: () => refresh(counters) } : {}),
    ...(def.write ? { write: def.write(view, entry) } : {}),
  } as Column<Row>
}
