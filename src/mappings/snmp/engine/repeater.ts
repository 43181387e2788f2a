import { RowCursor } from './module.ts'
import type { ColumnObject, ManagedObject, ObjectTree, ScalarObject } from './object-tree.ts'
import { emptyOid, isBelow, type Oid } from './oid.ts'
import type { AnyValue } from './syntax.ts'
import type { View } from './view.ts'

const scalarIndex: Oid = [0]

/** What one move of a repeater found. */
export type Step = 'found' | 'end' | 'pause'

/** What all moves of one request share. */
export interface Walk {
  readonly tree: ObjectTree
  readonly view: View
  /** SNMPv1 cannot carry Counter64, so such objects are passed over. */
  readonly skipCounter64: boolean
  /** Called before instances of a column are read. */
  prepare(object: ColumnObject): void
  /** Called for each instance that is passed over; true when the turn of the event loop has lasted long enough. */
  expired(): boolean
}

/**
 * The place of one variable of a GETNEXT or GETBULK: it moves from instance to instance, in the order of their names,
 * and keeps the cursor of the row source, so that the next row of a walk costs no search.
 */
export class Repeater {
  /** The instance found last: its object, index and value. */
  object: ScalarObject | ColumnObject | undefined = undefined
  index: Oid = emptyOid
  value: AnyValue | undefined = undefined
  /** Where the name sent last stands, for endOfMibView. */
  nameStart = 0
  nameEnd = 0
  #objects: readonly ManagedObject[] = []
  #at = 0
  #after: Oid = emptyOid
  /** The object type that is being gone through, and whether all its instances may be seen. */
  #entered: ManagedObject | undefined = undefined
  #whole = false
  readonly #suffix: number[] = []
  readonly #cursor = new RowCursor<unknown>()

  /** Goes to an identifier; the first move finds the instance after it. */
  start(tree: ObjectTree, oid: Oid): void {
    this.#objects = tree.objects
    this.#entered = undefined
    const at = tree.floor(oid)
    const object = this.#objects[at]
    if (object !== undefined && isBelow(object.oid, oid)) {
      this.#at = at
      this.#after = copySuffix(oid, object.oid.length, this.#suffix)
    } else {
      this.#at = at + 1
      this.#after = emptyOid
    }
  }

  /** Forgets what it held of rows, so that they can be freed. */
  release(): void {
    this.object = undefined
    this.#entered = undefined
    this.value = undefined
    this.index = emptyOid
    this.#after = emptyOid
    this.#cursor.row = undefined
    this.#cursor.hint = undefined
  }

  /** Moves to the next instance that exists and may be seen. After a pause the same call goes on. */
  move(walk: Walk): Step {
    for (;;) {
      const object = this.#objects[this.#at]
      if (object === undefined) return 'end'
      const step = object === this.#entered || this.#enter(object, walk) ? this.#moveIn(object, walk) : 'end'
      if (step !== 'end') return step
      this.#at++
      this.#after = emptyOid
    }
  }

  /** Finds out once what holds for all instances of an object type; false when none of them is to be shown. */
  #enter(object: ManagedObject, walk: Walk): boolean {
    if (object.kind === 'hidden' || (walk.skipCounter64 && object.syntax === 'Counter64')) return false
    const coverage = walk.view.coverage(object)
    if (coverage === 'none') return false
    this.#entered = object
    this.#whole = coverage === 'all'
    if (object.kind === 'column') walk.prepare(object)
    return true
  }

  #moveIn(object: ManagedObject, walk: Walk): Step {
    if (object.kind === 'column') return this.#moveDown(object, walk)
    return object.kind === 'scalar' ? this.#moveToScalar(object, walk) : 'end'
  }

  #moveDown(object: ColumnObject, walk: Walk): Step {
    const { rows, column } = object
    const cursor = this.#cursor
    while (rows.next(this.#after, cursor)) {
      this.#after = cursor.index
      const value = column.get(cursor.row, cursor.index)
      if (value !== undefined && (this.#whole || sees(walk.view, object, cursor.index))) {
        this.object = object
        this.index = cursor.index
        this.value = value
        return 'found'
      }
      // A cursor is good for one turn only: after a pause the place is found again by a copy of its index.
      if (walk.expired()) {
        this.#after = copySuffix(cursor.index, 0, this.#suffix)
        return 'pause'
      }
    }
    return 'end'
  }

  #moveToScalar(object: ScalarObject, walk: Walk): Step {
    if (this.#after.length > 0) return 'end'
    this.#after = scalarIndex
    const value = object.scalar.get()
    if (value === undefined || !(this.#whole || sees(walk.view, object, scalarIndex))) return 'end'
    this.object = object
    this.index = scalarIndex
    this.value = value
    return 'found'
  }
}

/** Whether an instance is in a view. */
export function sees(view: View, object: ManagedObject, index: Oid): boolean {
  const coverage = view.coverage(object)
  return coverage === 'some' ? view.includes([...object.oid, ...index]) : coverage === 'all'
}

function copySuffix(oid: Oid, from: number, into: number[]): number[] {
  const length = oid.length - from
  for (let i = 0; i < length; i++) into[i] = oid[from + i] as number
  into.length = length
  return into
}
