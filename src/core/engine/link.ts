import { type Connection, type Driver, type DriverEnv, type Handlers, hostKey } from '../driver.ts'
import { type ErrorCode, fromSystem, systemCode, toVirtError, VirtError } from '../errors/index.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { manyListeners, orAborted } from '../lib/abort.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../log/logger.ts'
import type { Attrs } from '../model/index.ts'
import { type ConnectionUri, redactUri } from '../uri.ts'
import { ChangeIntake } from './change-intake.ts'
import { createDriverEnv, type GatewayDirs } from './driver-env.ts'
import type { EngineLimits } from './limits.ts'
import { Session } from './session.ts'

/** What one connection is made with. */
export interface LinkOptions {
  readonly name: string
  readonly uri: ConnectionUri
  readonly load: () => Promise<Driver>
  readonly clock: Clock
  readonly log: Logger
  readonly dirs: GatewayDirs
  readonly inventory: Inventory
  readonly limits: EngineLimits
}

/** Errors of an opening that no repetition mends. */
const hopeless: readonly ErrorCode[] = ['invalidArg']

/**
 * One connection through all its sessions: opens the driver, keeps the host record true, and tries again with growing
 * pauses when the hypervisor cannot be reached or is lost. Objects stay meanwhile; the host's status tells.
 */
export class Link {
  readonly name: string
  readonly uri: string
  readonly #options: LinkOptions
  readonly #log: Logger
  readonly #intake: ChangeIntake
  readonly #stop = manyListeners(new AbortController())
  #session: Session | undefined
  #handlers: Handlers = {}
  #life: Promise<void> = Promise.resolve()
  #lastFailure: string | undefined
  #gone = false
  #closing: Promise<void> | undefined

  constructor(options: LinkOptions) {
    this.name = options.name
    this.uri = redactUri(options.uri.url)
    this.#options = options
    this.#log = options.log
    this.#intake = new ChangeIntake({ connection: this.name, inventory: options.inventory, log: options.log })
  }

  /** The open session; undefined while the hypervisor cannot be reached. */
  get session(): Session | undefined {
    return this.#session
  }

  /** The operations of the driver; those of the last session while there is none. */
  get handlers(): Handlers {
    return this.#handlers
  }

  /** Enters the host record and resolves after the first attempt. Throws only when no attempt can ever succeed. */
  async start(): Promise<void> {
    const { inventory, uri } = this.#options
    inventory.addConnection(this.name)
    inventory.put(this.name, 'host', hostKey, {
      connection: this.name,
      uri: this.uri,
      driver: uri.scheme,
      hvType: uri.scheme.toUpperCase(),
      status: 'connecting',
    } satisfies Attrs<'host'>)
    const failure = await this.#attempt()
    if (failure && hopeless.includes(failure.code) && !this.#closing) {
      await inventory.removeConnection(this.name)
      throw failure
    }
    this.#life = this.#live()
  }

  /** Ends it: work is cancelled, the driver closed, and all objects are gone. All who call wait for the one end. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const reason = new VirtError('operationAborted', `connection '${this.name}' was closed`)
    this.#stop.abort(reason)
    await this.#life
    await this.#endSession(reason)
    this.#gone = true
    this.#intake.host({ status: 'closed', statusText: undefined })
    await this.#options.inventory.removeConnection(this.name)
  }

  /** Holds a session until it is lost, then tries for the next one, until it is closed. */
  async #live(): Promise<void> {
    const { retryMinMs, retryMaxMs } = this.#options.limits
    let pause = retryMinMs
    while (!this.#stop.signal.aborted) {
      if (this.#session) {
        await this.#untilLost(this.#session)
        pause = retryMinMs
      } else {
        await this.#pause(pause)
        pause = Math.min(pause * 2, retryMaxMs)
        if (!this.#stop.signal.aborted) await this.#attempt()
      }
    }
  }

