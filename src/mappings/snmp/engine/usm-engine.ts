import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../../core/lib/clock.ts'
import { type EngineIdentity, MAX_BOOTS } from './engine-state.ts'
import type { UsmKeys } from './usm-user.ts'

/** Seconds that the time in a message may be off (RFC 3414). */
const TIME_WINDOW = 150

/** An engine as the security parameters of a message name it. */
export interface MessageEngine {
  readonly id: Uint8Array
  readonly boots: number
  readonly time: number
  /** A number that was not used for a salt before. */
  nextSalt(): bigint
}

/** This SNMP engine as USM sees it: identity, boots and time. */
export class UsmEngine implements MessageEngine {
  readonly id: Buffer
  readonly boots: number
  readonly #clock: Clock
  readonly #startedAt: number
  #salt = randomBytes(8).readBigUInt64BE()

  constructor(identity: EngineIdentity, clock: Clock) {
    this.id = identity.engineId
    this.boots = identity.boots
    this.#clock = clock
    this.#startedAt = clock.monotonic()
  }

  /** Seconds since boots were counted up. */
  get time(): number {
    return Math.floor((this.#clock.monotonic() - this.#startedAt) / 1000)
  }

  /** A number that this run has not used for a salt before. */
  nextSalt(): bigint {
    this.#salt = BigInt.asUintN(64, this.#salt + 1n)
    return this.#salt
  }

  /** Whether boots and time of a message are those of now, so that it is not a replay. */
  inTimeWindow(boots: number, time: number): boolean {
    return boots === this.boots && boots < MAX_BOOTS && Math.abs(this.time - time) <= TIME_WINDOW
  }
}

/** Whether a packet was made with the user's key. Its digest, at `start`, is overwritten by zeros. */
export function verifyDigest(user: UsmKeys, packet: Buffer, start: number, end: number): boolean {
  const { auth } = user
  if (auth === undefined || end - start !== auth.macLength) return false
  const received = Buffer.from(packet.subarray(start, end))
  packet.fill(0, start, end)
  const digest = createHmac(auth.hash, user.authKey).update(packet).digest()
  return timingSafeEqual(received, digest.subarray(0, auth.macLength))
}

/** Writes the digest of a message, whose place holds zeros, into it. */
export function signMessage(user: UsmKeys, message: Buffer, start: number): void {
  const { auth } = user
  if (auth === undefined) return
  const digest = createHmac(auth.hash, user.authKey).update(message).digest()
  digest.copy(message, start, 0, auth.macLength)
}
