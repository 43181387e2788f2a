import type { PoolDoc, VolumeDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Attrs, EventFields } from '../../core/model/index.ts'
import type { TestNode } from './node.ts'
import type { VolumeContent } from './volume-content.ts'

type Record = Attrs<'pool'>
type Happening = EventFields<'pool', 'lifecycle'>['type']

/** Size of every pool of the test hypervisor, in bytes. */
const POOL_CAPACITY = 107_374_182_400n

/** A volume of a pool. */
export interface TestVolume {
  readonly name: string
  readonly path: string
  readonly doc: VolumeDoc
  /** What was written to it; it is all zeroes without. */
  readonly content?: VolumeContent
  /** The same object as long as it is the same volume, whatever changes of it. */
  readonly token: object
}

/** A storage pool of the test hypervisor. */
export class TestPool {
  record: Record
  /** The definition that is in use; undefined while the pool is inactive. */
  live: PoolDoc | undefined
  /** The kept definition; undefined for a transient pool. */
  config: PoolDoc | undefined
  /** Volumes by name. They stay while the pool is inactive, but nobody sees them then. */
  readonly volumes = new Map<string, TestVolume>()
  /** The virtual host bus adapter that was made for the pool. */
  vport: string | undefined

  constructor(doc: PoolDoc) {
    this.record = {
      ...poolAttrs(doc),
      state: 'inactive',
      persistent: false,
      autostart: false,
      capacity: POOL_CAPACITY,
      allocation: 0n,
      available: POOL_CAPACITY,
    }
  }

  get uuid(): string {
    return this.record.uuid
  }

  get name(): string {
    return this.record.name
  }

  get active(): boolean {
    return this.live !== undefined
  }

  /** The document that holds now, with the sizes as they are. */
  get doc(): PoolDoc {
    const doc = this.live ?? this.config
    // A pool without both is gone and nobody holds it.
    if (doc === undefined) throw new Error(`storage pool ${this.uuid} has no document`)
    const { capacity, allocation, available } = this.record
    return { ...doc, capacity, allocation, available }
  }

  /** The pool, with its volumes while it is active, as changes. */
  puts(): Change[] {
    return [this.put(), ...(this.active ? this.volumePuts() : [])]
  }

  put(): Change {
    return { kind: 'put', type: 'pool', key: this.uuid, attrs: this.record }
  }

  /** Lets go of what is stored in the volumes. */
  dispose(): void {
    for (const { content } of this.volumes.values()) void content?.release()
    this.volumes.clear()
  }

  volumePuts(): Change[] {
    return [...this.volumes.values()].map((volume) => volumePut(this, volume))
  }
}

function poolAttrs(doc: PoolDoc): Pick<Record, 'uuid' | 'name' | 'type' | 'path'> {
  const path = doc.target?.path
  return { uuid: doc.uuid, name: doc.name ?? '', type: doc.type, ...(path === undefined ? {} : { path }) }
}

/** Local key of a volume. */
export function volumeKey(pool: TestPool, name: string): string {
  return `${pool.uuid}/${name}`
}

/** A volume as a change. */
export function volumePut(pool: TestPool, { name, path, doc }: TestVolume): Change {
  const format = doc.target.format?.type
  return {
    kind: 'put',
    type: 'volume',
    key: volumeKey(pool, name),
    attrs: {
      name,
      pool: pool.uuid,
      volumeKey: doc.key ?? path,
      path,
      type: doc.type ?? 'file',
      capacity: doc.capacity,
      allocation: doc.allocation,
      ...(format === undefined ? {} : { format }),
    },
  }
}

/** That a volume is gone. */
export function volumeGone(pool: TestPool, name: string): Change {
  return { kind: 'gone', type: 'volume', key: volumeKey(pool, name) }
}

/** That something happened to a pool. */
export function poolEvent(pool: TestPool, type: Happening): Change {
  return { kind: 'event', type: 'pool', key: pool.uuid, event: 'lifecycle', fields: { type } }
}

