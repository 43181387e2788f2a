import type { KnownUser } from './mechanism.ts'
import { decoyKeys } from './scram-keys.ts'
import { userAccess } from './user-access.ts'
import { readUsers, type StoredUser } from './users-file.ts'

/** The users of SASL as they are in force. */
export class Users {
  #path: string
  #secret: Buffer = Buffer.alloc(0)
  #users: ReadonlyMap<string, StoredUser> = new Map()

  constructor(path: string) {
    this.#path = path
  }

  /** Reads the file, perhaps another one; when it throws, the users stay as they were. */
  async load(path = this.#path): Promise<void> {
    const { secret, users } = await readUsers(path)
    this.#path = path
    this.#secret = secret
    this.#users = new Map(users.map((user) => [user.name, user]))
  }

  /** The user of a prepared name; for a name that is unknown, one that nobody can be. */
  find(name: string): KnownUser {
    const user = this.#users.get(name)
    if (!user) return { keys: decoyKeys(this.#secret, name), caller: undefined }
    return {
      keys: user.keys,
      caller: { id: `sasl:${user.name}`, surface: 'rpc', classes: userAccess[user.access] },
    }
  }
}
