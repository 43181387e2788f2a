import type { ErrorDomain } from '../../core/errors/index.ts'
import type { TypeName } from '../../core/model/index.ts'
import { type ProgramName, programs } from '../wire/index.ts'
import type { PermissionEntry, ProcedureEntry, When } from '../wire/protocol/table.ts'
import { type NeedEntry, needOf, type PermissionClasses, permissionClasses } from './needs.ts'

/** What a procedure asks of access control for one kind of object. */
export interface RouteNeeds {
  /** For the connection itself. */
  readonly host: readonly NeedEntry[]
  /** For the objects that the call names. */
  readonly objects: ReadonlyMap<TypeName, readonly NeedEntry[]>
  /** What an object of a list needs so that it is shown. */
  readonly filter: NeedEntry | undefined
}

/** One procedure with all that is known of it before a call comes. */
export interface Route<H = unknown> {
  readonly program: ProgramName
  readonly name: string
  readonly entry: ProcedureEntry
  /** What answers it; undefined where nothing does. */
  readonly handler: H | undefined
  readonly needs: RouteNeeds
  /** When a connection that only reads is refused. */
  readonly refusal: 'never' | 'always' | When
  /** Part of libvirt whose function it is. */
  readonly domain: ErrorDomain
}

/** The calls of a program by their number. */
export type Routes<H = unknown> = ReadonlyMap<number, Route<H>>

/** Makes the routes of a program from the table of its handlers. */
export function routesOf<H>(
  program: ProgramName,
  handlers: Readonly<Record<string, H | undefined>>,
): Routes<H> {
  const routes = new Map<number, Route<H>>()
  const classes = permissionClasses()
  for (const [name, entry] of Object.entries<ProcedureEntry>(programs[program].procedures)) {
    if (entry.kind !== undefined && entry.kind !== 'call') continue
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    routes.set(entry.number, {
      program,
      name,
      entry,
      handler,
      needs: needsOf(entry, classes),
      refusal: refusalOf(entry),
      domain: domainOfApi(program, entry.api ?? ''),
    })
  }
  return routes
}

/** What always needs the permission to write is no read, even where the table lets it pass: libvirt refuses it, too. */
function refusalOf({ readOnly, acl = [] }: ProcedureEntry): Route['refusal'] {
  const writes = acl.some((need) => typeof need === 'string' && need.endsWith('.write'))
  if (readOnly === undefined || writes) return 'always'
  return readOnly === true ? 'never' : readOnly.unless
}

function needsOf({ acl = [], filter }: ProcedureEntry, classes: PermissionClasses): RouteNeeds {
  const asNeed = (entry: PermissionEntry) =>
    typeof entry === 'string' ? needOf(entry, undefined, classes) : needOf(entry.need, entry, classes)
  const objects = new Map<TypeName, NeedEntry[]>()
  const host: NeedEntry[] = []
  for (const need of acl.map(asNeed)) {
    if (need.types.length === 0) host.push(need)
    for (const type of need.types) objects.set(type, [...(objects.get(type) ?? []), need])
  }
  return { host, objects, filter: filter === undefined ? undefined : asNeed(filter) }
}

/** Beginnings of the names of functions and the part of libvirt that they are in; the first that fits counts. */
const apiDomains: ReadonlyArray<readonly [RegExp, ErrorDomain]> = [
  [/NWFilter/, 'nwfilter'],
  [/DomainSnapshot/, 'domainSnapshot'],
  [/DomainCheckpoint/, 'domainCheckpoint'],
  [/^vir(Connect\w*)?Domain/, 'domain'],
  [/Secret/, 'secret'],
  [/Storage/, 'storage'],
  [/NodeDevice|^virNode(NumOf|List)Devices|^virConnectListAllNodeDevices/, 'nodedev'],
  [/Network/, 'network'],
  [/Interface/, 'interface'],
]

function domainOfApi(program: ProgramName, api: string): ErrorDomain {
  if (program === 'qemu' || program === 'lxc') return 'none'
  if (program === 'admin') return 'admin'
  return apiDomains.find(([form]) => form.test(api))?.[1] ?? 'domain'
}

/** Whether a rule holds for these arguments. */
export function holds(when: When, args: unknown): boolean {
  // Arguments are structures of the wire or nothing.
  const fields = (args ?? {}) as Readonly<Record<string, unknown>>
  const flags = typeof fields.flags === 'number' ? fields.flags : 0
  if (when.set !== undefined && (flags & when.set) !== 0) return true
  if (when.unset !== undefined && (flags & when.unset) === 0) return true
  return when.param !== undefined && fields[when.param] === when.equals
}
