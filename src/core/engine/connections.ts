import { globalKey } from '../contracts.ts'
import { type DriverRegistry, hostKey } from '../driver.ts'
import { VirtError } from '../errors/index.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../log/logger.ts'
import type { Attrs } from '../model/index.ts'
import { driverScheme, parseUri, unknownScheme } from '../uri.ts'
import type { GatewayDirs } from './driver-env.ts'
import type { Jobs } from './jobs.ts'
import type { EngineLimits } from './limits.ts'
import { Link } from './link.ts'

/** How a connection stands. */
export interface ConnectionInfo {
  readonly name: string
  /** Without secrets. */
  readonly uri: string
  readonly driver: string
  readonly status: Attrs<'host'>['status']
  /** Why it cannot be reached. */
  readonly statusText: string | undefined
}

/** What the connections are made with. */
export interface ConnectionsOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly dirs: GatewayDirs
  readonly drivers: DriverRegistry
  readonly inventory: Inventory
  readonly limits: EngineLimits
  readonly jobs: Jobs
}

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

/** The connections of the gateway by name. */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #links = new Map<string, Link>()

  constructor(options: ConnectionsOptions) {
    this.#options = options
  }

  /**
   * Opens a connection; resolves after the first attempt, whether the hypervisor was reached or not: an unreachable one
   * is tried again. Throws `invalidArg` for a name or URI that cannot be used, `operationInvalid` for a name in use.
   */
  async open(name: string, uri: string): Promise<ConnectionInfo> {
    if (!nameForm.test(name)) {
      throw new VirtError(
        'invalidArg',
        `connection name '${name.slice(0, 80)}' cannot be used; expected a letter or digit, then up to 62 letters, digits, '.', '_' or '-'`,
      )
    }
    if (this.#links.has(name)) throw new VirtError('operationInvalid', `connection '${name}' is open already`)
    const link = this.#link(name, uri)
    this.#links.set(name, link)
    try {
      await link.start()
    } catch (error) {
      this.#forget(link)
      throw error
    }
    return this.#info(link)
  }

  /** Closes a connection: its work is cancelled and its objects are gone. Throws `invalidConn` when there is none. */
  async close(name: string): Promise<void> {
    const link = this.#links.get(name)
    if (!link) throw new VirtError('invalidConn', `there is no connection '${name}'`)
    this.#options.jobs.drop(name)
    await link.close()
    this.#forget(link)
  }

  /** All connections, in the order in which they were opened. */
  list(): readonly ConnectionInfo[] {
    return Array.from(this.#links.values(), (link) => this.#info(link))
  }

  /** A connection by its name, for the engine. */
  link(name: string): Link | undefined {
    return this.#links.get(name)
  }

  /** Name of the connection with this name or, failing that, this URI. */
  find(nameOrUri: string): string | undefined {
    if (this.#links.has(nameOrUri)) return nameOrUri
    for (const link of this.#links.values()) if (link.uri === nameOrUri) return link.name
    return undefined
  }

  /** Closes all connections at the same time. */
  async closeAll(): Promise<void> {
    await Promise.all(Array.from(this.#links.keys(), (name) => this.close(name)))
  }

  /** Others may have closed it meanwhile and opened another one of its name. */
  #forget(link: Link): void {
    if (this.#links.get(link.name) === link) this.#links.delete(link.name)
  }

  #link(name: string, text: string): Link {
    const { drivers, clock, log, dirs, inventory, limits } = this.#options
    const uri = parseUri(text)
    const load = drivers.forScheme(driverScheme(uri))
    if (!load) throw unknownScheme(uri.scheme, drivers)
    const child = log.child(`driver.${uri.scheme}.${name}`)
    return new Link({ name, uri, load, clock, log: child, dirs, inventory, limits })
  }

  #info(link: Link): ConnectionInfo {
    const host = this.#options.inventory.get('host', globalKey(link.name, hostKey))
    return {
      name: link.name,
      uri: link.uri,
      driver: host?.attrs.driver ?? '',
      status: host?.attrs.status ?? 'closed',
      statusText: host?.attrs.statusText,
    }
  }
}
