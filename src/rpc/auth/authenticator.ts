import type { Caller } from '../../core/access/caller.ts'
import type { PeerCredentials } from '../native/descriptors.ts'

/** How clients say who they are, with the numbers of the wire. */
export const authTypes = { none: 0, sasl: 1, polkit: 2 } as const

/** Number of a way to say who one is. */
export type AuthType = (typeof authTypes)[keyof typeof authTypes]

/** The other end of a connection, as far as the connection itself tells. */
export interface Peer {
  readonly transport: 'unix' | 'tcp' | 'tls'
  /** Whether it came through a socket on which only reads are allowed. */
  readonly readOnly: boolean
  /** Address for logs and for the counting of wrong passwords. */
  readonly address: string
  /** User and process of a Unix socket, where the system tells. */
  readonly credentials?: PeerCredentials | undefined
  /** Subject of the client's certificate, once it is checked. */
  readonly distinguishedName?: string | undefined
}

/** Answer to a step of SASL; without data is not the same as with none. */
export interface SaslAnswer {
  readonly complete: boolean
  readonly data: Uint8Array | undefined
}

/** One client's way to be known. A refused step throws `authFailed`, `authCancelled` or `authUnavailable`. */
export interface Authenticator {
  /** What the client is told to do. */
  readonly type: AuthType
  /** Who it is; undefined as long as that is not known. */
  readonly caller: Caller | undefined
  /** Names of the SASL mechanisms, comma separated. */
  saslInit(): string
  saslStart(mechanism: string, data: Uint8Array | undefined): Promise<SaslAnswer>
  saslStep(data: Uint8Array | undefined): Promise<SaslAnswer>
  /** Asks polkit about the process at the other end. */
  polkit(signal: AbortSignal): Promise<void>
}

/** Lets clients in. */
export interface Authentication {
  /** Begins with a client that has connected; throws `authFailed` when it may not even try. */
  begin(peer: Peer): Authenticator
}
