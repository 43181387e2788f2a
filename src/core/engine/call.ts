import type { Caller } from '../access/caller.ts'
import type { AccessControl, AccessTarget } from '../access/rules.ts'
import { type DocumentIdentity, documentIdentity } from '../config/xml/document-identity.ts'
import { type Entry, globalKey, type ObjectRef, splitKey } from '../contracts.ts'
import { hostKey } from '../driver.ts'
import { VirtError } from '../errors/index.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { nearest } from '../lib/nearest.ts'
import {
  allOps,
  findOp,
  isTypeName,
  type LockKind,
  type Need,
  type OpDef,
  type TypeName,
} from '../model/index.ts'
import { mapFieldRefs } from '../model/references.ts'
import { typeWords } from '../model/type-words.ts'
import { type CheckedArgs, checkArguments } from './arguments.ts'
import { noSuch } from './missing.ts'

/** An operation of the model, found by its path. */
export interface Operation {
  readonly path: string
  readonly type: TypeName
  readonly on: TypeName
  readonly def: OpDef
}

/** Finds an operation. Throws `invalidArg` with the nearest path when there is none. */
export function operationOf(path: string): Operation {
  const found = findOp(path)
  if (found) return { path, type: found.type, on: found.on, def: found.def }
  const guess = nearest(path.slice(0, 80), allOps())
  const hint = guess === undefined ? '' : `; did you mean '${guess}'?`
  throw new VirtError('invalidArg', `there is no operation '${path.slice(0, 80)}'${hint}`)
}

/** The object that an operation is called on. Throws the `no...` error of its type, also when it is hidden. */
export function targetOf(operation: Operation, ref: ObjectRef, inventory: Inventory): Entry {
  if (ref.type !== operation.on) {
    const given = isTypeName(ref.type) ? typeWords[ref.type].word : 'unknown type'
    throw new VirtError(
      'invalidArg',
      `'${operation.path}' is called on a ${typeWords[operation.on].word}; the reference given is of a ${given}`,
    )
  }
  const entry = inventory.get(ref.type, ref.key)
  if (!entry) throw noSuch(ref.type, ref.key)
  return entry
}

/** Refuses the call when the caller may not do it. What he may not see is not there for him. */
export function checkAccess(
  call: {
    readonly operation: Operation
    readonly target: Entry
    readonly identity: DocumentIdentity
    readonly args: unknown
  },
  by: Caller,
  access: AccessControl,
  inventory: Inventory,
): void {
  const { operation, target } = call
  const makes = makesOnHost(operation)
  const own = accessTarget(target, inventory)
  if (!makes && !access.sees(by, own)) throw noSuch(target.type, target.key)
  const wanted = makes
    ? madeTargets(operation, own, call.identity, inventory)
    : [own, ...renamedTargets(operation, own, call.args)]
  for (const [what, need] of needsOf(operation, call.args)) {
    for (const object of wanted) {
      if (access.allows(by, need, object)) continue
      const name = object.name ?? object.key
      throw new VirtError(
        'accessDenied',
        `caller '${by.id}' may not do '${operation.path}'${what} on ${typeWords[object.type].word} '${name}'; it needs access '${need.access}' or permission '${need.permission}'`,
        { domain: 'access' },
      )
    }
  }
}

/** What a document is about: what it names, and what has its uuid now, which may go by another name. */
function madeTargets(
  { type }: Operation,
  host: AccessTarget,
  { name, uuid }: DocumentIdentity,
  inventory: Inventory,
): AccessTarget[] {
  const named = { ...host, type, name }
  const held = uuid === undefined ? undefined : inventory.get(type, globalKey(host.connection, uuid))
  return held ? [named, accessTarget(held, inventory)] : [named]
}

/** Operations that give their object another name, with the argument that says it. */
const renames: { readonly [path: string]: string } = { 'domain.rename': 'name' }

/** The object under the name that it is to have: rules may say something else of that one. */
function renamedTargets({ path }: Operation, own: AccessTarget, args: unknown): AccessTarget[] {
  const argument = renames[path]
  const given = (typeof args === 'object' && args !== null ? args : {}) as Readonly<Record<string, unknown>>
  const name = argument === undefined ? undefined : given[argument]
  return typeof name === 'string' ? [{ ...own, name }] : []
}

/** What a call needs: that of its operation, then that of each argument that asks for more. */
function* needsOf(operation: Operation, args: unknown): Generator<readonly [what: string, need: Need]> {
  yield ['', operation.def]
  const given = (typeof args === 'object' && args !== null ? args : {}) as Readonly<Record<string, unknown>>
  for (const [name, { needs }] of Object.entries(operation.def.params)) {
    if (needs && given[name] !== undefined && given[name] !== false) yield [` with '${name}'`, needs]
  }
}

/** What rules of access control are held against for an object. */
export function accessTarget(entry: Entry, inventory: Inventory): AccessTarget {
  return { type: entry.type, key: entry.key, connection: entry.connection, name: ruleName(entry, inventory) }
}

