import type { Entry } from '../../core/contracts.ts'
import type { Args } from '../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import type { RemoteNonnullStorageVol } from '../wire/generated/types.ts'
import {
  virStorageVolCreateFlags as createFlags,
  virStorageVolDeleteFlags as deleteFlags,
  virStorageVolResizeFlags as resizeFlags,
  virStorageVolType as typeNumbers,
  virStorageVolDownloadFlags,
  virStorageVolInfoFlags,
  virStorageVolUploadFlags,
} from '../wire/protocol/enums.ts'
import { badArgument, checkFlags, has, maskOf } from './flags.ts'
import { answer, names, shown } from './listing.ts'
import { checkActive, findPool, findVolume, findVolumeIn, findWhere, madeBy, volumeRef } from './lookup.ts'
import { missingError, noMatching } from './missing.ts'

const types = {
  file: typeNumbers.VIR_STORAGE_VOL_FILE,
  block: typeNumbers.VIR_STORAGE_VOL_BLOCK,
  dir: typeNumbers.VIR_STORAGE_VOL_DIR,
  network: typeNumbers.VIR_STORAGE_VOL_NETWORK,
  netdir: typeNumbers.VIR_STORAGE_VOL_NETDIR,
  ploop: typeNumbers.VIR_STORAGE_VOL_PLOOP,
} as const

const wipeAlgorithms = [
  'zero',
  'nnsa',
  'dod',
  'bsi',
  'gutmann',
  'schneier',
  'pfitzner7',
  'pfitzner33',
  'random',
  'trim',
] as const

const { VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM: SPARSE_UP } = virStorageVolUploadFlags
const { VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM: SPARSE_DOWN } = virStorageVolDownloadFlags
const { VIR_STORAGE_VOL_GET_PHYSICAL: PHYSICAL } = virStorageVolInfoFlags
const nameOf = ({ attrs }: Entry<'volume'>): string => attrs.name

/** Volumes of storage pools. */
export const volumeHandlers: RemoteHandlers = {
  STORAGE_POOL_NUM_OF_VOLUMES: (call, { pool }) => ({ num: volumesOf(call, findPool(call, pool)).length }),
  STORAGE_POOL_LIST_VOLUMES: (call, { pool, maxnames }) =>
    names(volumesOf(call, findPool(call, pool)), maxnames, nameOf),
  STORAGE_POOL_LIST_ALL_VOLUMES: (call, { pool, need_results, flags }) => {
    checkFlags(call, 'volume', flags, 0)
    const owner = findPool(call, pool)
    const { refs, ret } = answer(call, volumesOf(call, owner), need_results, (each) => volumeRef(each, owner))
    return { vols: refs, ret }
  },
  STORAGE_VOL_LOOKUP_BY_NAME: (call, { pool, name }) => {
    const owner = findPool(call, pool)
    return { vol: volumeRef(findVolumeIn(call, owner, name), owner) }
  },
  STORAGE_VOL_LOOKUP_BY_KEY: (call, { key }) =>
    told(
      call,
      findWhere(call, 'volume', ({ attrs }) => attrs.volumeKey === key, noMatching('volume', 'key', key)),
    ),
  STORAGE_VOL_LOOKUP_BY_PATH: (call, { path }) =>
    told(
      call,
      findWhere(call, 'volume', ({ attrs }) => attrs.path === path, noMatching('volume', 'path', path)),
    ),
  STORAGE_VOL_CREATE_XML: (call, { pool, xml, flags }) => {
    checkFlags(call, 'volume', flags, maskOf(PREALLOC, VALIDATE))
    return create(call, findPool(call, pool), { xml, ...createSwitches(flags) })
  },
  STORAGE_VOL_CREATE_XML_FROM: (call, { pool, xml, clonevol, flags }) => {
    checkFlags(call, 'volume', flags, maskOf(PREALLOC, VALIDATE, REFLINK))
    const from = findVolume(call, clonevol).key
    return create(call, findPool(call, pool), { xml, from, ...createSwitches(flags) })
  },
  STORAGE_VOL_DELETE: (call, { vol, flags }) => {
    checkFlags(call, 'volume', flags, maskOf(...Object.values(deleteFlags)))
    return call.invoke('volume.delete', findVolume(call, vol), {
      zeroed: has(flags, deleteFlags.VIR_STORAGE_VOL_DELETE_ZEROED),
      withSnapshots: has(flags, deleteFlags.VIR_STORAGE_VOL_DELETE_WITH_SNAPSHOTS),
    })
  },
  STORAGE_VOL_WIPE: (call, { vol, flags }) => {
    checkFlags(call, 'volume', flags, 0)
    return call.invoke('volume.wipe', findVolume(call, vol), {})
  },
  STORAGE_VOL_WIPE_PATTERN: (call, { vol, algorithm, flags }) => {
    checkFlags(call, 'volume', flags, 0)
    const how = wipeAlgorithms[algorithm]
    if (how === undefined) throw badArgument(call, 'volume', `wiping algorithm ${algorithm} not supported`)
    return call.invoke('volume.wipe', findVolume(call, vol), { algorithm: how })
  },
  STORAGE_VOL_GET_XML_DESC: async (call, { vol, flags }) => {
    checkFlags(call, 'volume', flags, 0)
    return { xml: await call.invoke('volume.getXml', findVolume(call, vol), {}) }
  },
  STORAGE_VOL_GET_INFO: (call, { vol }) => info(findVolume(call, vol)),
  STORAGE_VOL_GET_INFO_FLAGS: (call, { vol, flags }) => {
    checkFlags(call, 'volume', flags, PHYSICAL)
    return info(findVolume(call, vol))
  },
  STORAGE_VOL_GET_PATH: (call, { vol }) => ({ name: findVolume(call, vol).attrs.path }),
  STORAGE_VOL_RESIZE: (call, args) => resize(call, args),
  STORAGE_VOL_UPLOAD: async (call, { vol, offset, length, flags }) => {
    checkFlags(call, 'volume', flags, SPARSE_UP)
    const sparse = has(flags, SPARSE_UP)
    call.stream(await call.invoke('volume.upload', findVolume(call, vol), { offset, length, sparse }))
  },
  STORAGE_VOL_DOWNLOAD: async (call, { vol, offset, length, flags }) => {
    checkFlags(call, 'volume', flags, SPARSE_DOWN)
    const sparse = has(flags, SPARSE_DOWN)
    call.stream(await call.invoke('volume.download', findVolume(call, vol), { offset, length, sparse }))
  },
}

