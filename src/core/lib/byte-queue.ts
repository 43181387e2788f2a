import type { StreamPiece } from './byte-stream.ts'

/** Bytes on their way from one end to the other: the writer waits while the reader has too much before him. */
export class ByteQueue implements AsyncIterable<StreamPiece> {
  readonly #limit: number
  readonly #pieces: StreamPiece[] = []
  #waiting = 0
  #ended = false
  #fault: Error | undefined
  #onChange: Array<() => void> = []

  /** `limit` bytes may wait before a writer has to. */
  constructor(limit = 262_144) {
    this.#limit = limit
  }

  /** Whether nothing more will come. */
  get ended(): boolean {
    return this.#ended
  }

  /** Hands bytes on; resolves when more may come. After the end they are dropped. */
  async push(piece: StreamPiece): Promise<void> {
    if (this.#ended) return
    this.#pieces.push(piece)
    this.#waiting += sizeOf(piece)
    this.#changed()
    while (this.#waiting >= this.#limit && !this.#ended) await this.#change()
  }

  /** Nothing more will come; the reader gets what is left, then the error if there is one. */
  end(fault?: Error): void {
    if (this.#ended) return
    this.#ended = true
    this.#fault = fault
    this.#changed()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StreamPiece, void, undefined> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece !== undefined) {
        this.#waiting -= sizeOf(piece)
        this.#changed()
        yield piece
      } else if (this.#ended) break
      else await this.#change()
    }
    if (this.#fault) throw this.#fault
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#onChange.push(resolve))
  }

  #changed(): void {
    const waiters = this.#onChange
    this.#onChange = []
    for (const wake of waiters) wake()
  }
}

/** Holes take no room, but each counts for something. */
function sizeOf(piece: StreamPiece): number {
  return piece instanceof Uint8Array ? piece.length : 1
}
