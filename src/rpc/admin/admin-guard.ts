import { VirtError } from '../../core/errors/index.ts'
import type { AccountNames } from '../auth/account-names.ts'
import type { Authentication, Authenticator, Peer } from '../auth/authenticator.ts'
import { KnownPeer } from '../auth/authenticators.ts'

/**
 * Lets administrators in: root and the user that the gateway runs as, whatever the permissions of the socket. Where
 * nobody can tell who connects, its permissions decide.
 */
export class AdminGuard implements Authentication {
  readonly #accounts: AccountNames
  readonly #owner: number

  constructor(accounts: AccountNames, owner: number = process.getuid?.() ?? 0) {
    this.#accounts = accounts
    this.#owner = owner
  }

  begin({ transport, credentials }: Peer): Authenticator {
    const classes = ['read', 'operate', 'configure'] as const
    if (transport !== 'unix') throw refusal('it came over a network')
    if (!credentials) return new KnownPeer({ id: 'local:unknown', surface: 'local', classes })
    const { uid } = credentials
    const user = this.#accounts.user(uid)
    if (uid !== 0 && uid !== this.#owner) throw refusal(`it is ${user}, neither root nor the owner`)
    return new KnownPeer({ id: `local:${user}`, surface: 'local', uid, classes })
  }
}

function refusal(reason: string): VirtError {
  return new VirtError('authFailed', `authentication failed: the client may not administrate: ${reason}`, {
    domain: 'rpc',
  })
}
