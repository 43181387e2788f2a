import type { Logger } from '../../../core/log/logger.ts'

/** Work that nobody waits for: it is owned here, its faults are logged, and closing waits for it. */
export class Tasks {
  readonly #log: Logger
  readonly #running = new Set<Promise<void>>()

  constructor(log: Logger) {
    this.#log = log
  }

  /** Starts a piece of work. */
  run(what: string, work: () => Promise<unknown>): void {
    const task: Promise<void> = work().then(
      () => void this.#running.delete(task),
      (error: unknown) => {
        this.#running.delete(task)
        this.#log.warn(`${what} failed`, { error: error instanceof Error ? error.message : String(error) })
      },
    )
    this.#running.add(task)
  }

  /** Resolves when no work is left, also none that work started. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
