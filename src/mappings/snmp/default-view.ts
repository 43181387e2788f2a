import type { Clock } from '../../core/lib/clock.ts'
import type { ConnectionView } from './connection-view.ts'
import { ContextView, type NotificationSwitches, type Software } from './context-view.ts'
import type { Oid } from './engine/oid.ts'

/** What the view of all connections is made of. */
export interface DefaultViewOptions {
  readonly clock: Clock
  readonly notifications: Readonly<NotificationSwitches>
  /** Version of the product. */
  readonly version: string
  /** Identification of the product. */
  readonly objectId: Oid
  /** All connections as they are now. */
  readonly connections: () => Iterable<ConnectionView>
}

/**
 * What the default context shows: the objects of all connections, which put them in and take them out. With one
 * connection the hypervisor is that of the connection, else the gateway itself.
 */
export class DefaultView extends ContextView {
  readonly #options: DefaultViewOptions
  readonly #startedAt: number
  /** What vmHvUpTime counted from when it was read last. */
  #since: number | undefined
  /** The one connection and when its hypervisor was initialised, as of then. */
  #last: { readonly name: string; readonly at: number } | undefined

  constructor(options: DefaultViewOptions) {
    super(options.clock, options.notifications)
    this.#options = options
    this.#startedAt = options.clock.monotonic()
  }

  get software(): Software {
    const { version, objectId } = this.#options
    return this.#only()?.software ?? { name: 'virtgate', version, objectId }
  }

  get hostCount(): number {
    let count = 0
    for (const view of this.#options.connections()) count += view.hostCount
    return count
  }

  /**
   * A manager takes a vmHvUpTime that went back for a new start of the hypervisor. So it goes back only when the one
   * hypervisor that is shown was initialised again; connections that come and go never make it shorter than it was read.
   */
  protected get upSince(): number | undefined {
    const only = this.#only()
    if (only === undefined) return this.#noLaterThanBefore(this.#startedAt)
    const { initialised, name } = only
    if (initialised === undefined) return this.#since
    const again = this.#last?.name === name && this.#last.at < initialised.at
    this.#last = { name, at: initialised.at }
    if (again) this.#since = undefined
    return this.#noLaterThanBefore(initialised.monotonic)
  }

  #noLaterThanBefore(moment: number): number {
    this.#since = Math.min(moment, this.#since ?? moment)
    return this.#since
  }

  /** The connection, when there is exactly one that may be seen. */
  #only(): ConnectionView | undefined {
    let only: ConnectionView | undefined
    for (const view of this.#options.connections()) {
      if (!view.host) continue
      if (only) return undefined
      only = view
    }
    return only
  }
}
