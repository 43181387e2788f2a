import type { IndexStore } from '../../../../src/mappings/snmp/index-store.ts'

/** Guests that have indexes before a process changes them and is killed. */
export const guestsBefore = Array.from({ length: 700 }, (_, n) => `one/vm${n}`)
/** Guests that the process adds. */
export const guestsAdded = Array.from({ length: 500 }, (_, n) => `two/vm${n}`)

/** What the process changes: in three shards of guests, and in a file that is new. */
export function changeIndexes(store: IndexStore): void {
  const guests = store.space('domain')
  guests.release('one/vm3')
  for (const key of guestsAdded) guests.claim(key)
  store.space('network').claim('two/net')
}
