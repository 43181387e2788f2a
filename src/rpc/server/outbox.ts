import type { Socket } from 'node:net'
import type { Clock } from '../../core/lib/clock.ts'

/** What a client's outgoing queue works with. */
export interface OutboxParts {
  readonly socket: Socket
  readonly clock: Clock
  /** Time that the client may leave all of it unread, ms. */
  readonly stallWait: number
  /** The client has not read for too long. */
  stalled(): void
  /** There is room again after the queue was full. */
  roomy(): void
  /** Sending of descriptors failed. */
  failed(error: unknown): void
}

interface Item {
  readonly bytes: Uint8Array
  /** Told when the kernel has it, or when the client is gone. */
  readonly done?: () => void
  /** Sends the descriptors that belong to it; nothing else is sent meanwhile. */
  readonly files?: () => Promise<void>
}

/** Octets in the queue from which on no more is taken from the client. */
const fullAt = 1024 * 1024
/** Small packets are sent as one. */
const joinUpTo = 64 * 1024

/** Packets on their way to a client, in order: what is sent in one turn of the event loop goes out together. */
export class Outbox {
  readonly #parts: OutboxParts
  #items: Item[] = []
  #bytes = 0
  #scheduled = false
  #held = false
  #full = false
  #closed = false
  #cancelStall: (() => void) | undefined
  /** Octets handed to the socket, and how many of them the client had taken at the last look. */
  #given = 0
  #taken = 0

  constructor(parts: OutboxParts) {
    this.#parts = parts
    parts.socket.on('drain', () => this.#drained())
    parts.socket.on('close', () => this.#close())
  }

  /** Octets that the client has not taken. */
  get backlog(): number {
    return this.#bytes + this.#parts.socket.writableLength
  }

  /** Whether so much waits that nothing more should be made. */
  get full(): boolean {
    return this.#full
  }

  /** Sends a packet. */
  send(bytes: Uint8Array): void {
    this.#add({ bytes })
  }

  /** Sends a packet; resolves when the kernel has taken it, or the client is gone. */
  sent(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#add({ bytes, done: resolve }))
  }

  /** Sends a packet, and behind it what `files` sends. */
  sendWithFiles(bytes: Uint8Array, files: () => Promise<void>): void {
    this.#add({ bytes, files })
  }

  /** Resolves when all is sent, or the client is gone. */
  async emptied(): Promise<void> {
    while (!this.#closed && (this.#items.length > 0 || this.#held)) await this.sent(new Uint8Array(0))
  }

  #add(item: Item): void {
    if (this.#closed) {
      item.done?.()
      void item.files?.().catch(this.#parts.failed)
      return
    }
    this.#items.push(item)
    this.#bytes += item.bytes.length
    if (this.backlog > fullAt) this.#fill()
    // A socket that is being closed says so a turn later; until then nobody is told anything.
    if (this.#scheduled || this.#held || this.#parts.socket.destroyed) return
    this.#scheduled = true
    process.nextTick(() => this.#flush())
  }

  #flush(): void {
    this.#scheduled = false
    if (this.#held || this.#closed || this.#parts.socket.destroyed) return
    const end = this.#items.findIndex(({ files }) => files !== undefined)
    const items = end < 0 ? this.#items : this.#items.slice(0, end + 1)
    this.#items = end < 0 ? [] : this.#items.slice(end + 1)
    this.#write(items)
    const files = items.at(-1)?.files
    if (files) void this.#pass(files)
  }

  #write(items: readonly Item[]): void {
    const { socket } = this.#parts
    const size = items.reduce((sum, { bytes }) => sum + bytes.length, 0)
    this.#bytes -= size
    this.#given += size
    const written = items.some(({ done }) => done !== undefined)
      ? () => {
          for (const { done } of items) done?.()
        }
      : undefined
    const [first] = items
    if (items.length === 1 && first) socket.write(first.bytes, written)
    else if (size <= joinUpTo)
      socket.write(
        Buffer.concat(
          items.map(({ bytes }) => bytes),
          size,
        ),
        written,
      )
    else this.#writeEach(items, written)
    // A socket that could hand all of it to the kernel at once says nothing later.
    if (socket.writableLength > 0) this.#watch()
    else this.#drained()
  }

  #writeEach(items: readonly Item[], written: (() => void) | undefined): void {
    const { socket } = this.#parts
    const last = items.length - 1
    socket.cork()
    for (const [at, { bytes }] of items.entries()) socket.write(bytes, at === last ? written : undefined)
    socket.uncork()
  }

  async #pass(files: () => Promise<void>): Promise<void> {
    this.#held = true
    try {
      await files()
    } catch (error) {
      this.#parts.failed(error)
    }
    this.#held = false
    this.#flush()
  }

  #fill(): void {
    this.#full = true
    this.#watch()
  }

  #drained(): void {
    this.#cancelStall?.()
    this.#cancelStall = undefined
    if (!this.#full || this.backlog > fullAt) return
    this.#full = false
    this.#parts.roomy()
  }

  /** Looks after a while whether the client has taken anything of what waits. */
  #watch(): void {
    if (this.#cancelStall || this.#closed) return
    const { socket, clock, stallWait } = this.#parts
    this.#taken = this.#given - socket.writableLength
    this.#cancelStall = clock.after(stallWait, () => {
      this.#cancelStall = undefined
      if (socket.writableLength === 0) this.#drained()
      else if (this.#given - socket.writableLength > this.#taken) this.#watch()
      else this.#parts.stalled()
    })
  }

  #close(): void {
    this.#closed = true
    this.#cancelStall?.()
    const items = this.#items
    this.#items = []
    this.#bytes = 0
    for (const { done, files } of items) {
      done?.()
      void files?.().catch(this.#parts.failed)
    }
  }
}
