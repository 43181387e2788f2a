import type { Caller } from '../access/caller.ts'
import { type Entry, globalKey } from '../contracts.ts'
import type { OpContext } from '../driver.ts'
import { type ErrorCode, VirtError } from '../errors/index.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Clock } from '../lib/clock.ts'
import type { Attrs } from '../model/index.ts'
import type { EngineLimits } from './limits.ts'
import { noSuch } from './missing.ts'

/** How a job may end. */
export type JobEnd =
  | { readonly state: 'completed' }
  | { readonly state: 'failed' | 'cancelled'; readonly code: ErrorCode; readonly text: string }

/** What a job is begun with. */
export interface JobStart {
  readonly operation: string
  readonly target: Entry
  readonly targetName: string
  readonly caller: Caller
  /** Cancels the work. */
  readonly abort: (reason: VirtError) => void
}

interface Job {
  readonly id: number
  readonly connection: string
  readonly abort: (reason: VirtError) => void
  readonly ended: Promise<void>
  readonly resolveEnded: () => void
  state: Attrs<'job'>['state']
  reportedAt: number
  /** Forgets the timer that removes the record of an ended job. */
  stopTimer: (() => void) | undefined
}

/** Progress is passed on at most this often. */
const progressMs = 100

/** Long work as objects: records with progress and cancel, kept for a while after the end. */
export class Jobs {
  readonly #clock: Clock
  readonly #inventory: Inventory
  readonly #limits: EngineLimits
  readonly #jobs = new Map<string, Job>()
  /** Keys of ended jobs, the oldest first. */
  readonly #ended = new Set<string>()
  #lastId = 0

  constructor(options: {
    readonly clock: Clock
    readonly inventory: Inventory
    readonly limits: EngineLimits
  }) {
    this.#clock = options.clock
    this.#inventory = options.inventory
    this.#limits = options.limits
  }

  /** Enters a new job, queued; answers its handle. */
  start(start: JobStart): JobHandle {
    const id = ++this.#lastId
    const { connection } = start.target
    let resolveEnded = () => {}
    const ended = new Promise<void>((resolve) => {
      resolveEnded = resolve
    })
    const { abort } = start
    const job: Job = {
      id,
      connection,
      abort,
      ended,
      resolveEnded,
      state: 'queued',
      reportedAt: Number.NEGATIVE_INFINITY,
      stopTimer: undefined,
    }
    this.#jobs.set(globalKey(connection, String(id)), job)
    this.#inventory.put(connection, 'job', String(id), {
      id,
      operation: start.operation,
      target: start.target.key,
      targetType: start.target.type,
      targetName: start.targetName,
      caller: start.caller.id,
      state: 'queued',
      createdAt: this.#clock.now(),
      cancellable: true,
    } satisfies Attrs<'job'>)
    return {
      running: () => this.#running(job),
      progress: (done) => this.#progress(job, done),
      end: (end) => this.#end(job, end),
    }
  }

  /** Cancels a job and waits until it has ended. Throws `operationInvalid` when it has ended already. */
  async cancel(key: string, by: Caller): Promise<void> {
    const job = this.#jobs.get(key)
    if (!job) throw noSuch('job', key)
    if (job.state !== 'queued' && job.state !== 'running') {
      throw new VirtError('operationInvalid', `job '${job.id}' has ended already: it is ${job.state}`)
    }
    this.#patch(job, { cancellable: false })
    job.abort(new VirtError('operationAborted', `job '${job.id}' was cancelled by '${by.id}'`))
    await this.#untilEnded(job)
  }

  /** Forgets all jobs of a connection that is closed. */
  drop(connection: string): void {
    for (const [key, job] of this.#jobs) {
      if (job.connection !== connection) continue
      job.stopTimer?.()
      this.#jobs.delete(key)
      this.#ended.delete(key)
    }
  }

  #untilEnded(job: Job): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancelTimer = this.#clock.after(this.#limits.graceMs, () =>
        reject(new VirtError('operationTimeout', `job '${job.id}' was told to end but has not done so yet`)),
      )
      void job.ended.then(() => {
        cancelTimer()
        resolve()
      })
    })
  }

  #running(job: Job): void {
    job.state = 'running'
    this.#patch(job, { state: 'running' })
  }

  #progress(job: Job, done: Parameters<OpContext['progress']>[0]): void {
    const now = this.#clock.monotonic()
    if (job.state !== 'running' || now - job.reportedAt < progressMs) return
    job.reportedAt = now
    const changes: Record<string, unknown> = {}
    if (done.percent !== undefined) changes.progress = Math.min(100, Math.max(0, done.percent))
    if (done.processed !== undefined) changes.processed = done.processed
    if (done.total !== undefined) changes.total = done.total
    this.#patch(job, changes)
  }

  #end(job: Job, end: JobEnd): void {
    job.state = end.state
    const failure = end.state === 'completed' ? {} : { errorCode: end.code, errorText: end.text }
    const progress = end.state === 'completed' ? { progress: 100 } : {}
    const endedAt = this.#clock.now()
    const there = this.#patch(job, { state: end.state, endedAt, cancellable: false, ...failure, ...progress })
    if (there) this.#inventory.event(job.connection, 'job', String(job.id), 'ended', { state: end.state })
    job.resolveEnded()
    this.#keepForAWhile(job)
  }

  #keepForAWhile(job: Job): void {
    const key = globalKey(job.connection, String(job.id))
    // The connection may have been closed under the job.
    if (!this.#jobs.has(key)) return
    this.#ended.add(key)
    job.stopTimer = this.#clock.after(this.#limits.jobKeepMs, () => this.#remove(key))
    for (const oldest of this.#ended) {
      if (this.#ended.size <= this.#limits.jobsKept) break
      this.#remove(oldest)
    }
  }

  #remove(key: string): void {
    const job = this.#jobs.get(key)
    if (!job) return
    job.stopTimer?.()
    this.#jobs.delete(key)
    this.#ended.delete(key)
    this.#inventory.remove(job.connection, 'job', String(job.id))
  }

  #patch(job: Job, changes: Readonly<Record<string, unknown>>): boolean {
    return this.#inventory.patch(job.connection, 'job', String(job.id), changes)
  }
}

/** The engine's hold on a job that it runs. */
export interface JobHandle {
  /** It has the job of its object and works. */
  running(): void
  progress: OpContext['progress']
  end(end: JobEnd): void
}
