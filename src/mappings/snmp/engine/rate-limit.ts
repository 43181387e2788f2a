const MAX_ADDRESSES = 2_048

interface Bucket {
  tokens: number
  at: number
}

/** Lets a number of events a second through for each address, with bursts of twice as many. */
export class RateLimit {
  readonly #perSecond: number
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond
    this.#now = now
  }

  /** Whether one more event of an address may pass. */
  take(address: string): boolean {
    const now = this.#now()
    let bucket = this.#buckets.get(address)
    if (bucket === undefined) {
      bucket = { tokens: this.#perSecond * 2, at: now }
      this.#makeRoom()
      this.#buckets.set(address, bucket)
    }
    const refill = ((now - bucket.at) / 1000) * this.#perSecond
    bucket.tokens = Math.min(this.#perSecond * 2, bucket.tokens + refill)
    bucket.at = now
    if (bucket.tokens < 1) return false
    bucket.tokens--
    return true
  }

  #makeRoom(): void {
    if (this.#buckets.size < MAX_ADDRESSES) return
    // Senders can invent addresses: the oldest entry goes.
    for (const address of this.#buckets.keys()) {
      this.#buckets.delete(address)
      return
    }
  }
}
