import { HEADER_LENGTH, type Packet } from '../wire/index.ts'
import type { ServerLimits } from './limits.ts'

/** A packet with the descriptors that came with it. */
export interface Taken {
  readonly packet: Packet
  readonly files: readonly number[]
}

/** What an intake works with. */
export interface IntakeParts {
  readonly limits: Pick<ServerLimits, 'maxClientRequests'>
  /** Works on a packet; `done` is called when it is over, perhaps at once. */
  work(taken: Taken, done: () => void): void
  /** A packet is over, so that another one can be worked on. */
  over(): void
  /** Whether the client has so much to read that nothing more is made for it. */
  full(): boolean
}

/** Octets that wait here before no more is read. Until then pings are seen behind calls that wait. */
const heldUpTo = 64 * 1024

/** Works on so many packets of one client at the same time, and lets the others wait in their order. */
export class Intake {
  readonly #parts: IntakeParts
  readonly #held: Taken[] = []
  #octets = 0
  #worked = 0
  #busy = 0

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  /** Whether nothing more should be read for now. */
  get sated(): boolean {
    return this.#octets > heldUpTo || this.#parts.full()
  }

  /** Packets that are worked on. */
  get busy(): number {
    return this.#busy
  }

  /** Octets of packets that wait or are worked on. */
  get kept(): number {
    return this.#octets + this.#worked
  }

  /** Takes a packet. */
  take(taken: Taken): void {
    if (this.#held.length === 0 && this.#free) {
      this.#start(taken)
      return
    }
    this.#held.push(taken)
    this.#octets += octetsOf(taken)
  }

  /** Starts what waits, as far as there is room. */
  next(): void {
    while (this.#free) {
      const taken = this.#held.shift()
      if (!taken) return
      this.#octets -= octetsOf(taken)
      this.#start(taken)
    }
  }

  /** Drops what waits and answers it, so that its descriptors can be closed. */
  drop(): readonly Taken[] {
    this.#octets = 0
    return this.#held.splice(0)
  }

  get #free(): boolean {
    return this.#busy < this.#parts.limits.maxClientRequests && !this.#parts.full()
  }

  #start(taken: Taken): void {
    this.#busy++
    const octets = octetsOf(taken)
    this.#worked += octets
    let over = false
    this.#parts.work(taken, () => {
      if (over) return
      over = true
      this.#busy--
      this.#worked -= octets
      this.#parts.over()
    })
  }
}

function octetsOf({ packet }: Taken): number {
  return packet.body.length + HEADER_LENGTH
}
