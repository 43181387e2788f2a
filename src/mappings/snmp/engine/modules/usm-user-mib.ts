import { changedKey } from '../key-change.ts'
import { type ListedRow, listedRows } from '../listed-rows.ts'
import {
  type ColumnOf,
  defineTable,
  type MibModule,
  type SetAnswer,
  type SetChange,
  type SetRequest,
  type Write,
} from '../module.ts'
import { compareOids, isBelow, type Oid, stringIndex } from '../oid.ts'
import type { StoredUser } from '../users-file.ts'
import { authProtocols, noAuthOid, noPrivOid, privProtocols } from '../usm-protocols.ts'
import { testAndIncrement } from './test-and-increment.ts'

/** What the table of users is served from. */
export interface UserSources {
  readonly engineId: () => Uint8Array | undefined
  /** The users whose keys fit this engine. */
  readonly stored: () => readonly StoredUser[]
  /** Changes the users for good; resolves when the agent has taken them on. */
  readonly edit: (change: (users: readonly StoredUser[]) => readonly StoredUser[]) => Promise<void>
}

const userArc = [1, 3, 6, 1, 6, 3, 15, 1, 2]
const entry: Oid = [...userArc, 2, 1]
const zeroDotZero: Oid = [0, 0]
/** Values of usmUserStatus (RowStatus) and of usmUserStorageType. */
const ACTIVE = 1
const CREATE_AND_GO = 4
const DESTROY = 6
const NON_VOLATILE = 3
const CLONE_FROM = 4
const STATUS = 13
const unchanged: SetChange = { commit: () => undefined }

/**
 * The users of SNMP-USER-BASED-SM-MIB (RFC 3414), without anything of their keys. A user is made by a clone of another
 * (createAndGo with usmUserCloneFrom), whose group it has too; keys are changed by KeyChange alone.
 */
export function usmUserMib(sources: UserSources): MibModule {
  return {
    name: 'SNMP-USER-BASED-SM-MIB users',
    scalars: [{ name: 'usmUser', prefix: userArc, scalars: [testAndIncrement(1, 'usmUserSpinLock')] }],
    tables: [userTable(sources)],
  }
}

function userTable(sources: UserSources) {
  const { engineId, stored } = sources
  const rows = listedRows(function* (): Iterable<ListedRow<StoredUser>> {
    const id = engineId()
    if (id === undefined) return
    for (const user of stored()) yield { index: indexOf(id, user.name), row: user }
  })
  const key = (
    id: number,
    name: string,
    which: Which,
    own: boolean,
  ): ColumnOf<StoredUser, 'OctetString'> => ({
    id,
    name,
    syntax: 'OctetString',
    // Reading a key change gives an empty string by definition.
    get: () => '',
    write: {
      test: (user, value, { principal }) =>
        own && principal.securityName !== user.name ? 'noAccess' : keyChange(sources, user, which, value),
    },
  })
  return defineTable<StoredUser>({
    name: 'usmUserTable',
    entry,
    notAccessible: [1, 2],
    rows,
    create: (column, index, value, request) => create(sources, { column, index, value, request }),
    columns: [
      { id: 3, name: 'usmUserSecurityName', syntax: 'OctetString', get: ({ name }) => name },
      {
        id: CLONE_FROM,
        name: 'usmUserCloneFrom',
        syntax: 'ObjectIdentifier',
        get: () => zeroDotZero,
        // A user that is there has been cloned already: RFC 3414 lets further writes have no effect.
        write: { test: () => unchanged },
      },
      {
        id: 5,
        name: 'usmUserAuthProtocol',
        syntax: 'ObjectIdentifier',
        get: authOidOf,
        write: fixedProtocol(authOidOf),
      },
      key(6, 'usmUserAuthKeyChange', 'auth', false),
      key(7, 'usmUserOwnAuthKeyChange', 'auth', true),
      {
        id: 8,
        name: 'usmUserPrivProtocol',
        syntax: 'ObjectIdentifier',
        get: privOidOf,
        write: fixedProtocol(privOidOf),
      },
      key(9, 'usmUserPrivKeyChange', 'priv', false),
      key(10, 'usmUserOwnPrivKeyChange', 'priv', true),
      {
        id: 11,
        name: 'usmUserPublic',
        syntax: 'OctetString',
        get: (user) => Buffer.from(user.public ?? '', 'hex'),
        write: {
          size: [0, 32],
          test: (user, value) => {
            const text = Buffer.from(value).toString('hex')
            return replaced(sources, user.name, (one) => ({ ...one, public: text }))
          },
        },
      },
      {
        id: 12,
        name: 'usmUserStorageType',
        syntax: 'Integer32',
        get: () => NON_VOLATILE,
        write: {
          range: [1, 5],
          test: (_, value) => (value === NON_VOLATILE ? unchanged : 'inconsistentValue'),
        },
      },
      {
        id: STATUS,
        name: 'usmUserStatus',
        syntax: 'Integer32',
        get: () => ACTIVE,
        write: {
          values: [ACTIVE, 2, CREATE_AND_GO, DESTROY],
          test(user, value) {
            if (value === ACTIVE) return unchanged
            return value === DESTROY ? replaced(sources, user.name, () => undefined) : 'inconsistentValue'
          },
        },
      },
    ],
  })
}

