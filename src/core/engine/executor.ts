import type { Caller } from '../access/caller.ts'
import { type Entry, globalKey, splitKey } from '../contracts.ts'
import type { LocalRef, OpContext } from '../driver.ts'
import { toVirtError, VirtError } from '../errors/index.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { type LinkedAbort, linkAbort, settlesWithin } from '../lib/abort.ts'
import { type ByteStream, isByteStream } from '../lib/byte-stream.ts'
import type { Clock } from '../lib/clock.ts'
import { Undo } from '../lib/undo.ts'
import type { Logger } from '../log/logger.ts'
import { mapRefs } from '../model/references.ts'
import type { CheckedArgs } from './arguments.ts'
import { type JobWanted, labelOf, nameFor, type Operation } from './call.ts'
import type { JobHandle, Jobs } from './jobs.ts'
import type { EngineLimits } from './limits.ts'
import { noSuch } from './missing.ts'
import { type HeldJob, ObjectLocks } from './object-locks.ts'
import type { Session } from './session.ts'

/** Any handler: the types of arguments and result hang on the path, which is a variable here. */
export type AnyHandler = (ctx: OpContext, ref: LocalRef, args: CheckedArgs) => Promise<unknown>

/** A call that has passed all checks. */
export interface Call {
  readonly operation: Operation
  readonly target: Entry
  readonly args: CheckedArgs
  readonly wanted: JobWanted
  readonly by: Caller
  readonly session: Session
  readonly handler: AnyHandler
  /** Connection of the object that the result refers to. */
  readonly made: string
}

/** What calls are run with. */
export interface ExecutorOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly inventory: Inventory
  readonly jobs: Jobs
  readonly limits: EngineLimits
}

/** Runs calls: takes the job of the object, runs the handler, takes its steps back when it fails, waits for the effect. */
export class Executor {
  readonly #options: ExecutorOptions
  readonly #locks: ObjectLocks

  constructor(options: ExecutorOptions) {
    const { clock, limits } = options
    this.#options = options
    const { jobWaitMs: waitMs, maxQueued, graceMs } = limits
    this.#locks = new ObjectLocks({ clock, waitMs, maxQueued, graceMs })
  }

  /** Runs a call until one of the signals is aborted. Throws nothing but `VirtError`. */
  async run(call: Call, ...signals: readonly (AbortSignal | undefined)[]): Promise<unknown> {
    if (takesNoJob(call)) return this.#read(call, signals)
    const abort = linkAbort(...signals, call.session.signal)
    const job = call.operation.def.job ? this.#startJob(call, abort) : undefined
    try {
      const result = await this.#locked(call, abort, job)
      job?.end({ state: 'completed' })
      return result
    } catch (thrown) {
      const error = this.#translate(call, thrown, abort.signal)
      const state = abort.signal.aborted ? 'cancelled' : 'failed'
      job?.end({ state, code: error.code, text: error.message })
      throw error
    } finally {
      abort.release()
    }
  }

