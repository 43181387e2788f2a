/**
 * What a MIB module gives to the agent: scalars and tables as data, with functions that read live objects.
 *
 *     const vmTable = defineTable<DomainRow>({
 *       name: 'vmTable', entry: parseOid('1.3.6.1.2.1.236.1.4.1'), notAccessible: [1],
 *       rows: domains,                                  // an OrderedIndex<DomainRow>, kept by its owner
 *       columns: [
 *         { id: 2, name: 'vmName', syntax: 'OctetString', get: (row) => row.name },
 *         { id: 17, name: 'vmCpuTime', syntax: 'Counter64', get: (row) => row.cpuTime / 1000n },
 *       ],
 *     })
 *     const affinity = defineTable<DomainRow>({
 *       name: 'vmCpuAffinityTable', entry: parseOid('1.3.6.1.2.1.236.1.6.1'), notAccessible: [2],
 *       rows: nestedRows(nestedRows(domains, vcpus), processors),     // computed, nothing stored
 *       columns: [{ id: 3, name: 'vmCpuAffinity', syntax: 'Integer32', get: (row, [, cpu, phys]) => ... }],
 *     })
 *     agent.context('').register({ name: 'VM-MIB', identity: {...}, tables: [vmTable, affinity] })
 *
 * Functions here run inside a request on the event loop: they read memory, never wait, and take about a microsecond.
 */
import type { Oid } from './oid.ts'
import type { SyntaxName, SyntaxValues, WrittenValues } from './syntax.ts'

/** One MIB module of a context. The arrays are read once, when it is registered. */
export interface MibModule {
  /** The module's name, for logs and faults. */
  readonly name: string
  /** Its row in sysORTable; a module without one is served but not listed. */
  readonly identity?: { readonly id: Oid; readonly descr: string }
  readonly scalars?: readonly ScalarGroup[]
  readonly tables?: readonly MibTable<unknown>[]
}

/** Scalars with a common prefix: each is served as `prefix.id.0`. */
export interface ScalarGroup {
  readonly name: string
  readonly prefix: Oid
  readonly scalars: readonly Scalar[]
}

/** One scalar. `get` returns undefined when there is no instance now. */
export type Scalar = { [S in SyntaxName]: ScalarOf<S> }[SyntaxName]

/** A scalar of one syntax. */
export interface ScalarOf<S extends SyntaxName> {
  /** Last arc of the object. */
  readonly id: number
  readonly name: string
  readonly syntax: S
  get(): SyntaxValues[S] | undefined
  /** Present on writable scalars only. */
  readonly write?: Write<undefined, S>
}

/** A conceptual table; its rows are whatever objects the `rows` source gives. */
export interface MibTable<Row> {
  readonly name: string
  /** Identifier of the row object, such as ifEntry: an instance is `entry.column.index`. */
  readonly entry: Oid
  /** Columns in ascending order of their id. */
  readonly columns: readonly Column<Row>[]
  /** Ids of columns that exist but cannot be read: a GET there gives noSuchInstance instead of noSuchObject. */
  readonly notAccessible?: readonly number[]
  readonly rows: RowSource<Row>
  /**
   * Answers a write to a column whose row does not exist. Absent: such a write is refused with noCreation.
   * It is called for columns with `write` only, after type, length and range were checked.
   */
  create?(column: number, index: Oid, value: unknown, request: SetRequest): SetAnswer | Promise<SetAnswer>
}

/** One column. `get` returns undefined when this row has no instance of it: GETNEXT passes over it. */
export type Column<Row> = { [S in SyntaxName]: ColumnOf<Row, S> }[SyntaxName]

/** A column of one syntax. */
export interface ColumnOf<Row, S extends SyntaxName> {
  /** Last arc of the object. */
  readonly id: number
  readonly name: string
  readonly syntax: S
  /** The value of one cell. `index` is valid during the call only. */
  get(row: Row, index: Oid): SyntaxValues[S] | undefined
  /**
   * Called once in a request, before a cell of the column is read. Returns undefined when memory is fresh enough, which
   * is the usual and fast case; or a promise, which the agent awaits up to `limits.prepareMs` and then answers from
   * memory whatever it holds. A rejection is logged and answered from memory too.
   */
  prepare?(): Promise<void> | undefined
  /** Present on writable columns only. */
  readonly write?: Write<Row, S>
}

