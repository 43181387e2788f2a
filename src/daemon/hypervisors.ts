import type { Connections } from '../core/engine/connections.ts'
import { toVirtError, VirtError } from '../core/errors/index.ts'
import { orAborted, settlesWithin } from '../core/lib/abort.ts'
import type { Clock } from '../core/lib/clock.ts'
import type { Logger } from '../core/log/logger.ts'
import { autoConnection, type ConnectionSetting } from '../core/settings/index.ts'
import {
  type DriverProbe,
  type PlannedConnection,
  type ProbeOptions,
  planConnections,
  probeDrivers,
} from './connection-plan.ts'

/** What the connections of the daemon are kept with. */
export interface HypervisorsOptions extends ProbeOptions {
  readonly connections: Connections
  readonly clock: Clock
  readonly log: Logger
}

/** A connection as the ready line shows it. */
export interface ConnectionReport {
  readonly name: string
  readonly uri: string
  readonly status: string
  readonly statusText?: string
}

// A probe starts emulators to ask them; a broken one must not hold up the start for ever.
const probeMs = 15_000

/** Keeps the open connections as the settings say. */
export class Hypervisors {
  readonly #options: HypervisorsOptions
  #work: Promise<readonly Promise<void>[]> = Promise.resolve([])
  #open: readonly PlannedConnection[] = []
  readonly #failed = new Map<string, ConnectionReport>()

  constructor(options: HypervisorsOptions) {
    this.#options = options
  }

  /**
   * Opens what the settings name and closes what they do not name any more. Waits so long at most; what takes longer goes
   * on behind. Answers with what could not be used so far; throws when the settings contradict themselves.
   */
  async follow(settings: readonly ConnectionSetting[], waitMs: number): Promise<readonly string[]> {
    const named = planConnections(settings, [])
    this.#work = this.#work.then(() => this.#apply(settings, named)).catch((thrown) => this.#broken(thrown))
    const opened = this.#work.then((opens) => Promise.all(opens))
    await settlesWithin(this.#options.clock, waitMs, orAborted(opened, this.#options.signal))
    return [...this.#failed.values()].map(({ name, statusText }) => `connection '${name}': ${statusText}`)
  }

  /** All connections with their status, those that could not even be tried included. */
  report(): readonly ConnectionReport[] {
    const open = this.#options.connections.list().map(({ name, uri, status, statusText }) => ({
      name,
      uri,
      status,
      ...(statusText !== undefined && { statusText }),
    }))
    return [...open, ...this.#failed.values()]
  }

  /** Those that are named are opened at once, those that are found when the search is over. */
  async #apply(
    settings: readonly ConnectionSetting[],
    named: readonly PlannedConnection[],
  ): Promise<readonly Promise<void>[]> {
    // A failure that came after the last wait is tried again, too.
    const before = this.#open.filter(({ name }) => !this.#failed.has(name))
    this.#failed.clear()
    const search = this.#search(settings)
    for (const old of before) if (changedIn(named, old)) await this.#options.connections.close(old.name)
    const kept = before.filter((old) => !changedIn(named, old))
    const first = this.#openNew(named, kept)
    const plan = planConnections(settings, await search)
    for (const old of kept) if (!includes(plan, old)) await this.#options.connections.close(old.name)
    this.#open = plan
    if (plan.length === 0) this.#sayNothingFound(await search)
    // A hypervisor that takes long to open does not hold up the next change of the settings.
    return [...first, ...this.#openNew(plan, [...kept, ...named])]
  }

  #openNew(wanted: readonly PlannedConnection[], open: readonly PlannedConnection[]): Promise<void>[] {
    const begun = wanted.filter((connection) => !includes(open, connection))
    return begun.map((connection) => this.#openOne(connection))
  }

  async #search(settings: readonly ConnectionSetting[]): Promise<readonly DriverProbe[]> {
    if (!settings.some(({ uri }) => uri === autoConnection)) return []
    const { clock, signal } = this.#options
    const limit = new AbortController()
    const late = new VirtError('operationTimeout', `no answer within ${probeMs} ms`)
    const cancel = clock.after(probeMs, () => limit.abort(late))
    const found = await probeDrivers({ ...this.#options, signal: AbortSignal.any([signal, limit.signal]) })
    cancel()
    return found
  }

  #broken(thrown: unknown): readonly Promise<void>[] {
    this.#options.log.error('the connections cannot be brought in line with the settings', {
      error: toVirtError(thrown),
    })
    return []
  }

  #sayNothingFound(found: readonly DriverProbe[]): void {
    const missing = found.flatMap((probe) => probe.missing.map(({ what, fix }) => `${what} (${fix})`))
    this.#options.log.warn(
      "no hypervisor was found on this host; 'virtgate doctor' says what is missing, and 'connections: [test:///default]' brings the embedded test hypervisor",
      { missing },
    )
  }

  async #openOne({ name, uri }: PlannedConnection): Promise<void> {
    if (this.#options.signal.aborted) return
    try {
      await this.#options.connections.open(name, uri)
    } catch (thrown) {
      const { message } = toVirtError(thrown)
      this.#failed.set(name, { name, uri, status: 'closed', statusText: message })
      this.#options.log.error('a connection cannot be opened', { connection: name, reason: message })
    }
  }
}

function includes(all: readonly PlannedConnection[], one: PlannedConnection): boolean {
  return all.some(({ name, uri }) => name === one.name && uri === one.uri)
}

/** Whether a name stands for another URI now. */
function changedIn(all: readonly PlannedConnection[], one: PlannedConnection): boolean {
  return all.some(({ name, uri }) => name === one.name && uri !== one.uri)
}
