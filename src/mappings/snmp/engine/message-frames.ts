const SEQUENCE = 0x30
const LONG = 0x80
const MOST_LENGTH_OCTETS = 4

/**
 * Cuts a stream into SNMP messages: each is a SEQUENCE that tells its own length (RFC 3430).
 *
 *     0x30, length (short, or 0x81..0x84 and as many octets), content
 */
export class MessageFrames {
  /** Whether something came that is no message, or one that is too long; nothing can be read behind it. */
  broken = false
  readonly #maxMessage: number
  readonly #chunks: Buffer[] = []
  #waiting = 0

  constructor(maxMessage: number) {
    this.#maxMessage = maxMessage
  }

  /** Octets of a message that is not complete. */
  get waiting(): number {
    return this.#waiting
  }

  /** Takes what came. */
  add(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#waiting += chunk.length
  }

  /** The next complete message, if there is one. */
  next(): Buffer | undefined {
    if (this.broken || this.#waiting === 0) return undefined
    const length = this.#lengthOfNext()
    if (length === undefined || length > this.#waiting) return undefined
    const all = this.#joined()
    this.#keep(all.subarray(length))
    return all.subarray(0, length)
  }

  /** Octets of the message that begins here, header included; undefined until they can be told. */
  #lengthOfNext(): number | undefined {
    // The header is looked at before all of many small pieces are put together.
    const head = (this.#chunks[0]?.length ?? 0) > MOST_LENGTH_OCTETS + 1 ? this.#chunks[0] : this.#joined()
    if (head === undefined || head[0] !== SEQUENCE) return this.#fail()
    const first = head[1]
    if (first === undefined) return undefined
    if (first < LONG) return 2 + first
    const count = first - LONG
    if (count === 0 || count > MOST_LENGTH_OCTETS) return this.#fail()
    if (head.length < 2 + count) return undefined
    const length = 2 + count + head.readUIntBE(2, count)
    return length > this.#maxMessage ? this.#fail() : length
  }

  #fail(): undefined {
    this.broken = true
    this.#chunks.length = 0
    this.#waiting = 0
  }

  #joined(): Buffer {
    const [only] = this.#chunks
    if (only !== undefined && this.#chunks.length === 1) return only
    const all = Buffer.concat(this.#chunks)
    this.#keep(all)
    return all
  }

  #keep(rest: Buffer): void {
    this.#chunks.length = 0
    if (rest.length > 0) this.#chunks.push(rest)
    this.#waiting = rest.length
  }
}
