const highWater = 64
const lowWater = 16

/** Parts of a stream between the socket and their reader; tells the socket when it is too far ahead. */
export class PartQueue<T> implements AsyncIterable<T> {
  readonly #parts: T[] = []
  readonly #setFull: (full: boolean) => void
  #full = false
  #left = false
  #wake: (() => void) | undefined
  #ended: { readonly error: Error | undefined } | undefined

  constructor(setFull: (full: boolean) => void) {
    this.#setFull = setFull
  }

  /** Adds a part; it is dropped when the reader has left. */
  push(part: T): void {
    if (this.#left) return
    this.#parts.push(part)
    this.#wake?.()
    if (!this.#full && this.#parts.length >= highWater) this.#turn(true)
  }

  /** No more parts come; what is there is still read, then the error is thrown if there is one. */
  end(error?: Error): void {
    this.#ended = { error }
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        const part = this.#parts.shift()
        if (this.#full && this.#parts.length <= lowWater) this.#turn(false)
        if (part !== undefined) yield part
        else if (!this.#ended) await this.#more()
        else if (this.#ended.error) throw this.#ended.error
        else return
      }
    } finally {
      this.#left = true
      if (this.#full) this.#turn(false)
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #turn(full: boolean): void {
    this.#full = full
    this.#setFull(full)
  }
}
