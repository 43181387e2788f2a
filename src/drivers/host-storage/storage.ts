import type { DriverEnv } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { ObjectStore } from '../../core/store/object-store.ts'
import { NamedObjects, namedWords } from '../shared/named-objects.ts'
import { type HostPool, wrongState } from './pool.ts'
import { readSizes, readVolume } from './scan.ts'
import { type HostVolume, volumeGone, volumePut } from './volume.ts'

/** What the storage of a host works with. */
export interface StorageOptions {
  readonly env: DriverEnv
  /** Name of the running guest that uses a file; undefined if none does. */
  readonly userOf: (path: string) => string | undefined
}

/** The storage of a host: its pools, and where they are kept. */
export interface Storage extends StorageOptions {
  readonly pools: NamedObjects<HostPool>
  readonly stores: {
    /** Definitions by UUID. */
    readonly definitions: ObjectStore
    /** UUIDs of pools that start with the host; the texts are empty. */
    readonly autostart: ObjectStore
    /** Pools that are active; gone at a reboot of the host. */
    readonly active: ObjectStore
  }
}

/** A volume with the pool that it is in. */
export interface FoundVolume {
  readonly pool: HostPool
  readonly volume: HostVolume
}

/** Storage without any pool yet. */
export function makeStorage(options: StorageOptions): Storage {
  const { env } = options
  return {
    ...options,
    pools: new NamedObjects<HostPool>(namedWords.pool),
    stores: {
      definitions: env.store('pool'),
      autostart: env.store('pool-autostart'),
      active: env.store('pool', 'run'),
    },
  }
}

/** The volume of a local key, in a pool that is active. */
export function findVolume(storage: Storage, key: string): FoundVolume {
  const slash = key.indexOf('/')
  const pool = storage.pools.get(key.slice(0, slash)).running()
  return volumeOf(pool, key.slice(slash + 1))
}

/** A volume of a pool by its name. */
export function volumeOf(pool: HostPool, name: string): FoundVolume {
  const volume = pool.volumes.get(name)
  if (volume !== undefined) return { pool, volume }
  throw new VirtError('noStorageVol', `no storage vol with matching name '${name}'`, { domain: 'storage' })
}

/** Path of a volume that is named by its pool and its own name. */
export function resolveVolume(storage: Storage, poolName: string, name: string): FoundVolume {
  const pool = storage.pools.findByName(poolName)
  if (pool === undefined) {
    throw new VirtError('noStoragePool', `no storage pool with matching name '${poolName}'`, {
      domain: 'storage',
    })
  }
  if (!pool.active) throw wrongState(pool, `is not active; volume '${name}' of it cannot be used`)
  return volumeOf(pool, name)
}

/** Refuses what must not happen to a volume that is in use. */
export function checkUnused(storage: Storage, { pool, volume }: FoundVolume): void {
  if (pool.holds(volume.name)) {
    throw new VirtError('operationInvalid', `volume '${volume.name}' is still in use.`, { domain: 'storage' })
  }
  const user = storage.userOf(volume.path)
  if (user === undefined) return
  throw new VirtError(
    'operationInvalid',
    `volume '${volume.name}' is in use by the domain '${user}', which runs`,
    { domain: 'storage' },
  )
}

/** Reads a volume anew and tells what became of it, and of the space of its pool. */
export async function noticeVolume(
  storage: Storage,
  pool: HostPool,
  name: string,
): Promise<HostVolume | undefined> {
  const [volume, sizes] = await Promise.all([readVolume(pool.dir, name), readSizes(pool.dir)])
  if (!pool.active) return undefined
  pool.sizes = sizes
  if (volume !== undefined) pool.volumes.set(name, volume)
  const gone = volume === undefined && pool.volumes.delete(name)
  const change = volume ? [volumePut(pool.uuid, volume)] : gone ? [volumeGone(pool.uuid, name)] : []
  storage.env.emit(pool.put(), ...change)
  return volume
}
