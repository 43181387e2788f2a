import type { Caller } from '../../core/access/caller.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Attempts } from './attempts.ts'
import { type Authenticator, authTypes, type SaslAnswer } from './authenticator.ts'
import { type Mechanism, type MechanismAnswer, type MechanismParts, refused } from './mechanism.ts'
import { type MechanismName, mechanismNames, mechanisms } from './mechanisms.ts'
import { checkPolkit, type PolkitAction, type ProcessSubject } from './polkit.ts'

/** Refuses every way that an authenticator does not offer. */
class OffersNothing {
  saslInit(): string {
    throw notOffered()
  }

  async saslStart(_mechanism: string, _data: Uint8Array | undefined): Promise<SaslAnswer> {
    throw notOffered()
  }

  async saslStep(_data: Uint8Array | undefined): Promise<SaslAnswer> {
    throw notOffered()
  }

  async polkit(_signal: AbortSignal): Promise<void> {
    throw notOffered()
  }
}

/** Who is known without being asked. */
export class KnownPeer extends OffersNothing implements Authenticator {
  readonly type = authTypes.none
  readonly caller: Caller

  constructor(caller: Caller) {
    super()
    this.caller = caller
  }
}

/** What polkit decides about. */
export interface PolkitPeer {
  readonly action: PolkitAction
  /** Process that connected; undefined when it cannot be known. */
  readonly subject: ProcessSubject | undefined
  /** Who it is if polkit lets it in. */
  readonly caller: Caller
}

/** A local process that polkit lets in. */
export class PolkitAuthenticator extends OffersNothing implements Authenticator {
  readonly type = authTypes.polkit
  readonly #peer: PolkitPeer
  #caller: Caller | undefined
  #asking = false

  constructor(peer: PolkitPeer) {
    super()
    this.#peer = peer
  }

  get caller(): Caller | undefined {
    return this.#caller
  }

  override async polkit(signal: AbortSignal): Promise<void> {
    const { action, subject, caller } = this.#peer
    if (!subject) {
      const text = 'authentication unavailable: the process at the other end is not known'
      throw new VirtError('authUnavailable', text, { domain: 'rpc' })
    }
    // One question is enough, while it is open and once it is answered well: each one starts a process.
    if (this.#asking || this.#caller) throw refused()
    this.#asking = true
    try {
      await checkPolkit(action, subject, signal)
      this.#caller = caller
    } finally {
      this.#asking = false
    }
  }
}

/** What SASL works with. */
export interface SaslParts extends MechanismParts {
  /** Mechanisms that the settings offer. */
  readonly offered: readonly MechanismName[]
  readonly attempts: Attempts
}

/** Somebody who shows with SASL who it is. */
export class SaslAuthenticator extends OffersNothing implements Authenticator {
  readonly type = authTypes.sasl
  readonly #parts: SaslParts
  #running: Mechanism | undefined
  #caller: Caller | undefined
  #working = false

  constructor(parts: SaslParts) {
    super()
    this.#parts = parts
  }

  get caller(): Caller | undefined {
    return this.#caller
  }

  override saslInit(): string {
    const names = this.#offered()
    if (names.length > 0) return names.join(',')
    const text = 'authentication unavailable: no SASL mechanism fits this kind of connection'
    throw new VirtError('authUnavailable', text, { domain: 'rpc' })
  }

  override async saslStart(mechanism: string, data: Uint8Array | undefined): Promise<SaslAnswer> {
    const name = this.#offered().find((known) => known === mechanism)
    if (!name || this.#running || this.#caller) throw refused()
    this.#running = mechanisms[name].begin(this.#parts)
    return this.#advance(this.#running, data)
  }

  override async saslStep(data: Uint8Array | undefined): Promise<SaslAnswer> {
    if (!this.#running) throw refused()
    return this.#advance(this.#running, data)
  }

  #offered(): MechanismName[] {
    const { offered, peer, external } = this.#parts
    return mechanismNames.filter((name) => offered.includes(name) && mechanisms[name].fits(peer, external))
  }

  async #advance(mechanism: Mechanism, data: Uint8Array | undefined): Promise<SaslAnswer> {
    const { attempts, peer } = this.#parts
    if (this.#working) throw refused()
    if (!attempts.allowed(peer.address)) throw refused()
    this.#working = true
    try {
      return this.#answer(await mechanism.step(data), mechanism.name)
    } catch (error) {
      this.#running = undefined
      attempts.failed(peer.address, mechanism.name)
      throw error
    } finally {
      this.#working = false
    }
  }

  #answer({ data, caller }: MechanismAnswer, name: string | undefined): SaslAnswer {
    if (caller) {
      this.#running = undefined
      this.#caller = caller
      this.#parts.attempts.succeeded(this.#parts.peer.address, name)
    }
    return { complete: caller !== undefined, data }
  }
}

function notOffered(): VirtError {
  return new VirtError('authFailed', 'authentication failed: this way to authenticate is not offered', {
    domain: 'rpc',
  })
}
