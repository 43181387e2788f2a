import { join } from 'node:path'
import { VirtError } from '../../../core/errors/index.ts'
import { readIfPresent, replaceDurably } from './durable-file.ts'
import { readIdentity } from './engine-state.ts'
import type { EngineLogger } from './module.ts'
import { authKey, privKey } from './usm-keys.ts'
import { type AuthName, authProtocols, type PrivName, privProtocols } from './usm-protocols.ts'

/** A user of SNMPv3 without its keys. */
export interface UserEntry {
  readonly name: string
  /** Group of access control: `readers`, `operators`, `admins` or one of the settings. */
  readonly group: string
  readonly auth?: AuthName | undefined
  readonly priv?: PrivName | undefined
  /** Engine of a receiver of informs that the keys are for, in hexadecimal; absent for users of this agent. */
  readonly remote?: string | undefined
}

/** A user as it is stored: its keys fit one engine only. */
export interface StoredUser extends UserEntry {
  /** Engine that the keys belong to, in hexadecimal. */
  readonly engineId: string
  /** Localized keys in hexadecimal. */
  readonly authKey?: string | undefined
  readonly privKey?: string | undefined
  /** usmUserPublic in hexadecimal: by it a manager sees that a change of keys came through. */
  readonly public?: string | undefined
}

/** A user to add. */
export interface NewUser {
  readonly name: string
  readonly group?: string
  readonly auth?: AuthName
  readonly authPassphrase?: string
  readonly priv?: PrivName
  /** The authentication pass phrase when absent. */
  readonly privPassphrase?: string
  /** Engine of a receiver that informs go to; the keys then fit it and not this agent. */
  readonly engineId?: Uint8Array
  /** Needed for protocols that are known to be broken (DES). */
  readonly allowWeak?: boolean
}

const MIN_PASSPHRASE = 8
const MAX_NAME = 32

/** The users in the folder of an engine; none when there is no file. */
export async function loadUsers(folder: string): Promise<StoredUser[]> {
  const path = usersPath(folder)
  const text = await readIfPresent(path)
  if (text === undefined) return []
  try {
    const users: unknown = JSON.parse(text)
    if (Array.isArray(users) && users.every(isStoredUser)) return users
  } catch {
    // The sentence below says it.
  }
  throw new VirtError(
    'operationFailed',
    `${path} is not a list of SNMP users; remove it and add the users again`,
  )
}

/** The users by name, without keys. */
export async function listUsers(folder: string): Promise<UserEntry[]> {
  const users = await loadUsers(folder)
  return users.map(entryOf)
}

/** Adds a user or replaces the one of the same name. A running agent takes it on when it reloads. */
export async function addUser(folder: string, user: NewUser, log: EngineLogger): Promise<UserEntry> {
  checkUser(user)
  const { engineId } = await readIdentity(folder, log)
  const stored = localize(user, engineId)
  const others = (await loadUsers(folder)).filter(
    ({ name, remote }) => name !== stored.name || remote !== stored.remote,
  )
  await saveUsers(folder, [...others, stored])
  return entryOf(stored)
}

/** Removes a user with the keys for all engines; throws when there is none of that name. */
export async function removeUser(folder: string, name: string): Promise<void> {
  const users = await loadUsers(folder)
  const others = users.filter((user) => user.name !== name)
  if (others.length === users.length) throw new VirtError('invalidArg', `there is no SNMP user '${name}'`)
  await saveUsers(folder, others)
}

function entryOf({ name, group, auth, priv, remote }: StoredUser): UserEntry {
  return { name, group, auth, priv, ...(remote === undefined ? {} : { remote }) }
}

function usersPath(folder: string): string {
  return join(folder, 'users.json')
}

/** Replaces the users in the folder of an engine. */
export function saveUsers(folder: string, users: readonly StoredUser[]): Promise<void> {
  const sorted = [...users].sort((a, b) => (a.name < b.name ? -1 : 1))
  return replaceDurably(usersPath(folder), `${JSON.stringify(sorted, null, 2)}\n`)
}

function checkUser({ name, auth, authPassphrase, priv, privPassphrase, allowWeak }: NewUser): void {
  const octets = Buffer.byteLength(name)
  if (octets < 1 || octets > MAX_NAME) throw invalid(`the name '${name}' has ${octets} octets, not 1 to 32`)
  if (priv !== undefined && auth === undefined)
    throw invalid(`user '${name}' has privacy but no authentication`)
  if (auth !== undefined) checkPassphrase(name, 'authentication', authPassphrase)
  if (privPassphrase !== undefined) checkPassphrase(name, 'privacy', privPassphrase)
  if (priv !== undefined && privProtocols[priv].weak && !allowWeak) {
    throw invalid(`user '${name}' would use '${priv}', which is weak; it has to be allowed expressly`)
  }
}

function checkPassphrase(name: string, use: string, passphrase: string | undefined): void {
  const length = passphrase === undefined ? 0 : Buffer.byteLength(passphrase)
  if (length < MIN_PASSPHRASE) {
    throw invalid(`the ${use} pass phrase of user '${name}' has ${length} octets, at least 8 are needed`)
  }
}

function invalid(sentence: string): VirtError {
  return new VirtError('invalidArg', sentence)
}

function localize(user: NewUser, ownEngineId: Buffer): StoredUser {
  const { name, group = 'readers', auth, priv, engineId = ownEngineId } = user
  const engine = Buffer.from(engineId).toString('hex')
  const base = { name, group, engineId: engine, ...(user.engineId === undefined ? {} : { remote: engine }) }
  if (auth === undefined) return base
  const authWords = Buffer.from(user.authPassphrase ?? '')
  const key = authKey(authProtocols[auth], authWords, engineId).toString('hex')
  if (priv === undefined) return { ...base, auth, authKey: key }
  const privWords = user.privPassphrase === undefined ? authWords : Buffer.from(user.privPassphrase)
  const secret = privKey(authProtocols[auth], privProtocols[priv], privWords, engineId).toString('hex')
  return { ...base, auth, authKey: key, priv, privKey: secret }
}

function isStoredUser(value: unknown): value is StoredUser {
  if (typeof value !== 'object' || value === null) return false
  const { name, group, engineId, auth, authKey, priv, privKey, remote } = value as Record<string, unknown>
  const known = typeof name === 'string' && typeof group === 'string' && typeof engineId === 'string'
  const authFits = auth === undefined || (typeof auth === 'string' && auth in authProtocols && isHex(authKey))
  const privFits = priv === undefined || (typeof priv === 'string' && priv in privProtocols && isHex(privKey))
  return known && authFits && privFits && (remote === undefined || remote === engineId)
}

function isHex(value: unknown): boolean {
  return typeof value === 'string' && /^(?:[0-9a-f]{2})+$/.test(value)
}
