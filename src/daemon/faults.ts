import { systemCode } from '../core/errors/index.ts'
import type { Logger } from '../core/log/logger.ts'

/** Faults of a single peer, which can surface outside of any request and leave the rest of the daemon whole. */
const harmless: ReadonlySet<string> = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTCONN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
])

/**
 * Catches what nobody caught. A promise that nobody waited for and the fault of a peer are logged and the daemon goes on;
 * after any other exception its state may be wrong, so `stop` is called: guests go on, and the service manager starts it
 * again. The result ends the watch.
 */
export function catchFaults(log: Logger, stop: (fault: unknown) => void): () => void {
  const onRejection = (reason: unknown) =>
    log.error('a promise failed that nobody waited for', { error: reason })
  const onException = (error: unknown) => {
    const survives = harmless.has(systemCode(error) ?? '')
    log.error('an exception that nobody caught', { error, survives })
    if (!survives) stop(error)
  }
  process.on('unhandledRejection', onRejection)
  process.on('uncaughtException', onException)
  return () => {
    process.off('unhandledRejection', onRejection)
    process.off('uncaughtException', onException)
  }
}
