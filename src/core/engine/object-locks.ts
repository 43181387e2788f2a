import { VirtError } from '../errors/index.ts'
import { settlesWithin } from '../lib/abort.ts'
import type { Clock } from '../lib/clock.ts'
import type { LockKind } from '../model/index.ts'

/** Who takes or wants a job, for the errors of others. */
export interface JobOwner {
  readonly operation: string
  readonly caller: string
  /** The object as people call it: `domain 'web1'`. */
  readonly object: string
  /** Called when the job is taken away because the object was destroyed meanwhile; resolves when its work has ended. */
  readonly superseded?: (reason: VirtError) => Promise<unknown> | undefined
}

/** A job that was had. */
export interface HeldJob {
  /** Gives the job back; a second call does nothing. */
  release(): void
  /**
   * Takes the jobs of all others on the object away: it was destroyed under them. Nobody gets a job until their work has
   * ended, as they may be taking steps back, but no longer than the grace time.
   */
  supersede(): void
}

interface Holder {
  readonly kind: LockKind
  readonly owner: JobOwner
  readonly since: number
}

interface Waiter {
  readonly kind: LockKind
  readonly owner: JobOwner
  readonly grant: (job: HeldJob) => void
}

interface Queue {
  readonly key: string
  readonly holders: Set<Holder>
  readonly waiters: Waiter[]
}

/** Which jobs each kind waits for. One job runs at a time; beside an async one queries pass, and destroy passes all. */
const waitsFor = {
  none: [],
  query: ['modify', 'destroy'],
  modify: ['query', 'modify', 'async', 'destroy'],
  async: ['query', 'modify', 'async', 'destroy'],
  destroy: ['destroy'],
  abort: [],
} as const satisfies Record<LockKind, readonly LockKind[]>

/** Kinds that are never held: they run beside everything. */
const free: HeldJob = { release: () => {}, supersede: () => {} }

/** The jobs of all objects: a queue for each object that has one now. */
export class ObjectLocks {
  readonly #clock: Clock
  readonly #waitMs: number
  readonly #maxQueued: number
  readonly #graceMs: number
  readonly #queues = new Map<string, Queue>()

  constructor(options: {
    readonly clock: Clock
    readonly waitMs: number
    readonly maxQueued: number
    readonly graceMs: number
  }) {
    this.#clock = options.clock
    this.#waitMs = options.waitMs
    this.#maxQueued = options.maxQueued
    this.#graceMs = options.graceMs
  }

  /** Number of objects that have a job or waiters now. */
  get size(): number {
    return this.#queues.size
  }

  /**
   * Takes the job of an object, in the order of asking. Throws `operationTimeout` when it cannot be had in time,
   * `resourceBusy` when too many wait already, and the signal's reason when it is aborted.
   */
  async acquire(key: string, kind: LockKind, owner: JobOwner, signal: AbortSignal): Promise<HeldJob> {
    if (kind === 'none' || kind === 'abort') return free
    signal.throwIfAborted()
    const queue = this.#queues.get(key) ?? { key, holders: new Set(), waiters: [] }
    this.#queues.set(key, queue)
    if (mayEnter(queue, kind)) return this.#hold(queue, kind, owner)
    return this.#wait(queue, kind, owner, signal)
  }

  #hold(queue: Queue, kind: LockKind, owner: JobOwner): HeldJob {
    const holder = { kind, owner, since: this.#clock.monotonic() }
    queue.holders.add(holder)
    const losers: Promise<unknown>[] = []
    const free = () => {
      if (queue.holders.delete(holder)) this.#advance(queue)
    }
    return {
      release: () => {
        if (losers.length === 0) free()
        else void settlesWithin(this.#clock, this.#graceMs, Promise.allSettled(losers)).then(free)
      },
      supersede: () => {
        for (const other of [...queue.holders]) {
          if (other === holder) continue
          queue.holders.delete(other)
          const ending = other.owner.superseded?.(takenAway(other.owner, owner))
          if (ending) losers.push(ending)
        }
      },
    }
  }

  #wait(queue: Queue, kind: LockKind, owner: JobOwner, signal: AbortSignal): Promise<HeldJob> {
    if (queue.waiters.length >= this.#maxQueued) throw this.#full(queue, owner)
    return new Promise((resolve, reject) => {
      const leave = () => {
        cancelTimer()
        signal.removeEventListener('abort', onAbort)
        queue.waiters.splice(queue.waiters.indexOf(waiter), 1)
      }
      const giveUp = (reason: unknown) => {
        leave()
        reject(reason)
        this.#advance(queue)
      }
      const grant = (job: HeldJob) => {
        leave()
        resolve(job)
      }
      const waiter: Waiter = { kind, owner, grant }
      const onAbort = () => giveUp(signal.reason)
      const cancelTimer = this.#clock.after(this.#waitMs, () => giveUp(this.#late(queue, owner)))
      signal.addEventListener('abort', onAbort, { once: true })
      queue.waiters.push(waiter)
    })
  }

  /** Lets in who may go now, first come first served; forgets an object that nobody holds or wants. */
  #advance(queue: Queue): void {
    let closed = false
    for (const waiter of [...queue.waiters]) {
      // Destroy passes those who wait, here as when it comes anew.
      const mayGo = (!closed || waiter.kind === 'destroy') && isFree(queue, waiter.kind)
      if (mayGo) waiter.grant(this.#hold(queue, waiter.kind, waiter.owner))
      else if (!hasAsync(queue)) closed = true
    }
    if (queue.holders.size === 0 && queue.waiters.length === 0) this.#queues.delete(queue.key)
  }

  #late(queue: Queue, owner: JobOwner): VirtError {
    const waited = Math.round(this.#waitMs / 1000)
    return new VirtError(
      'operationTimeout',
      `${owner.object} is busy: ${this.#holders(queue)}; '${owner.operation}' waited ${waited} s for it`,
    )
  }

  #full(queue: Queue, owner: JobOwner): VirtError {
    return new VirtError(
      'resourceBusy',
      `${owner.object} is busy: ${this.#holders(queue)}, and ${queue.waiters.length} others wait already; '${owner.operation}' is not queued`,
    )
  }

  #holders(queue: Queue): string {
    const now = this.#clock.monotonic()
    const texts = Array.from(queue.holders, ({ owner, since }) => {
      const seconds = Math.round((now - since) / 1000)
      return `'${owner.operation}' by '${owner.caller}' has run for ${seconds} s`
    })
    return texts.join(', ') || 'others are before it'
  }
}

/** Whether nothing that is held stands in the way. */
function isFree(queue: Queue, kind: LockKind): boolean {
  const blocking: readonly LockKind[] = waitsFor[kind]
  for (const holder of queue.holders) if (blocking.includes(holder.kind)) return false
  return true
}

/**
 * Whether a newcomer may go at once. It stays behind those who wait, except that destroy passes everybody, and queries
 * pass those who wait for the end of an async job, which may be far away.
 */
function mayEnter(queue: Queue, kind: LockKind): boolean {
  if (!isFree(queue, kind)) return false
  return queue.waiters.length === 0 || kind === 'destroy' || (kind === 'query' && hasAsync(queue))
}

function hasAsync(queue: Queue): boolean {
  for (const holder of queue.holders) if (holder.kind === 'async') return true
  return false
}

function takenAway(loser: JobOwner, winner: JobOwner): VirtError {
  return new VirtError(
    'operationAborted',
    `${loser.object} was ended by '${winner.operation}' of '${winner.caller}' while '${loser.operation}' ran`,
  )
}
