import type { DomainDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Attrs } from '../../core/model/index.ts'
import { isActive } from '../shared/domain-states.ts'
import { HeldStreams } from '../shared/held-streams.ts'
import { checkpointWords, SnapshotTree, snapshotWords } from '../shared/snapshot-tree.ts'
import { ConsoleLog } from './console-log.ts'
import { hasBalloon } from './domain-definition.ts'
import type { TestCheckpoint, TestSnapshot } from './snapshots.ts'

/** Where the document of a domain comes from: kept, or made of a template each time that it is needed. */
export interface Definition {
  readonly doc: DomainDoc
}

/** A state that is kept for the next start. */
export interface SavedState extends Definition {
  /** Whether the guest is to be paused when it goes on. */
  readonly paused: boolean
}

/** What only few of very many domains have. */
class DomainExtra {
  readonly snapshots = new SnapshotTree<TestSnapshot>(snapshotWords)
  readonly checkpoints = new SnapshotTree<TestCheckpoint>(checkpointWords)
  /** Mount points whose file systems are frozen. */
  readonly frozen = new Set<string>()
  /** Sizes of disks that were resized, by target. */
  readonly blockSizes = new Map<string, bigint>()
  /** Perf events that are on. */
  readonly perf = new Set<string>()
  /** Keys that let somebody in as a user of the guest. */
  readonly sshKeys = new Map<string, readonly string[]>()
  /** Processors that the guest does not use. */
  readonly idleVcpus = new Set<number>()
  readonly console = new ConsoleLog()
  /** Consoles and channels that are open. */
  streams = new HeldStreams()
  /** Clock that was set in the guest. */
  time: { readonly seconds: bigint; readonly nseconds: number } | undefined
  /** Cancels the long work that runs on the domain. */
  job: AbortController | undefined
  /** Cancels the wake-up that a sleeping guest waits for. */
  wakeup: (() => void) | undefined
  /** What the managed save holds; a node file can say that there is one without saying what is in it. */
  saved: SavedState | undefined
}

/** A guest of the test hypervisor. */
export class TestDomain {
  /** What the inventory holds: one frozen object, shared with it. */
  record: Attrs<'domain'>
  /** The kept definition; undefined for a transient domain. */
  config: Definition | undefined
  /** The definition that runs; undefined while the domain is off. */
  live: Definition | undefined
  /** How fast counters of a domain of the load option move, in sixteenths; 0 for all other domains. */
  readonly rate: number
  #extra: DomainExtra | undefined

  constructor(
    record: Attrs<'domain'>,
    config: Definition | undefined,
    live: Definition | undefined,
    rate = 0,
  ) {
    this.record = record
    this.config = config
    this.live = live
    this.rate = rate
  }

  get uuid(): string {
    return this.record.uuid
  }

  get name(): string {
    return this.record.name
  }

  get active(): boolean {
    return isActive(this.record.state)
  }

  /** The definition that holds now. */
  get current(): Definition {
    const definition = this.live ?? this.config
    // A domain without both is gone and nobody holds it.
    if (definition === undefined) throw new Error(`domain ${this.uuid} has no definition`)
    return definition
  }

  /** Whether the guest has a balloon, which tells of its memory. */
  get hasBalloon(): boolean {
    return hasBalloon(this.current.doc)
  }

  /** The time that counters are made of: the wall clock in microseconds, or how long a domain of the load runs. */
  counterTime(now: bigint): bigint {
    if (this.rate === 0) return now
    const since = BigInt(Math.trunc(this.record.startedAt ?? 0)) * 1000n
    return now > since ? ((now - since) * BigInt(this.rate)) / 16n : 0n
  }

  /** What few domains have; made when first asked for. */
  get extra(): DomainExtra {
    this.#extra ??= new DomainExtra()
    return this.#extra
  }

  /** The same without making it. */
  get extraIfAny(): DomainExtra | undefined {
    return this.#extra
  }

  /** The managed save, if there is one. */
  get savedState(): SavedState | undefined {
    if (!this.record.managedSave || this.config === undefined) return undefined
    return this.#extra?.saved ?? { doc: this.config.doc, paused: false }
  }

  /** Ends what lives only as long as the guest runs. */
  endGuest(): void {
    const extra = this.#extra
    if (extra === undefined) return
    extra.frozen.clear()
    extra.sshKeys.clear()
    extra.idleVcpus.clear()
    extra.time = undefined
    extra.streams.close()
    extra.streams = new HeldStreams()
    extra.wakeup?.()
    extra.wakeup = undefined
    extra.job?.abort(new VirtError('operationAborted', `the domain '${this.name}' stopped`))
  }
}
