import type { Clock } from '../../../../core/lib/clock.ts'
import type { TargetConfig } from './target.ts'
import { type SocketEvents, TargetSocket } from './target-socket.ts'

/** Where there is no way to a target, another attempt is made after so long. */
const AGAIN_MS = 5_000

/** What a link tells its owner. */
export interface LinkEvents extends SocketEvents {
  /** The socket is open now. */
  opened(): void
}

/** The socket to a target: opened when it is first needed, and again when that failed. */
export class TargetLink {
  readonly #config: TargetConfig
  readonly #clock: Clock
  readonly #events: LinkEvents
  #socket: TargetSocket | undefined
  #opening = false
  #closed = false
  #cancelTimer: (() => void) | undefined

  constructor(config: TargetConfig, clock: Clock, events: LinkEvents) {
    this.#config = config
    this.#clock = clock
    this.#events = events
  }

  /** The socket; undefined while there is none, then `opened` follows when there is. */
  get socket(): TargetSocket | undefined {
    if (!this.#socket && !this.#opening && !this.#closed && !this.#cancelTimer) {
      this.#opening = true
      // It settles everything itself.
      void this.#open()
    }
    return this.#socket
  }

  /** Ends it. */
  close(): void {
    this.#closed = true
    this.#cancelTimer?.()
    this.#socket?.close()
    this.#socket = undefined
  }

  async #open(): Promise<void> {
    const { address, port } = this.#config
    try {
      const socket = await TargetSocket.open(address, port, this.#events)
      if (this.#closed) socket.close()
      else this.#socket = socket
    } catch (error) {
      this.#events.failed(error instanceof Error ? error : new Error(String(error)))
      if (!this.#closed) this.#cancelTimer = this.#clock.after(AGAIN_MS, () => this.#again())
    } finally {
      this.#opening = false
    }
    if (this.#socket) this.#events.opened()
  }

  #again(): void {
    this.#cancelTimer = undefined
    this.#events.opened()
  }
}
