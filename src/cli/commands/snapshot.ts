import { readFile } from 'node:fs/promises'
import type { ControlClient } from '../../control/client.ts'
import type { Entry } from '../../core/contracts.ts'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import { findOp } from '../../core/model/index.ts'
import { type Command, connectionOption, defineCommand, jsonOption } from '../command.ts'
import { argsFrom, optionsFor } from '../model-options.ts'
import { alignColumns } from '../output/columns.ts'
import { entryForJson, toJson } from '../output/json.ts'
import { cellsOf } from '../output/rows.ts'
import { nameOf, opOf, resolve } from '../resolve.ts'

const domainArg = { doc: 'Guest.', kind: 'domain' } as const
const nameArg = { doc: 'Name of the snapshot.', kind: 'snapshot' } as const
const createParams = ['diskOnly', 'halt', 'quiesce', 'atomic', 'reuseExternal', 'noMetadata', 'live']
const revertParams = ['running', 'paused', 'force']
const deleteParams = ['children', 'childrenOnly', 'metadataOnly']

const list = defineCommand({
  name: 'snapshot list',
  summary: 'List the snapshots of a guest',
  args: { domain: domainArg },
  options: { ...connectionOption, ...jsonOption },
  async run(context, { args, options }) {
    const client = await context.client()
    const domain = await resolve(client, 'domain', args.domain, options.connection)
    const entries = await snapshotsOf(client, domain)
    if (options.json)
      return context.out(
        `${toJson(
          entries.map((entry) => entryForJson(entry)),
          2,
        )}\n`,
      )
    const head = ['NAME', 'DOMAIN', 'STATE', 'CREATED AT', 'PARENT', 'CURRENT']
    await context.out(
      alignColumns(
        head,
        entries.map((entry) => cellsOf(entry, () => nameOf(domain))),
      ),
    )
  },
})

const create = defineCommand({
  name: 'snapshot create',
  summary: 'Make a snapshot of a guest',
  args: { domain: domainArg, name: { ...nameArg, optional: true } },
  options: {
    ...connectionOption,
    description: { value: 'TEXT', doc: 'Description.' },
    xml: { value: 'FILE', kind: 'file', doc: 'Snapshot document instead of a name.' },
    ...optionsFor(opOf('snapshot', 'create').def, createParams),
  },
  async run(context, { args, options }) {
    const client = await context.client()
    const domain = await resolve(client, 'domain', args.domain, options.connection)
    const xml =
      options.xml === undefined ? documentFor(args.name, options.description) : await read(options.xml)
    const flags = await argsFrom(opOf('snapshot', 'create').def, createParams, options)
    const given = { ...(xml !== undefined && { xml }), ...flags }
    const key = await client.invoke('snapshot.create', domain, given, context.signal)
    const made = await client.get('snapshot', key)
    await context.out(`snapshot '${made?.attrs.name ?? key}' of domain '${nameOf(domain)}' was made\n`)
  },
})

/** A command that runs one operation on a snapshot. */
function onSnapshot(
  word: string,
  op: string,
  summary: string,
  done: string,
  params: readonly string[],
): Command {
  return defineCommand({
    name: `snapshot ${word}`,
    summary,
    args: { domain: domainArg, name: nameArg },
    options: { ...connectionOption, ...optionsFor(opOf('snapshot', op).def, params) },
    async run(context, { args, options }) {
      const client = await context.client()
      const domain = await resolve(client, 'domain', args.domain, options.connection)
      const snapshot = await snapshotOf(client, domain, args.name)
      const def = findOp(`snapshot.${op}`)?.def
      const given = def ? await argsFrom(def, params, options) : {}
      const result = await client.call(
        'invoke',
        { op: `snapshot.${op}`, ref: snapshot, args: given },
        context.signal,
      )
      await context.out(
        typeof result === 'string'
          ? result
          : `snapshot '${args.name}' of domain '${nameOf(domain)}' ${done}\n`,
      )
    },
  })
}

/** `virtgate snapshot ...`. */
export const snapshotCommands: readonly Command[] = [
  list,
  create,
  onSnapshot('revert', 'revert', 'Bring a guest back to a snapshot', 'is in force again', revertParams),
  onSnapshot('delete', 'delete', 'Remove a snapshot', 'is gone', deleteParams),
  onSnapshot('dumpxml', 'getXml', 'Print the XML document of a snapshot', '', ['secure']),
]

async function snapshotsOf(client: ControlClient, domain: Entry<'domain'>): Promise<Entry<'snapshot'>[]> {
  const found: Entry<'snapshot'>[] = []
  const where = { domain: domain.key }
  for await (const entry of client.list({ type: 'snapshot', connection: domain.connection, where }))
    found.push(entry)
  return found
}

async function snapshotOf(
  client: ControlClient,
  domain: Entry<'domain'>,
  name: string,
): Promise<Entry<'snapshot'>> {
  const entry = await client.get('snapshot', `${domain.key}/${name}`)
  if (entry) return entry
  const names = (await snapshotsOf(client, domain)).map((snapshot) => snapshot.attrs.name)
  const has = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`
  throw new VirtError('noDomainSnapshot', `domain '${nameOf(domain)}' has no snapshot '${name}'; ${has}`)
}

function documentFor(name: string | undefined, description: string | undefined): string | undefined {
  if (name === undefined && description === undefined) return undefined
  const parts = [element('name', name), element('description', description)].join('')
  return `<domainsnapshot>${parts}</domainsnapshot>`
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function element(name: string, text: string | undefined): string {
  return text === undefined ? '' : `<${name}>${text.replaceAll(/[&<>]/g, (c) => escapes[c] ?? c)}</${name}>`
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    throw fromSystem(thrown, `cannot read ${file}`)
  }
}
