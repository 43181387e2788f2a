import { setImmediate as turn } from 'node:timers/promises'
import type { Caller } from '../core/access/caller.ts'
import { globMatches } from '../core/access/glob.ts'
import {
  type Entry,
  type FeedItem,
  type InventoryReader,
  type ObjectRef,
  type Operations,
  splitKey,
} from '../core/contracts.ts'
import { VirtError } from '../core/errors/index.ts'
import { nearest } from '../core/lib/nearest.ts'
import {
  type Args,
  accessClasses,
  allOps,
  findOp,
  type OpPath,
  opensStream,
  type TypeName,
} from '../core/model/index.ts'
import type { WireArgs } from './args.ts'
import { findObjects, ownName } from './find.ts'
import type { GatewayStatus, Method, ReloadReport, TrapDelivery } from './protocol.ts'

/** What the methods work on. */
export interface MethodContext {
  readonly reader: InventoryReader
  readonly operations: Operations
  readonly caller: Caller
  status(): GatewayStatus
  /** Reads the settings again. */
  reload(): Promise<ReloadReport>
  /** Sends a notification to one receiver or all. */
  testTrap(target?: string): Promise<readonly TrapDelivery[]>
}

/** One request while it runs. */
export interface Call {
  readonly signal: AbortSignal
  /** Sends a part of a stream; resolves when there is room for more. */
  part(value: unknown): Promise<void>
}

type Handler = (on: MethodContext, args: WireArgs, call: Call) => unknown

const entriesInPart = 250

/** What each method does. `hello` is answered by the session. */
export const methods: Readonly<Record<Exclude<Method, 'hello'>, Handler>> = {
  status: (on) => on.status(),
  reload: (on) => on.reload(),
  testTrap: (on, args) => on.testTrap(args.optionalText('target')),
  connections: (on) => on.reader.connections(),
  get: (on, args) => {
    const entry = on.reader.get(...refOf(args))
    return entry && sees(on, entry) ? entry : undefined
  },
  list,
  count,
  find: (on, args) =>
    findObjects(on.reader, args.type(), args.text('what'), args.optionalText('connection')).filter((entry) =>
      sees(on, entry),
    ),
  counters: (on, args) => {
    const entry = on.reader.get(...refOf(args))
    return entry && sees(on, entry) ? on.reader.fresh(entry, args.count('maxAgeMs')) : undefined
  },
  supports: (on, args) => on.operations.supports(opPath(args.text('op')), args.ref()),
  permits: (on, args) => {
    const need = { access: args.oneOf('access', accessClasses), permission: args.text('permission') }
    return on.operations.permits(need, args.ref(), on.caller)
  },
  invoke: (on, args, call) => {
    const op = valueOp(args.text('op'))
    // The engine checks each argument against the model before a handler sees it.
    const given = args.nested('args').all() as Args<typeof op>
    return on.operations.invoke(op, args.nested('ref').ref(), given, on.caller, call.signal)
  },
  follow,
}

function refOf(args: WireArgs): [TypeName, string] {
  const { type, key } = args.ref()
  return [type, key]
}

function sees(on: MethodContext, object: ObjectRef | Entry): boolean {
  if ('attrs' in object || on.reader.get(object.type, object.key)) {
    return on.operations.visible(object, on.caller)
  }
  // Rules speak of objects that are known; news of one that never was go to whoever may see its host.
  const [host] = on.reader.list('host', splitKey(object.key).connection)
  return host === undefined || on.operations.visible({ type: 'host', key: host.key }, on.caller)
}

function opPath(path: string): OpPath {
  // `findOp` knows exactly the paths of the model.
  if (findOp(path)) return path as OpPath
  const near = nearest(path, allOps())
  throw new VirtError(
    'invalidArg',
    `there is no operation '${path}'${near ? `; did you mean '${near}'?` : ''}`,
  )
}

/** A stream cannot go over this socket, so that nothing is opened that nobody could read. */
function valueOp(path: string): OpPath {
  const op = opPath(path)
  const def = findOp(op)?.def
  if (!def || !opensStream(def)) return op
  throw new VirtError('noSupport', `'${op}' opens a stream, which the control socket does not carry`)
}

async function list(on: MethodContext, args: WireArgs, call: Call): Promise<number> {
  const wanted = filter(args)
  let part: Entry[] = []
  let total = 0
  let looked = 0
  for (const entry of [...on.reader.list<TypeName>(args.type(), args.optionalText('connection'))]) {
    if (wanted(entry) && sees(on, entry)) part.push(entry)
    if (part.length === entriesInPart) {
      total += part.length
      await call.part(part)
      part = []
    }
    // Others get their turn also while nothing is found.
    if (++looked % 2000 === 0) await turn()
    call.signal.throwIfAborted()
  }
  if (part.length > 0) await call.part(part)
  return total + part.length
}

async function count(on: MethodContext, args: WireArgs, call: Call): Promise<number> {
  let total = 0
  let looked = 0
  for (const entry of [...on.reader.list<TypeName>(args.type(), args.optionalText('connection'))]) {
    if (sees(on, entry)) total++
    if (++looked % 2000 === 0) await turn()
    call.signal.throwIfAborted()
  }
  return total
}

function filter(args: WireArgs): (entry: Entry) => boolean {
  const glob = args.optionalText('name')
  const where = args.nested('where')
  const wanted = Object.keys(where.all()).map((attr) => [attr, where.text(attr)] as const)
  return (entry) => {
    if (glob !== undefined && !globMatches(glob, ownName(entry))) return false
    const attrs = entry.attrs as Readonly<Record<string, unknown>>
    return wanted.every(([attr, text]) => Object.hasOwn(attrs, attr) && String(attrs[attr]) === text)
  }
}

async function follow(on: MethodContext, args: WireArgs, call: Call): Promise<undefined> {
  const from = args.all().from === undefined ? on.reader.revision : args.count('from')
  const kinds = args.words('kinds')
  const types = args.words('types')
  for await (const item of on.reader.follow(from, call.signal)) {
    if (kinds && item.kind !== 'resync' && !kinds.includes(item.kind)) continue
    const object = objectOfItem(item)
    if (object && types && !types.includes(object.type)) continue
    if (object && !sees(on, object)) continue
    await call.part([item])
  }
  return undefined
}

function objectOfItem(item: FeedItem): ObjectRef | Entry | undefined {
  if (item.kind === 'resync') return undefined
  return item.kind === 'event' ? (item.entry ?? item.ref) : item.entry
}
