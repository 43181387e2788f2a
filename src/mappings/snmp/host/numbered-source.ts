import type { RowCursor, RowSource } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'

/** Rows by one number each that are computed when they are asked for. */
export interface NumberedRows<Row> {
  /** The smallest number greater than `after` that has a row, or -1; `after` is -1 to begin with. */
  next(after: number): number
  /** The row of a number. */
  row(number: number): Row | undefined
}

/** Rows of several kinds in one table: the numbers of each are all greater than those of the ones before. */
export function chained<Row>(kinds: readonly NumberedRows<Row>[]): NumberedRows<Row> {
  return {
    next(after) {
      for (const kind of kinds) {
        const number = kind.next(after)
        if (number >= 0) return number
      }
      return -1
    },
    row(number) {
      for (const kind of kinds) {
        const row = kind.row(number)
        if (row !== undefined) return row
      }
      return undefined
    },
  }
}

/** A table whose index is one number. */
export function numberedSource<Row>(rows: NumberedRows<Row>): RowSource<Row> {
  return {
    get: (index) => (index.length === 1 ? rows.row(index[0] ?? 0) : undefined),
    next(after: Oid, at: RowCursor<Row>) {
      let number = rows.next(after[0] ?? -1)
      while (number >= 0) {
        const row = rows.row(number)
        if (row !== undefined) {
          at.row = row
          at.index.length = 1
          at.index[0] = number
          return true
        }
        number = rows.next(number)
      }
      return false
    },
  }
}

/** The numbers of ordered rows with a one-part index, moved by a constant and bounded. */
export function nextNumber(source: RowSource<unknown>, after: number, cursor: RowCursor<unknown>): number {
  return source.next(after < 0 ? [] : [after], cursor) ? (cursor.index[0] ?? -1) : -1
}
