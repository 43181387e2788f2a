import { createHash } from 'node:crypto'
import type { SetResult } from './set-run.ts'

const MAX_ENTRIES = 512

interface Remembered {
  readonly at: number
  readonly result: Promise<SetResult>
}

/**
 * Results of recent SETs, so that a request which UDP or an impatient manager delivers twice runs once: the second
 * one gets the answer of the first, also while that is still at work.
 */
export class SetMemory {
  readonly #entries = new Map<string, Remembered>()
  readonly #now: () => number
  readonly #windowMs: number

  constructor(now: () => number, windowMs: number) {
    this.#now = now
    this.#windowMs = windowMs
  }

  /** The result of the same request if it came before, else that of `run`, which is then remembered. */
  once(key: string, run: () => Promise<SetResult>): { repeated: boolean; result: Promise<SetResult> } {
    this.#forget()
    const known = this.#entries.get(key)
    if (known) return { repeated: true, result: known.result }
    const result = run()
    this.#entries.set(key, { at: this.#now(), result })
    return { repeated: false, result }
  }

  #forget(): void {
    const oldest = this.#now() - this.#windowMs
    // Entries stand in the order of their time.
    for (const [key, { at }] of this.#entries) {
      if (at > oldest && this.#entries.size < MAX_ENTRIES) return
      this.#entries.delete(key)
    }
  }
}

/** Names a SET: who sent it, in which context, and its octets with the request-id. */
export function setKey(sender: string, contextName: string, pdu: Uint8Array): string {
  return createHash('sha256').update(`${sender}\n${contextName}\n`).update(pdu).digest('base64')
}
