import { isIPv6 } from 'node:net'
import type { Caller } from '../../core/access/caller.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Settings } from '../../core/settings/index.ts'
import { AccountNames } from './account-names.ts'
import { Attempts } from './attempts.ts'
import type { Authentication, Authenticator, Peer } from './authenticator.ts'
import { KnownPeer, PolkitAuthenticator, SaslAuthenticator } from './authenticators.ts'
import { polkitActions, subjectOf } from './polkit.ts'
import { usersPath } from './user-access.ts'
import { Users } from './users.ts'

/** What decides how clients are let in. */
export interface AuthOptions {
  readonly settings: Settings['rpc']
  readonly stateDir: string
  readonly clock: Clock
}

const full = ['read', 'operate', 'configure'] as const

/** Lets clients in as the settings say for the socket that they came through. */
export class AuthService implements Authentication {
  readonly #stateDir: string
  readonly #users: Users
  readonly #attempts: Attempts
  /** Names of local users and groups. */
  readonly accounts = new AccountNames()
  /** Ways to be known belong to sockets, and change with them: when the daemon starts. */
  readonly #started: Settings['rpc']
  #settings: Settings['rpc']

  private constructor({ settings, stateDir, clock }: AuthOptions) {
    this.#started = settings
    this.#settings = settings
    this.#stateDir = stateDir
    this.#attempts = new Attempts(clock)
    this.#users = new Users(usersPath(settings, stateDir))
  }

  /** Reads the users. */
  static async open(options: AuthOptions): Promise<AuthService> {
    const service = new AuthService(options)
    await service.#users.load()
    return service
  }

  /** Takes on other settings and users that were changed; when it throws, those before stay in force. */
  async reload(settings: Settings['rpc']): Promise<void> {
    await this.#users.load(usersPath(settings, this.#stateDir))
    this.#settings = settings
  }

  begin(peer: Peer): Authenticator {
    const shown = this.#shown(peer)
    switch (this.#way(peer)) {
      case 'none':
        return new KnownPeer(shown)
      case 'polkit':
        return this.#beginPolkit(peer, shown)
      case 'sasl':
        return new SaslAuthenticator({
          peer: { ...peer, address: counted(peer) },
          find: (name) => this.#users.find(name),
          external: peer.credentials || peer.distinguishedName !== undefined ? shown : undefined,
          offered: this.#settings.sasl_mechanisms,
          attempts: this.#attempts,
        })
    }
  }

  #way({ transport, readOnly }: Peer): 'none' | 'polkit' | 'sasl' {
    const { unix_auth, unix_readonly_auth, tcp_auth, tls_auth } = this.#started
    if (transport === 'tls') return tls_auth
    if (transport === 'tcp') return tcp_auth ?? 'sasl'
    return readOnly ? unix_readonly_auth : unix_auth
  }

  #beginPolkit({ credentials, readOnly }: Peer, caller: Caller): Authenticator {
    // Whoever is root, or is the one that the gateway runs as, needs nobody's leave.
    if (credentials && [0, process.getuid?.()].includes(credentials.uid)) return new KnownPeer(caller)
    return new PolkitAuthenticator({
      action: readOnly ? polkitActions.monitor : polkitActions.manage,
      subject: credentials && subjectOf(credentials),
      caller,
    })
  }

  /** Who the connection itself shows the peer to be. */
  #shown({ transport, address, credentials, distinguishedName, readOnly }: Peer): Caller {
    const classes = readOnly ? (['read'] as const) : full
    if (transport === 'tls') return { id: `tls:${distinguishedName ?? address}`, surface: 'rpc', classes }
    if (transport === 'tcp') return { id: `tcp:${address}`, surface: 'rpc', classes }
    if (!credentials) return { id: 'local:unknown', surface: 'local', classes }
    const { uid } = credentials
    return { id: `local:${this.accounts.user(uid)}`, surface: 'local', uid, classes }
  }
}

/**
 * What wrong passwords are counted by: the user of a local client, the host of a remote one, or its network where a
 * host has as many addresses as it likes.
 */
function counted({ address, credentials }: Peer): string {
  if (credentials) return `uid ${credentials.uid}`
  const host = address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  const plain = host.replace(/^::ffff:(?=\d+\.)/, '')
  return isIPv6(plain) ? networkOf(plain) : plain
}

/** The first 64 bits of an address of IPv6. */
function networkOf(host: string): string {
  const [before = [], after] = host.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = after === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...(after ?? [])].slice(0, 4).join(':')
}
