import type { Oid } from './oid.ts'

/** The types a managed object can have, with their BER tags. */
export const syntaxTags = {
  Integer32: 0x02,
  OctetString: 0x04,
  ObjectIdentifier: 0x06,
  IpAddress: 0x40,
  Counter32: 0x41,
  Gauge32: 0x42,
  TimeTicks: 0x43,
  Opaque: 0x44,
  Counter64: 0x46,
} as const

/** The name of a type of managed object. */
export type SyntaxName = keyof typeof syntaxTags

/**
 * What a `get` function returns for each type. The encoder never refuses a number: Integer32 and Gauge32 are
 * held at their limits, Counter32, TimeTicks and Counter64 wrap, a fraction is cut off. A string is sent as UTF-8.
 */
export interface SyntaxValues {
  Integer32: number
  OctetString: string | Uint8Array
  ObjectIdentifier: Oid
  /** Four octets. */
  IpAddress: Uint8Array
  Counter32: number
  Gauge32: number
  TimeTicks: number
  Opaque: Uint8Array
  /** A `number` is right as long as it is below 2^53. */
  Counter64: bigint | number
}

/** Any value a `get` function may return. */
export type AnyValue = SyntaxValues[SyntaxName]

/** What a manager sends in a SET for each type; octets are a copy that the receiver may keep. */
export interface WrittenValues {
  Integer32: number
  OctetString: Uint8Array
  ObjectIdentifier: Oid
  IpAddress: Uint8Array
  Counter32: number
  Gauge32: number
  TimeTicks: number
  Opaque: Uint8Array
  Counter64: bigint
}

/** BER tags that occur besides those of `syntaxTags`. */
export const TAG_NULL = 0x05
export const TAG_SEQUENCE = 0x30
export const TAG_NO_SUCH_OBJECT = 0x80
export const TAG_NO_SUCH_INSTANCE = 0x81
export const TAG_END_OF_MIB_VIEW = 0x82
