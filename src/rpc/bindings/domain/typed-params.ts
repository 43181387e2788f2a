import type { Call } from '../../binding.ts'
import type { RemoteTypedParam, RemoteTypedParamValue } from '../../wire/generated/types.ts'
import { has } from '../flags.ts'
import { domainError } from './on-domain.ts'

/** libvirt's types of parameters with their numbers. */
export const paramTypes = { int: 1, uint: 2, llong: 3, ullong: 4, double: 5, boolean: 6, string: 7 } as const

/** A type of a parameter. */
export type ParamType = keyof typeof paramTypes

/** Names of the parameters of one group with their types. */
export type ParamTable = Readonly<Record<string, ParamType>>

/** A parameter as operations of the model carry it. */
export interface TextParam {
  readonly name: string
  readonly value: string
}

/** Set in flags by clients that take parameters of type string. */
export const STRINGS_OKAY = 4

/** One parameter. The value must be of the kind of the type: bigint for those of 64 bits, else number or text. */
export function param(field: string, type: ParamType, value: number | bigint | string): RemoteTypedParam {
  // What a caller passes for a type is of the kind of that type.
  return { field, value: { type: paramTypes[type], value } as RemoteTypedParamValue }
}

const isTrue = (text: string): boolean => text === 'true' || text === '1'

const readers: Readonly<Record<ParamType, (text: string) => number | bigint | string>> = {
  int: Number,
  uint: Number,
  llong: BigInt,
  ullong: BigInt,
  double: Number,
  boolean: (text) => (isTrue(text) ? 1 : 0),
  string: (text) => text,
}

/** A value that is text as a parameter of a type. */
export function paramOf(field: string, type: ParamType, text: string): RemoteTypedParam {
  return param(field, type, readers[type](text))
}

/** Values of an operation as parameters; those that the table does not know are left out. */
export function writeParams(table: ParamTable, values: readonly TextParam[]): RemoteTypedParam[] {
  return values.flatMap(({ name, value }) => {
    const type = Object.hasOwn(table, name) ? table[name] : undefined
    return type === undefined ? [] : [paramOf(name, type, value)]
  })
}

/** Parameters of a client as values of an operation; refuses unknown, repeated and wrongly typed ones. */
export function readParams(call: Call, table: ParamTable, params: readonly RemoteTypedParam[]): TextParam[] {
  const seen = new Set<string>()
  return params.map(({ field, value }) => {
    const type = Object.hasOwn(table, field) ? table[field] : undefined
    if (type === undefined) {
      throw domainError(call, 'argumentUnsupported', `parameter '${field}' not supported`)
    }
    if (value.type !== paramTypes[type]) {
      throw domainError(call, 'invalidArg', `invalid type for parameter '${field}', expected '${type}'`)
    }
    if (seen.has(field)) throw domainError(call, 'invalidArg', `parameter '${field}' occurs multiple times`)
    seen.add(field)
    return { name: field, value: type === 'boolean' ? String(value.value !== 0) : String(value.value) }
  })
}

/**
 * The answer to a call that is made twice: without room it tells how many there are, with room it holds as many as
 * fit. Clients that take no strings are not told of any.
 */
export function twoSteps(
  call: Call,
  all: readonly RemoteTypedParam[],
  wish: { readonly nparams: number; readonly flags?: number; readonly most?: number },
): { readonly params: readonly RemoteTypedParam[]; readonly nparams: number } {
  const { nparams, flags = STRINGS_OKAY, most = 16 } = wish
  if (nparams < 0 || nparams > most) throw domainError(call, 'internalError', 'nparams too large')
  const fit = has(flags, STRINGS_OKAY) ? all : all.filter(({ value }) => value.type !== paramTypes.string)
  return nparams === 0 ? { params: [], nparams: fit.length } : { params: fit.slice(0, nparams), nparams: 0 }
}
