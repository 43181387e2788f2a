import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Attrs, DomainReason, DomainState } from '../../../core/model/index.ts'
import type { Wanted } from '../../shared/domain-states.ts'
import { SnapshotTree, snapshotWords } from '../../shared/snapshot-tree.ts'
import type { LiveGuest } from './live-guest.ts'
import type { GuestSnapshot } from './snapshot-record.ts'

/** A start under way. */
export interface Start {
  /** Ends it with this reason and resolves when what it made is taken back, or when it was too late for that. */
  callOff(reason: VirtError): Promise<void>
}

/** One guest that the driver knows: its kept definition, its running self, its state. */
export class Guest {
  readonly uuid: string
  /** Kept definition; absent for a guest that is forgotten when it ends. */
  config: DomainDoc | undefined
  live: LiveGuest | undefined
  /** The start under way: till its end nobody else may start, drop or rename the guest. */
  starting: Start | undefined
  autostart = false
  managedSave = false
  state: DomainState = 'shutoff'
  reason: DomainReason = 'unknown'
  stateSince: number
  wanted: Wanted = 'shutdown'
  /** Whether the kept definition changed since the guest was started. */
  configChanged = false
  /** Long work that runs on it. */
  job: Attrs<'domain'>['job'] = 'none'
  /** Ends the long work that runs on it. */
  abortJob: ((reason: VirtError) => void) | undefined
  /** Marks of settings that void support; kept while it runs. */
  readonly taints = new Set<string>()
  readonly snapshots = new SnapshotTree<GuestSnapshot>(snapshotWords)
  /** The definition of a guest that runs and has none that is kept. */
  #doc: DomainDoc

  constructor(doc: DomainDoc, uuid: string, now: number) {
    this.#doc = doc
    this.uuid = uuid
    this.stateSince = now
  }

  get name(): string {
    return this.doc.name
  }

  /** The definition that holds now: the running one, else the kept one. */
  get doc(): DomainDoc {
    return this.live?.doc ?? this.config ?? this.#doc
  }

  /** The definition of the next start. */
  get nextDoc(): DomainDoc {
    return this.config ?? this.doc
  }

  /** Whether it runs or is about to. */
  get active(): boolean {
    return this.live !== undefined || this.starting !== undefined
  }

  get persistent(): boolean {
    return this.config !== undefined
  }

  /** Keeps a definition. */
  define(doc: DomainDoc): void {
    this.config = doc
    this.#doc = doc
  }

  /** The running self; refuses the operation if it is off. */
  running(): LiveGuest {
    if (!this.live || this.live.ending) {
      throw new VirtError('operationInvalid', `domain '${this.name}' is not running`, { domain: 'qemu' })
    }
    return this.live
  }

  /** Refuses the operation if the guest runs. */
  stopped(): void {
    if (!this.active) return
    const how = this.live && !this.starting ? 'is running already' : 'is being started already'
    throw new VirtError('operationInvalid', `domain '${this.name}' ${how}`, { domain: 'qemu' })
  }

  /** Refuses the operation if no definition is kept. */
  kept(): DomainDoc {
    if (!this.config) {
      throw new VirtError(
        'operationInvalid',
        `domain '${this.name}' is transient: no definition is kept that could be changed`,
        { domain: 'qemu' },
      )
    }
    return this.config
  }
}
