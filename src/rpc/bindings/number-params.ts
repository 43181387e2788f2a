import { VirtError } from '../../core/errors/index.ts'
import type { RemoteTypedParam } from '../wire/generated/types.ts'

/** Kinds of whole numbers among typed parameters. */
export type NumberType = 'uint' | 'ullong'

/** Types of parameters by their names on the wire. */
export type ParamTypes = Readonly<Record<string, NumberType>>

const typeNumbers = ['?', 'int', 'uint', 'llong', 'ullong', 'double', 'boolean', 'string'] as const

/** A number as a typed parameter. */
export function numberParam(field: string, type: NumberType, value: bigint): RemoteTypedParam {
  return type === 'uint'
    ? { field, value: { type: 2, value: Number(BigInt.asUintN(32, value)) } }
    : { field, value: { type: 4, value: BigInt.asUintN(64, value) } }
}

/** Numbers that a client sets, by name; refuses unknown and repeated names, and values of another type. */
export function readNumbers(
  params: readonly RemoteTypedParam[],
  types: ParamTypes,
): ReadonlyMap<string, bigint> {
  const values = new Map<string, bigint>()
  for (const { field, value } of params) {
    const wanted = Object.hasOwn(types, field) ? types[field] : undefined
    if (wanted === undefined) {
      throw new VirtError('argumentUnsupported', `argument unsupported: parameter '${field}' not supported`)
    }
    if (values.has(field)) throw wrong(`parameter '${field}' occurs multiple times`)
    const given = typeNumbers[value.type] ?? '?'
    if (given !== wanted)
      throw wrong(`invalid type '${given}' for parameter '${field}', expected '${wanted}'`)
    values.set(field, BigInt(value.value))
  }
  return values
}

function wrong(clause: string): VirtError {
  return new VirtError('invalidArg', `invalid argument: ${clause}`)
}
