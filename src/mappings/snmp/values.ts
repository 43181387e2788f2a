import { VirtError } from '../../core/errors/index.ts'
import type { Oid } from './engine/oid.ts'

const TEXT_OCTETS = 255

/** Text cut to 255 octets of UTF-8 at the border of a character. */
export function cutText(text: string): string | Uint8Array {
  if (text.length * 3 <= TEXT_OCTETS) return text
  const octets = Buffer.from(text)
  if (octets.length <= TEXT_OCTETS) return octets
  let end = TEXT_OCTETS
  // A continuation octet at the border means that its character began before it.
  while (end > 0 && ((octets[end] ?? 0) & 0xc0) === 0x80) end--
  return octets.subarray(0, end)
}

/** The 16 octets of a UUID. */
export function uuidOctetsOf(uuid: string): Uint8Array {
  const octets = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  if (octets.length !== 16) throw new VirtError('invalidArg', `'${uuid}' is not a UUID`)
  return octets
}

/** The sub-identifiers of a UUID in an index: 16, without a length before them. */
export function uuidToIndex(uuid: string): number[] {
  return [...uuidOctetsOf(uuid)]
}

/** The octets of a MAC address; none if it is not one. */
export function macOctetsOf(mac: string): Uint8Array {
  return Buffer.from(mac.replaceAll(':', ''), 'hex')
}

/** A moment as DateAndTime in UTC. */
export function dateAndTimeOf(ms: number): Uint8Array {
  const date = new Date(ms)
  const octets = Buffer.alloc(11)
  octets.writeUInt16BE(date.getUTCFullYear(), 0)
  octets[2] = date.getUTCMonth() + 1
  octets[3] = date.getUTCDate()
  octets[4] = date.getUTCHours()
  octets[5] = date.getUTCMinutes()
  octets[6] = date.getUTCSeconds()
  octets[7] = Math.floor(date.getUTCMilliseconds() / 100)
  octets.write('+', 8, 'latin1')
  return octets
}

/** true(1) or false(2). */
export function truth(value: boolean): 1 | 2 {
  return value ? 1 : 2
}

/** The number of `a` parts in `b`, rounded up; exact for any size. */
export function unitsUp(size: bigint, unit: bigint): bigint {
  return (size + unit - 1n) / unit
}

/** A quantity as Integer32, or -1 where it does not fit. */
export function int32OrUnknown(value: bigint): number {
  return value > 2147483647n ? -1 : Number(value)
}

/** A version number `major * 1,000,000 + minor * 1,000 + release` as dotted text. */
export function versionText(version: bigint): string {
  return `${version / 1000000n}.${(version / 1000n) % 1000n}.${version % 1000n}`
}

/** The enterprise arcs that tell which hypervisor it is, for those whose makers have named one. */
export const hypervisorObjects: Readonly<Record<string, Oid>> = {
  // VMware ESX, vmwESX of VMWARE-PRODUCTS-MIB.
  ESX: [1, 3, 6, 1, 4, 1, 6876, 4, 1],
}
