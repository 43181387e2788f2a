import { RowCursor, type RowSource } from './module.ts'
import type { Oid } from './oid.ts'

/** The rows below one parent row, by one more sub-identifier; nothing is stored. */
export interface SubRows<Parent, Row> {
  /**
   * The smallest sub-index greater than `after`, or -1 when there is none; `after` is -1 to begin with. Must be
   * strictly ascending.
   */
  next(parent: Parent, after: number, parentIndex: Oid): number
  /** The row at a sub-index, or undefined when there is none. */
  row(parent: Parent, sub: number, parentIndex: Oid): Row | undefined
}

/**
 * Rows derived from the rows of a parent: the index is the parent's index (of `parentWidth` sub-identifiers) and one
 * more. Everything is computed on request, so five million instances cost no memory; nest it for further parts.
 *
 * Parents without any row are passed over one by one: where most have none, keep an index of those that do.
 */
export function nestedRows<Parent, Row>(
  parents: RowSource<Parent>,
  parentWidth: number,
  subs: SubRows<Parent, Row>,
): RowSource<Row> {
  return new NestedRows(parents, parentWidth, subs)
}

/** Sub-rows numbered from `first`, as many as `count` says; the row is the parent itself. */
export function numberedRows<Parent>(
  count: (parent: Parent, parentIndex: Oid) => number,
  first = 1,
): SubRows<Parent, Parent> {
  return {
    next(parent, after, parentIndex) {
      const sub = after < first ? first : after + 1
      return sub < first + count(parent, parentIndex) ? sub : -1
    },
    row(parent, sub, parentIndex) {
      return sub >= first && sub < first + count(parent, parentIndex) ? parent : undefined
    },
  }
}

class NestedRows<Parent, Row> implements RowSource<Row> {
  readonly #parents: RowSource<Parent>
  readonly #width: number
  readonly #subs: SubRows<Parent, Row>

  constructor(parents: RowSource<Parent>, parentWidth: number, subs: SubRows<Parent, Row>) {
    this.#parents = parents
    this.#width = parentWidth
    this.#subs = subs
  }

  get(index: Oid): Row | undefined {
    const width = this.#width
    if (index.length !== width + 1) return undefined
    const parentIndex = index.slice(0, width)
    const parent = this.#parents.get(parentIndex)
    return parent === undefined ? undefined : this.#subs.row(parent, index[width] as number, parentIndex)
  }

  next(after: Oid, at: RowCursor<Row>): boolean {
    const width = this.#width
    let place: RowCursor<Parent>
    if (after === at.index && at.hint instanceof RowCursor) {
      // Going on from our own last row: the hint is the cursor that this source put there.
      place = at.hint
      if (this.#firstAfter(place, after[width] as number, at)) return true
    } else {
      place = new RowCursor()
      at.hint = place
      if (this.#firstInNamedParent(after, place, at)) return true
    }
    while (this.#parents.next(place.index, place)) {
      if (this.#firstAfter(place, -1, at)) return true
    }
    return false
  }

  /** Tries the parent that `after` itself names; leaves the place there, present or not, to go on from. */
  #firstInNamedParent(after: Oid, place: RowCursor<Parent>, at: RowCursor<Row>): boolean {
    const width = this.#width
    place.index = after.slice(0, width)
    if (after.length < width) return false
    place.row = this.#parents.get(place.index)
    return place.row !== undefined && this.#firstAfter(place, after[width] ?? -1, at)
  }

  #firstAfter(place: RowCursor<Parent>, after: number, at: RowCursor<Row>): boolean {
    // A place that was moved to holds a row.
    const parent = place.row as Parent
    let sub = this.#subs.next(parent, after, place.index)
    while (sub >= 0) {
      const row = this.#subs.row(parent, sub, place.index)
      if (row !== undefined) {
        at.row = row
        writeIndex(at, place.index, sub)
        return true
      }
      sub = this.#subs.next(parent, sub, place.index)
    }
    return false
  }
}

function writeIndex<Row>(at: RowCursor<Row>, parentIndex: Oid, sub: number): void {
  const width = parentIndex.length
  const index = at.index
  index.length = width + 1
  for (let i = 0; i < width; i++) index[i] = parentIndex[i] as number
  index[width] = sub
}
