import { VirtError } from '../../core/errors/index.ts'
import { ByteQueue } from '../../core/lib/byte-queue.ts'
import type { StreamPiece } from '../../core/lib/byte-stream.ts'
import type { EndingStream } from '../shared/held-streams.ts'

/** A console or channel of a running guest that gives back what is written to it. */
export class EchoStream implements EndingStream {
  readonly closed: Promise<void>
  readonly #queue = new ByteQueue()
  readonly #onData: (data: Uint8Array) => void
  #onClosed = () => {}

  /** All that passes is told to `onData`. */
  constructor(onData: (data: Uint8Array) => void) {
    this.#onData = onData
    this.closed = new Promise((resolve) => {
      this.#onClosed = resolve
    })
  }

  get incoming(): AsyncIterable<StreamPiece> {
    return this.#queue
  }

  async write(piece: StreamPiece): Promise<void> {
    if (!(piece instanceof Uint8Array)) {
      throw new VirtError('invalidArg', 'a console takes no holes', { domain: 'test' })
    }
    if (this.#queue.ended)
      throw new VirtError('operationInvalid', 'the console is closed', { domain: 'test' })
    this.#onData(piece)
    // The writer may use its memory again.
    await this.#queue.push(Uint8Array.from(piece))
  }

  async finish(): Promise<void> {
    this.#queue.end()
    this.#onClosed()
  }

  async abort(reason: Error): Promise<void> {
    this.#queue.end(reason)
    this.#onClosed()
  }
}
