import { VirtError } from '../../core/errors/index.ts'
import type { ByteStream } from '../../core/lib/byte-stream.ts'

/** A stream that says when it is over. */
export interface EndingStream extends ByteStream {
  /** Resolves when it was finished, aborted or closed by the object; never rejects. */
  readonly closed: Promise<void>
}

/** How a console or channel is asked for. */
export interface StreamClaim {
  /** Which one. */
  readonly key: string
  /** Whether it is taken from somebody else who holds it. */
  readonly force: boolean
  /** Says that somebody else holds it. */
  readonly busy: string
  open(): Promise<EndingStream>
}

interface Hold {
  /** The stream, once it is open. */
  stream?: EndingStream
}

/** The open consoles and channels of one guest: each has one holder. */
export class HeldStreams {
  readonly #holds = new Map<string, Hold>()
  #over = false

  /** Opens a console or channel for one holder. Throws `operationFailed` when another holds it and `force` is not set. */
  async claim({ key, force, busy, open }: StreamClaim): Promise<ByteStream> {
    const other = this.#holds.get(key)
    if (other && !(force && other.stream)) throw new VirtError('operationFailed', busy)
    const hold: Hold = {}
    this.#holds.set(key, hold)
    try {
      await other?.stream?.abort(new VirtError('operationAborted', 'somebody else took the stream over'))
      const stream = await open()
      hold.stream = stream
      void stream.closed.then(() => this.#release(key, hold))
      if (this.#over) await stream.abort(stopped())
      return stream
    } catch (error) {
      this.#release(key, hold)
      throw error
    }
  }

  /** Ends all streams: the guest stopped. */
  close(): void {
    this.#over = true
    for (const { stream } of this.#holds.values()) void stream?.finish().catch(() => undefined)
    this.#holds.clear()
  }

  #release(key: string, hold: Hold): void {
    if (this.#holds.get(key) === hold) this.#holds.delete(key)
  }
}

function stopped(): VirtError {
  return new VirtError('operationInvalid', 'the guest stopped')
}
