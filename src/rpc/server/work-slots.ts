import type { ServerLimits } from './limits.ts'

/** Work of one call; what it answers ends its slot. It never fails. */
export type Work = () => Promise<void> | undefined

interface Slot {
  busy: number
}

/**
 * Bounds how many calls are worked on at the same time. Calls of high priority have slots of their own beside the common
 * ones, so that they go on while all others wait for hypervisors. What ends at once never keeps a slot.
 */
export class WorkSlots {
  readonly #limits: Pick<ServerLimits, 'maxWorkers' | 'prioWorkers'>
  readonly #common: Slot = { busy: 0 }
  readonly #reserved: Slot = { busy: 0 }
  readonly #waiting: Work[] = []
  readonly #urgent: Work[] = []

  constructor(limits: Pick<ServerLimits, 'maxWorkers' | 'prioWorkers'>) {
    this.#limits = limits
  }

  /** Calls that are worked on. */
  get busy(): number {
    return this.#common.busy + this.#reserved.busy
  }

  /** Calls of high priority that are worked on in slots of their own. */
  get urgentBusy(): number {
    return this.#reserved.busy
  }

  /** Calls that wait for a slot. */
  get waiting(): number {
    return this.#waiting.length + this.#urgent.length
  }

  /** Runs work now, or as soon as there is a slot for it; answers whether it waits. */
  run(high: boolean, work: Work): boolean {
    const slot = this.#free(high)
    if (slot) this.#start(slot, work)
    else if (high) this.#urgent.push(work)
    else this.#waiting.push(work)
    return slot === undefined
  }

  /** Lets work go that waits. */
  forget(work: Work): void {
    for (const queue of [this.#urgent, this.#waiting]) {
      const at = queue.indexOf(work)
      if (at >= 0) queue.splice(at, 1)
    }
  }

  /** Starts what waits, after more slots were made. */
  refill(): void {
    for (;;) {
      const work = this.#next()
      if (!work) return
      this.#start(work.slot, work.work)
    }
  }

  #next(): { slot: Slot; work: Work } | undefined {
    const high = this.#urgent.length > 0
    if (!high && this.#waiting.length === 0) return undefined
    const slot = this.#free(high)
    const work = slot && (high ? this.#urgent.shift() : this.#waiting.shift())
    return slot && work ? { slot, work } : undefined
  }

  #free(high: boolean): Slot | undefined {
    if (this.#common.busy < this.#limits.maxWorkers) return this.#common
    return high && this.#reserved.busy < this.#limits.prioWorkers ? this.#reserved : undefined
  }

  #start(slot: Slot, work: Work): void {
    slot.busy++
    const running = work()
    if (running === undefined) {
      slot.busy--
      return
    }
    void running.then(() => {
      slot.busy--
      this.refill()
    })
  }
}
