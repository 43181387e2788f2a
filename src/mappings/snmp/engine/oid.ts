import { VirtError } from '../../../core/errors/index.ts'

/** An object identifier, or a part of one, as its sub-identifiers (each 0..4294967295). */
export type Oid = readonly number[]

/** The most sub-identifiers that SNMP allows in one object identifier. */
export const MAX_OID_LENGTH = 128

/** The empty identifier: it stands before every other one. */
export const emptyOid: Oid = []

/** Lexicographic order by unsigned sub-identifier: negative, 0 or positive as `a` is before, at or after `b`. */
export function compareOids(a: Oid, b: Oid): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Whether `oid` lies at or below `prefix`. */
export function isBelow(prefix: Oid, oid: Oid): boolean {
  if (oid.length < prefix.length) return false
  // The last sub-identifiers differ most often, so the comparison starts there.
  for (let i = prefix.length - 1; i >= 0; i--) if (oid[i] !== prefix[i]) return false
  return true
}

/** Reads dotted text such as `1.3.6.1.2.1` (a leading dot is allowed). */
export function parseOid(text: string): number[] {
  const bare = text.startsWith('.') ? text.slice(1) : text
  const parts = bare.split('.')
  if (bare === '' || parts.length > MAX_OID_LENGTH || parts.some((part) => !isSubIdentifier(part))) {
    throw new VirtError('invalidArg', `'${text}' is not an object identifier in dotted numbers`)
  }
  return parts.map(Number)
}

function isSubIdentifier(part: string): boolean {
  return /^\d{1,10}$/.test(part) && Number(part) <= 0xffffffff
}

/** Dotted text of an object identifier. */
export function formatOid(oid: Oid): string {
  return oid.join('.')
}

/** The sub-identifiers of an index whose part is a string of variable length: its length, then its octets. */
export function stringIndex(text: string | Uint8Array): number[] {
  const octets = typeof text === 'string' ? Buffer.from(text) : text
  return [octets.length, ...octets]
}
