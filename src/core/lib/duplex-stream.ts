import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { VirtError } from '../errors/index.ts'
import type { ByteStream, StreamPiece } from './byte-stream.ts'

/** A flow of bytes over a socket or a terminal. Whoever ends it, the socket is closed afterwards. */
export class DuplexStream implements ByteStream {
  /** Resolves when the socket is closed, by whoever. */
  readonly closed: Promise<void>
  readonly #duplex: Duplex
  readonly #what: string
  #fault: Error | undefined

  /** `what` names it in errors: `console 'serial0' of domain 'web1'`. */
  constructor(duplex: Duplex, what: string) {
    this.#duplex = duplex
    this.#what = what
    duplex.on('error', (error) => {
      this.#fault ??= translate(error, what)
    })
    // The property `closed` of sockets is true before they are.
    this.closed = new Promise((resolve) => duplex.once('close', resolve))
  }

  get incoming(): AsyncIterable<StreamPiece> {
    return this.#read()
  }

  async write(piece: StreamPiece): Promise<void> {
    if (!(piece instanceof Uint8Array)) {
      throw new VirtError('invalidArg', `${this.#what} takes no holes`, { domain: 'streams' })
    }
    const duplex = this.#duplex
    if (duplex.destroyed || !duplex.writable) throw this.#over()
    if (!duplex.write(piece)) await Promise.race([drained(duplex), this.closed])
    if (this.#fault) throw this.#fault
  }

  async finish(): Promise<void> {
    const duplex = this.#duplex
    if (!duplex.destroyed && duplex.writable) {
      duplex.end()
      if (!duplex.writableFinished) await Promise.race([finished(duplex), this.closed])
    }
    duplex.destroy()
    await this.closed
  }

  async abort(reason: Error): Promise<void> {
    if (!this.#duplex.destroyed) this.#fault ??= reason
    this.#duplex.destroy()
    await this.closed
  }

  async *#read(): AsyncGenerator<StreamPiece, void, undefined> {
    const duplex = this.#duplex
    const over = new Set<'end' | 'close'>()
    let wake = () => {}
    const woken = () => wake()
    duplex.on('readable', woken)
    for (const event of ['end', 'close'] as const) {
      duplex.once(event, () => {
        over.add(event)
        woken()
      })
    }
    try {
      for (;;) {
        const chunk: Buffer | null = duplex.read()
        if (chunk !== null) yield chunk
        else if (over.size > 0 || duplex.destroyed || duplex.readableEnded) break
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      duplex.off('readable', woken)
    }
    if (this.#fault) throw this.#fault
  }

  #over(): Error {
    return this.#fault ?? new VirtError('operationInvalid', `${this.#what} is closed`, { domain: 'streams' })
  }
}

/** A terminal whose other end is closed answers an input error: that is its end. */
function translate(error: Error & { readonly code?: string }, what: string): Error | undefined {
  if (error.code === 'EIO' || error.code === 'EPIPE' || error.code === 'ECONNRESET') return undefined
  return new VirtError('systemError', `${what} failed: ${error.message}`, { domain: 'streams', cause: error })
}

async function drained(duplex: Duplex): Promise<void> {
  await once(duplex, 'drain').catch(() => undefined)
}

async function finished(duplex: Duplex): Promise<void> {
  await once(duplex, 'finish').catch(() => undefined)
}
