import { VirtError } from '../core/errors/index.ts'

const lineEnd = 10

/** Cuts a stream of bytes into lines, and refuses a line that grows past the bound. */
export class LineReader {
  readonly #maxBytes: number
  #parts: Buffer[] = []
  #length = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Whether the beginning of a line waits for its end. */
  get partial(): boolean {
    return this.#length > 0
  }

  /** Takes the next bytes and yields the lines that they complete. */
  *push(chunk: Buffer): Generator<string> {
    let from = 0
    for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, from)) {
      this.#add(chunk.subarray(from, end))
      from = end + 1
      const line = Buffer.concat(this.#parts, this.#length).toString('utf8')
      this.#parts = []
      this.#length = 0
      if (line !== '') yield line
    }
    if (from < chunk.length) this.#add(chunk.subarray(from))
  }

  #add(part: Buffer): void {
    this.#length += part.length
    if (this.#length > this.#maxBytes) {
      throw new VirtError('rpc', `a message on the control socket is longer than ${this.#maxBytes} bytes`)
    }
    if (part.length > 0) this.#parts.push(part)
  }
}
