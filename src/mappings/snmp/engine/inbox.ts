import type { Peer, Transport } from './transport.ts'

// What a turn of the event loop may do before others get their turn; an instance takes about a microsecond at the most.
const STEPS_PER_TURN = 2_000
const STEPS_PER_DATAGRAM = 16
const MAX_QUEUED = 1_024

interface Waiting {
  readonly packet: Buffer
  readonly peer: Peer
  readonly transport: Transport
}

/** Handles a datagram and returns the work that it took. */
export type Handle = (packet: Buffer, peer: Peer, transport: Transport) => number

/**
 * Passes datagrams on at once while they are few. After a certain amount of work it lets the event loop turn, so that
 * a flood of expensive requests delays only requests.
 */
export class Inbox {
  /** Datagrams that came when the queue was full. */
  dropped = 0
  readonly #handle: Handle
  readonly #queue: Waiting[] = []
  #head = 0
  #spent = 0
  #yielding = false

  constructor(handle: Handle) {
    this.#handle = handle
  }

  /** Takes a datagram. */
  push(packet: Buffer, peer: Peer, transport: Transport): void {
    if (this.#yielding) this.#enqueue({ packet, peer, transport })
    else this.#spend(this.#handle(packet, peer, transport))
  }

  #enqueue(waiting: Waiting): void {
    if (this.#queue.length - this.#head >= MAX_QUEUED) this.dropped++
    else this.#queue.push(waiting)
  }

  #spend(steps: number): void {
    this.#spent += steps + STEPS_PER_DATAGRAM
    if (this.#spent < STEPS_PER_TURN) return
    this.#yielding = true
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    this.#yielding = false
    this.#spent = 0
    while (!this.#yielding && this.#head < this.#queue.length) {
      const { packet, peer, transport } = this.#queue[this.#head++] as Waiting
      this.#spend(this.#handle(packet, peer, transport))
    }
    this.#queue.splice(0, this.#head)
    this.#head = 0
  }
}
