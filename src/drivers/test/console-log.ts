/** What a console of a guest wrote: the last part of it, with the place where that begins. */
export class ConsoleLog {
  readonly #limit: number
  #text = Buffer.alloc(0)
  #dropped = 0

  constructor(limit = 65_536) {
    this.#limit = limit
  }

  /** Bytes written since the beginning. */
  get end(): number {
    return this.#dropped + this.#text.length
  }

  write(data: Uint8Array): void {
    const all = Buffer.concat([this.#text, data])
    const surplus = Math.max(0, all.length - this.#limit)
    this.#dropped += surplus
    this.#text = all.subarray(surplus)
  }

  /** At most `limit` bytes from a place on; the last ones if no place is given. What was dropped is left out. */
  read(offset: bigint | undefined, limit: number): Uint8Array {
    const from = offset === undefined ? this.end - limit : Number(offset)
    const start = Math.max(0, from - this.#dropped)
    return Uint8Array.from(this.#text.subarray(start, start + limit))
  }
}
