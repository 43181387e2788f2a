const batchChars = 65_536

/** Collects text and hands it on in large pieces: a write for each of many lines takes longer than all the rest. */
export class Batch {
  readonly #out: (text: string) => Promise<void>
  #parts: string[] = []
  #length = 0

  constructor(out: (text: string) => Promise<void>) {
    this.#out = out
  }

  /** Adds text. */
  async add(text: string): Promise<void> {
    this.#parts.push(text)
    this.#length += text.length
    if (this.#length >= batchChars) await this.flush()
  }

  /** Hands on what is left. */
  async flush(): Promise<void> {
    const text = this.#parts.join('')
    this.#parts = []
    this.#length = 0
    if (text !== '') await this.#out(text)
  }
}
