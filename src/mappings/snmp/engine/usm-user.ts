import { type SecurityLevel, securityLevels } from './module.ts'
import type { Requester } from './requester.ts'
import type { StoredUser } from './users-file.ts'
import { type AuthProtocol, authProtocols, type PrivProtocol, privProtocols } from './usm-protocols.ts'
import type { Grant, GroupMember, Vacm } from './vacm.ts'

/** A user with the keys for this engine. */
export class UsmUser {
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
    this.nameOctets = Buffer.from(stored.name)
    this.auth = stored.auth && authProtocols[stored.auth]
    this.authKey = Buffer.from(stored.authKey ?? '', 'hex')
    this.priv = stored.priv && privProtocols[stored.priv]
    this.privKey = Buffer.from(stored.privKey ?? '', 'hex')
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

/** The memberships of stored users, for access control. */
export function userMembers(users: readonly StoredUser[]): GroupMember[] {
  return users.map(({ name, group }) => ({ group, model: 'usm', securityName: name }))
}

/** The users whose keys fit this engine, by name in the octets that a message carries. */
export function usmUsers(
  users: readonly StoredUser[],
  engineId: Uint8Array,
  vacm: Vacm,
): ReadonlyMap<string, UsmUser> {
  const ours = Buffer.from(engineId).toString('hex')
  const fitting = users.filter((user) => user.engineId === ours)
  return new Map(
    fitting.map((stored) => {
      const user = new UsmUser(stored, vacm)
      return [user.nameOctets.toString('latin1'), user]
    }),
  )
}
