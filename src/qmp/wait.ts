import { setMaxListeners } from 'node:events'
import { VirtError } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import { abortError } from './qmp-error.ts'

/** What ends a wait from outside. */
export interface WaitBounds {
  /** What is waited for, as the subject of an error's clause. */
  readonly what: string
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  /** Longest wait in milliseconds; 0 or nothing for none. */
  readonly timeoutMs?: number | undefined
  /** The error when time is up, if not the usual one. */
  readonly onTimeout?: () => VirtError
}

/** How the thing waited for ends a wait. */
export interface WaitEnd<T> {
  resolve(value: T): void
  reject(fault: VirtError): void
}

/** The error for a wait that took too long. */
export function timeoutError(what: string, ms: number): VirtError {
  return new VirtError('operationTimeout', `${what} took longer than ${Math.ceil(ms)} ms`, { domain: 'qemu' })
}

/**
 * Waits until `begin` calls back, the caller aborts, or time is up, whichever comes first. `begin` returns how to
 * stop what it began; that runs once, at the end of each wait, however it ended.
 */
export function waitFor<T>(bounds: WaitBounds, begin: (end: WaitEnd<T>) => () => void): Promise<T> {
  const { what, clock, signal, timeoutMs = 0, onTimeout = () => timeoutError(what, timeoutMs) } = bounds
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(what, signal))
    let over = false
    let stop: (() => void) | undefined
    const end = (act: () => void) => {
      if (over) return
      over = true
      cancelTimer?.()
      signal?.removeEventListener('abort', onAbort)
      stop?.()
      act()
    }
    const onAbort = () => signal && end(() => reject(abortError(what, signal)))
    const cancelTimer =
      timeoutMs > 0 ? clock.after(timeoutMs, () => end(() => reject(onTimeout()))) : undefined
    // Hundreds of commands may well heed one signal; that is no leak.
    if (signal) setMaxListeners(0, signal)
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      stop = begin({
        resolve: (value) => end(() => resolve(value)),
        reject: (fault) => end(() => reject(fault)),
      })
    } catch (fault) {
      end(() => reject(fault))
    }
    // What `begin` began may have ended before it returned.
    if (over) stop?.()
  })
}
