import type { Connections } from '../core/engine/connections.ts'
import { toVirtError } from '../core/errors/index.ts'
import { orAborted, settlesWithin } from '../core/lib/abort.ts'
import type { Clock } from '../core/lib/clock.ts'
import type { Logger } from '../core/log/logger.ts'
import { autoConnection, type ConnectionSetting } from '../core/settings/index.ts'
import {
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
  #open: readonly PlannedConnection[] = []
  readonly #failed = new Map<string, ConnectionReport>()

  constructor(options: HypervisorsOptions) {
    this.#options = options
  }

  /** Opens what the settings name and closes what they do not name any more; answers with what could not be used. */
  async follow(settings: readonly ConnectionSetting[], waitMs: number): Promise<readonly string[]> {
    const plan = await this.#plan(settings)
    // A failure that came after the last wait is tried again, too.
    const before = this.#open.filter(({ name }) => !this.#failed.has(name))
    const same = (a: PlannedConnection, b: PlannedConnection) => a.name === b.name && a.uri === b.uri
    const ended = before.filter((old) => !plan.some((wanted) => same(old, wanted)))
    for (const { name } of ended) await this.#options.connections.close(name)
    const begun = plan.filter((wanted) => !before.some((old) => same(old, wanted)))
    this.#failed.clear()
    const opened = begun.map((connection) => this.#openOne(connection))
    const work = orAborted(Promise.all(opened), this.#options.signal)
    await settlesWithin(this.#options.clock, waitMs, work)
    this.#open = plan.filter(({ name }) => !this.#failed.has(name))
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

  async #plan(settings: readonly ConnectionSetting[]): Promise<readonly PlannedConnection[]> {
    if (!settings.some(({ uri }) => uri === autoConnection)) return planConnections(settings, [])
    const limit = new AbortController()
    const cancel = this.#options.clock.after(probeMs, () =>
      limit.abort(new Error(`no answer within ${probeMs} ms`)),
    )
    const signal = AbortSignal.any([this.#options.signal, limit.signal])
    const found = await probeDrivers({ ...this.#options, signal })
    cancel()
    const plan = planConnections(settings, found)
    if (plan.length === 0) this.#sayNothingFound(found)
    return plan
  }

  #sayNothingFound(found: Awaited<ReturnType<typeof probeDrivers>>): void {
    const missing = found.flatMap((probe) => probe.missing.map(({ what, fix }) => `${what} (${fix})`))
    this.#options.log.warn(
      "no hypervisor was found on this host; 'virtgate doctor' says what is missing, and 'connections: [test:///default]' brings the embedded test hypervisor",
      { missing },
    )
  }

  async #openOne({ name, uri }: PlannedConnection): Promise<void> {
    try {
      await this.#options.connections.open(name, uri)
    } catch (thrown) {
      const { message } = toVirtError(thrown)
      this.#failed.set(name, { name, uri, status: 'closed', statusText: message })
      this.#options.log.error('a connection cannot be opened', { connection: name, reason: message })
    }
  }
}
