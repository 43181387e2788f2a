import type { Entry } from '../../core/contracts.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import {
  virStoragePoolBuildFlags as buildFlags,
  virStoragePoolCreateFlags as createFlags,
  virConnectListAllStoragePoolsFlags as listFlags,
  virStoragePoolState as stateNumbers,
  virStoragePoolDefineFlags,
  virStoragePoolDeleteFlags,
  virStorageXMLFlags,
} from '../wire/protocol/enums.ts'
import { badArgument, checkFlags, has, maskOf } from './flags.ts'
import { answer, either, type FilterGroup, filterOf, names, shown } from './listing.ts'
import { findByName, findByUuid, findPool, findWhere, madeBy, poolRef } from './lookup.ts'
import { noMatching } from './missing.ts'

/** Types of pools, with the flag under which each is listed. */
const typeFlags = {
  dir: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_DIR,
  fs: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_FS,
  netfs: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_NETFS,
  logical: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_LOGICAL,
  disk: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_DISK,
  iscsi: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI,
  scsi: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_SCSI,
  mpath: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_MPATH,
  rbd: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_RBD,
  sheepdog: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_SHEEPDOG,
  gluster: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_GLUSTER,
  zfs: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_ZFS,
  vstorage: listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_VSTORAGE,
  'iscsi-direct': listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI_DIRECT,
} as const

const filters: ReadonlyArray<FilterGroup<'pool'>> = [
  either(
    listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE,
    listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE,
    ({ state }) => state !== 'inactive',
  ),
  either(
    listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT,
    listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT,
    ({ persistent }) => persistent,
  ),
  either(
    listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART,
    listFlags.VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART,
    ({ autostart }) => autostart,
  ),
  Object.entries(typeFlags).map(([type, bit]) => [bit, (attrs) => attrs.type === type] as const),
]

const states = {
  inactive: stateNumbers.VIR_STORAGE_POOL_INACTIVE,
  building: stateNumbers.VIR_STORAGE_POOL_BUILDING,
  running: stateNumbers.VIR_STORAGE_POOL_RUNNING,
  degraded: stateNumbers.VIR_STORAGE_POOL_DEGRADED,
  inaccessible: stateNumbers.VIR_STORAGE_POOL_INACCESSIBLE,
} as const

const { VIR_STORAGE_POOL_DEFINE_VALIDATE: VALIDATE } = virStoragePoolDefineFlags
const { VIR_STORAGE_POOL_DELETE_ZEROED: ZEROED } = virStoragePoolDeleteFlags
const { VIR_STORAGE_XML_INACTIVE: INACTIVE } = virStorageXMLFlags
const OVERWRITE = buildFlags.VIR_STORAGE_POOL_BUILD_OVERWRITE
const NO_OVERWRITE = buildFlags.VIR_STORAGE_POOL_BUILD_NO_OVERWRITE

const isActive = ({ attrs }: Entry<'pool'>): boolean => attrs.state !== 'inactive'
const active = (call: Call) => shown(call, 'pool', (attrs) => attrs.state !== 'inactive')
const inactive = (call: Call) => shown(call, 'pool', (attrs) => attrs.state === 'inactive')
const nameOf = ({ attrs }: Entry<'pool'>): string => attrs.name

