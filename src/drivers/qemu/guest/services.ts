import type { DriverEnv } from '../../../core/driver.ts'
import type { ObjectStore } from '../../../core/store/object-store.ts'
import type { Storage } from '../../host-storage/storage.ts'
import type { DocumentCache } from '../../shared/document-cache.ts'
import { NamedObjects, namedWords } from '../../shared/named-objects.ts'
import type { EmulatorCapabilities } from '../definition/emulators.ts'
import type { DisplayPorts } from '../host/ports.ts'
import type { Taps } from '../host/taps.ts'
import type { QemuInstance } from '../uri.ts'
import type { Guest } from './guest.ts'
import type { GuestPathRoots } from './guest-paths.ts'
import type { Tasks } from './tasks.ts'

/** Where things are kept, one store for each kind. */
export interface GuestStores {
  /** Definitions by UUID. */
  readonly definitions: ObjectStore
  /** UUIDs of guests that start with the host; the texts are empty. */
  readonly autostart: ObjectStore
  readonly snapshots: ObjectStore
  /** Running guests by UUID; gone at a reboot of the host. */
  readonly status: ObjectStore
  /** Facts about this boot of the host. */
  readonly marks: ObjectStore
}

/** All that handlers and the life cycle of guests work with; one for each connection. */
export interface Services {
  readonly env: DriverEnv
  readonly paths: GuestPathRoots
  readonly stores: GuestStores
  readonly guests: NamedObjects<Guest>
  /** Texts of definitions that were asked for lately. */
  readonly documents: DocumentCache
  readonly emulators: EmulatorCapabilities
  /** Storage pools of this host. */
  readonly storage: Storage
  readonly taps: Taps
  readonly ports: DisplayPorts
  readonly tasks: Tasks
  readonly bootId: string
  readonly instance: QemuInstance
  /** Longest that a guest found again may take to answer its monitor, in ms. */
  readonly reconnectTimeoutMs: number
  /** Whether the driver may make network devices. */
  readonly privileged: boolean
  /** Number of the next guest to run. */
  nextId: number
  /** Aborted when the connection is closed. */
  readonly closing: AbortSignal
}

/** The guests of a connection, none yet. */
export function noGuests(): NamedObjects<Guest> {
  return new NamedObjects<Guest>(namedWords.domain)
}
