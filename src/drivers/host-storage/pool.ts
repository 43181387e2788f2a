import type { PoolDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Attrs, EventFields } from '../../core/model/index.ts'
import type { HostVolume } from './volume.ts'
import { volumePut } from './volume.ts'

type Happening = EventFields<'pool', 'lifecycle'>['type']

/** Space of a pool, in bytes. */
export interface PoolSizes {
  readonly capacity: bigint
  readonly allocation: bigint
  readonly available: bigint
}

const noSizes: PoolSizes = { capacity: 0n, allocation: 0n, available: 0n }

/** A storage pool of the host. */
export class HostPool {
  readonly uuid: string
  readonly name: string
  /** The kept definition; undefined for a pool that is forgotten when it stops. */
  config: PoolDoc | undefined
  autostart = false
  sizes = noSizes
  /** Volumes by name, while the pool is active. */
  readonly volumes = new Map<string, HostVolume>()
  /** A start or a stop is under way. */
  changing = false
  #live: PoolDoc | undefined
  #doc: PoolDoc
  readonly #making = new Set<string>()
  readonly #used = new Map<string, number>()

  constructor(doc: PoolDoc) {
    this.uuid = doc.uuid
    this.name = doc.name ?? ''
    this.#doc = doc
  }

  /** The definition in use; undefined while the pool is inactive. */
  get live(): PoolDoc | undefined {
    return this.#live
  }

  set live(doc: PoolDoc | undefined) {
    this.#live = doc
    if (doc !== undefined) this.#doc = doc
    else {
      this.volumes.clear()
      this.sizes = noSizes
    }
  }

  get active(): boolean {
    return this.#live !== undefined
  }

  /** The document that holds now, with the sizes as they are. */
  get doc(): PoolDoc {
    return { ...(this.#live ?? this.config ?? this.#doc), ...this.sizes }
  }

  /** Directory that the volumes are in. */
  get dir(): string {
    return this.doc.target?.path ?? ''
  }

  /** Refuses what needs the pool to be active. */
  running(): this {
    if (this.active) return this
    throw wrongState(this, 'is not active')
  }

  /** Refuses what needs the pool to be inactive. */
  stopped(clause: string): this {
    if (this.active || this.changing) throw wrongState(this, clause)
    return this
  }

  /** Keeps a name for a volume that is being made. Answers what gives it back. */
  reserve(name: string): () => void {
    if (this.#making.has(name) || this.volumes.has(name)) throw volumeExists(this, name)
    this.#making.add(name)
    return () => void this.#making.delete(name)
  }

  /** Holds a volume that is read for long, so that nobody changes it. Answers what lets it go. */
  hold(name: string): () => void {
    this.#used.set(name, (this.#used.get(name) ?? 0) + 1)
    return () => {
      const left = (this.#used.get(name) ?? 1) - 1
      if (left > 0) this.#used.set(name, left)
      else this.#used.delete(name)
    }
  }

  /** Whether a volume is held. */
  holds(name: string): boolean {
    return this.#used.has(name)
  }

  /** Refuses to end a pool in which volumes are being made or copied. */
  idle(): this {
    if (this.#making.size === 0 && this.#used.size === 0) return this
    throw new VirtError('internalError', `pool '${this.name}' has asynchronous jobs running.`, {
      domain: 'storage',
    })
  }

  /** The pool as a change. */
  put(): Change {
    return { kind: 'put', type: 'pool', key: this.uuid, attrs: this.#attrs() }
  }

  /** The pool and its volumes as changes. */
  puts(): Change[] {
    return [this.put(), ...[...this.volumes.values()].map((volume) => volumePut(this.uuid, volume))]
  }

  /** That something happened to the pool. */
  event(type: Happening): Change {
    return { kind: 'event', type: 'pool', key: this.uuid, event: 'lifecycle', fields: { type } }
  }

  #attrs(): Attrs<'pool'> {
    const { type } = this.doc
    return {
      uuid: this.uuid,
      name: this.name,
      type,
      path: this.dir,
      state: this.active ? 'running' : 'inactive',
      persistent: this.config !== undefined,
      autostart: this.autostart,
      ...this.sizes,
    }
  }
}

/** An error for a pool in the wrong state. */
export function wrongState(pool: HostPool, clause: string): VirtError {
  return new VirtError('operationInvalid', `storage pool '${pool.name}' ${clause}`, { domain: 'storage' })
}

/** An error for a volume whose name is taken. */
export function volumeExists(pool: HostPool, name: string): VirtError {
  return new VirtError('storageVolExist', `'${name}' exists already in the storage pool '${pool.name}'`, {
    domain: 'storage',
  })
}
