/**
 * MIB modules as data: from one definition come the live module that the agent serves and the text that managers load.
 *
 * `View` is what a context shows (the objects of one connection); getters are given it beside the row, so that
 * definitions are constants and hold no state.
 */
import type { TypeName } from '../../../core/model/index.ts'
import type { MibTable, RowSource, Write } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
import type { SyntaxName, SyntaxValues } from '../engine/syntax.ts'
import type { Syntax } from './syntax.ts'

/** What every managed object says of itself. */
interface ObjectFacts<S extends SyntaxName> {
  readonly id: number
  readonly name: string
  readonly syntax: Syntax<S>
  readonly doc: string
  readonly units?: string
}

/** A scalar of one syntax. */
interface ScalarDefOf<View, S extends SyntaxName> extends ObjectFacts<S> {
  get(view: View): SyntaxValues[S] | undefined
  /** Makes it writable. */
  readonly write?: (view: View) => Write<undefined, S>
}

/** A scalar. */
export type ScalarDef<View> = { [S in SyntaxName]: ScalarDefOf<View, S> }[SyntaxName]

/** An object that occurs in notifications only. */
export type NotifyOnlyDef = ObjectFacts<SyntaxName>

/** Scalars below one node. */
export interface ScalarGroupDef<View> {
  /** Name of the node: that of the module's objects, or a node of its own at `id` below it. */
  readonly name: string
  /** Arc below the objects node; absent when the scalars stand there directly. */
  readonly id?: number
  readonly doc?: string
  readonly scalars: readonly ScalarDef<View>[]
}

/** A column of one syntax. */
interface ColumnDefOf<View, Row, S extends SyntaxName> extends ObjectFacts<S> {
  /** The value comes from the counters of objects of this type, which are refreshed before it is read. */
  readonly counters?: TypeName
  get(row: Row, index: Oid, view: View): SyntaxValues[S] | undefined
  /** Makes it writable; `entry` is where the row object of the table hangs. */
  readonly write?: (view: View, entry: Oid) => Write<Row, S>
}

/** A readable column. */
export type ColumnDef<View, Row> = { [S in SyntaxName]: ColumnDefOf<View, Row, S> }[SyntaxName]

/** A column that is a part of the index and cannot be read. */
export interface IndexDef extends ObjectFacts<SyntaxName> {
  /** Notifications carry it all the same. */
  readonly notified?: true
}

/** Answers writes to rows that are not there. */
export type CreateRow = NonNullable<MibTable<unknown>['create']>

/** A table. */
export interface TableDef<View, Row> {
  readonly name: string
  readonly entry: string
  /** Arc below the objects node. */
  readonly id: number
  readonly doc: string
  readonly entryDoc: string
  /** Index columns of this table itself. */
  readonly keys: readonly IndexDef[]
  /** Names of all index objects in order, those of other tables included; or the row that this one extends. */
  readonly index: readonly string[] | { readonly augments: string }
  readonly columns: readonly ColumnDef<View, Row>[]
  rows(view: View): RowSource<Row>
  /** Makes rows that can be created: answers writes to those that are not there. */
  readonly create?: (view: View, entry: Oid) => CreateRow
}

/** A textual convention that a module declares. */
export interface ConventionDef {
  readonly name: string
  readonly doc: string
  readonly hint?: string
  /** The SYNTAX clause. */
  readonly syntax: string
  readonly imports?: readonly (readonly [module: string, symbol: string])[]
}

/** A notification. */
export interface NotificationDef {
  readonly id: number
  readonly name: string
  readonly doc: string
  readonly objects: readonly string[]
}

/** A set of objects or notifications that are implemented together. */
export interface GroupDef {
  readonly id: number
  readonly name: string
  readonly doc: string
  readonly kind: 'objects' | 'notifications'
  readonly members: readonly string[]
}

/** A statement of what an implementation must have. */
export interface ComplianceDef {
  readonly id: number
  readonly name: string
  readonly doc: string
  readonly mandatory: readonly string[]
  readonly optional?: ReadonlyArray<{ readonly group: string; readonly doc: string }>
  readonly refined?: ReadonlyArray<{ readonly object: string; readonly access: string; readonly doc: string }>
}

/** A whole module. */
export interface MibDefinition<View> {
  readonly module: string
  readonly identity: {
    readonly name: string
    readonly oid: Oid
    readonly lastUpdated: string
    readonly organization: string
    readonly contact: string
    readonly doc: string
    readonly revisions: ReadonlyArray<{ readonly date: string; readonly doc: string }>
  }
  readonly conventions?: readonly ConventionDef[]
  /** Names of the nodes for notifications, objects and conformance; absent in a module of conventions only. */
  readonly arms?: {
    readonly notifications: NamedArc
    readonly objects: NamedArc
    readonly conformance: NamedArc
    readonly compliances: NamedArc
    readonly groups: NamedArc
  }
  readonly scalars?: readonly ScalarGroupDef<View>[]
  readonly notifyOnly?: readonly NotifyOnlyDef[]
  readonly tables?: readonly TableDef<View, unknown>[]
  readonly notifications?: readonly NotificationDef[]
  readonly groups?: readonly GroupDef[]
  readonly compliances?: readonly ComplianceDef[]
  /** Names of imported objects (index columns and rows of other modules) with the module they come from. */
  readonly foreign?: Readonly<Record<string, string>>
}

/** A node with its arc below its parent. */
export interface NamedArc {
  readonly name: string
  readonly id: number
}

/**
 * Types a table definition and forgets its row type: a module holds tables of many kinds of rows, and each is only
 * ever given rows of its own source.
 */
export function table<View, Row>(definition: TableDef<View, Row>): TableDef<View, unknown> {
  // Sound because `rows` and the getters of one definition agree on the row type.
  return definition as unknown as TableDef<View, unknown>
}
