import type { ControlClient } from '../../control/client.ts'
import { VirtError } from '../../core/errors/index.ts'
import { nearest } from '../../core/lib/nearest.ts'
import { findOp, isTypeName, type OpDef, type ParamDef, valueOps } from '../../core/model/index.ts'
import { connectionOption, defineCommand, jsonOption } from '../command.ts'
import { alignTerms } from '../output/columns.ts'
import { formatValue } from '../output/human.ts'
import { toJson } from '../output/json.ts'
import { resolve } from '../resolve.ts'
import { parseValue } from '../values.ts'

/** `virtgate invoke`. */
export const invokeCommand = defineCommand({
  name: 'invoke',
  summary: 'Run any operation of the model',
  doc: [
    "'virtgate operations' lists all operations; with the name of one it shows its parameters.",
    'A value that begins with @ is read from that file. Lists and records are JSON; lists of words may be separated by commas.',
  ],
  args: {
    operation: { doc: 'Operation, such as domain.setMemory.', kind: 'operation' },
    object: {
      doc: 'Object to run it on; the name of the connection for what is done on a host.',
      kind: 'object',
    },
    args: { doc: 'Arguments as NAME=VALUE.', kind: 'text', optional: true, rest: true },
  },
  options: { ...connectionOption, ...jsonOption },
  examples: [
    ['virtgate invoke domain.setMemory web1 memory=2GiB live=true', 'set the memory of a guest'],
    ['virtgate invoke network.define qemu xml=@net.xml', 'an operation on a host'],
  ],
  async run(context, { args, options }) {
    const found = operation(args.operation)
    const client = await context.client()
    const entry = await resolve(client, found.on, args.object, options.connection)
    const given = await argumentsOf(client, found.def, args.args, entry.connection, args.operation)
    const result = await client.call(
      'invoke',
      { op: args.operation, ref: entry, args: given },
      context.signal,
    )
    if (options.json) await context.out(`${toJson(result ?? null, 2)}\n`)
    else await context.out(printable(found.def, result))
  },
})

/** `virtgate operations`. */
export const operationsCommand = defineCommand({
  name: 'operations',
  summary: 'List the operations that invoke can run, or show one',
  offline: true,
  args: { operation: { doc: 'Operation, or beginning of one.', kind: 'operation', optional: true } },
  options: jsonOption,
  async run(context, { args, options }) {
    const fits = valueOps().filter((path) => args.operation === undefined || path.startsWith(args.operation))
    if (fits.length === 0) operation(args.operation ?? '')
    if (options.json) {
      const all = Object.fromEntries(fits.map((path) => [path, findOp(path)]))
      return context.out(`${toJson(all, 2)}\n`)
    }
    const exact = args.operation === undefined ? undefined : findOp(args.operation)
    if (exact && args.operation !== undefined)
      return context.out(describeOp(args.operation, exact.def, exact.on))
    await context.out(alignTerms(fits.map((path) => [path, findOp(path)?.def.doc ?? ''])))
  },
})

function operation(path: string) {
  const found = findOp(path)
  if (found) return found
  const near = nearest(path, valueOps())
  throw new VirtError(
    'invalidArg',
    `there is no operation '${path}'; ${near ? `did you mean '${near}'?` : "'virtgate operations' lists all"}`,
  )
}

function describeOp(path: string, def: OpDef, on: string): string {
  const params = Object.entries(def.params).map(
    ([name, param]) => [`${name}=${kindWord(param)}${param.optional ? '' : ' (needed)'}`, param.doc] as const,
  )
  const list = params.length === 0 ? '' : `\nParameters:\n${alignTerms(params)}`
  return `${path} on a ${on} (${def.access})\n\n${def.doc}\n${list}`
}

function kindWord({ kind, unit }: ParamDef): string {
  const word =
    typeof kind === 'string' ? kind : 'enum' in kind ? kind.enum.join('|') : (Object.keys(kind)[0] ?? '')
  return unit ? `${word}, ${unit}` : word
}

async function argumentsOf(
  client: ControlClient,
  def: OpDef,
  words: readonly string[],
  connection: string,
  path: string,
): Promise<Record<string, unknown>> {
  const args: Record<string, unknown> = {}
  for (const word of words) {
    const equals = word.indexOf('=')
    const name = equals < 0 ? word : word.slice(0, equals)
    const param = Object.hasOwn(def.params, name) ? def.params[name] : undefined
    if (!param) throw noParameter(path, name, Object.keys(def.params))
    if (equals < 0 && param.kind !== 'bool') {
      throw new VirtError('invalidArg', `argument ${name} has no value; expected ${name}=VALUE`)
    }
    const text = equals < 0 ? 'true' : word.slice(equals + 1)
    args[name] = await argumentOf(client, param, text, name, connection)
  }
  return args
}

// A reference may be given by name, like the object that the operation runs on.
async function argumentOf(
  client: ControlClient,
  param: ParamDef,
  text: string,
  name: string,
  connection: string,
): Promise<unknown> {
  const { kind } = param
  if (typeof kind === 'object' && 'ref' in kind && isTypeName(kind.ref)) {
    return (await resolve(client, kind.ref, text, connection)).key
  }
  return parseValue(param, text, name)
}

function noParameter(path: string, name: string, known: readonly string[]): VirtError {
  const near = nearest(name, known)
  const hint = near
    ? `did you mean '${near}'?`
    : known.length === 0
      ? 'it has none'
      : `it has ${known.join(', ')}`
  return new VirtError('invalidArg', `${path} has no parameter '${name}'; ${hint}`)
}

function printable(def: OpDef, result: unknown): string {
  if (def.result === 'void' || result === undefined) return ''
  if (result instanceof Uint8Array) return Buffer.from(result).toString('utf8')
  if (typeof result === 'string') return result.endsWith('\n') ? result : `${result}\n`
  if (Array.isArray(result) && typeof def.result === 'object' && 'list' in def.result) {
    const { list } = def.result
    return result.map((item) => `${formatValue({ kind: list }, item)}\n`).join('')
  }
  return `${formatValue({ kind: def.result }, result)}\n`
}