  async #attempt(): Promise<VirtError | undefined> {
    try {
      await this.#open()
      return undefined
    } catch (thrown) {
      const failure = openFailure(thrown, this.name)
      this.#unreachable(failure)
      return failure
    }
  }

  async #open(): Promise<void> {
    const { load, clock, dirs, inventory } = this.#options
    let live = true
    const emit: DriverEnv['emit'] = (...changes) => {
      if (live && !this.#gone) this.#intake.take(changes)
      else
        this.#log.debug('the driver told changes after its connection had ended', { changes: changes.length })
    }
    this.#intake.beginReload()
    try {
      const driver = await load()
      this.#intake.host({ driver: driver.id })
      const env = await createDriverEnv({ connection: this.name, dirs, clock, log: this.#log, emit })
      const connection = await this.#openDriver(driver, env)
      if (this.#stop.signal.aborted) {
        connection.close().catch(() => {})
        throw this.#stop.signal.reason
      }
      this.#intake.endReload()
      this.#session = new Session(connection, () => {
        live = false
      })
      this.#handlers = connection.handlers
      inventory.setSweep(this.name, connection.sweep?.bind(connection))
      this.#connected()
    } catch (error) {
      live = false
      throw error
    }
  }

  /** A driver that does not heed its signal must not hold up the end; what it opens too late is closed at once. */
  async #openDriver(driver: Driver, env: DriverEnv): Promise<Connection> {
    const { signal } = this.#stop
    const opening = driver.open(new URL(this.#options.uri.url), env, signal)
    try {
      return await orAborted(opening, signal)
    } catch (error) {
      if (signal.aborted) opening.then((late) => late.close()).catch(() => {})
      throw error
    }
  }

  #connected(): void {
    this.#lastFailure = undefined
    this.#intake.host({
      status: 'connected',
      statusText: undefined,
      initializedAt: this.#options.clock.now(),
    })
    this.#log.info('connected', { uri: this.uri })
  }

  #unreachable(failure: VirtError): void {
    if (this.#stop.signal.aborted) return
    this.#intake.host({ status: 'unreachable', statusText: failure.message })
    // A hypervisor that stays away is told once, not at every attempt.
    const level = this.#lastFailure === failure.message ? 'debug' : 'warn'
    this.#lastFailure = failure.message
    this.#log[level]('the hypervisor cannot be reached; trying again', { uri: this.uri, error: failure })
  }

  async #untilLost(session: Session): Promise<void> {
    const reason = await Promise.race([lossOf(session), aborted(this.#stop.signal)])
    if (this.#stop.signal.aborted) return
    const cause = toVirtError(reason, 'noConnect')
    const failure = new VirtError('noConnect', `connection '${this.name}' was lost: ${cause.message}`, {
      cause,
    })
    this.#unreachable(failure)
    await this.#endSession(failure)
  }

  async #endSession(reason: VirtError): Promise<void> {
    const session = this.#session
    this.#session = undefined
    this.#options.inventory.setSweep(this.name, undefined)
    const { clock, limits } = this.#options
    await session?.end({ reason, clock, log: this.#log, graceMs: limits.graceMs })
  }

  async #pause(ms: number): Promise<void> {
    await this.#options.clock.sleep(ms, this.#stop.signal).catch(() => {})
  }
}

/** Resolves with the reason when the driver gives its connection up. */
function lossOf(session: Session): Promise<unknown> {
  const lost = session.connection.lost ?? new Promise<never>(() => {})
  return lost.catch((error: unknown) => error)
}

function aborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason)
    else signal.addEventListener('abort', () => resolve(signal.reason), { once: true })
  })
}

function openFailure(thrown: unknown, connection: string): VirtError {
  if (thrown instanceof VirtError) return thrown
  if (systemCode(thrown)) return fromSystem(thrown, `connection '${connection}' cannot be opened`)
  return toVirtError(thrown)
}
