import { RowCursor, type RowSource } from './engine/module.ts'
import { compareOids, type Oid } from './engine/oid.ts'

/** The rows of a few sources in one order; their indexes must differ. `sources` is asked for each step. */
export function mergedRows<Row>(sources: () => readonly RowSource<Row>[]): RowSource<Row> {
  return {
    get(index) {
      for (const source of sources()) {
        const row = source.get(index)
        if (row !== undefined) return row
      }
      return undefined
    },
    next(after: Oid, at: RowCursor<Row>) {
      let best: RowCursor<Row> | undefined
      for (const source of sources()) {
        const found = new RowCursor<Row>()
        if (!source.next(after, found)) continue
        if (best === undefined || compareOids(found.index, best.index) < 0) best = found
      }
      if (best === undefined) return false
      at.row = best.row
      at.index = best.index
      return true
    },
  }
}
