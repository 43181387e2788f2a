import { randomInt } from 'node:crypto'

/** A new Ethernet address in the range of QEMU and its relatives. */
export function randomMac(): string {
  // Node draws these from a pool; random bytes cost a call to the system each time.
  const tail = randomInt(0x1_00_00_00).toString(16).padStart(6, '0')
  return `52:54:00:${tail.slice(0, 2)}:${tail.slice(2, 4)}:${tail.slice(4)}`
}
