import { setMaxListeners } from 'node:events'
import type { Clock } from './clock.ts'

/** An abort signal made of others, and an end of its own. */
export interface LinkedAbort {
  readonly signal: AbortSignal
  abort(reason: unknown): void
  /** Cuts the links, so that signals that live long do not hold this one. */
  release(): void
}

/** The controller of a signal that many wait on at once: that is no leak, but Node would warn of more than ten. */
export function manyListeners(controller: AbortController): AbortController {
  setMaxListeners(0, controller.signal)
  return controller
}

/** A signal that is aborted with any of the given ones, or by itself. */
export function linkAbort(...sources: readonly (AbortSignal | undefined)[]): LinkedAbort {
  const controller = manyListeners(new AbortController())
  const undo: Array<() => void> = []
  for (const source of sources) {
    if (!source) continue
    if (source.aborted) {
      controller.abort(source.reason)
      break
    }
    const onAbort = () => controller.abort(source.reason)
    source.addEventListener('abort', onAbort, { once: true })
    undo.push(() => source.removeEventListener('abort', onAbort))
  }
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => {
      for (const cut of undo) cut()
    },
  }
}

/** The promise's outcome, or the signal's reason when that comes first. What the promise brings later is dropped. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) {
      work.catch(() => {})
      return abort()
    }
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Whether work settles, well or badly, within a time. */
export function settlesWithin(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(false))
    const done = () => {
      cancel()
      resolve(true)
    }
    work.then(done, done)
  })
}
