import type { Caller } from '../../core/access/caller.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Peer } from './authenticator.ts'
import type { ScramKeys } from './scram-keys.ts'

/** Keys to check a user with, and who it then is. */
export interface KnownUser {
  readonly keys: ScramKeys
  /** Absent for one that is not there: its keys fit nothing. */
  readonly caller: Caller | undefined
}

/** What mechanisms work with. */
export interface MechanismParts {
  readonly peer: Peer
  /** The user of a name in its prepared form. */
  find(name: string): KnownUser
  /** Who the connection itself shows the peer to be, by its certificate or its process. */
  readonly external: Caller | undefined
}

/** Answer of a mechanism to what a client sent; with a caller it is content. */
export interface MechanismAnswer {
  readonly data?: Uint8Array
  readonly caller?: Caller
}

/** One exchange of a mechanism, step by step; throws `authFailed` when the client is refused. */
export interface Mechanism {
  /** Name that the client has given, in its prepared form, once it has. */
  readonly name?: string | undefined
  step(data: Uint8Array | undefined): MechanismAnswer | Promise<MechanismAnswer>
}

/** Whether a mechanism fits a peer, and how it begins. */
export interface MechanismRow {
  fits(peer: Peer, external: Caller | undefined): boolean
  begin(parts: MechanismParts): Mechanism
}

/** The one refusal: it never says whether name, pass phrase or form was wrong. */
export function refused(cause?: unknown): VirtError {
  return new VirtError('authFailed', 'authentication failed: authentication failed', { domain: 'rpc', cause })
}
