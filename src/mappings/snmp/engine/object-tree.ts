import { VirtError } from '../../../core/errors/index.ts'
import { encodeOid } from './ber-writer.ts'
import type { Column, MibModule, MibTable, RowSource, Scalar } from './module.ts'
import { compareOids, formatOid, isBelow, type Oid } from './oid.ts'
import type { SyntaxName } from './syntax.ts'

/** One object type of a context, with its instances below `oid`. */
export type ManagedObject = ScalarObject | ColumnObject | HiddenObject

interface ObjectBase {
  readonly oid: Oid
  /** The encoding of `oid`, without tag and length. */
  readonly encoded: Uint8Array
  readonly name: string
  readonly module: MibModule
}

/** A scalar: its only instance is `oid.0`. */
export interface ScalarObject extends ObjectBase {
  readonly kind: 'scalar'
  readonly syntax: SyntaxName
  readonly scalar: Scalar
}

/** A column: its instances are `oid.index`. */
export interface ColumnObject extends ObjectBase {
  readonly kind: 'column'
  readonly syntax: SyntaxName
  readonly rows: RowSource<unknown>
  readonly table: MibTable<unknown>
  readonly column: Column<unknown>
}

/** A column that exists but is not accessible. */
export interface HiddenObject extends ObjectBase {
  readonly kind: 'hidden'
}

/**
 * All object types of one context in the order of their identifiers. A registration makes a new array, so what
 * a request has begun to read stays as it was.
 */
export class ObjectTree {
  #objects: readonly ManagedObject[] = []

  /** The objects in order. */
  get objects(): readonly ManagedObject[] {
    return this.#objects
  }

  /** Adds a module; the result takes it away. Throws when an object of it lies at, below or above an existing one. */
  add(module: MibModule): () => void {
    const added = [...moduleObjects(module)].sort((a, b) => compareOids(a.oid, b.oid))
    const merged = [...this.#objects, ...added].sort((a, b) => compareOids(a.oid, b.oid))
    checkDistinct(merged, module.name)
    this.#objects = merged
    const own = new Set<ManagedObject>(added)
    let present = true
    return () => {
      if (!present) return
      present = false
      this.#objects = this.#objects.filter((object) => !own.has(object))
    }
  }

  /** Position of the last object at or before an identifier; -1 when all are behind it. */
  floor(oid: Oid): number {
    const objects = this.#objects
    let low = 0
    let high = objects.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      if (compareOids((objects[middle] as ManagedObject).oid, oid) <= 0) low = middle + 1
      else high = middle - 1
    }
    return high
  }

  /** The object type that an instance belongs to. */
  find(oid: Oid): ManagedObject | undefined {
    const object = this.#objects[this.floor(oid)]
    return object !== undefined && isBelow(object.oid, oid) ? object : undefined
  }
}

function* moduleObjects(module: MibModule): Generator<ManagedObject> {
  for (const { prefix, scalars } of module.scalars ?? []) {
    for (const scalar of scalars) {
      const { name, syntax } = scalar
      yield { kind: 'scalar', scalar, name, syntax, ...place(module, prefix, scalar.id) }
    }
  }
  for (const table of module.tables ?? []) {
    for (const column of table.columns) {
      const { name, syntax } = column
      const { rows } = table
      yield { kind: 'column', table, rows, column, name, syntax, ...place(module, table.entry, column.id) }
    }
    for (const id of table.notAccessible ?? []) {
      yield { kind: 'hidden', name: `${table.name}.${id}`, ...place(module, table.entry, id) }
    }
  }
}

function place(module: MibModule, prefix: Oid, id: number) {
  const oid = [...prefix, id]
  return { oid, encoded: encodeOid(oid), module }
}

function checkDistinct(objects: readonly ManagedObject[], module: string): void {
  objects.forEach((object, i) => {
    const before = objects[i - 1]
    if (before === undefined || !isBelow(before.oid, object.oid)) return
    throw new VirtError(
      'internalError',
      `MIB module ${module} cannot be registered: ${object.name} at ${formatOid(object.oid)} lies ` +
        `within ${before.name} of ${before.module.name}`,
    )
  })
}
