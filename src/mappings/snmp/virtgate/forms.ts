import { VirtError } from '../../../core/errors/index.ts'
import type { FieldDef, Kind, ScalarKind, Unit } from '../../../core/model/index.ts'
import type { AnyValue } from '../engine/syntax.ts'
import {
  adminString,
  counter64,
  dateAndTime,
  enumeration,
  gauge32,
  gauge64,
  integer32,
  macAddress,
  type Syntax,
  truthValue,
  unsigned32,
  uuidOctets,
} from '../smi/syntax.ts'
import { cutText, dateAndTimeOf, macOctetsOf, truth, uuidOctetsOf } from '../values.ts'

/** How a value of the model is shown. */
export interface Form {
  readonly syntax: Syntax
  /** The value on the wire; undefined for no instance. It is given only values of the kind that the form is for. */
  show(value: unknown): AnyValue | undefined
  /** UNITS clause, where it is not that of the field. */
  readonly units?: string | undefined
}

const text: Form = { syntax: adminString, show: (value) => cutText(value as string) }

/** Number of the entries of a list. */
export const counted: Form = {
  syntax: gauge32,
  show: (value) => (value as readonly unknown[]).length,
  units: 'entries',
}

/** The words of a list behind each other. */
export const joined: Form = {
  syntax: adminString,
  show: (value) => cutText((value as readonly string[]).join(', ')),
}

/** A share of a hundred, fractions cut off. */
export const percent: Form = {
  syntax: { ...unsigned32, smi: 'Unsigned32 (0..100)', bare: 'Unsigned32' },
  show: (value) => Math.min(100, Math.max(0, Math.floor(value as number))),
}

/** A count that is -1 where the hypervisor does not count. */
export const countIfKnown: Form = {
  syntax: counter64,
  show: (value) => ((value as bigint) < 0n ? undefined : (value as bigint)),
}

/** A quantity that goes up and down although it is read like a counter. */
export const quantity: Form = { syntax: gauge64, show: (value) => value as bigint }

/** A number that only goes up. */
export const total: Form = { syntax: counter64, show: (value) => value as bigint }

const scalarForms: Readonly<Partial<Record<ScalarKind, Form>>> = {
  string: text,
  bool: { syntax: truthValue, show: (value) => truth(value as boolean) },
  i32: { syntax: integer32, show: (value) => value as number },
  u32: { syntax: unsigned32, show: (value) => value as number },
  u64: quantity,
  uuid: { syntax: uuidOctets, show: (value) => uuidOctetsOf(value as string) },
  mac: { syntax: macAddress, show: (value) => macOctetsOf(value as string) },
  time: { syntax: dateAndTime, show: (value) => dateAndTimeOf(value as number) },
}

/** The form that a kind asks for; an attribute of another kind has to say how it is shown. */
export function formOf(field: FieldDef): Form {
  const { kind } = field
  const form = typeof kind === 'string' ? scalarForms[kind] : enumForm(kind)
  if (!form) {
    throw new VirtError('internalError', `an attribute of kind ${JSON.stringify(kind)} has no form in SNMP`)
  }
  return form
}

function enumForm(kind: Exclude<Kind, string>): Form | undefined {
  if (!('enum' in kind)) return undefined
  const numbers = new Map(kind.enum.map((word, at) => [word, at + 1]))
  return {
    syntax: enumeration(Object.fromEntries(kind.enum.map((word, at) => [labelOf(word), at + 1]))),
    show: (value) => numbers.get(value as string),
  }
}

/** A word of the model as a label: labels have no dashes. */
export function labelOf(word: string): string {
  return word.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

const unitTexts: Readonly<Partial<Record<Unit, string>>> = {
  bytes: 'octets',
  KiB: 'KiB',
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  MHz: 'MHz',
  percent: 'percent',
  bits: 'bits',
  'seconds-since-1970': 'seconds since 1970',
}

/** The UNITS clause of a field. */
export function unitsOf(field: FieldDef, form: Form): string | undefined {
  return form.units ?? (field.unit && unitTexts[field.unit])
}
