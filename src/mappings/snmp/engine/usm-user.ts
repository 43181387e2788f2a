import { type SecurityLevel, securityLevels } from './module.ts'
import type { Requester } from './requester.ts'
import type { StoredUser } from './users-file.ts'
import { type AuthProtocol, authProtocols, type PrivProtocol, privProtocols } from './usm-protocols.ts'
import type { Grant, GroupMember, Vacm } from './vacm.ts'

/** The keys of a user for one engine. */
export interface UsmKeys {
  readonly nameOctets: Buffer
  readonly auth: AuthProtocol | undefined
  readonly authKey: Buffer
  readonly priv: PrivProtocol | undefined
  readonly privKey: Buffer
}

/** The keys of a stored user, ready for use. */
export function usmKeys(stored: StoredUser): UsmKeys {
  return {
    nameOctets: Buffer.from(stored.name),
    auth: stored.auth && authProtocols[stored.auth],
    authKey: Buffer.from(stored.authKey ?? '', 'hex'),
    priv: stored.priv && privProtocols[stored.priv],
    privKey: Buffer.from(stored.privKey ?? '', 'hex'),
  }
}

/** The strongest level that keys allow: 0 noAuthNoPriv, 1 authNoPriv, 2 authPriv. */
export function bestLevel({ auth, priv }: UsmKeys): number {
  return auth === undefined ? 0 : priv === undefined ? 1 : 2
}

/** A user with the keys for this engine. */
export class UsmUser implements UsmKeys {
  readonly name: string
  readonly group: string
  readonly nameOctets: Buffer
  readonly auth: AuthProtocol | undefined
  readonly authKey: Buffer
  readonly priv: PrivProtocol | undefined
  readonly privKey: Buffer
  readonly #vacm: Vacm
  readonly #requesters: readonly Requester[]
  readonly #grants = new Map<string, Grant | undefined>()

  constructor(stored: StoredUser, vacm: Vacm) {
    this.name = stored.name
    this.group = stored.group
    const keys = usmKeys(stored)
    this.nameOctets = keys.nameOctets
    this.auth = keys.auth
    this.authKey = keys.authKey
    this.priv = keys.priv
    this.privKey = keys.privKey
    this.#vacm = vacm
    const base = { securityName: stored.name, model: 'usm', group: stored.group } as const
    this.#requesters = securityLevels.map((level) => ({ ...base, level }))
  }

  /** The user at a level: 0 noAuthNoPriv, 1 authNoPriv, 2 authPriv. */
  requester(level: number): Requester {
    return this.#requesters[level] as Requester
  }

  /** What the user may do in a context at a level. */
  grant(level: number, contextName: string): Grant | undefined {
    const key = `${level}${contextName}`
    if (this.#grants.has(key)) return this.#grants.get(key)
    const grant = this.#vacm.grant({
      group: this.group,
      contextName,
      model: 'usm',
      level: securityLevels[level] as SecurityLevel,
    })
    this.#grants.set(key, grant)
    return grant
  }
}

/** The memberships of stored users, for access control; one with keys for several engines has the group of our own. */
export function userMembers(users: readonly StoredUser[]): GroupMember[] {
  const own = users.filter(({ remote }) => remote === undefined)
  const groups = new Map([...users, ...own].map(({ name, group }) => [name, group]))
  return Array.from(groups, ([securityName, group]) => ({ group, model: 'usm', securityName }))
}

/** The users whose keys fit this engine, by name in the octets that a message carries. */
export function usmUsers(
  users: readonly StoredUser[],
  engineId: Uint8Array,
  vacm: Vacm,
): ReadonlyMap<string, UsmUser> {
  const ours = Buffer.from(engineId).toString('hex')
  const fitting = users.filter((user) => user.engineId === ours && user.remote === undefined)
  return new Map(
    fitting.map((stored) => {
      const user = new UsmUser(stored, vacm)
      return [user.nameOctets.toString('latin1'), user]
    }),
  )
}
