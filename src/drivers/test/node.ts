import type { Change } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Attrs } from '../../core/model/index.ts'
import { DocumentCache } from '../shared/document-cache.ts'
import { NamedObjects, namedWords } from '../shared/named-objects.ts'
import type { TestDomain } from './domain.ts'
import { InterfaceSet } from './interfaces.ts'
import type { TestNetwork } from './networks.ts'
import type { NodeFacts } from './node-facts.ts'
import { NodedevSet } from './nodedevs.ts'
import { BindingSet } from './nwfilter-bindings.ts'
import type { TestNwfilter } from './nwfilters.ts'
import type { TestPool } from './pools.ts'
import { SecretSet } from './secrets.ts'

/** Who hears of changes of a node. */
export type Sink = (...changes: readonly Change[]) => void

/** What a node is made with. */
export interface NodeOptions {
  readonly facts: NodeFacts
  readonly clock: Clock
  /** How long saves, dumps, migrations and snapshots take, in milliseconds. */
  readonly jobMs: number
}

/** A test hypervisor: all its objects, in memory. Several connections may look at the same one. */
export class TestNode {
  readonly facts: NodeFacts
  readonly clock: Clock
  readonly jobMs: number
  readonly domains = new NamedObjects<TestDomain>(namedWords.domain)
  /** Texts of definitions that were asked for lately. */
  readonly documents = new DocumentCache()
  readonly networks = new NamedObjects<TestNetwork>(namedWords.network)
  readonly pools = new NamedObjects<TestPool>(namedWords.pool)
  readonly nwfilters = new NamedObjects<TestNwfilter>(namedWords.nwfilter)
  readonly interfaces = new InterfaceSet()
  readonly nodedevs = new NodedevSet()
  readonly secrets = new SecretSet()
  readonly nwfilterBindings = new BindingSet()
  readonly #sinks = new Set<Sink>()
  #lastId = 0
  #lastTarget = -1

  constructor(options: NodeOptions) {
    this.facts = options.facts
    this.clock = options.clock
    this.jobMs = options.jobMs
  }

  /** Lets somebody hear of all changes from now on; the result ends it. */
  attach(sink: Sink): () => void {
    this.#sinks.add(sink)
    return () => this.#sinks.delete(sink)
  }

  /** Tells everybody what changed. */
  emit(...changes: readonly Change[]): void {
    for (const sink of this.#sinks) sink(...changes)
  }

  /** The next domain id: 1, 2, 3 ... */
  nextId(): number {
    return ++this.#lastId
  }

  /** The next name of the host end of a guest's interface: testnet0, testnet1 ... */
  nextTarget(): string {
    return `testnet${++this.#lastTarget}`
  }

  /** Tells that a name of the host end of an interface is in use, so that it is not given out. */
  reserveTarget(name: string): void {
    const number = /^testnet(\d{1,9})$/.exec(name)?.[1]
    if (number !== undefined) this.#lastTarget = Math.max(this.#lastTarget, Number(number))
  }

  /** Wall clock in microseconds. */
  microseconds(): bigint {
    return BigInt(Math.trunc(this.clock.now())) * 1000n
  }

  /** Changes attributes of a domain and tells it, before the events given. */
  change(domain: TestDomain, attrs: Partial<Attrs<'domain'>>, ...events: readonly Change[]): void {
    this.replace(domain, Object.freeze({ ...domain.record, ...attrs }), ...events)
  }

  /** Gives a domain a new record and tells it, before the events given. */
  replace(domain: TestDomain, record: Attrs<'domain'>, ...events: readonly Change[]): void {
    domain.record = record
    this.emit({ kind: 'put', type: 'domain', key: domain.uuid, attrs: domain.record }, ...events)
  }

  /** Ends what would outlive the node: open consoles, timers, files of volumes. */
  dispose(): void {
    for (const pool of this.pools.values()) pool.dispose()
    for (const domain of this.domains.values()) domain.endGuest()
  }

  /** A domain that runs; throws `operationInvalid` for one that does not. */
  activeDomain(uuid: string): TestDomain {
    const domain = this.domains.get(uuid)
    if (!domain.active) {
      throw new VirtError(
        'operationInvalid',
        `the domain '${domain.name}' is ${domain.record.state}, it must run`,
        {
          domain: 'test',
        },
      )
    }
    return domain
  }
}
