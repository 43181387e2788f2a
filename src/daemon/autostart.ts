import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { internalCaller } from '../core/access/caller.ts'
import type { Entry, InventoryReader, Operations } from '../core/contracts.ts'
import type { DriverRegistry } from '../core/driver.ts'
import { toVirtError } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import type { Logger } from '../core/log/logger.ts'
import type { OpPath } from '../core/model/index.ts'
import { FileStore } from '../core/store/file-store.ts'

/** What autostart works with. */
export interface AutostartOptions {
  readonly reader: InventoryReader
  readonly operations: Operations
  readonly drivers: DriverRegistry
  readonly runDir: string
  readonly clock: Clock
  readonly log: Logger
  readonly signal: AbortSignal
}

// What others need comes first: a guest wants its networks and its pools.
const steps = [
  { type: 'network', op: 'network.start', off: (entry: Entry) => state(entry).active === false },
  { type: 'pool', op: 'pool.start', off: (entry: Entry) => state(entry).state === 'inactive' },
  { type: 'domain', op: 'domain.start', off: (entry: Entry) => state(entry).state === 'shutoff' },
] as const satisfies ReadonlyArray<{ type: Entry['type']; op: OpPath; off: (entry: Entry) => boolean }>

const atOnce = 4

/**
 * Starts what is marked for it, once after each start of the host: a file in the run directory remembers the start
 * for which a connection was done, so that a restart of the daemon does not bring back what was shut down since.
 */
export class Autostart {
  readonly #options: AutostartOptions
  readonly #done: FileStore
  readonly #begun = new Set<string>()
  #stop: (() => void) | undefined
  #boot = ''

  constructor(options: AutostartOptions) {
    this.#options = options
    const { runDir, clock, log } = options
    this.#done = new FileStore({ dir: join(runDir, 'autostarted'), clock, log })
  }

  /** Begins: connections that are there are done now, others when they connect. */
  async start(): Promise<void> {
    this.#boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown')).trim()
    const done = await this.#done.load()
    for (const [name, boot] of done) if (boot === this.#boot) this.#begun.add(name)
    const { reader } = this.#options
    const from = reader.revision
    for (const host of reader.list('host')) this.#host(host)
    this.#stop = reader.subscribe(from, (item) => {
      if (item.kind === 'put' && item.entry.type === 'host') this.#host(item.entry as Entry<'host'>)
    })
  }

  /** Starts nothing more. */
  stop(): void {
    this.#stop?.()
    this.#stop = undefined
  }

  #host({ connection, attrs }: Entry<'host'>): void {
    if (attrs.status !== 'connected' || this.#begun.has(connection)) return
    this.#begun.add(connection)
    void this.#connection(connection, attrs.driver).catch((thrown) =>
      this.#options.log.error('autostart failed', { connection, error: toVirtError(thrown) }),
    )
  }

  async #connection(connection: string, driver: string): Promise<void> {
    const { reader, drivers, signal } = this.#options
    const load = [...drivers.all()].find(({ id }) => id === driver)?.load
    const found = await load?.()
    if (!found || found.startsMarked || found.simulated) return
    for (const { type, op, off } of steps) {
      const marked = [...reader.list<Entry['type']>(type, connection)].filter(
        (entry) => state(entry).autostart === true && off(entry),
      )
      await this.#startAll(op, marked)
    }
    if (!signal.aborted) await this.#done.put(connection, this.#boot)
  }

  async #startAll(op: (typeof steps)[number]['op'], marked: readonly Entry[]): Promise<void> {
    const queue = [...marked]
    const worker = async () => {
      for (let entry = queue.shift(); entry && !this.#options.signal.aborted; entry = queue.shift()) {
        await this.#startOne(op, entry)
        // Thousands of guests may be marked; other work must get its turn between them.
        await turn()
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }

  async #startOne(op: (typeof steps)[number]['op'], entry: Entry): Promise<void> {
    const { operations, log, signal } = this.#options
    try {
      await operations.invoke(op, { type: entry.type, key: entry.key }, {}, internalCaller, signal)
      log.debug('started because it is marked for it', { type: entry.type, key: entry.key })
    } catch (thrown) {
      const { message } = toVirtError(thrown)
      log.error('cannot be started although it is marked for it', {
        type: entry.type,
        key: entry.key,
        reason: message,
      })
    }
  }
}

function state(entry: Entry): Readonly<Record<string, unknown>> {
  return entry.attrs
}