  /**
   * Reads that take no job wait for nobody. Most answer from memory before anybody could cancel them, so that all that
   * is for cancelling is made only for those that do not.
   */
  async #read(call: Call, signals: readonly (AbortSignal | undefined)[]): Promise<unknown> {
    let abort: LinkedAbort | undefined
    const signal = (): AbortSignal => {
      abort ??= linkAbort(...signals, call.session.signal)
      return abort.signal
    }
    try {
      for (const each of signals) each?.throwIfAborted()
      call.session.signal.throwIfAborted()
      const work = this.#answer(call, signal)
      if (!(await settlesAtOnce(work))) {
        call.session.track(work)
        return await this.#patiently(work, signal())
      }
      return await work
    } catch (thrown) {
      throw this.#translate(call, thrown, signal())
    } finally {
      abort?.release()
    }
  }

  async #answer(call: Call, signal: () => AbortSignal): Promise<unknown> {
    const { operation, target, by, handler, args } = call
    const { log } = this.#options
    const undo = new Undo()
    const ctx: OpContext = {
      caller: by,
      get signal() {
        return signal()
      },
      get log() {
        return log.child(`op.${operation.path}`)
      },
      undo,
      progress: () => {},
    }
    try {
      const result = await handler(ctx, { type: target.type, key: splitKey(target.key).local }, args)
      return mapRefs(operation.def.result, result, (key) => globalKey(call.made, key))
    } catch (thrown) {
      await this.#takeBack(call, undo)
      throw thrown
    }
  }

  async #locked(call: Call, abort: LinkedAbort, job: JobHandle | undefined): Promise<unknown> {
    const { operation, target, by, wanted } = call
    let work: Promise<unknown> | undefined
    const owner = {
      operation: operation.path,
      caller: by.id,
      object: labelOf(target),
      superseded: (reason: VirtError) => {
        abort.abort(reason)
        return work
      },
    }
    const held = await this.#locks.acquire(wanted.key, wanted.kind, owner, abort.signal)
    // The handler keeps the job as long as it runs, also when its caller has given up waiting for it.
    work = this.#work(call, abort.signal, job, held).finally(() => held.release())
    call.session.track(work)
    return this.#patiently(work, abort.signal)
  }

  async #work(call: Call, signal: AbortSignal, job: JobHandle | undefined, held: HeldJob): Promise<unknown> {
    this.#recheck(call, signal)
    job?.running()
    const { operation, target, by, handler, args } = call
    const undo = new Undo()
    const log = this.#options.log.child(`op.${operation.path}`)
    const ctx: OpContext = { caller: by, signal, log, undo, progress: (done) => job?.progress(done) }
    const ref: LocalRef = { type: target.type, key: splitKey(target.key).local }
    try {
      const result = await handler(ctx, ref, args)
      undo.clear()
      if (call.wanted.kind === 'destroy') held.supersede()
      const mapped = mapRefs(operation.def.result, result, (key) => globalKey(call.made, key))
      await this.#settle(call, ref, result, signal)
      if (signal.aborted && isByteStream(mapped)) await dropStream(mapped, signal)
      return mapped
    } catch (thrown) {
      await this.#takeBack(call, undo)
      throw thrown
    }
  }

  /** The wait for the job may have been long: the object may be gone, or the hypervisor. */
  #recheck(call: Call, signal: AbortSignal): void {
    signal.throwIfAborted()
    const { type, key } = call.target
    if (!this.#options.inventory.get(type, key)) throw noSuch(type, key)
  }

  /** Hypervisors that answer before their state shows are asked again, so that the inventory holds the effect. */
  async #settle(call: Call, ref: LocalRef, result: unknown, signal: AbortSignal): Promise<void> {
    const { connection } = call.session
    const { def } = call.operation
    if (connection.lag === 'none' || !connection.settle || def.access === 'read') return
    try {
      await connection.settle(ref, signal)
      if (typeof def.result !== 'object' || !('ref' in def.result)) return
      if (call.made !== call.target.connection) return
      // The model's references name types of the model; a test holds that.
      await connection.settle({ type: def.result.ref, key: result } as LocalRef, signal)
    } catch (error) {
      // The operation itself was done; only its effect may show later.
      const { path } = call.operation
      this.#options.log.warn('the state after an operation could not be read', { operation: path, error })
    }
  }

  async #takeBack(call: Call, undo: Undo): Promise<void> {
    for (const error of await undo.run()) {
      const { path } = call.operation
      const object = call.target.key
      this.#options.log.error('a step could not be taken back', { operation: path, object, error })
    }
  }

  /** A handler that does not heed its signal is not waited for longer than the grace time. */
  async #patiently(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
    const { clock, limits } = this.#options
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        void settlesWithin(clock, limits.graceMs, work).then((settled) => {
          if (!settled) reject(signal.reason)
        })
      }
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    })
  }

  #startJob(call: Call, abort: LinkedAbort): JobHandle {
    const { operation, target, by } = call
    return this.#options.jobs.start({
      operation: operation.path,
      target,
      targetName: nameFor(target),
      caller: by,
      abort: (reason) => abort.abort(reason),
    })
  }

  #translate(call: Call, thrown: unknown, signal: AbortSignal): VirtError {
    if (thrown instanceof VirtError) return thrown
    const { operation, target } = call
    if (signal.aborted && isAbort(thrown, signal))
      return aborted(operation.path, labelOf(target), signal.reason)
    const object = target.key
    this.#options.log.error('internal fault in a driver', {
      operation: operation.path,
      object,
      error: thrown,
    })
    const cause = toVirtError(thrown)
    return new VirtError(
      'internalError',
      `'${operation.path}' on ${labelOf(target)} broke off by an internal fault of the driver; the log has the details`,
      { cause },
    )
  }
}

/** Whether a call only reads, beside all others, and answers a plain value. */
function takesNoJob({ operation, wanted }: Call): boolean {
  const { access, job, result } = operation.def
  return access === 'read' && wanted.kind === 'none' && job !== true && result !== 'stream'
}

/** How often the queue of promises may turn before an answer is taken for one that takes time. */
const turns = 8

async function settlesAtOnce(work: Promise<unknown>): Promise<boolean> {
  let settled = false
  const settle = () => {
    settled = true
  }
  work.then(settle, settle)
  for (let turn = 0; turn < turns && !settled; turn++) await undefined
  return settled
}

/** Nobody is there any more who would read a stream or end it. */
async function dropStream(stream: ByteStream, { reason }: AbortSignal): Promise<never> {
  const why = reason instanceof Error ? reason : new VirtError('operationAborted', 'the caller is gone')
  await stream.abort(why)
  throw reason
}

function isAbort(thrown: unknown, signal: AbortSignal): boolean {
  return thrown === signal.reason || (thrown instanceof Error && thrown.name === 'AbortError')
}

function aborted(operation: string, object: string, reason: unknown): VirtError {
  if (reason instanceof VirtError) return reason
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new VirtError(
      'operationTimeout',
      `'${operation}' on ${object} did not end in the time its caller gave`,
    )
  }
  return new VirtError('operationAborted', `'${operation}' on ${object} was cancelled by its caller`)
}
