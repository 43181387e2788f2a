import { type FSWatcher, watch } from 'node:fs'

/** Tells when something in a directory changes. Where it cannot be watched it never does: whoever waits looks himself, too. */
export class WatchedDirectory {
  readonly #watcher: FSWatcher | undefined
  readonly #waiting = new Set<() => void>()

  constructor(dir: string) {
    this.#watcher = watcherOf(dir)
    this.#watcher?.on('change', () => this.#tell())
    this.#watcher?.on('error', () => {})
  }

  /** Resolves at the next change. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve))
  }

  /** Ends the watch. */
  close(): void {
    this.#watcher?.close()
  }

  #tell(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

/** The host may have no watches left. */
function watcherOf(dir: string): FSWatcher | undefined {
  try {
    return watch(dir, { persistent: false })
  } catch {
    return undefined
  }
}