const PREALLOC = createFlags.VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA
const VALIDATE = createFlags.VIR_STORAGE_VOL_CREATE_VALIDATE
const REFLINK = createFlags.VIR_STORAGE_VOL_CREATE_REFLINK

function createSwitches(flags: number) {
  return {
    preallocMetadata: has(flags, PREALLOC),
    validate: has(flags, VALIDATE),
    ...(has(flags, REFLINK) ? { reflink: true } : {}),
  }
}

async function create(
  call: Call,
  owner: Entry<'pool'>,
  args: Args<'volume.create'>,
): Promise<{ vol: RemoteNonnullStorageVol }> {
  checkActive(call, owner)
  const key = await call.invoke('volume.create', owner, args)
  return { vol: volumeRef(madeBy(call, 'volume', key), owner) }
}

function volumesOf(call: Call, pool: Entry<'pool'>): Entry<'volume'>[] {
  checkActive(call, pool)
  return shown(call, 'volume', (attrs) => attrs.pool === pool.key)
}

function poolOf(call: Call, volume: Entry<'volume'>): Entry<'pool'> {
  const pool = call.reader.get('pool', volume.attrs.pool)
  if (pool !== undefined) return pool
  throw missingError(call, 'pool', noMatching('pool', 'uuid', volume.attrs.pool))
}

function told(call: Call, volume: Entry<'volume'>): { vol: RemoteNonnullStorageVol } {
  return { vol: volumeRef(volume, poolOf(call, volume)) }
}

/** The space that a volume takes is what it has on the storage behind it, too. */
function info({ attrs }: Entry<'volume'>) {
  return { type: types[attrs.type], capacity: attrs.capacity, allocation: attrs.allocation }
}

interface Resize {
  readonly vol: RemoteNonnullStorageVol
  readonly capacity: bigint
  readonly flags: number
}

function resize(call: Call, { vol, capacity, flags }: Resize): Promise<void> {
  checkFlags(call, 'volume', flags, maskOf(...Object.values(resizeFlags)))
  const volume = findVolume(call, vol)
  const shrink = has(flags, resizeFlags.VIR_STORAGE_VOL_RESIZE_SHRINK)
  const delta = has(flags, resizeFlags.VIR_STORAGE_VOL_RESIZE_DELTA)
  const now = volume.attrs.capacity
  const wanted = delta ? (shrink ? now - capacity : now + capacity) : capacity
  if (wanted < 0n) throw badArgument(call, 'volume', "can't shrink capacity below zero")
  return call.invoke('volume.resize', volume, {
    capacity: wanted,
    shrink,
    allocate: has(flags, resizeFlags.VIR_STORAGE_VOL_RESIZE_ALLOCATE),
  })
}
