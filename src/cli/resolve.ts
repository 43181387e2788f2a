import type { ControlClient } from '../control/client.ts'
import type { Entry, ObjectRef } from '../core/contracts.ts'
import { VirtError } from '../core/errors/index.ts'
import { nearest } from '../core/lib/nearest.ts'
import { findOp, isTypeName, type OpDef, type TypeName, typeNames } from '../core/model/index.ts'
import { typeWords } from '../core/model/type-words.ts'

const namesForHint = 2000

/** Reads the name of a type; plurals are understood. */
export function parseType(word: string | undefined): TypeName {
  if (word === undefined) return 'domain'
  const singular = word.endsWith('s') ? word.slice(0, -1) : word
  for (const candidate of [word, singular]) if (isTypeName(candidate)) return candidate
  const near = nearest(word, typeNames)
  const hint = near ? `did you mean '${near}'?` : `types are ${typeNames.join(', ')}`
  throw new VirtError('invalidArg', `there is no type of object '${word}'; ${hint}`)
}

/** The one object that a word means; an error names what is near, or all that it could mean. */
export async function resolve<T extends TypeName>(
  client: ControlClient,
  type: T,
  what: string,
  connection: string | undefined,
): Promise<Entry<T>> {
  if (connection !== undefined) await refuseUnknownConnection(client, connection)
  const found = await client.find(type, what, connection)
  const [first] = found
  if (!first) throw await missing(client, type, what, connection)
  if (found.length === 1) return first
  const { word } = typeWords[type]
  const keys = found.map((entry) => `  ${entry.key}`).join('\n')
  const many = found.length
  throw new VirtError(
    type === 'domain' ? 'multipleDomains' : 'invalidArg',
    `'${what}' means ${many} objects of type ${word}; say which with --connection, or by its key`,
    { detail: keys },
  )
}

async function missing(
  client: ControlClient,
  type: TypeName,
  what: string,
  connection: string | undefined,
): Promise<VirtError> {
  const { missing: code, word } = typeWords[type]
  const near = nearest(what, await someNames(client, type, connection))
  const where = connection === undefined ? '' : ` in connection '${connection}'`
  const hint = near
    ? `; did you mean '${near}'?`
    : ` ('virtgate list --all --type ${type}' shows what is there)`
  return new VirtError(code, `there is no ${word} '${what}'${where}${hint}`)
}

async function someNames(client: ControlClient, type: TypeName, connection?: string): Promise<string[]> {
  const names: string[] = []
  const abort = new AbortController()
  for await (const entry of client.list(
    { type, ...(connection !== undefined && { connection }) },
    abort.signal,
  )) {
    names.push(nameOf(entry))
    if (names.length >= namesForHint) break
  }
  return names
}

/** What an object is called: its name, or what stands for one. */
export function nameOf(entry: Entry): string {
  const attrs: Readonly<Record<string, unknown>> = entry.attrs
  if (entry.type === 'host') return entry.connection
  return String(attrs.name ?? attrs.usageId ?? attrs.uuid ?? attrs.id ?? entry.key)
}

/** The host that something is to be made on: the one named, or the only one. */
export async function resolveHost(
  client: ControlClient,
  connection: string | undefined,
): Promise<ObjectRef<'host'>> {
  const name = connection ?? (await onlyConnection(client))
  return resolve(client, 'host', name, undefined)
}

async function onlyConnection(client: ControlClient): Promise<string> {
  const names = await client.call('connections', {})
  const [first] = names
  if (first === undefined) {
    throw new VirtError(
      'noConnect',
      "the daemon has no connection to a hypervisor ('virtgate doctor' says what is missing)",
    )
  }
  if (names.length === 1) return first
  throw new VirtError(
    'invalidArg',
    `there are ${names.length} connections; say which with --connection: ${names.join(', ')}`,
  )
}

async function refuseUnknownConnection(client: ControlClient, connection: string): Promise<void> {
  const names = await client.call('connections', {})
  if (names.includes(connection)) return
  const near = nearest(connection, names)
  throw new VirtError(
    'invalidConn',
    `there is no connection '${connection}'; ${near ? `did you mean '${near}'?` : `there are: ${names.join(', ')}`}`,
  )
}

/** An operation that types have in common, for one of them. */
export function opOf(type: TypeName, op: string): { path: string; def: OpDef; on: TypeName } {
  const path = `${type}.${op}`
  const found = findOp(path)
  if (found) return { path, def: found.def, on: found.on }
  throw new VirtError('noSupport', `an object of type ${typeWords[type].word} has no operation '${op}'`)
}