/** Brings the record of a pool up to date and tells it, before what happened. */
export function refreshPool(node: TestNode, pool: TestPool, ...happened: readonly Happening[]): void {
  const allocation = [...pool.volumes.values()].reduce((sum, { doc }) => sum + doc.allocation, 0n)
  const { autostart, capacity } = pool.record
  pool.record = {
    ...poolAttrs(pool.doc),
    state: pool.active ? 'running' : 'inactive',
    persistent: pool.config !== undefined,
    autostart: autostart && pool.config !== undefined,
    capacity,
    allocation,
    available: capacity - allocation,
  }
  node.emit(pool.put(), ...happened.map((type) => poolEvent(pool, type)))
}

/** Keeps the definition of a pool. */
export function definePool(node: TestNode, doc: PoolDoc): TestPool {
  const pool = matchPool(node, doc) ?? new TestPool(doc)
  pool.config = doc
  node.pools.set(pool)
  refreshPool(node, pool, 'defined')
  return pool
}

/** Makes a pool active, once it is prepared, that is forgotten when it stops, unless a definition of it is kept. */
export function createPool(
  node: TestNode,
  doc: PoolDoc,
  prepare: (pool: TestPool) => void = () => {},
): TestPool {
  const pool = matchPool(node, doc) ?? new TestPool(doc)
  if (pool.active) throw wrongPoolState(pool, 'is active already')
  // A new one has nobody who could have heard of it, and nothing to build on yet.
  if (node.pools.find(pool.uuid) === pool) prepare(pool)
  activate(node, pool, doc)
  node.pools.set(pool)
  refreshPool(node, pool, 'started')
  node.emit(...pool.volumePuts())
  return pool
}

/** Makes a defined pool active. */
export function startPool(node: TestNode, pool: TestPool): void {
  if (pool.active || pool.config === undefined) throw wrongPoolState(pool, 'is active already')
  activate(node, pool, pool.config)
  refreshPool(node, pool, 'started')
  node.emit(...pool.volumePuts())
}

/** Makes a pool inactive; a transient one is gone afterwards. */
export function stopPool(node: TestNode, pool: TestPool): void {
  if (!pool.active) throw wrongPoolState(pool, 'is not active')
  if (pool.vport !== undefined) node.nodedevs.removeVport(node, pool.vport)
  pool.vport = undefined
  node.emit(...[...pool.volumes.keys()].map((name) => volumeGone(pool, name)))
  pool.live = undefined
  if (pool.config !== undefined) {
    refreshPool(node, pool, 'stopped')
    return
  }
  pool.record = { ...pool.record, state: 'inactive' }
  node.emit(pool.put(), poolEvent(pool, 'stopped'))
  forgetPool(node, pool)
}

/** Forgets the definition of an inactive pool. */
export function undefinePool(node: TestNode, pool: TestPool): void {
  if (pool.active) throw wrongPoolState(pool, 'is active; only an inactive one can be forgotten')
  node.emit(poolEvent(pool, 'undefined'))
  forgetPool(node, pool)
}

/** An error for a pool that is in the wrong state. */
export function wrongPoolState(pool: TestPool, clause: string): VirtError {
  return new VirtError('operationInvalid', `the storage pool '${pool.name}' ${clause}`, { domain: 'test' })
}

function matchPool(node: TestNode, doc: PoolDoc): TestPool | undefined {
  return node.pools.match(doc.uuid, doc.name ?? '')
}

/** A pool on a Fibre Channel adapter brings a virtual adapter of its own. */
function activate(node: TestNode, pool: TestPool, doc: PoolDoc): void {
  const { adapter } = doc.source
  if (adapter?.type === 'fc_host') {
    pool.vport = node.nodedevs.createVport(node, {
      wwnn: adapter.wwnn ?? '',
      wwpn: adapter.wwpn ?? '',
      parent: adapter.parent,
    })
  }
  pool.live = doc
}

function forgetPool(node: TestNode, pool: TestPool): void {
  pool.dispose()
  node.pools.delete(pool)
  node.emit({ kind: 'gone', type: 'pool', key: pool.uuid })
}
