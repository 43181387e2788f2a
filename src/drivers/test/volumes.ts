import type { VolumeDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { TestNode } from './node.ts'
import {
  refreshPool,
  type TestPool,
  type TestVolume,
  volumeGone,
  volumePut,
  wrongPoolState,
} from './pools.ts'

/** A volume with the pool that it is in. */
export interface FoundVolume {
  readonly pool: TestPool
  readonly volume: TestVolume
}

/** The volume of a local key; throws `noStorageVol`. */
export function findVolume(node: TestNode, key: string): FoundVolume {
  const slash = key.indexOf('/')
  const name = key.slice(slash + 1)
  const pool = node.pools.find(key.slice(0, slash))
  const volume = pool?.volumes.get(name)
  if (pool === undefined || volume === undefined) {
    throw new VirtError('noStorageVol', `there is no storage volume '${name}' in the pool`)
  }
  if (!pool.active) throw wrongPoolState(pool, 'is not active')
  return { pool, volume }
}

/** A description completed by what the pool decides. */
export function placeVolume(pool: TestPool, doc: VolumeDoc, keepPlace = false): TestVolume {
  const own = keepPlace ? doc.target.path : undefined
  const path = own ?? `${pool.record.path ?? ''}/${doc.name}`
  const key = (keepPlace ? doc.key : undefined) ?? path
  return {
    name: doc.name,
    path,
    token: {},
    doc: { ...doc, type: doc.type ?? 'file', key, target: { ...doc.target, path } },
  }
}

/** Makes a volume in a pool; a copy takes over at least the size of what it is made of. */
export function createVolume(
  node: TestNode,
  pool: TestPool,
  given: VolumeDoc,
  from: TestVolume | undefined,
): TestVolume {
  if (!pool.active) throw wrongPoolState(pool, 'is not active')
  if (pool.volumes.has(given.name)) {
    throw new VirtError('storageVolExist', `the pool '${pool.name}' has a volume '${given.name}' already`)
  }
  const capacity =
    from !== undefined && from.doc.capacity > given.capacity ? from.doc.capacity : given.capacity
  const placed = placeVolume(pool, { ...given, capacity })
  checkSpace(pool, placed.doc.allocation)
  const volume = from?.content === undefined ? placed : { ...placed, content: from.content.share() }
  pool.volumes.set(volume.name, volume)
  refreshPool(node, pool)
  node.emit(volumePut(pool, volume))
  return volume
}

/** Throws `internalError` if a pool has not so many bytes free. */
export function checkSpace(pool: TestPool, more: bigint): void {
  const { allocation, capacity } = pool.record
  if (allocation + more <= capacity) return
  throw new VirtError(
    'internalError',
    `the pool '${pool.name}' has ${capacity - allocation} bytes free, ${more} are needed`,
    { domain: 'test' },
  )
}

/** Removes a volume and gives its space back. */
export function deleteVolume(node: TestNode, { pool, volume }: FoundVolume): void {
  pool.volumes.delete(volume.name)
  void volume.content?.release()
  node.emit(volumeGone(pool, volume.name))
  refreshPool(node, pool)
}

/** What a resize may do. */
export interface ResizeArgs {
  readonly capacity: bigint
  readonly shrink?: boolean
  readonly allocate?: boolean
}

/** Gives a volume another size. */
export function resizeVolume(node: TestNode, { pool, volume }: FoundVolume, args: ResizeArgs): void {
  const { capacity, shrink = false, allocate = false } = args
  const { doc } = volume
  if (capacity < doc.capacity && !shrink) {
    throw new VirtError(
      'invalidArg',
      `the volume '${volume.name}' has ${doc.capacity} bytes; to make it smaller needs 'shrink'`,
      { domain: 'test' },
    )
  }
  const full = allocate || doc.allocation > capacity
  const allocation = full ? capacity : doc.allocation
  if (allocation > doc.allocation) checkSpace(pool, allocation - doc.allocation)
  const { content } = volume
  const resized: TestVolume = {
    ...volume,
    ...(content === undefined ? {} : { content: content.share(Number(capacity)) }),
    doc: { ...doc, capacity, allocation },
  }
  void content?.release()
  pool.volumes.set(volume.name, resized)
  refreshPool(node, pool)
  node.emit(volumePut(pool, resized))
}

/** Overwrites what is stored in a volume. */
export function wipeVolume(node: TestNode, { pool, volume }: FoundVolume): void {
  const { content, ...rest } = volume
  pool.volumes.set(volume.name, rest)
  void content?.release()
  node.emit(volumePut(pool, rest))
}
