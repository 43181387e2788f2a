import type { RemoteTypedParam, RemoteTypedParamValue } from '../wire/generated/types.ts'
import { paramNames } from '../wire/protocol/param-names.ts'

interface TextValue {
  readonly name: string
  readonly value: string
}

/** How a value of each type is written, by libvirt's name of the type. */
const writers: Readonly<Record<string, (text: string) => RemoteTypedParamValue>> = {
  int: (text) => ({ type: 1, value: Number(text) }),
  uint: (text) => ({ type: 2, value: Number(text) }),
  llong: (text) => ({ type: 3, value: BigInt(text) }),
  ullong: (text) => ({ type: 4, value: BigInt(text) }),
  double: (text) => ({ type: 5, value: Number(text) }),
  boolean: (text) => ({ type: 6, value: text === 'true' || text === '1' ? 1 : 0 }),
  string: (text) => ({ type: 7, value: text }),
}

/** Types of the parameters that events carry, by name; a number in a name is written as `%u`. */
export type EventParamTypes = ReadonlyMap<string, string>

/** Types of all parameters whose macros begin with a prefix (`VIR_DOMAIN_JOB_`). */
export function paramTypes(prefix: string): EventParamTypes {
  const types = new Map<string, string>()
  for (const [macro, row] of Object.entries(paramNames)) {
    if (macro.startsWith(prefix) && 'type' in row) types.set(row.name, row.type)
  }
  return types
}

/** Values of an event as typed parameters; one whose name is not known goes as text. */
export function typedValues(types: EventParamTypes, values: readonly TextValue[]): RemoteTypedParam[] {
  return values.map(({ name, value }) => {
    const type = types.get(name) ?? types.get(name.replace(/\d+$/, '%u')) ?? 'string'
    return { field: name, value: (writers[type] ?? asText)(value) }
  })
}

function asText(text: string): RemoteTypedParamValue {
  return { type: 7, value: text }
}
