import type { VirtError } from '../../core/errors/index.ts'

/** A call from its making to its reply. */
export interface QueuedCall {
  readonly program: number
  readonly procedure: number
  readonly serial: number
  readonly name: string
  /** Whether it may take very long, so that it must leave room for others. */
  readonly long: boolean
  packet: Buffer | undefined
  /** Takes the reply's body, or the fault; undefined once nobody waits for it any more. */
  settle: ((fault: VirtError | undefined, body: Buffer) => void) | undefined
}

/**
 * libvirtd does not read from a client, keepalive included, while five of its calls are under way (its
 * `max_client_requests`); so many less one are sent at a time.
 */
const WINDOW = 4
/** Of these so many may be long ones, so that somebody still sees what becomes of the guests. */
const LONG_WINDOW = 2

/** The calls of one connection: those that wait to be sent, and those that wait for their reply. */
export class CallQueue {
  readonly #waiting = new Set<QueuedCall>()
  readonly #sent = new Map<number, QueuedCall>()
  #long = 0

  /** Calls that nobody has answered yet. */
  get size(): number {
    return this.#waiting.size + this.#sent.size
  }

  add(call: QueuedCall): void {
    this.#waiting.add(call)
  }

  /** The next call to send, if one may be sent now. */
  take(): QueuedCall | undefined {
    if (this.#sent.size >= WINDOW) return undefined
    for (const call of this.#waiting) {
      if (call.long && this.#long >= LONG_WINDOW) continue
      this.#waiting.delete(call)
      this.#sent.set(call.serial, call)
      if (call.long) this.#long++
      return call
    }
    return undefined
  }

  /** The call that a reply is for. */
  sent(serial: number): QueuedCall | undefined {
    return this.#sent.get(serial)
  }

  /** A call has its reply and is done with. */
  answered(call: QueuedCall): void {
    this.#sent.delete(call.serial)
    if (call.long) this.#long--
  }

  /** Nobody waits for a call any more: it is not sent, or its reply is dropped. */
  abandon(call: QueuedCall): void {
    call.settle = undefined
    this.#waiting.delete(call)
  }

  /** All calls, which are done with: the connection is over. */
  drain(): readonly QueuedCall[] {
    const calls = [...this.#sent.values(), ...this.#waiting]
    this.#sent.clear()
    this.#waiting.clear()
    return calls
  }
}
