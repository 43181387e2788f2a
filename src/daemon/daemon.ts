import type { ReloadReport } from '../control/protocol.ts'
import type { DriverRegistry } from '../core/driver.ts'
import { toVirtError } from '../core/errors/index.ts'
import { settlesWithin } from '../core/lib/abort.ts'
import type { Clock } from '../core/lib/clock.ts'
import { createLogger, type RootLogger } from '../core/log/create-logger.ts'
import type { Settings } from '../core/settings/index.ts'
import { takeActivatedSockets } from '../rpc/activation.ts'
import { type Composition, compose } from './compose.ts'
import { catchFaults } from './faults.ts'
import { watchEventLoop } from './loop-watch.ts'
import { createNotifier, monotonicUsec, type Notifier } from './notify.ts'
import { applySettings } from './reload.ts'

/** What a daemon is run with. */
export interface DaemonOptions {
  readonly settings: Settings
  /** Reads the settings again, from the same places. */
  loadSettings(): Promise<Settings>
  readonly drivers: DriverRegistry
  readonly version: string
  readonly clock: Clock
  readonly env: Record<string, string | undefined>
  /** Takes the one line that says that the daemon is ready. */
  ready(line: string): Promise<void>
  /** Aborted to stop it. */
  readonly signal: AbortSignal
}

/** Runs the daemon until it is stopped; the result is the exit code. Throws when it cannot start. */
export async function runDaemon(options: DaemonOptions): Promise<number> {
  return new Daemon(options).run()
}

/** Beyond the time that work in flight is given, for the parts to end. */
const endMs = 5000

class Daemon {
  readonly #options: DaemonOptions
  readonly #log: RootLogger
  readonly #notifier: Notifier
  readonly #fault = new AbortController()
  readonly #halt = new AbortController()
  #settings: Settings
  #parts: Composition | undefined
  #reloading: Promise<ReloadReport | undefined> = Promise.resolve(undefined)

  constructor(options: DaemonOptions) {
    const { settings, clock, env } = options
    this.#options = options
    this.#settings = settings
    const { level, modules, format } = settings.log
    this.#log = createLogger({ level, modules, format, clock })
    this.#notifier = createNotifier({ env, clock, log: this.#log.child('daemon') })
  }

  async run(): Promise<number> {
    // What the daemon makes is for its user alone.
    process.umask(0o077)
    const { clock, drivers, version, settings } = this.#options
    const signal = AbortSignal.any([this.#options.signal, this.#fault.signal, this.#halt.signal])
    const log = this.#log.child('daemon')
    const endings = [
      catchFaults(log, (fault) => this.#fault.abort(fault)),
      watchEventLoop(clock, log),
      onHangUp(() => void this.#reload().catch(() => {})),
    ]
    try {
      const reload = () => this.#reload()
      const activated = takeActivatedSockets(this.#options.env, process.pid)
      this.#parts = await compose({
        settings,
        drivers,
        version,
        clock,
        log: this.#log,
        signal,
        activated,
        halt: (reason) => {
          log.info('asked to stop', { reason })
          this.#halt.abort()
        },
        reload,
      })
      await this.#sayReady(this.#parts)
      endings.push(this.#notifier.watchdog())
      await aborted(signal)
      await this.#stop(this.#parts)
    } catch (thrown) {
      if (!signal.aborted) throw thrown
      log.info('stopped before it was ready')
    } finally {
      for (const end of endings) end()
    }
    return this.#fault.signal.aborted ? 1 : 0
  }

  async #sayReady({ endpoints, connections }: Composition): Promise<void> {
    const { version } = this.#options
    const { control, ...surfaces } = endpoints
    const report = { version, pid: process.pid, control: control?.[0], ...surfaces, connections }
    await this.#options.ready(`ready ${JSON.stringify(report)}\n`)
    this.#log.child('daemon').info('ready', { version, endpoints, connections: connections.length })
    await this.#notifier.send('READY=1', `STATUS=${statusText(this.#parts)}`)
  }

  async #stop(parts: Composition): Promise<void> {
    const log = this.#log.child('daemon')
    log.info('stopping')
    const { clock, settings } = { ...this.#options, settings: this.#settings }
    const end = Promise.all([this.#notifier.send('STOPPING=1', 'STATUS=stopping'), this.#stopParts(parts)])
    if (!(await settlesWithin(clock, settings.daemon.stop_wait + endMs, end))) {
      log.error('some parts did not stop in time; they are left')
    }
    log.info('stopped')
  }

  async #stopParts(parts: Composition): Promise<void> {
    for (const error of await parts.stop()) {
      this.#log.child('daemon').error('a part of the daemon did not stop', { error })
    }
  }

  /** One reload at a time; each reads the settings anew. */
  #reload(): Promise<ReloadReport> {
    const next = this.#reloading.catch(() => undefined).then(() => this.#reloadNow())
    this.#reloading = next
    return next
  }

  async #reloadNow(): Promise<ReloadReport> {
    const parts = this.#parts
    if (!parts) return { changed: [], restart: [], faults: ['the daemon is starting still'] }
    const log = this.#log.child('daemon')
    await this.#notifier.send('RELOADING=1', monotonicUsec())
    try {
      const after = await this.#options.loadSettings()
      const report = await applySettings({
        parts,
        log: this.#log,
        started: this.#options.settings,
        before: this.#settings,
        after,
      })
      this.#settings = after
      log.info('settings were read again', { ...report })
      return report
    } catch (thrown) {
      log.error('the settings cannot be read; the old ones stay in force', { error: toVirtError(thrown) })
      throw thrown
    } finally {
      await this.#notifier.send('READY=1', `STATUS=${statusText(parts)}`)
    }
  }
}

function statusText(parts: Composition | undefined): string {
  const all = parts?.hypervisors.report() ?? []
  const connected = all.filter(({ status }) => status === 'connected').length
  return `${connected} of ${all.length} hypervisors connected`
}

function onHangUp(work: () => void): () => void {
  process.on('SIGHUP', work)
  return () => process.off('SIGHUP', work)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
