import { VirtError } from '../../../core/errors/index.ts'
import { FEATURE_TYPED_PARAM_STRING } from '../../../rpc/client/connect.ts'
import type { RemoteTypedParam } from '../../../rpc/wire/generated/types.ts'
import { paramNames } from '../../../rpc/wire/protocol/param-names.ts'
import type { Daemon } from '../daemon.ts'
import { feature } from '../registrations.ts'
import { textParams } from '../stats.ts'

/** A parameter as the model has it. */
export interface TextParam {
  readonly name: string
  readonly value: string
}

/** Says that values that are text are welcome. */
const STRINGS_OKAY = 4

/** How a value of each type is made of text. */
const makers: Readonly<Record<string, (text: string) => RemoteTypedParam['value']>> = {
  int: (text) => ({ type: 1, value: integer(text) }),
  uint: (text) => ({ type: 2, value: integer(text) }),
  llong: (text) => ({ type: 3, value: BigInt(text) }),
  ullong: (text) => ({ type: 4, value: BigInt(text) }),
  double: (text) => ({ type: 5, value: Number(text) }),
  boolean: (text) => ({ type: 6, value: text === 'true' || text === '1' ? 1 : 0 }),
  string: (text) => ({ type: 7, value: text }),
}

/** Parameters whose macros begin with one of the prefixes, with their types. */
function typesOf(prefixes: readonly string[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>()
  for (const [macro, row] of Object.entries(paramNames)) {
    if (prefixes.some((prefix) => macro.startsWith(prefix)) && 'type' in row) types.set(row.name, row.type)
  }
  return types
}

/** Values of the model as typed parameters of a group. Throws `invalidArg` for a name or value that is none. */
export function typedParams(prefixes: readonly string[], values: readonly TextParam[]): RemoteTypedParam[] {
  const types = typesOf(prefixes)
  return values.map(({ name, value }) => {
    const make = makers[types.get(name) ?? '']
    if (make === undefined) {
      throw new VirtError(
        'argumentUnsupported',
        `parameter '${name}' is not one of ${[...types.keys()].join(', ')}`,
        {
          domain: 'remote',
        },
      )
    }
    try {
      return { field: name, value: make(value) }
    } catch (cause) {
      throw new VirtError('invalidArg', `parameter '${name}' is '${value}'; a number was expected`, {
        domain: 'remote',
        cause,
      })
    }
  })
}

/** Asks twice, as libvirt's calls want it: how many there are, then for so many. */
export async function allParams(
  question: (
    nparams: number,
  ) => Promise<{ readonly params: readonly RemoteTypedParam[]; readonly nparams: number }>,
): Promise<TextParam[]> {
  const { nparams } = await question(0)
  return nparams === 0 ? [] : textParams((await question(nparams)).params)
}

/** The flag for text values, where the daemon knows it. */
export async function stringsFlag(daemon: Daemon): Promise<number> {
  return (await feature(daemon, FEATURE_TYPED_PARAM_STRING)) ? STRINGS_OKAY : 0
}

function integer(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value)) throw new Error('no whole number')
  return value
}
