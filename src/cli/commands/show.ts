import type { CounterEntry, Entry } from '../../core/contracts.ts'
import { attrsOf, type FieldDef } from '../../core/model/index.ts'
import { typeWords } from '../../core/model/type-words.ts'
import { type CliContext, connectionOption, defineCommand, jsonOption, typeOption } from '../command.ts'
import { alignTerms } from '../output/columns.ts'
import { formatValue } from '../output/human.ts'
import { entryForJson, toJson } from '../output/json.ts'
import { attrsByName } from '../output/rows.ts'
import { nameOf, parseType, resolve, resolveHost } from '../resolve.ts'

/** `virtgate show`. */
export const showCommand = defineCommand({
  name: 'show',
  summary: 'Show everything that is known of an object',
  doc: ['An object is named by its name, its uuid, its key, or, for a running guest, its number.'],
  args: { object: { doc: 'Object to show.', kind: 'object' } },
  options: { ...connectionOption, ...typeOption, ...jsonOption },
  examples: [
    ['virtgate show web1', 'a guest with its counters'],
    ['virtgate show --type pool default', 'a storage pool'],
  ],
  async run(context, { args, options }) {
    const client = await context.client()
    const entry = await resolve(client, parseType(options.type), args.object, options.connection)
    const counters = await client.counters(entry, 1000)
    if (options.json) await context.out(`${toJson(entryForJson(entry, counters), 2)}\n`)
    else await printEntry(context, entry, counters)
  },
})

/** `virtgate hosts`. */
export const hostsCommand = defineCommand({
  name: 'hosts',
  summary: 'Show the connections to hypervisors and how they stand',
  options: jsonOption,
  async run(context, { options }) {
    const client = await context.client()
    const hosts: Entry<'host'>[] = []
    for await (const host of client.list({ type: 'host' }, context.signal)) hosts.push(host)
    if (options.json)
      return context.out(
        `${toJson(
          hosts.map((host) => entryForJson(host)),
          2,
        )}\n`,
      )
    for (const host of hosts) await printEntry(context, host, await client.counters(host, 1000))
    if (hosts.length === 0) context.err("no connections ('virtgate doctor' says what this host lacks)\n")
  },
})

/** `virtgate capabilities`. */
export const capabilitiesCommand = defineCommand({
  name: 'capabilities',
  summary: 'Print the capabilities document of a hypervisor',
  options: {
    ...connectionOption,
    domain: { doc: 'What a guest can have instead: the domain capabilities.' },
    ...jsonOption,
  },
  async run(context, { options }) {
    const client = await context.client()
    const host = await resolveHost(client, options.connection)
    const xml = options.domain
      ? await client.invoke('host.getDomainCapabilities', host, {}, context.signal)
      : await client.invoke('host.getCapabilities', host, {}, context.signal)
    await context.out(
      options.json ? `${toJson({ connection: host.key.split('/')[0], xml })}\n` : withEnd(xml),
    )
  },
})

function withEnd(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}

async function printEntry(
  context: CliContext,
  entry: Entry,
  counters: CounterEntry | undefined,
): Promise<void> {
  const title = `${typeWords[entry.type].word} ${nameOf(entry)}`
  await context.out(context.color ? `\u001b[1m${title}\u001b[0m\n` : `${title}\n`)
  const values: Readonly<Record<string, unknown>> = { ...attrsByName(entry), ...counters?.values }
  const known = Object.entries(attrsOf(entry.type)).filter(([name]) => values[name] !== undefined)
  const terms = known.flatMap(([name, def]) => lines(name, def, values[name]))
  await context.out(alignTerms([['key', entry.key], ...terms], 10_000))
}

// A list of records takes a line each; all else one line.
function lines(name: string, def: FieldDef, value: unknown): Array<[string, string]> {
  const { kind } = def
  if (!Array.isArray(value) || typeof kind !== 'object' || !('list' in kind))
    return [[name, formatValue(def, value)]]
  const inner = kind.list
  if (typeof inner !== 'object' || !('record' in inner)) return [[name, formatValue(def, value)]]
  return value.map((item, i) => [`${name}[${i}]`, formatValue({ kind: inner }, item)])
}
