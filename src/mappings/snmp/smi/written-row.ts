import type { SetRequest, SetVariable } from '../engine/module.ts'
import { compareOids, isBelow, type Oid } from '../engine/oid.ts'

/** What a request writes to the columns of one row, by their numbers. */
export function writtenRow(
  { variables }: SetRequest,
  entry: Oid,
  index: Oid,
): ReadonlyMap<number, SetVariable['value']> {
  const values = new Map<number, SetVariable['value']>()
  for (const { oid, value } of variables) {
    const column = oid[entry.length]
    if (column === undefined || !isBelow(entry, oid)) continue
    if (compareOids(oid.slice(entry.length + 1), index) === 0) values.set(column, value)
  }
  return values
}

/** Values of RowStatus (RFC 2579). */
export const rowStates = {
  active: 1,
  notInService: 2,
  notReady: 3,
  createAndGo: 4,
  createAndWait: 5,
  destroy: 6,
} as const