/** Storage pools. */
export const poolHandlers: RemoteHandlers = {
  CONNECT_NUM_OF_STORAGE_POOLS: (call) => ({ num: active(call).length }),
  CONNECT_LIST_STORAGE_POOLS: (call, { maxnames }) => names(active(call), maxnames, nameOf),
  CONNECT_NUM_OF_DEFINED_STORAGE_POOLS: (call) => ({ num: inactive(call).length }),
  CONNECT_LIST_DEFINED_STORAGE_POOLS: (call, { maxnames }) => names(inactive(call), maxnames, nameOf),
  CONNECT_LIST_ALL_STORAGE_POOLS: (call, { need_results, flags }) => {
    const fits = filterOf(call, 'pool', flags, filters)
    const { refs, ret } = answer(call, shown(call, 'pool', fits), need_results, poolRef)
    return { pools: refs, ret }
  },
  CONNECT_FIND_STORAGE_POOL_SOURCES: async (call, { type, srcSpec, flags }) => {
    checkFlags(call, 'pool', flags, 0)
    const source = srcSpec === null ? {} : { source: srcSpec }
    return { xml: await call.invoke('host.findPoolSources', call.host(), { poolType: type, ...source }) }
  },
  STORAGE_POOL_LOOKUP_BY_NAME: (call, { name }) => ({ pool: poolRef(findByName(call, 'pool', name)) }),
  STORAGE_POOL_LOOKUP_BY_UUID: (call, { uuid }) => ({ pool: poolRef(findByUuid(call, 'pool', uuid)) }),
  STORAGE_POOL_LOOKUP_BY_VOLUME: (call, { vol }) => ({ pool: poolRef(findByName(call, 'pool', vol.pool)) }),
  STORAGE_POOL_LOOKUP_BY_TARGET_PATH: (call, { path }) => {
    const wanted = trimPath(path)
    const fits = (entry: Entry<'pool'>): boolean =>
      isActive(entry) && trimPath(entry.attrs.path ?? '') === wanted
    return { pool: poolRef(findWhere(call, 'pool', fits, noMatching('pool', 'target path', path))) }
  },
  STORAGE_POOL_CREATE_XML: async (call, { xml, flags }) => {
    checkFlags(call, 'pool', flags, maskOf(...Object.values(createFlags)))
    const build = buildArgs(call, flags)
    const key = await call.invoke('pool.create', call.host(), {
      xml,
      ...(build === undefined ? {} : { build: true, ...build }),
    })
    return { pool: poolRef(madeBy(call, 'pool', key)) }
  },
  STORAGE_POOL_DEFINE_XML: async (call, { xml, flags }) => {
    checkFlags(call, 'pool', flags, VALIDATE)
    const validate = has(flags, VALIDATE)
    const key = await call.invoke('pool.define', call.host(), { xml, validate })
    return { pool: poolRef(madeBy(call, 'pool', key)) }
  },
  STORAGE_POOL_BUILD: (call, { pool, flags }) => {
    checkFlags(call, 'pool', flags, maskOf(...Object.values(buildFlags)))
    if (has(flags, OVERWRITE) && has(flags, NO_OVERWRITE)) throw exclusive(call)
    return call.invoke('pool.build', findPool(call, pool), {
      overwrite: has(flags, OVERWRITE),
      noOverwrite: has(flags, NO_OVERWRITE),
    })
  },
  STORAGE_POOL_UNDEFINE: (call, { pool }) => call.invoke('pool.undefine', findPool(call, pool), {}),
  STORAGE_POOL_CREATE: async (call, { pool, flags }) => {
    checkFlags(call, 'pool', flags, maskOf(...Object.values(createFlags)))
    const entry = findPool(call, pool)
    const build = buildArgs(call, flags)
    if (build !== undefined) await call.invoke('pool.build', entry, build)
    return call.invoke('pool.start', entry, {})
  },
  STORAGE_POOL_DESTROY: (call, { pool }) => call.invoke('pool.destroy', findPool(call, pool), {}),
  STORAGE_POOL_DELETE: (call, { pool, flags }) => {
    checkFlags(call, 'pool', flags, ZEROED)
    return call.invoke('pool.delete', findPool(call, pool), { zeroed: has(flags, ZEROED) })
  },
  STORAGE_POOL_REFRESH: (call, { pool, flags }) => {
    checkFlags(call, 'pool', flags, 0)
    return call.invoke('pool.refresh', findPool(call, pool), {})
  },
  STORAGE_POOL_GET_XML_DESC: async (call, { pool, flags }) => {
    checkFlags(call, 'pool', flags, INACTIVE)
    const entry = findPool(call, pool)
    return { xml: await call.invoke('pool.getXml', entry, { inactive: has(flags, INACTIVE) }) }
  },
  STORAGE_POOL_GET_INFO: (call, { pool }) => {
    const { state, capacity, allocation, available } = findPool(call, pool).attrs
    return { state: states[state], capacity, allocation, available }
  },
  STORAGE_POOL_GET_AUTOSTART: (call, { pool }) => ({
    autostart: Number(findPool(call, pool).attrs.autostart),
  }),
  STORAGE_POOL_SET_AUTOSTART: (call, { pool, autostart }) =>
    call.invoke('pool.setAutostart', findPool(call, pool), { autostart: autostart !== 0 }),
  STORAGE_POOL_IS_ACTIVE: (call, { pool }) => ({ active: Number(isActive(findPool(call, pool))) }),
  STORAGE_POOL_IS_PERSISTENT: (call, { pool }) => ({
    persistent: Number(findPool(call, pool).attrs.persistent),
  }),
}

interface BuildArgs {
  readonly overwrite: boolean
  readonly noOverwrite: boolean
}

/** How a pool is to be built before it starts; undefined if it is not to be. */
function buildArgs(call: Call, flags: number): BuildArgs | undefined {
  const overwrite = has(flags, createFlags.VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE)
  const noOverwrite = has(flags, createFlags.VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE)
  if (overwrite && noOverwrite) throw exclusive(call)
  const plain = has(flags, createFlags.VIR_STORAGE_POOL_CREATE_WITH_BUILD)
  return plain || overwrite || noOverwrite ? { overwrite, noOverwrite } : undefined
}

function exclusive(call: Call): Error {
  return badArgument(
    call,
    'pool',
    "flags 'VIR_STORAGE_POOL_BUILD_OVERWRITE' and 'VIR_STORAGE_POOL_BUILD_NO_OVERWRITE' are mutually exclusive",
  )
}

function trimPath(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path
}
