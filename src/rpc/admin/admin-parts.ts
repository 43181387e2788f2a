import type { Caller } from '../../core/access/caller.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { LogLevel } from '../../core/log/logger.ts'
import type { AccountNames } from '../auth/account-names.ts'
import type { Peer } from '../auth/authenticator.ts'
import type { ServerLimits } from '../server/limits.ts'
import type { TlsGate } from '../tls/tls-gate.ts'

/** A client as the administrator sees it. */
export interface AdminClient {
  readonly id: number
  /** When it came, milliseconds since 1970. */
  readonly since: number
  readonly session: {
    readonly peer: Peer
    readonly caller: Caller | undefined
    readonly readOnly: boolean
    close(reason: string): void
  }
}

/** A server of the daemon as the administrator sees and sets it; the server of the sessions is one. */
export interface AdminServer {
  readonly name: string
  readonly limits: ServerLimits
  readonly slots: { readonly busy: number; readonly urgentBusy: number; readonly waiting: number }
  readonly clients: Iterable<AdminClient>
  readonly size: number
  /** How many of its clients have not said who they are. */
  readonly anonymous: number
  client(id: number): AdminClient | undefined
  /** Puts changed limits in force. */
  refill(): void
}

/** What is logged: the least level, and those of single modules. */
export interface LogRules {
  readonly level: LogLevel
  readonly modules: Readonly<Record<string, LogLevel>>
}

/** The process around the surface, as far as its administrator may do something to it. */
export interface DaemonControl {
  readonly logRules: LogRules
  setLogRules(rules: LogRules): void
  /** Ends the daemon, in order. */
  stop(reason: string): void
}

/** What the calls of the admin program work with. */
export interface AdminParts {
  /** The server of the clients first, then that of the administrators. */
  readonly servers: readonly AdminServer[]
  /** Undefined where no TLS is served. */
  readonly tls: TlsGate | undefined
  readonly daemon: DaemonControl
  readonly accounts: AccountNames
  readonly clock: Clock
}