/** Live rows in index order. Own sources must keep that order: the agent relies on it. */
export interface RowSource<Row> {
  /** The row with exactly this index. */
  get(index: Oid): Row | undefined
  /**
   * Moves `at` to the first row whose index is greater than `after` (lexicographic order; `after` may be shorter or
   * longer than an index, and may be `at.index` itself) and returns true; returns false when there is none.
   */
  next(after: Oid, at: RowCursor<Row>): boolean
}

/**
 * A place in a row source, moved by `next`. The source may leave hints in it to go on faster: the agent uses a cursor
 * within one turn of the event loop only, so what was true at the last move is true at the next one.
 */
export class RowCursor<Row> {
  /** The row; meaningless until `next` returned true. */
  row: Row | undefined = undefined
  /** Its index; the array is overwritten by the next move. */
  index: number[] = []
  /** Free for the source. */
  hint: unknown = undefined
  /** Free for the source. */
  position = 0
  /** Free for the source. */
  version = -1
}

/** How an object is written: phase one checks and hands back the change, phase two commits it. */
export interface Write<Target, S extends SyntaxName> {
  /** Length limits of octet strings; outside them the answer is wrongLength. */
  readonly size?: readonly [min: number, max: number]
  /** Limits of numbers; outside them the answer is wrongValue. */
  readonly range?: readonly [min: number, max: number]
  /** Enumerated values; others are answered with wrongValue. */
  readonly values?: readonly number[]
  /**
   * Checks one variable and changes nothing yet. `target` is the row (undefined for a scalar). The whole PDU is in
   * `request`, as all its variables take effect as if at once.
   */
  test(
    target: Target,
    value: WrittenValues[S],
    request: SetRequest,
    index: Oid,
  ): SetAnswer | Promise<SetAnswer>
}

/** What `test` finds: a reason to refuse, or the change to make. */
export type SetAnswer = SetError | SetChange

/** Reasons to refuse a variable of a SET, in the words of RFC 3416. */
export type SetError =
  | 'genErr'
  | 'noAccess'
  | 'wrongType'
  | 'wrongLength'
  | 'wrongEncoding'
  | 'wrongValue'
  | 'noCreation'
  | 'inconsistentValue'
  | 'resourceUnavailable'
  | 'authorizationError'
  | 'notWritable'
  | 'inconsistentName'

/** One change of a SET. */
export interface SetChange {
  /** True for what cannot be taken back (starting a guest): at most one in a PDU, and it is committed last. */
  readonly action?: boolean
  /** Changes are made in this order, those without one as 0, equal ones as they stand in the PDU. */
  readonly order?: number
  /**
   * Makes the change. After the others were undone, a throw is answered with commitFailed, and a reason with itself:
   * what an operation asked of somebody else says is known only then, and tells a manager more.
   */
  commit(): SetError | undefined | void | Promise<SetError | undefined> | Promise<void>
  /** Takes a committed change back. A change that has no `undo` and is no `action` counts as revertible by doing nothing. */
  undo?(): void | Promise<void>
  /** Called last in every case, also when the test of another variable failed. */
  cleanup?(): void
}

/** One variable of a SET as it came in. */
export interface SetVariable {
  readonly oid: Oid
  /** BER tag of the value. */
  readonly tag: number
  readonly value: WrittenValues[SyntaxName] | null
}

/** Who asks, as USM or the community table found out. */
export interface Principal {
  readonly securityName: string
  readonly model: 'v1' | 'v2c' | 'usm'
  readonly level: SecurityLevel
  /** The VACM group; empty when the name is in none. */
  readonly group: string
  /** Address and port of the sender. */
  readonly peer: string
}

/** Security levels, weakest first. */
export const securityLevels = ['noAuthNoPriv', 'authNoPriv', 'authPriv'] as const

/** A security level of SNMPv3; communities always have the weakest. */
export type SecurityLevel = (typeof securityLevels)[number]

/** The SET that a variable belongs to. */
export interface SetRequest {
  readonly principal: Principal
  readonly contextName: string
  readonly variables: readonly SetVariable[]
}

/** Types a table definition and hands it on unchanged. */
export function defineTable<Row>(table: MibTable<Row>): MibTable<Row> {
  return table
}

/** The logger the engine writes to; compatible with the product's own. */
export interface EngineLogger {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}
