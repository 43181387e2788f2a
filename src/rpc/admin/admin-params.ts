import { VirtError } from '../../core/errors/index.ts'
import type { AdminTypedParam } from '../wire/generated/types.ts'

const types = { int: 1, uint: 2, boolean: 6, string: 7 } as const

/** A number that may be less than zero. */
export function intParam(field: string, value: number): AdminTypedParam {
  return { field, value: { type: types.int, value } }
}

/** A number. */
export function uintParam(field: string, value: number): AdminTypedParam {
  return { field, value: { type: types.uint, value } }
}

/** A switch. */
export function booleanParam(field: string, value: boolean): AdminTypedParam {
  return { field, value: { type: types.boolean, value: value ? 1 : 0 } }
}

/** A text. */
export function stringParam(field: string, value: string): AdminTypedParam {
  return { field, value: { type: types.string, value } }
}

/** Reads the numbers of a call that sets something; one that is unknown, of another type or there twice is refused. */
export function readUints<F extends string>(
  params: readonly AdminTypedParam[],
  fields: readonly F[],
): Readonly<Partial<Record<F, number>>> {
  const read: Partial<Record<F, number>> = {}
  for (const { field, value } of params) {
    const known = fields.find((name) => name === field)
    if (known === undefined) throw adminError('argumentUnsupported', `parameter '${field}' not supported`)
    if (value.type !== types.uint) {
      throw adminError('invalidArg', `invalid type for parameter '${field}', expected 'uint'`)
    }
    if (read[known] !== undefined) {
      throw adminError('invalidArg', `parameter '${field}' occurs multiple times`)
    }
    read[known] = value.value
  }
  return read
}

/** An error of the admin program. */
export function adminError(
  code: 'argumentUnsupported' | 'invalidArg' | 'noServer' | 'noClient' | 'operationUnsupported',
  message: string,
): VirtError {
  return new VirtError(code, message, { domain: 'admin' })
}
