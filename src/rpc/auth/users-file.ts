import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fromSystem, systemCode, VirtError } from '../../core/errors/index.ts'
import { writeFileAtomic } from '../../core/store/atomic-file.ts'
import {
  defaultIterations,
  iterationBounds,
  keySize,
  makeKeys,
  prepared,
  type ScramKeys,
} from './scram-keys.ts'
import { type UserAccess, userAccess } from './user-access.ts'

/** A user of SASL without the keys. */
export interface UserEntry {
  readonly name: string
  readonly access: UserAccess
}

/** A user with the keys that its pass phrase is checked with. */
export interface StoredUser extends UserEntry {
  readonly keys: ScramKeys
}

/** What the file holds. */
export interface UsersFile {
  /** Makes the salts of users that are not there, the same at each start. */
  readonly secret: Buffer
  readonly users: readonly StoredUser[]
}

/** A user to add. */
export interface NewUser {
  readonly name: string
  readonly passphrase: string
  readonly access?: UserAccess | undefined
  readonly iterations?: number | undefined
}

const maxName = 255
const minPassphrase = 8

/** Reads the users; a file that is not there has none. */
export async function readUsers(path: string): Promise<UsersFile> {
  const text = await readIfPresent(path)
  if (text === undefined) return { secret: randomBytes(keySize), users: [] }
  const file = parse(text)
  if (file) return file
  throw new VirtError('confSyntax', `${path} is no list of RPC users; remove it and add the users again`, {
    domain: 'auth',
  })
}

/** Adds a user, or replaces the one of the same name. */
export async function addUser(path: string, user: NewUser): Promise<UserEntry> {
  const { access = 'full', passphrase, iterations = defaultIterations } = user
  const name = checkedName(user.name)
  check(
    Buffer.byteLength(passphrase) >= minPassphrase,
    `the pass phrase of user '${name}' is shorter than 8 octets`,
  )
  const { least, most } = iterationBounds
  check(
    Number.isInteger(iterations) && iterations >= least && iterations <= most,
    `the pass phrase of user '${name}' would be hashed ${iterations} times; expected ${least} to ${most}`,
  )
  const keys = await makeKeys(passphrase, { iterations })
  const { secret, users } = await readUsers(path)
  await write(path, {
    secret,
    users: [...users.filter((other) => other.name !== name), { name, access, keys }],
  })
  return { name, access }
}

/** Removes a user; throws when there is none of that name. */
export async function removeUser(path: string, wanted: string): Promise<void> {
  const name = checkedName(wanted)
  const { secret, users } = await readUsers(path)
  const others = users.filter((user) => user.name !== name)
  check(others.length < users.length, `there is no RPC user '${name}'`)
  await write(path, { secret, users: others })
}

/** The users by name, without their keys. */
export async function listUsers(path: string): Promise<UserEntry[]> {
  const { users } = await readUsers(path)
  return users.map(({ name, access }) => ({ name, access }))
}

function checkedName(given: string): string {
  const name = prepared(given)
  check(Buffer.byteLength(name) <= maxName, `the name of a user has more than ${maxName} octets`)
  return name
}

function check(holds: boolean, sentence: string): void {
  if (!holds) throw new VirtError('invalidArg', sentence, { domain: 'auth' })
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined
    throw fromSystem(thrown, `${path} cannot be read`)
  }
}

async function write(path: string, { secret, users }: UsersFile): Promise<void> {
  const sorted = [...users].sort((a, b) => (a.name < b.name ? -1 : 1))
  const rows = sorted.map(({ name, access, keys }) => ({
    name,
    access,
    mechanism: 'SCRAM-SHA-256',
    iterations: keys.iterations,
    salt: keys.salt.toString('base64'),
    storedKey: keys.storedKey.toString('base64'),
    serverKey: keys.serverKey.toString('base64'),
  }))
  const text = `${JSON.stringify({ secret: secret.toString('base64'), users: rows }, null, 2)}\n`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFileAtomic(path, text, { mode: 0o600 })
}

function parse(text: string): UsersFile | undefined {
  try {
    const { secret, users } = JSON.parse(text) as { secret?: unknown; users?: unknown }
    const key = octets(secret)
    if (key?.length !== keySize || !Array.isArray(users)) return undefined
    const read = users.map(parseUser)
    return read.every((user) => user !== undefined) ? { secret: key, users: read } : undefined
  } catch {
    return undefined
  }
}

function parseUser(value: unknown): StoredUser | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { name, access, mechanism, iterations, ...rest } = value as Record<string, unknown>
  const salt = octets(rest.salt)
  const storedKey = octets(rest.storedKey)
  const serverKey = octets(rest.serverKey)
  if (typeof name !== 'string' || !isAccess(access) || mechanism !== 'SCRAM-SHA-256') return undefined
  if (typeof iterations !== 'number' || iterations < iterationBounds.least || !salt) return undefined
  if (storedKey?.length !== keySize || serverKey?.length !== keySize) return undefined
  return { name, access, keys: { iterations, salt, storedKey, serverKey } }
}

function isAccess(value: unknown): value is UserAccess {
  return typeof value === 'string' && Object.hasOwn(userAccess, value)
}

function octets(value: unknown): Buffer | undefined {
  return typeof value === 'string' && value !== '' ? Buffer.from(value, 'base64') : undefined
}
