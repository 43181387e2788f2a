import type { ControlClient } from '../../control/client.ts'
import type { ListArgs } from '../../control/protocol.ts'
import type { Entry } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import { nearest } from '../../core/lib/nearest.ts'
import { attrsOf, isTypeName, type TypeName } from '../../core/model/index.ts'
import { type CliContext, connectionOption, defineCommand, jsonOption } from '../command.ts'
import { Batch } from '../output/batch.ts'
import { alignColumns } from '../output/columns.ts'
import { entryForJson, toJson } from '../output/json.ts'
import { cellsOf, isActive, listColumns } from '../output/rows.ts'
import { nameOf, parseType } from '../resolve.ts'

/** `virtgate list`. */
export const listCommand = defineCommand({
  name: 'list',
  summary: 'List guests, or objects of another type',
  doc: ['Lists what is up; --all lists also what is defined only. Filters are applied by the daemon.'],
  args: { type: { doc: 'Type of object; domain unless given.', kind: 'type', optional: true } },
  options: {
    ...connectionOption,
    type: { short: 't', value: 'TYPE', kind: 'type', doc: 'The same as the argument.' },
    all: { short: 'a', doc: 'Also objects that are not up.' },
    inactive: { doc: 'Only objects that are not up.' },
    state: { value: 'STATE', doc: 'Only objects in this state.' },
    name: {
      value: 'PATTERN',
      doc: 'Only objects whose name fits; * stands for any text, ? for one character.',
    },
    where: { value: 'ATTRIBUTE=VALUE', many: true, doc: 'Only objects with this attribute.' },
    names: { doc: 'Print names only, one a line.' },
    keys: { doc: 'Print keys only, one a line.' },
    ...jsonOption,
  },
  examples: [
    ['virtgate list --all', 'all guests of all hypervisors'],
    ['virtgate list networks -c qemu', 'networks of one connection'],
    ['virtgate list --where persistent=false --json', 'transient guests, for a program'],
  ],
  async run(context, { args, options }) {
    const type = parseType(options.type ?? args.type)
    const client = await context.client()
    const list: ListArgs & { type: TypeName } = {
      type,
      ...(options.connection !== undefined && { connection: options.connection }),
      ...(options.name !== undefined && { name: options.name }),
      where: filters(type, options.where, options.state),
    }
    const kept = keep(options.all || options.state !== undefined, options.inactive)
    const entries = selected(client.list(list, context.signal), kept)
    if (options.json) return printJson(context, entries.entries)
    if (options.names || options.keys) return printLines(context, entries.entries, options.keys)
    await printTable(context, client, type, entries.entries)
    if (entries.left() > 0) context.err(`(${entries.left()} more are not up; --all shows them)\n`)
    if (type !== 'host') await tellUnreachable(context, client, options.connection)
  },
})

function keep(all: boolean, inactive: boolean): (entry: Entry) => boolean {
  if (inactive) return (entry) => !isActive(entry)
  return all ? () => true : isActive
}

function filters(
  type: TypeName,
  where: readonly string[],
  state: string | undefined,
): Record<string, string> {
  const wanted = where.map((text) => {
    const equals = text.indexOf('=')
    if (equals <= 0)
      throw new VirtError('invalidArg', `--where ${text} has no value; expected --where ATTRIBUTE=VALUE`)
    return [text.slice(0, equals), text.slice(equals + 1)] as const
  })
  if (state !== undefined) wanted.push(['state', state])
  const known = attrsOf(type)
  for (const [name] of wanted) if (!Object.hasOwn(known, name)) throw noAttribute(type, name)
  return Object.fromEntries(wanted)
}

function noAttribute(type: TypeName, name: string): VirtError {
  const known = Object.keys(attrsOf(type))
  const near = nearest(name, known)
  return new VirtError(
    'invalidArg',
    `a ${type} has no attribute '${name}'; ${near ? `did you mean '${near}'?` : `it has ${known.join(', ')}`}`,
  )
}

function selected(all: AsyncIterable<Entry>, kept: (entry: Entry) => boolean) {
  let left = 0
  async function* entries(): AsyncGenerator<Entry> {
    for await (const entry of all) {
      if (kept(entry)) yield entry
      else left++
    }
  }
  return { entries: entries(), left: () => left }
}

async function printJson(context: CliContext, entries: AsyncIterable<Entry>): Promise<void> {
  const batch = new Batch(context.out)
  let before = '['
  for await (const entry of entries) {
    await batch.add(`${before}\n${toJson(entryForJson(entry))}`)
    before = ','
  }
  await batch.add(before === '[' ? '[]\n' : '\n]\n')
  await batch.flush()
}

async function printLines(context: CliContext, entries: AsyncIterable<Entry>, keys: boolean): Promise<void> {
  const batch = new Batch(context.out)
  for await (const entry of entries) await batch.add(`${keys ? entry.key : nameOf(entry)}\n`)
  await batch.flush()
}

async function printTable(
  context: CliContext,
  client: ControlClient,
  type: TypeName,
  entries: AsyncIterable<Entry>,
): Promise<void> {
  const connections = await client.call('connections', {})
  const several = connections.length > 1 && type !== 'host'
  const names = new Names(client)
  const rows: string[][] = []
  for await (const entry of entries) {
    await names.learn(entry)
    rows.push([...cellsOf(entry, names.of), ...(several ? [entry.connection] : [])])
  }
  const head = [...listColumns[type], ...(several ? ['connection'] : [])].map(heading)
  await context.out(alignColumns(head, rows))
}

// What is not there because its hypervisor cannot be reached must not look as if it did not exist.
async function tellUnreachable(
  context: CliContext,
  client: ControlClient,
  connection?: string,
): Promise<void> {
  for await (const { attrs } of client.list({
    type: 'host',
    ...(connection !== undefined && { connection }),
  })) {
    if (attrs.status === 'connected') continue
    const why = attrs.statusText === undefined ? '' : `: ${attrs.statusText}`
    context.err(`(connection '${attrs.connection}' is ${attrs.status}${why})\n`)
  }
}

/** Turns `createdAt` into `CREATED AT`. */
function heading(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toUpperCase()
}

/** Names of the objects that others refer to, asked once each. */
class Names {
  readonly #client: ControlClient
  readonly #known = new Map<string, string>()

  constructor(client: ControlClient) {
    this.#client = client
  }

  readonly of = (key: string): string => this.#known.get(key) ?? key

  async learn(entry: Entry): Promise<void> {
    for (const [name, def] of Object.entries(attrsOf(entry.type))) {
      if (typeof def.kind !== 'object' || !('ref' in def.kind) || !isTypeName(def.kind.ref)) continue
      const key = (entry.attrs as Readonly<Record<string, unknown>>)[name]
      if (typeof key !== 'string' || this.#known.has(key)) continue
      const target = await this.#client.get<TypeName>(def.kind.ref, key)
      this.#known.set(key, target ? nameOf(target) : key)
    }
  }
}
