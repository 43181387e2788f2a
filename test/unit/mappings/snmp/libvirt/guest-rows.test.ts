import { expect, test } from 'vitest'
import type { DomainRow } from '../../../../../src/mappings/snmp/domain-row.ts'
import { RowCursor } from '../../../../../src/mappings/snmp/engine/module.ts'
import { OrderedIndex } from '../../../../../src/mappings/snmp/engine/ordered-index.ts'
import { guestsByUuid } from '../../../../../src/mappings/snmp/libvirt/guest-rows.ts'

const uuidOf = (n: number) => [...new Array<number>(15).fill(0), n]

test('guests of one UUID in several connections are one row, found by the UUID alone', () => {
  const rows = new OrderedIndex<DomainRow>(17)
  const row = (name: string) => ({ name }) as unknown as DomainRow
  const first = row('first')
  rows.set([...uuidOf(1), 2], first)
  rows.set([...uuidOf(1), 3], row('shadow'))
  const second = row('second')
  rows.set([...uuidOf(2), 3], second)
  const guests = guestsByUuid(rows)
  expect(guests.get(uuidOf(1))).toBe(first)
  expect(guests.get(uuidOf(9))).toBeUndefined()
  expect(guests.get([...uuidOf(1), 2])).toBeUndefined()
  const at = new RowCursor<DomainRow>()
  const seen: unknown[] = []
  let more = guests.next([], at)
  while (more) {
    seen.push([at.row, at.index.at(-1), at.index.length])
    more = guests.next(at.index, at)
  }
  expect(seen).toEqual([
    [first, 1, 16],
    [second, 2, 16],
  ])
  expect(guests.next([...uuidOf(1), 0], at) && at.row).toBe(second)
})
