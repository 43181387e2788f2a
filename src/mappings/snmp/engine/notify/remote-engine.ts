import { randomBytes } from 'node:crypto'
import type { Clock } from '../../../../core/lib/clock.ts'
import type { MessageEngine } from '../usm-engine.ts'

/** The engine of a receiver of informs, which decides about boots and time of what it is sent (RFC 3414). */
export class RemoteEngine implements MessageEngine {
  readonly #clock: Clock
  #id: Buffer | undefined
  #boots = 0
  #time = 0
  #at = 0
  #salt = randomBytes(8).readBigUInt64BE()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether its id was found out. */
  get known(): boolean {
    return this.#id !== undefined
  }

  /** The engine id; empty as long as it is not known. */
  get id(): Buffer {
    return this.#id ?? nothing
  }

  get boots(): number {
    return this.#boots
  }

  get time(): number {
    return this.known ? this.#time + Math.floor((this.#clock.monotonic() - this.#at) / 1000) : 0
  }

  nextSalt(): bigint {
    this.#salt = BigInt.asUintN(64, this.#salt + 1n)
    return this.#salt
  }

  /** Takes what the receiver says of itself. */
  learn(id: Buffer, boots: number, time: number): void {
    this.#id = Buffer.from(id)
    this.#boots = boots
    this.#time = time
    this.#at = this.#clock.monotonic()
  }
}

const nothing = Buffer.alloc(0)
