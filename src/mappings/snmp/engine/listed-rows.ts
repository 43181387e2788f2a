import type { RowCursor, RowSource } from './module.ts'
import { compareOids, type Oid } from './oid.ts'

/** One row with its index, which may have any length. */
export interface ListedRow<Row> {
  readonly index: Oid
  readonly row: Row
}

/**
 * A small table (a few hundred rows) whose indexes vary in length, such as one indexed by names: `list` gives its rows
 * in any order whenever it is asked.
 */
export function listedRows<Row>(list: () => Iterable<ListedRow<Row>>): RowSource<Row> {
  return {
    get(index) {
      for (const entry of list()) if (compareOids(entry.index, index) === 0) return entry.row
      return undefined
    },
    next(after: Oid, at: RowCursor<Row>) {
      let best: ListedRow<Row> | undefined
      for (const entry of list()) {
        if (compareOids(entry.index, after) <= 0) continue
        if (best === undefined || compareOids(entry.index, best.index) < 0) best = entry
      }
      if (best === undefined) return false
      at.row = best.row
      at.index = [...best.index]
      return true
    },
  }
}