type Which = 'auth' | 'priv'

const authOidOf = ({ auth }: StoredUser): Oid => (auth === undefined ? noAuthOid : authProtocols[auth].oid)
const privOidOf = ({ priv }: StoredUser): Oid => (priv === undefined ? noPrivOid : privProtocols[priv].oid)

function indexOf(engineId: Uint8Array, name: string): number[] {
  return [...stringIndex(engineId), ...stringIndex(name)]
}

/** Protocols stay those of the user that was cloned: a weaker one would open what was closed. */
function fixedProtocol(of: (user: StoredUser) => Oid): Write<StoredUser, 'ObjectIdentifier'> {
  return {
    test: (user, value) => (compareOids(of(user), value) === 0 ? unchanged : 'inconsistentValue'),
  }
}

/** Replaces a user, or removes it; taken back by what it was before. */
function replaced(
  { edit }: UserSources,
  name: string,
  change: (user: StoredUser) => StoredUser | undefined,
): SetChange {
  let before: readonly StoredUser[] = []
  const isOurs = (user: StoredUser) => user.name === name && user.remote === undefined
  return {
    commit: () =>
      edit((users) => {
        before = users.filter(isOurs)
        return users.flatMap((user) => (isOurs(user) ? (change(user) ?? []) : user))
      }),
    undo: () => edit((users) => [...users.filter((user) => !isOurs(user)), ...before]),
  }
}

function keyChange(sources: UserSources, user: StoredUser, which: Which, value: Uint8Array): SetAnswer {
  const { auth } = user
  const old = which === 'auth' ? user.authKey : user.privKey
  // Without the protocol the change succeeds and does nothing (RFC 3414).
  if (auth === undefined || old === undefined) return unchanged
  const { hash } = authProtocols[auth]
  if (changedKey(hash, Buffer.from(old, 'hex'), value) === undefined) return 'wrongLength'
  const field = which === 'auth' ? 'authKey' : 'privKey'
  return replaced(sources, user.name, (one) => {
    const key = changedKey(hash, Buffer.from(one[field] ?? '', 'hex'), value)
    return key === undefined ? one : { ...one, [field]: key.toString('hex') }
  })
}

interface Creation {
  readonly column: number
  readonly index: Oid
  readonly value: unknown
  readonly request: SetRequest
}

/** Writes to users that are not there: they come by a clone, with keys changed in the same request if it says so. */
function create(sources: UserSources, { column, index, value, request }: Creation): SetAnswer {
  const status = writtenTo(request, STATUS, index)
  if (status === DESTROY && column === STATUS) return unchanged
  if (status !== CREATE_AND_GO) return column === STATUS ? 'wrongValue' : 'inconsistentName'
  const name = nameOf(sources, index)
  const template = templateOf(sources, writtenTo(request, CLONE_FROM, index))
  if (name === undefined || template === undefined) return 'inconsistentName'
  const user: StoredUser = { ...template, name, public: '' }
  const { edit } = sources
  if (column === STATUS) {
    const others = (users: readonly StoredUser[]) =>
      users.filter((one) => one.name !== name || one.remote !== undefined)
    return {
      commit: () => edit((users) => [...others(users), user]),
      undo: () => edit(others),
    }
  }
  const which = ({ 6: 'auth', 7: 'auth', 9: 'priv', 10: 'priv' } as const)[column]
  if (which === undefined) return column === CLONE_FROM ? unchanged : 'inconsistentValue'
  if (!(value instanceof Uint8Array)) return 'wrongType'
  const change = keyChange(sources, user, which, value)
  return typeof change === 'string' ? change : { ...change, order: 1 }
}

function writtenTo({ variables }: SetRequest, column: number, index: Oid): unknown {
  return variables.find(({ oid }) => compareOids(oid, [...entry, column, ...index]) === 0)?.value
}

/** The name that an index has for a user of this engine. */
function nameOf({ engineId }: UserSources, index: Oid): string | undefined {
  const engine = engineId()
  const prefix = engine && stringIndex(engine)
  if (prefix === undefined || !isBelow(prefix, index)) return undefined
  const octets = index.slice(prefix.length + 1)
  const fits = index[prefix.length] === octets.length && octets.length >= 1 && octets.length <= 32
  return fits && octets.every((octet) => octet <= 255) ? Buffer.from(octets).toString('utf8') : undefined
}

/** The user that a pointer to any column of its row means. */
function templateOf({ engineId, stored }: UserSources, pointer: unknown): StoredUser | undefined {
  const engine = engineId()
  if (engine === undefined || !Array.isArray(pointer) || !isBelow(entry, pointer)) return undefined
  const index: Oid = pointer.slice(entry.length + 1)
  return stored().find(({ name }) => compareOids(indexOf(engine, name), index) === 0)
}
