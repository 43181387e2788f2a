import type { SyntaxName } from '../engine/syntax.ts'

/** How an object is written on the wire and how its type is named in a module's text. */
export interface Syntax<B extends SyntaxName = SyntaxName> {
  /** Type on the wire. */
  readonly base: B
  /** The SYNTAX clause. */
  readonly smi: string
  /** Module and name to import; a module never imports from itself. */
  readonly from?: readonly [module: string, symbol: string]
  /** Numbers of an enumeration by their labels. */
  readonly labels?: Readonly<Record<string, number>>
  /** A refinement `(0..5)` of the type, used in the SEQUENCE without it. */
  readonly bare?: string
}

/** A type with a name that has to be imported. */
export function convention<B extends SyntaxName>(
  base: B,
  from: readonly [module: string, symbol: string],
  limits = '',
): Syntax<B> {
  return { base, from, smi: limits === '' ? from[1] : `${from[1]} ${limits}`, bare: from[1] }
}

/** An enumeration written out in the object itself. */
export function enumeration(labels: Readonly<Record<string, number>>): Syntax<'Integer32'> {
  return { base: 'Integer32', smi: `INTEGER ${labelList(labels)}`, bare: 'INTEGER', labels }
}

/** `{ one(1), two(2) }`. */
export function labelList(labels: Readonly<Record<string, number>>): string {
  const parts = Object.entries(labels).map(([label, number]) => `${label}(${number})`)
  return `{ ${parts.join(', ')} }`
}

/** An integer with limits. */
export function integer(min: number, max = 2147483647): Syntax<'Integer32'> {
  const from = ['SNMPv2-SMI', 'Integer32'] as const
  return { base: 'Integer32', from, smi: `Integer32 (${min}..${max})`, bare: 'Integer32' }
}

const tc = 'SNMPv2-TC'

/** Text of at most 255 octets of UTF-8. */
export const adminString = convention(
  'OctetString',
  ['SNMP-FRAMEWORK-MIB', 'SnmpAdminString'],
  '(SIZE (0..255))',
)
/** true(1) or false(2). */
export const truthValue = convention('Integer32', [tc, 'TruthValue'])
/** Whether a row is in use, and the way to make and remove it. */
export const rowStatus = convention('Integer32', [tc, 'RowStatus'])
/** Date, time and zone in 11 octets. */
export const dateAndTime = convention('OctetString', [tc, 'DateAndTime'])
/** sysUpTime at some moment. */
export const timeStamp = convention('TimeTicks', [tc, 'TimeStamp'])
/** A MAC address of six octets. */
export const macAddress = convention('OctetString', [tc, 'MacAddress'])
/** A media address of any length. */
export const physAddress = convention('OctetString', [tc, 'PhysAddress'])
/** 16 octets of a UUID. */
export const uuidOctets = convention('OctetString', ['UUID-TC-MIB', 'UUID'])
/** 16 octets of a UUID, or none. */
export const uuidOrZero = convention('OctetString', ['UUID-TC-MIB', 'UUIDorZero'])
/** Row of the ifTable, or 0. */
export const interfaceIndexOrZero = convention('Integer32', ['IF-MIB', 'InterfaceIndexOrZero'])
/** Kind of storage medium. */
export const storageMediaType = convention('Integer32', [
  'IANA-STORAGE-MEDIA-TYPE-MIB',
  'IANAStorageMediaType',
])
/** An object identifier. */
export const objectIdentifier: Syntax<'ObjectIdentifier'> = {
  base: 'ObjectIdentifier',
  smi: 'OBJECT IDENTIFIER',
}
/** Hundredths of a second, wrapping after 497 days. */
export const timeTicks: Syntax<'TimeTicks'> = {
  base: 'TimeTicks',
  smi: 'TimeTicks',
  from: ['SNMPv2-SMI', 'TimeTicks'],
}
/** A 64-bit counter. */
export const counter64: Syntax<'Counter64'> = {
  base: 'Counter64',
  smi: 'Counter64',
  from: ['SNMPv2-SMI', 'Counter64'],
}
/** A 32-bit number that is no counter. */
export const unsigned32: Syntax<'Gauge32'> = {
  base: 'Gauge32',
  smi: 'Unsigned32',
  from: ['SNMPv2-SMI', 'Unsigned32'],
}
/** A 32-bit quantity that goes up and down. */
export const gauge32: Syntax<'Gauge32'> = {
  base: 'Gauge32',
  smi: 'Gauge32',
  from: ['SNMPv2-SMI', 'Gauge32'],
}
/** A 32-bit counter. */
export const counter32: Syntax<'Counter32'> = {
  base: 'Counter32',
  smi: 'Counter32',
  from: ['SNMPv2-SMI', 'Counter32'],
}
/** Any 32-bit signed number. */
export const integer32: Syntax<'Integer32'> = {
  base: 'Integer32',
  smi: 'Integer32',
  from: ['SNMPv2-SMI', 'Integer32'],
}
/** A quantity of 64 bits that goes up and down. */
export const gauge64 = convention('Counter64', ['HCNUM-TC', 'CounterBasedGauge64'])
