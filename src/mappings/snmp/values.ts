import { VirtError } from '../../core/errors/index.ts'
import type { Oid } from './engine/oid.ts'

const TEXT_OCTETS = 255

/** Text cut to a number of octets of UTF-8, 255 unless given, at the border of a character. */
export function cutText(text: string, most = TEXT_OCTETS): string | Uint8Array {
  if (text.length * 3 <= most) return text
  const octets = Buffer.from(text)
  if (octets.length <= most) return octets
  let end = most
  // A continuation octet at the border means that its character began before it.
  while (end > 0 && ((octets[end] ?? 0) & 0xc0) === 0x80) end--
  return octets.subarray(0, end)
}

/** The 16 octets of a UUID. Without calls into the library: it is read for each row of a walk. */
export function uuidOctetsOf(uuid: string): Uint8Array {
  const octets = new Uint8Array(16)
  let digits = 0
  for (let i = 0; i < uuid.length; i++) {
    const code = uuid.charCodeAt(i)
    if (code === HYPHEN) continue
    const digit = hexDigit(code)
    if (digit < 0) digits = WRONG
    const at = digits++ >> 1
    octets[at] = ((octets[at] ?? 0) << 4) | digit
  }
  if (digits !== 32) throw new VirtError('invalidArg', `'${uuid}' is not a UUID`)
  return octets
}

const HYPHEN = 0x2d
const WRONG = 64

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
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

/** How many units, a power of two, hold a size: an Integer32, or -1 where it does not fit. Exact for any size. */
export function unitsUp(size: bigint, unit: number): number {
  const number = Number(size)
  // Below 2^53 a double is exact, also divided by a power of two, and much faster than bigint arithmetic.
  const units = number <= Number.MAX_SAFE_INTEGER ? Math.ceil(number / unit) : bigUnitsUp(size, BigInt(unit))
  return units > 2147483647 ? -1 : units
}

function bigUnitsUp(size: bigint, unit: bigint): number {
  return Number((size + unit - 1n) / unit)
}

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER)

/** Nanoseconds as whole microseconds. */
export function microseconds(ns: bigint): bigint | number {
  const number = Number(ns)
  // Below 2^53 no quotient is so close beneath a whole number that it is rounded up to it.
  if (number <= Number.MAX_SAFE_INTEGER) return Math.floor(number / 1000)
  const quotient = ns / 1000n
  // Numbers are written much faster than bigints.
  return quotient <= maxSafe ? Number(quotient) : quotient
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
