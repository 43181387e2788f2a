import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import type { TypeName } from '../../core/model/index.ts'
import { typeWords } from '../../core/model/type-words.ts'
import { type CliContext, type Command, connectionOption, defineCommand, typeOption } from '../command.ts'
import { nameOf, opOf, parseType, resolve, resolveHost } from '../resolve.ts'

/** Types by the root element of their documents. */
const typesByRoot: Readonly<Record<string, TypeName>> = {
  domain: 'domain',
  network: 'network',
  pool: 'pool',
  interface: 'interface',
  device: 'nodedev',
  secret: 'secret',
  filter: 'nwfilter',
}

/** Commands that make an object from a document on a host. */
export const makeCommands: readonly Command[] = (
  [
    ['define', 'Keep the definition of an object from its XML document', 'is defined'],
    ['create', 'Start an object from its XML document that is forgotten when it stops', 'was started'],
  ] as const
).map(([op, summary, done]) =>
  defineCommand({
    name: op,
    summary,
    doc: ['What the document defines is taken from its root element.'],
    args: { file: { doc: 'File with the document; - for standard input.', kind: 'file' } },
    options: {
      ...connectionOption,
      ...(op === 'define' && { validate: { doc: 'Refuse elements that the schema does not know.' } }),
    },
    examples: [[`virtgate ${op} web1.xml -c qemu`, 'on one of several hypervisors']],
    async run(context, { args, options }) {
      const xml = await readDocument(context, args.file)
      const { path } = opOf(typeOfDocument(xml), op)
      const client = await context.client()
      const host = await resolveHost(client, options.connection)
      const given = { xml, ...('validate' in options && options.validate ? { validate: true } : {}) }
      const key = String(await client.call('invoke', { op: path, ref: host, args: given }, context.signal))
      const type = typeOfDocument(xml)
      const made = await client.get(type, key)
      await context.out(`${typeWords[type].word} '${made ? nameOf(made) : key}' ${done}\n`)
    },
  }),
)

/** `virtgate dumpxml`. */
export const dumpxmlCommand = defineCommand({
  name: 'dumpxml',
  summary: 'Print the XML document of an object',
  args: { object: { doc: 'Object, by name, uuid, key or number.', kind: 'object' } },
  options: {
    ...connectionOption,
    ...typeOption,
    inactive: { doc: 'The kept definition instead of the running one.' },
    secure: { doc: 'With passwords.' },
  },
  async run(context, { args, options }) {
    const type = parseType(options.type)
    const { path } = opOf(type, 'getXml')
    const client = await context.client()
    const entry = await resolve(client, type, args.object, options.connection)
    const given = { ...(options.inactive && { inactive: true }), ...(options.secure && { secure: true }) }
    const xml = String(await client.call('invoke', { op: path, ref: entry, args: given }, context.signal))
    await context.out(xml.endsWith('\n') ? xml : `${xml}\n`)
  },
})

/** `virtgate edit`. */
export const editCommand = defineCommand({
  name: 'edit',
  summary: 'Change the definition of an object in an editor',
  doc: ['The editor is the one of VISUAL or EDITOR, else vi. Passwords are in the text while it is edited.'],
  args: { object: { doc: 'Object, by name, uuid or key.', kind: 'object' } },
  options: { ...connectionOption, ...typeOption },
  async run(context, { args, options }) {
    const type = parseType(options.type)
    const define = opOf(type, 'define').path
    const client = await context.client()
    const entry = await resolve(client, type, args.object, options.connection)
    const given = { inactive: true, ...(type === 'domain' && { secure: true }) }
    const before = String(
      await client.call('invoke', { op: opOf(type, 'getXml').path, ref: entry, args: given }, context.signal),
    )
    const after = await edited(context, before)
    if (after === before) return context.out('nothing was changed\n')
    const host = await resolveHost(client, entry.connection)
    await client.call('invoke', { op: define, ref: host, args: { xml: after } }, context.signal)
    await context.out(`${typeWords[type].word} '${nameOf(entry)}' is defined anew\n`)
  },
})

/** The type that a document defines, from its root element. */
export function typeOfDocument(xml: string): TypeName {
  const root = /<([A-Za-z_][\w.-]*)/.exec(xml.replaceAll(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, ''))?.[1]
  const type = root !== undefined && Object.hasOwn(typesByRoot, root) ? typesByRoot[root] : undefined
  if (type) return type
  const found = root === undefined ? 'no element' : `the root element <${root}>`
  throw new VirtError(
    'xmlError',
    `the document has ${found}; expected one of ${Object.keys(typesByRoot)
      .map((name) => `<${name}>`)
      .join(', ')}`,
  )
}

async function readDocument(context: CliContext, file: string): Promise<string> {
  if (file === '-') return readAll(context.stdin)
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    throw fromSystem(thrown, `cannot read ${file}`)
  }
}

/** All text of a stream. */
export async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

async function edited(context: CliContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'virtgate-edit-'))
  try {
    const file = join(folder, 'definition.xml')
    await writeFile(file, text, { mode: 0o600 })
    const words = (context.env.VISUAL || context.env.EDITOR || 'vi')
      .split(/\s+/)
      .filter((word) => word !== '')
    await runEditor(words, file)
    return await readFile(file, 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function runEditor([program = 'vi', ...args]: readonly string[], file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, file], { stdio: 'inherit' })
    child.on('error', (error) => reject(fromSystem(error, `cannot run the editor ${program}`)))
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(
            new VirtError(
              'operationAborted',
              `the editor ${program} ended with code ${code}; nothing was changed`,
            ),
          ),
    )
  })
}
