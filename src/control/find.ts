import type { Entry, InventoryReader } from '../core/contracts.ts'
import type { TypeName } from '../core/model/index.ts'

const digits = /^\d+$/

/** All objects of a type that a word can mean: a key, a uuid, a name, or the number of a running guest. */
export function findObjects(
  reader: InventoryReader,
  type: TypeName,
  what: string,
  connection?: string,
): Entry[] {
  const byKey = reader.get(type, what)
  if (byKey) return connection === undefined || byKey.connection === connection ? [byKey] : []
  const connections = connection === undefined ? reader.connections() : [connection]
  const found = connections.flatMap((name) => inConnection(reader, type, what, name))
  return found.length > 0 || type !== 'domain' || !digits.test(what)
    ? found
    : connections.flatMap((name) => byNumber(reader, Number(what), name))
}

function inConnection(reader: InventoryReader, type: TypeName, what: string, connection: string): Entry[] {
  if (type === 'host')
    return [...reader.list('host', connection)].filter((entry) => entry.connection === what)
  const byLocal =
    reader.get(type, `${connection}/${what.toLowerCase()}`) ?? reader.get(type, `${connection}/${what}`)
  if (byLocal) return [byLocal]
  if (nameIsUnique.has(type)) {
    const byName = reader.findByName(type, connection, what)
    return byName ? [byName] : []
  }
  return [...reader.list<TypeName>(type, connection)].filter((entry) => ownName(entry) === what)
}

const nameIsUnique: ReadonlySet<TypeName> = new Set([
  'domain',
  'network',
  'interface',
  'pool',
  'nodedev',
  'nwfilter',
])

function byNumber(reader: InventoryReader, id: number, connection: string): Entry[] {
  return [...reader.list('domain', connection)].filter((entry) => entry.attrs.id === id)
}

/** What an object is called: its name, or what stands for one. */
export function ownName(entry: Entry): string {
  const attrs = entry.attrs as Readonly<Record<string, unknown>>
  const name = attrs.name ?? attrs.usageId ?? attrs.connection ?? attrs.uuid ?? attrs.id
  return String(name ?? entry.key)
}
