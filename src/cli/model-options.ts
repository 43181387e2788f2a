import type { Kind, OpDef, ParamDef } from '../core/model/index.ts'
import type { OptDef, OptDefs, WordKind } from './command.ts'
import { parseValue } from './values.ts'

/** Options for parameters of an operation; flags where the parameter is one. */
export function optionsFor(def: OpDef, names: readonly string[]): OptDefs {
  return Object.fromEntries(
    names.flatMap((name) => {
      const param = def.params[name]
      return param ? [[optionName(name), optionFor(param)]] : []
    }),
  )
}

function optionFor(param: ParamDef): OptDef {
  if (param.kind === 'bool') return { doc: param.doc }
  const kind: WordKind = typeof param.kind === 'object' && 'enum' in param.kind ? param.kind.enum : 'text'
  const words = typeof kind === 'string' ? '' : ` One of ${kind.join(', ')}.`
  return { doc: `${param.doc}${words}`, value: placeholder(param.kind), kind }
}

function placeholder(kind: Kind): string {
  if (typeof kind === 'string') return kind === 'xml' ? 'FILE' : kind.toUpperCase()
  return 'enum' in kind ? 'WORD' : 'LIST'
}

/** Name of the option of a parameter: `forceBoot` is `--force-boot`. */
export function optionName(param: string): string {
  return param.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Arguments of an operation from the options that were given for its parameters. */
export async function argsFrom(
  def: OpDef,
  names: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const args: Record<string, unknown> = {}
  for (const name of names) {
    const given = options[optionName(name)]
    const param = def.params[name]
    if (!param || given === undefined || given === false) continue
    args[name] = given === true ? true : await parseValue(param, String(given), `--${optionName(name)}`)
  }
  return args
}
