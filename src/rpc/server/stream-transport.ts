import { VirtError } from '../../core/errors/index.ts'
import type { ByteStream, StreamPiece } from '../../core/lib/byte-stream.ts'
import type { Clock } from '../../core/lib/clock.ts'
import { Slices } from '../../core/lib/slices.ts'
import {
  type BodyWriter,
  decodeHole,
  encodeError,
  encodeHole,
  MessageStatus,
  MessageType,
  type Packet,
  packet,
  rawBody,
} from '../wire/index.ts'

/** What a stream is carried with. */
export interface StreamParts {
  readonly stream: ByteStream
  readonly program: number
  readonly procedure: number
  readonly serial: number
  readonly clock: Clock
  /** Whether something flows to the client. */
  readonly sends: boolean
  /** Whether the call asked for holes; else they travel as zeros. */
  readonly holes: boolean
  /** Sends a packet; resolves when the client has taken it. */
  send(bytes: Uint8Array): Promise<void>
  /** Makes an error for the client of whatever was thrown. */
  explain(thrown: unknown): VirtError
  /** The stream is over. */
  over(): void
}

/** Octets of data in one packet, as libvirt sends them. */
const maxChunk = 262_120

/** Carries one stream between its object and a client: one packet at a time in each direction. */
export class StreamTransport {
  readonly #parts: StreamParts
  #ended = false
  #arrived: Promise<void> = Promise.resolve()

  constructor(parts: StreamParts) {
    this.#parts = parts
  }

  /** Lets it flow; to be called once the reply of the call is on its way. */
  start(): void {
    if (this.#parts.sends) void this.#pump()
  }

  /** Takes a packet of the client; resolves when the object has it. Packets are taken in order. */
  receive(next: Packet): Promise<void> {
    this.#arrived = this.#arrived.then(() => this.#take(next))
    return this.#arrived
  }

  /** The client gives it up; what it has sent and nobody has taken is dropped. */
  async abandon(): Promise<void> {
    if (this.#ended) return
    this.#end()
    await this.#abort(
      new VirtError('operationAborted', 'the client broke the stream off', { domain: 'streams' }),
    )
    await this.#send(MessageType.STREAM, MessageStatus.OK)
  }

  /** The client is gone. */
  lost(reason: Error): void {
    if (this.#ended) return
    this.#end()
    void this.#abort(reason)
  }

  async #take({ header, body }: Packet): Promise<void> {
    if (this.#ended) return
    try {
      if (header.status === MessageStatus.OK) await this.#finish()
      else if (header.status !== MessageStatus.CONTINUE) throw unexpected(`status ${header.status}`)
      else if (header.type === MessageType.STREAM_HOLE) await this.#takeHole(body)
      else if (body.length > 0) await this.#parts.stream.write(body)
    } catch (thrown) {
      await this.#fail(thrown)
    }
  }

  async #takeHole(body: Buffer): Promise<void> {
    const { length } = decodeHole(body)
    if (!this.#parts.holes) throw unexpected('hole: the call did not ask for them')
    if (length < 0n) throw unexpected(`hole of ${length} octets`)
    await this.#parts.stream.write({ hole: length })
  }

  async #finish(): Promise<void> {
    await this.#parts.stream.finish()
    if (this.#ended) return
    this.#end()
    await this.#send(MessageType.STREAM, MessageStatus.OK)
  }

  async #pump(): Promise<void> {
    const slices = new Slices(this.#parts.clock)
    try {
      for await (const piece of this.#parts.stream.incoming) {
        if (this.#ended) return
        await this.#sendPiece(piece)
        // A client that reads as fast as this goes leaves nobody else a turn.
        if (slices.over) await slices.next()
        if (this.#ended) return
      }
      // Nothing follows: the client now says that it is done.
      if (!this.#ended) await this.#send(MessageType.STREAM, MessageStatus.CONTINUE)
    } catch (thrown) {
      await this.#fail(thrown)
    }
  }

  async #sendPiece(piece: StreamPiece): Promise<void> {
    if (!('hole' in piece)) return this.#sendBytes(piece)
    if (this.#parts.holes) {
      const body = encodeHole({ length: piece.hole, flags: 0 })
      return this.#send(MessageType.STREAM_HOLE, MessageStatus.CONTINUE, body)
    }
    const zeros = new Uint8Array(maxChunk)
    for (let left = piece.hole; left > 0n && !this.#ended; left -= BigInt(maxChunk)) {
      await this.#sendBytes(left < maxChunk ? zeros.subarray(0, Number(left)) : zeros)
    }
  }

  async #sendBytes(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#ended; at += maxChunk) {
      const body = rawBody(bytes.subarray(at, at + maxChunk))
      await this.#send(MessageType.STREAM, MessageStatus.CONTINUE, body)
    }
  }

  async #fail(thrown: unknown): Promise<void> {
    if (this.#ended) return
    this.#end()
    const error = this.#parts.explain(thrown)
    await this.#abort(error)
    await this.#send(MessageType.STREAM, MessageStatus.ERROR, encodeError(error))
  }

  async #abort(reason: Error): Promise<void> {
    try {
      await this.#parts.stream.abort(reason)
    } catch (thrown) {
      this.#parts.explain(thrown)
    }
  }

  #end(): void {
    this.#ended = true
    this.#parts.over()
  }

  #send(type: number, status: number, body?: BodyWriter): Promise<void> {
    const { program, procedure, serial, send } = this.#parts
    return send(packet({ program, procedure, type, serial, status }, body))
  }
}

function unexpected(what: string): VirtError {
  return new VirtError('rpc', `a stream brought an unexpected ${what}`, { domain: 'streams' })
}
