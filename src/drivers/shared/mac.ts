import { randomBytes } from 'node:crypto'

/** A new Ethernet address in the range of QEMU and its relatives. */
export function randomMac(): string {
  const tail = [...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0'))
  return ['52', '54', '00', ...tail].join(':')
}
