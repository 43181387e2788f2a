import type { DomainRow } from '../domain-row.ts'
import { RowCursor, type RowSource } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'

const UUID_PARTS = 16
/** Behind every number of a connection. */
const LAST = 4294967295

/**
 * Guests by their UUIDs alone, over rows that have the number of the connection behind it. Of guests with the same
 * UUID in several connections the one of the lowest number is shown; the context of a connection has no others.
 */
export function guestsByUuid(rows: RowSource<DomainRow>): RowSource<DomainRow> {
  return {
    get(index) {
      if (index.length !== UUID_PARTS) return undefined
      const at = new RowCursor<DomainRow>()
      const found = rows.next(index, at) && index.every((part, i) => part === at.index[i])
      return found ? at.row : undefined
    },
    next(after: Oid, at: RowCursor<DomainRow>) {
      const inner =
        at.hint instanceof RowCursor ? (at.hint as RowCursor<DomainRow>) : new RowCursor<DomainRow>()
      at.hint = inner
      const found =
        after === at.index && at.row === inner.row ? goOn(rows, inner, after) : seek(rows, inner, after)
      if (!found) return false
      at.row = inner.row
      at.index = inner.index.slice(0, UUID_PARTS)
      return true
    },
  }
}

function seek(rows: RowSource<DomainRow>, at: RowCursor<DomainRow>, after: Oid): boolean {
  return rows.next(after.length < UUID_PARTS ? after : [...after.slice(0, UUID_PARTS), LAST], at)
}

/** From one row to the next is a short way; guests of the same UUID stand behind each other. */
function goOn(rows: RowSource<DomainRow>, at: RowCursor<DomainRow>, uuid: Oid): boolean {
  let more = rows.next(at.index, at)
  while (more && uuid.every((part, i) => part === at.index[i])) more = rows.next(at.index, at)
  return more
}
