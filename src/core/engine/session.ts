import type { Connection } from '../driver.ts'
import type { VirtError } from '../errors/index.ts'
import { manyListeners, settlesWithin } from '../lib/abort.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../log/logger.ts'

/** The time between one opening of a driver's connection and its end, with the handlers that run in it. */
export class Session {
  readonly connection: Connection
  readonly #stop = manyListeners(new AbortController())
  readonly #running = new Set<Promise<unknown>>()

  readonly #closed: () => void

  /** `closed` is called when the driver's connection has ended, well or badly. */
  constructor(connection: Connection, closed: () => void) {
    this.connection = connection
    this.#closed = closed
  }

  /** Aborted when the session ends. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** Remembers work that the end of the session waits for. */
  track(work: Promise<unknown>): void {
    this.#running.add(work)
    const forget = () => this.#running.delete(work)
    work.then(forget, forget)
  }

  /** Cancels what runs, waits for it and for the driver to close, each no longer than `graceMs`. Never throws. */
  async end(options: {
    readonly reason: VirtError
    readonly clock: Clock
    readonly log: Logger
    readonly graceMs: number
  }): Promise<void> {
    const { reason, clock, log, graceMs } = options
    this.#stop.abort(reason)
    const late = (what: string) => log.warn(`${what} did not end in time and is left behind`, { graceMs })
    if (!(await settlesWithin(clock, graceMs, Promise.allSettled(this.#running)))) late('an operation')
    const closing = closeSafely(this.connection).catch((error: unknown) => {
      log.warn('the driver could not close the connection cleanly', { error })
    })
    if (!(await settlesWithin(clock, graceMs, closing))) late('the driver')
    this.#closed()
  }
}

async function closeSafely(connection: Connection): Promise<void> {
  await connection.close()
}
