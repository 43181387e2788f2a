import { globalKey } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { TypeName } from '../../core/model/index.ts'
import { IndexSpace, type Owner } from './index-space.ts'
import { inPortions } from './portions.ts'

/** Where indexes are written: named texts, each replaced whole and on the disk when `put` resolves. */
export interface IndexStorage {
  load(): Promise<ReadonlyMap<string, string>>
  put(name: string, text: string): Promise<void>
}

/** What an index store is made of. */
export interface IndexStoreOptions {
  readonly storage: IndexStorage
  readonly clock: Clock
  readonly log: Logger
}

/** Begins each text. Version 1 had no such line and kept the indexes of each connection apart. */
const header = JSON.stringify({ format: 'virtgate-indexes', version: 2 })
const fileName = /^([a-z]+)\.\d+$/
/** What stands for the connection itself among its objects. */
const hostKey = 'host'
const SHARD_OWNERS = 512
const WRITE_DELAY_MS = 100
const RETRY_MS = 5_000

interface Space {
  readonly name: string
  readonly indexes: IndexSpace
}

/**
 * The lasting indexes of all objects, one space for each kind. They are written in shards of 512, so that one new guest among many costs
 * one small file, a tenth of a second after it came and together with others of that moment.
 */
export class IndexStore {
  readonly #options: IndexStoreOptions
  readonly #spaces = new Map<string, Space>()
  readonly #dirty = new Map<string, { space: Space; shard: number }>()
  #cancelTimer: (() => void) | undefined
  #writing: Promise<void> | undefined
  #closed = false

  private constructor(options: IndexStoreOptions) {
    this.#options = options
  }

  /** Reads what was written before. */
  static async open(options: IndexStoreOptions): Promise<IndexStore> {
    const store = new IndexStore(options)
    await inPortions(store.#restore(await options.storage.load()), options.clock)
    for (const { indexes } of store.#spaces.values()) indexes.restored()
    return store
  }

  /** Indexes of one kind of object. */
  space(kind: TypeName): IndexSpace {
    return this.#space(kind).indexes
  }

  /** Index of a connection itself, given now if it has none. */
  hostIndex(connection: string): number {
    return this.space('host').claim(globalKey(connection, hostKey)).index
  }

  /** Says that all objects of a connection have been seen: indexes of those that did not come back are free to age. */
  settle(connection: string): void {
    for (const { name, indexes } of this.#spaces.values()) if (name !== 'host') indexes.settle(connection)
  }

  /** Says that connections that are not among these will not come back. */
  settleOthers(connections: ReadonlySet<string>): void {
    for (const { indexes } of this.#spaces.values()) indexes.settleOthers(connections)
  }

  /** Writes what is not written yet; resolves when it is on the disk or could not be put there. */
  async flush(): Promise<void> {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    await this.#writing
    if (this.#dirty.size > 0) await this.#write()
  }

  /** Writes the rest and stops. */
  async close(): Promise<void> {
    await this.flush()
    this.#closed = true
    this.#cancelTimer?.()
  }

  *#restore(texts: ReadonlyMap<string, string>): Generator<void> {
    for (const [name, text] of texts) {
      const space = fileName.exec(name)?.[1]
      if (space !== undefined) this.#space(space).indexes.restore(this.#read(name, text))
      yield
    }
  }

  #space(name: string): Space {
    const known = this.#spaces.get(name)
    if (known) return known
    const indexes = new IndexSpace(this.#options.clock, {
      changed: (index) => this.#changed(space, Math.floor(index / SHARD_OWNERS)),
    })
    const space: Space = { name, indexes }
    this.#spaces.set(name, space)
    return space
  }

  #changed(space: Space, shard: number): void {
    this.#dirty.set(`${space.name}.${shard}`, { space, shard })
    this.#schedule(WRITE_DELAY_MS)
  }

  #schedule(delay: number): void {
    if (this.#closed || this.#cancelTimer || this.#writing) return
    this.#cancelTimer = this.#options.clock.after(delay, () => {
      this.#cancelTimer = undefined
      void this.#write()
    })
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeDirty().then((failed) => {
      this.#writing = undefined
      if (this.#dirty.size > 0) this.#schedule(failed ? RETRY_MS : WRITE_DELAY_MS)
    })
    return this.#writing
  }

  async #writeDirty(): Promise<boolean> {
    for (const [name, { space, shard }] of [...this.#dirty]) {
      this.#dirty.delete(name)
      const owners = space.indexes.between(shard * SHARD_OWNERS, (shard + 1) * SHARD_OWNERS)
      try {
        await this.#options.storage.put(name, formatShard(owners))
      } catch (error) {
        this.#dirty.set(name, { space, shard })
        this.#options.log.error('SNMP indexes could not be written; they may change at the next start', {
          file: name,
          error,
        })
        return true
      }
    }
    return false
  }

  #read(name: string, text: string): Owner[] {
    try {
      return parseShard(text)
    } catch (error) {
      this.#options.log.error('SNMP indexes could not be read; objects get new ones', { file: name, error })
      return []
    }
  }
}

/** A header, then a line for each owner: `[index, key, gone, disks, nics, units]`, the last three where there are any. */
export function formatShard(owners: readonly Owner[]): string {
  return `${header}\n${owners.map((owner) => `${JSON.stringify(ownerFields(owner))}\n`).join('')}`
}

function ownerFields(owner: Owner): unknown[] {
  const fields: unknown[] = [owner.index, owner.key, Math.max(0, owner.gone)]
  if (owner.disks ?? owner.nics) fields.push(owner.disks ?? [], owner.nics ?? [])
  if (owner.units) fields.push(owner.units)
  return fields
}

/** Reads what `formatShard` wrote; throws at anything else. */
export function parseShard(text: string): Owner[] {
  const [first, ...lines] = text.split('\n')
  if (first !== header) throw new TypeError(`indexes begin with ${header}`)
  return lines.filter((line) => line !== '').map((line) => readOwner(JSON.parse(line)))
}

function readOwner(fields: unknown): Owner {
  if (!Array.isArray(fields)) throw new TypeError('an owner is a list')
  const [index, key, gone, disks, nics, units] = fields as readonly unknown[]
  if (!isIndex(index) || typeof key !== 'string' || typeof gone !== 'number') {
    throw new TypeError('an owner begins with its index, key and time')
  }
  const owner: Owner = { index, key, gone: gone > 0 ? gone : -1 }
  if (isList(disks, 'string') && disks.length > 0) owner.disks = disks
  if (isList(nics, 'string') && nics.length > 0) owner.nics = nics
  if (isList(units, 'number')) owner.units = units
  return owner
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 2147483647
}

function isList(value: unknown, kind: 'string'): value is string[]
function isList(value: unknown, kind: 'number'): value is number[]
function isList(value: unknown, kind: string): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === kind)
}
