import { chmod, chown, mkdir, rmdir, stat } from 'node:fs/promises'
import { formatPool, type PoolDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import { isMountPool, mountPool, unmountPool } from './mounts.ts'
import { HostPool, wrongState } from './pool.ts'
import { checkOwnPlace } from './pool-check.ts'
import { clearDrafts, permissionsOf, readSizes, scanDirectory } from './scan.ts'
import type { Storage } from './storage.ts'
import { type HostVolume, volumeGone, volumePut } from './volume.ts'

const defaultMode = 0o711

/** Keeps the definition of a pool. */
export async function definePool(storage: Storage, doc: PoolDoc): Promise<HostPool> {
  const known = storage.pools.match(doc.uuid, doc.name ?? '')
  checkOwnPlace(storage, doc)
  const pool = known ?? new HostPool(doc)
  // The name is taken before anything is awaited.
  storage.pools.set(pool)
  try {
    await storage.stores.definitions.put(doc.uuid, formatPool(doc, { inactive: true }))
  } catch (error) {
    if (known === undefined) storage.pools.delete(pool)
    throw error
  }
  pool.config = doc
  storage.env.emit(pool.put(), pool.event('defined'))
  return pool
}

/** Makes a pool active that is forgotten when it stops, unless a definition of it is kept. */
export async function createPool(
  storage: Storage,
  doc: PoolDoc,
  prepare: (doc: PoolDoc) => Promise<void>,
): Promise<HostPool> {
  const known = storage.pools.match(doc.uuid, doc.name ?? '')
  known?.stopped('is already active')
  checkOwnPlace(storage, doc)
  const pool = known ?? new HostPool(doc)
  storage.pools.set(pool)
  try {
    await prepare(doc)
    await activate(storage, pool, doc)
  } catch (error) {
    if (known === undefined) storage.pools.delete(pool)
    throw error
  }
  storage.env.emit(pool.put(), pool.event('started'), ...pool.puts())
  return pool
}

/** Makes a defined pool active. */
export async function startPool(storage: Storage, pool: HostPool): Promise<void> {
  pool.stopped('is already active')
  if (pool.config === undefined) throw wrongState(pool, 'has no definition that is kept')
  await activate(storage, pool, pool.config)
  storage.env.emit(pool.put(), pool.event('started'), ...pool.puts())
}

/** Looks what there is and lets the pool be used; what was mounted for it is taken back when that fails. */
export async function activate(storage: Storage, pool: HostPool, doc: PoolDoc): Promise<void> {
  pool.changing = true
  try {
    const mounted = await mountPool(doc)
    try {
      await load(storage, pool, doc)
    } catch (error) {
      if (mounted) await unmountPool(doc)
      throw error
    }
  } finally {
    pool.changing = false
  }
}

async function load(storage: Storage, pool: HostPool, doc: PoolDoc): Promise<void> {
  const dir = doc.target?.path ?? ''
  try {
    const info = await stat(dir, { bigint: true })
    if (!info.isDirectory()) throw new Error('it is no directory')
    await clearDrafts(dir)
    const [volumes, sizes] = await Promise.all([scanDirectory(dir), readSizes(dir)])
    const live = { ...doc, target: { ...doc.target, path: dir, permissions: permissionsOf(info) } }
    await storage.stores.active.put(pool.uuid, formatPool(live))
    pool.live = live
    pool.sizes = sizes
    for (const volume of volumes.values()) pool.volumes.set(volume.name, volume)
  } catch (error) {
    throw fromSystem(error, `cannot open directory '${dir}' of storage pool '${pool.name}'`)
  }
}

/** Makes a pool inactive; one without a kept definition is gone afterwards. */
export async function stopPool(storage: Storage, pool: HostPool): Promise<void> {
  const { live } = pool.running().idle()
  if (live === undefined || pool.changing) throw wrongState(pool, 'is being changed')
  pool.changing = true
  try {
    await unmountPool(live)
    await storage.stores.active.delete(pool.uuid)
  } finally {
    pool.changing = false
  }
  const gone = [...pool.volumes.keys()].map((name) => volumeGone(pool.uuid, name))
  pool.live = undefined
  storage.env.emit(...gone, pool.put(), pool.event('stopped'))
  if (pool.config === undefined) forget(storage, pool)
}

/** Forgets the definition of a pool that is inactive. */
export async function undefinePool(storage: Storage, pool: HostPool): Promise<void> {
  pool.stopped('is still active')
  await storage.stores.autostart.delete(pool.uuid)
  await storage.stores.definitions.delete(pool.uuid)
  storage.env.emit(pool.event('undefined'))
  forget(storage, pool)
}

function forget(storage: Storage, pool: HostPool): void {
  storage.pools.delete(pool)
  storage.env.emit({ kind: 'gone', type: 'pool', key: pool.uuid })
}

/** Sets whether a pool starts with its host. */
export async function setAutostart(storage: Storage, pool: HostPool, autostart: boolean): Promise<void> {
  if (pool.config === undefined) throw wrongState(pool, 'has no definition that is kept')
  const { autostart: store } = storage.stores
  await (autostart ? store.put(pool.uuid, '') : store.delete(pool.uuid))
  pool.autostart = autostart
  storage.env.emit(pool.put())
}

/** Looks again which volumes there are. */
export async function refreshPool(storage: Storage, pool: HostPool): Promise<void> {
  const { dir } = pool.running()
  const found = await scanDirectory(dir)
  const sizes = await readSizes(dir)
  pool.running().sizes = sizes
  storage.env.emit(...replaceVolumes(pool, found), pool.put(), {
    kind: 'event',
    type: 'pool',
    key: pool.uuid,
    event: 'refresh',
    fields: {},
  })
}

function replaceVolumes(pool: HostPool, found: ReadonlyMap<string, HostVolume>): Change[] {
  const gone = [...pool.volumes.keys()].filter((name) => !found.has(name))
  for (const name of gone) pool.volumes.delete(name)
  for (const volume of found.values()) pool.volumes.set(volume.name, volume)
  return [
    ...gone.map((name) => volumeGone(pool.uuid, name)),
    ...[...found.values()].map((volume) => volumePut(pool.uuid, volume)),
  ]
}

/** Makes the directory that a pool needs, with the owner and mode that its definition names. */
export async function buildDirectory(doc: PoolDoc, flags: { overwrite?: boolean }): Promise<void> {
  const dir = doc.target?.path ?? ''
  if (flags.overwrite && isMountPool(doc)) {
    throw new VirtError('argumentUnsupported', `no file system is made for storage pool '${doc.name}'`, {
      domain: 'storage',
    })
  }
  const { mode, owner, group } = doc.target?.permissions ?? {}
  try {
    const made = (await mkdir(dir, { recursive: true, mode: defaultMode })) !== undefined
    if (owner !== undefined || group !== undefined) await chown(dir, Number(owner ?? -1), Number(group ?? -1))
    if (mode !== undefined) await chmod(dir, Number.parseInt(mode, 8))
    else if (made) await chmod(dir, defaultMode)
  } catch (error) {
    throw fromSystem(error, `directory '${dir}' of storage pool '${doc.name}' cannot be made`)
  }
}

/** Removes the directory of an inactive pool, which must be empty. */
export async function deleteDirectory(storage: Storage, pool: HostPool): Promise<void> {
  pool.stopped('is still active')
  try {
    await rmdir(pool.dir)
  } catch (error) {
    throw fromSystem(error, `directory '${pool.dir}' of storage pool '${pool.name}' cannot be removed`)
  }
  storage.env.emit(pool.event('deleted'))
}

/** Makes the place of an inactive pool. */
export async function buildPool(
  storage: Storage,
  pool: HostPool,
  flags: { overwrite?: boolean },
): Promise<void> {
  pool.stopped('is already active')
  await buildDirectory(pool.doc, flags)
  storage.env.emit(pool.event('created'))
}