function ruleName(entry: Entry, inventory: Inventory): string | undefined {
  const attrs: Readonly<Record<string, unknown>> = entry.attrs
  const owner = ownerDomain(entry)
  if (owner !== undefined) return inventory.lately('domain', owner)?.attrs.name
  const attribute = ruleAttribute[entry.type]
  const value = attribute === undefined ? attrs.name : attrs[attribute]
  return typeof value === 'string' ? value : undefined
}

/** Attribute that rules know an object by, where it is not `name`. */
const ruleAttribute: { readonly [T in TypeName]?: string } = {
  host: 'connection',
  port: 'ownerName',
  secret: 'usageId',
  job: 'targetName',
}

/** Key of the domain that a snapshot or checkpoint belongs to. */
function ownerDomain(entry: Entry): string | undefined {
  if (entry.type !== 'snapshot' && entry.type !== 'checkpoint') return undefined
  return (entry as Entry<'snapshot' | 'checkpoint'>).attrs.domain
}

function makesOnHost(operation: Operation): boolean {
  return operation.on === 'host' && operation.type !== 'host'
}

/** Name and uuid in the document of what a call makes; nothing for other calls. */
export function identityOf(operation: Operation, args: unknown): DocumentIdentity {
  const xml = typeof args === 'object' && args !== null && 'xml' in args ? args.xml : undefined
  if (!makesOnHost(operation) || typeof xml !== 'string') return { uuid: undefined, name: undefined }
  return documentIdentity(xml, operation.type)
}

/**
 * Checks arguments and makes the references in them local. Throws `invalidArg`, or the `no...` error of one that is not
 * there or that `sees` does not show.
 */
export function localArguments(
  call: { readonly operation: Operation; readonly target: Entry; readonly args: unknown },
  inventory: Inventory,
  sees: (entry: Entry) => boolean,
): CheckedArgs {
  const { operation, target, args } = call
  const { params } = operation.def
  const checked = checkArguments(operation.path, params, args)
  return mapFieldRefs(params, checked, (key, type) => {
    const entry = isTypeName(type) ? inventory.get(type, key) : undefined
    if (!isTypeName(type) || !entry || !sees(entry)) throw noSuch(isTypeName(type) ? type : 'host', key)
    const { connection, local } = splitKey(key)
    if (connection === target.connection) return local
    throw new VirtError(
      'invalidArg',
      `${typeWords[type].word} '${key}' is of another connection than ${typeWords[target.type].word} '${target.key}'`,
    )
  })
}

/** Operations whose result is in another connection, with the argument that names it. */
const madeElsewhere: { readonly [path: string]: string } = { 'domain.migrate': 'to' }

/** Connection of the object that a call answers a reference to. `find` knows connections by name and by URI. */
export function resultConnection(
  operation: Operation,
  args: CheckedArgs,
  target: Entry,
  find: (nameOrUri: string) => string | undefined,
): string {
  const argument = madeElsewhere[operation.path]
  const other = argument === undefined ? undefined : args[argument]
  return typeof other === 'string' ? (find(other) ?? other) : target.connection
}

/** Which job a call takes, and of which object. */
export interface JobWanted {
  readonly key: string
  readonly kind: LockKind
}

/**
 * Finds the job that a call needs. Snapshots and checkpoints share that of their domain. What is made on the host takes
 * the job of the object that its document names, so that two definitions of one thing come one after the other while
 * others go on; what is made in a pool or network leaves others there alone, too.
 */
export function jobWanted(
  call: { readonly operation: Operation; readonly target: Entry; readonly identity: DocumentIdentity },
  inventory: Inventory,
): JobWanted {
  const { operation, target } = call
  const kind = operation.def.lock ?? (operation.def.access === 'read' ? 'none' : 'modify')
  if (makesOnHost(operation))
    return jobOfNew(operation.type, target.connection, kind, call.identity, inventory)
  const shared = operation.on !== operation.type && (operation.on === 'pool' || operation.on === 'network')
  const key = ownerDomain(target)
  if (key !== undefined) return { key: `domain ${key}`, kind }
  return { key: `${target.type} ${target.key}`, kind: shared && kind !== 'none' ? 'query' : kind }
}

function jobOfNew(
  type: TypeName,
  connection: string,
  kind: LockKind,
  { uuid, name }: DocumentIdentity,
  inventory: Inventory,
): JobWanted {
  const byUuid = uuid === undefined ? undefined : inventory.get(type, `${connection}/${uuid}`)
  const known = byUuid ?? (name === undefined ? undefined : inventory.findByName(type, connection, name))
  if (known) return { key: `${type} ${known.key}`, kind }
  const word = name ?? uuid
  return word === undefined ? { key: '', kind: 'none' } : { key: `new ${type} ${connection}/${word}`, kind }
}

/** An object as people call it, for messages: `domain 'web1'`. */
export function labelOf(entry: Entry): string {
  return `${typeWords[entry.type].word} '${nameFor(entry)}'`
}

/** Name of an object for people. */
export function nameFor(entry: Entry): string {
  if (entry.type === 'host') return entry.connection
  const attrs: Readonly<Record<string, unknown>> = entry.attrs
  if (typeof attrs.name === 'string') return attrs.name
  const { local } = splitKey(entry.key)
  return local === hostKey ? entry.connection : local
}
