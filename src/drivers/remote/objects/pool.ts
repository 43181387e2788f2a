import { parsePool, parseVolume } from '../../../core/config/index.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type { RemoteNonnullStoragePool, RemoteNonnullStorageVol } from '../../../rpc/wire/generated/types.ts'
import type { Daemon } from '../daemon.ts'
import { oldPools, oldVolumes } from '../old-lists.ts'
import {
  type Family,
  type FamilyReading,
  type Member,
  memberKey,
  type Put,
  type Reading,
  type Unit,
} from '../units.ts'

/** States of pools by libvirt's numbers. */
const poolStates = ['inactive', 'building', 'running', 'degraded', 'inaccessible'] as const

/** Kinds of volumes by libvirt's numbers. */
const volumeTypes = ['file', 'block', 'dir', 'network', 'netdir', 'ploop'] as const

const volumes: Family<RemoteNonnullStoragePool> = {
  type: 'volume',
  async list(pool, { daemon, owner, held }) {
    const { state } = owner.attrs as Attrs<'pool'>
    // Nobody can say what is in a pool that is not there.
    if (state === 'inactive' || state === 'inaccessible') return []
    const ret = await daemon.tryCall('STORAGE_POOL_LIST_ALL_VOLUMES', { pool, need_results: 1, flags: 0 })
    const found = ret?.vols ?? (await oldVolumes(daemon, pool))
    return Promise.all(found.map((vol) => volumeMember(daemon, pool, vol, held)))
  },
}

/** The storage pools of a daemon. */
export const pools: Unit<RemoteNonnullStoragePool> = {
  type: 'pool',
  missing: 'noStoragePool',
  families: [volumes],
  keyOf: ({ uuid }) => uuid,
  refOf: (uuid) => ({ name: '', uuid }),
  list: async (daemon) =>
    (await daemon.tryCall('CONNECT_LIST_ALL_STORAGE_POOLS', { need_results: 1, flags: 0 }))?.pools ??
    oldPools(daemon),
  read,
}

async function read(pool: RemoteNonnullStoragePool, { daemon }: Reading): Promise<Put> {
  const [xml, info, persistent, autostart] = await Promise.all([
    daemon.call('STORAGE_POOL_GET_XML_DESC', { pool, flags: 0 }),
    daemon.call('STORAGE_POOL_GET_INFO', { pool }),
    daemon.tryCall('STORAGE_POOL_IS_PERSISTENT', { pool }),
    daemon.tryCall('STORAGE_POOL_GET_AUTOSTART', { pool }),
  ])
  const doc = parsePool(xml.xml)
  const path = doc.target?.path
  const attrs: Attrs<'pool'> = {
    uuid: pool.uuid,
    name: doc.name ?? pool.name,
    type: doc.type,
    ...(path !== undefined && { path }),
    state: poolStates[info.state] ?? 'inactive',
    persistent: (persistent?.persistent ?? 1) !== 0,
    autostart: (autostart?.autostart ?? 0) !== 0,
    capacity: info.capacity,
    allocation: info.allocation,
    available: info.available,
  }
  return { kind: 'put', type: 'pool', key: pool.uuid, attrs }
}

async function volumeMember(
  daemon: Daemon,
  pool: RemoteNonnullStoragePool,
  vol: RemoteNonnullStorageVol,
  held: FamilyReading['held'],
): Promise<Member> {
  const key = memberKey(pool.uuid, vol.name)
  const info = await daemon.call('STORAGE_VOL_GET_INFO', { vol })
  const before = held(key)?.attrs as Attrs<'volume'> | undefined
  const sizes = { capacity: info.capacity, allocation: info.allocation }
  // A volume that has its size and key is the one that is known; there may be thousands.
  const known = before?.volumeKey === vol.key && before.capacity === info.capacity
  const attrs = known
    ? { ...before, ...sizes }
    : { ...(await described(daemon, pool, vol)), type: volumeTypes[info.type] ?? 'file', ...sizes }
  return { ref: vol, put: { kind: 'put', type: 'volume', key, attrs } }
}

/** What only the document of a volume tells. */
async function described(daemon: Daemon, pool: RemoteNonnullStoragePool, vol: RemoteNonnullStorageVol) {
  const { xml } = await daemon.call('STORAGE_VOL_GET_XML_DESC', { vol, flags: 0 })
  const { target } = parseVolume(xml, { live: true })
  const format = target.format?.type
  return {
    name: vol.name,
    pool: pool.uuid,
    volumeKey: vol.key,
    path: target.path ?? vol.key,
    ...(format !== undefined && { format }),
  }
}
