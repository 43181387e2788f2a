import type { ByteStream } from '../../core/lib/byte-stream.ts'
import { MessageStatus, type Packet } from '../wire/index.ts'
import { type StreamParts, StreamTransport } from './stream-transport.ts'

/** The streams of one client, by the serial of the call that opened them. */
export class ClientStreams {
  readonly #open = new Map<number, StreamTransport>()

  /** How many are open. */
  get size(): number {
    return this.#open.size
  }

  /** Whether the serial of a call is that of an open stream. */
  has(serial: number): boolean {
    return this.#open.has(serial)
  }

  /** Carries a stream from now on. */
  add(parts: Omit<StreamParts, 'over'>): StreamTransport {
    const { serial } = parts
    const transport = new StreamTransport({ ...parts, over: () => this.#open.delete(serial) })
    this.#open.set(serial, transport)
    return transport
  }

  /** Hands a packet to its stream; undefined when there is none, since late packets of one that is over mean nothing. */
  receive(next: Packet): Promise<void> | undefined {
    return this.#open.get(next.header.serial)?.receive(next)
  }

  /** Gives a stream up if that is what the packet says: that passes what waits. Answers whether it did. */
  abandoned({ header }: Packet): boolean {
    const transport = header.status === MessageStatus.ERROR ? this.#open.get(header.serial) : undefined
    void transport?.abandon()
    return transport !== undefined
  }

  /** The client is gone. */
  lost(reason: Error): void {
    for (const transport of [...this.#open.values()]) transport.lost(reason)
    this.#open.clear()
  }
}

/** Ends a stream that nobody is going to carry. */
export async function dropStream(stream: ByteStream, reason: Error): Promise<void> {
  await stream.abort(reason).catch(() => {})
}
