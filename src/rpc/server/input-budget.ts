/** Somebody for whom input is kept. */
export interface InputHolder {
  close(reason: string): void
}

/** Octets of input that are kept for all clients together: sixteen of the longest packets. */
const mostOctets = 512 * 1024 * 1024

/**
 * Watches what is kept of what clients have sent: packets that are not complete, that wait, and that are worked on. Each
 * client is bounded by itself; when all together hold too much, the one that holds most goes.
 */
export class InputBudget {
  readonly #most: number
  readonly #held = new Map<InputHolder, number>()
  #total = 0

  constructor(most = mostOctets) {
    this.#most = most
  }

  /** Octets that are kept for all clients. */
  get total(): number {
    return this.#total
  }

  /** So much is kept for a client now. */
  set(holder: InputHolder, octets: number): void {
    this.#total += octets - (this.#held.get(holder) ?? 0)
    if (octets === 0) this.#held.delete(holder)
    else this.#held.set(holder, octets)
    while (this.#total > this.#most) this.#closeLargest()
  }

  #closeLargest(): void {
    let largest: InputHolder | undefined
    for (const [holder, octets] of this.#held) {
      if (largest === undefined || octets > (this.#held.get(largest) ?? 0)) largest = holder
    }
    if (!largest) return
    this.set(largest, 0)
    largest.close('of all clients it has sent most of what waits, and that is too much in all')
  }
}
