import type { Counters } from '../../../core/model/index.ts'
import type { RemoteHandlers } from '../../binding.ts'
import type { RemoteTypedParam } from '../../wire/generated/types.ts'
import { checkFlags, has } from '../flags.ts'
import { findDomain } from '../lookup.ts'
import { diskStats, interfaceStats } from './disk.ts'
import { domainError, onDomain, scopeOf, sideOf } from './on-domain.ts'
import { type ParamTable, param, readParams, STRINGS_OKAY, twoSteps, writeParams } from './typed-params.ts'

type DiskStats = NonNullable<Counters<'domain'>['diskStats']>[number]

/** Limits of a disk with their types, in libvirt's order. */
const tuneParams = {
  total_bytes_sec: 'ullong',
  read_bytes_sec: 'ullong',
  write_bytes_sec: 'ullong',
  total_iops_sec: 'ullong',
  read_iops_sec: 'ullong',
  write_iops_sec: 'ullong',
  total_bytes_sec_max: 'ullong',
  read_bytes_sec_max: 'ullong',
  write_bytes_sec_max: 'ullong',
  total_iops_sec_max: 'ullong',
  read_iops_sec_max: 'ullong',
  write_iops_sec_max: 'ullong',
  size_iops_sec: 'ullong',
  group_name: 'string',
  total_bytes_sec_max_length: 'ullong',
  read_bytes_sec_max_length: 'ullong',
  write_bytes_sec_max_length: 'ullong',
  total_iops_sec_max_length: 'ullong',
  read_iops_sec_max_length: 'ullong',
  write_iops_sec_max_length: 'ullong',
} as const satisfies ParamTable

const TUNE_MAX = 32

/** Counters of a disk by libvirt's names, in the order of its answers. */
const statNames = [
  ['wr_bytes', 'writeBytes'],
  ['wr_operations', 'writeRequests'],
  ['rd_bytes', 'readBytes'],
  ['rd_operations', 'readRequests'],
  ['flush_operations', 'flushRequests'],
  ['wr_total_times', 'writeTime'],
  ['rd_total_times', 'readTime'],
  ['flush_total_times', 'flushTime'],
  ['errs', 'errors'],
] as const satisfies ReadonlyArray<readonly [string, keyof DiskStats]>

const errorCodes = { none: 0, unspec: 1, 'no-space': 2 } as const
const DISK_ERRORS_MAX = 256
const PEEK_MAX = 4_194_304
const RESIZE_BYTES = 1
const KIB = 1024n

/** Disks and interfaces of domains: counters, sizes, limits, errors. */
export const blockHandlers: RemoteHandlers = {
  DOMAIN_BLOCK_STATS: async (call, { dom, path }) => {
    const stats = await diskStats(call, findDomain(call, dom), path)
    return {
      rd_req: stats.readRequests,
      rd_bytes: stats.readBytes,
      wr_req: stats.writeRequests,
      wr_bytes: stats.writeBytes,
      errs: stats.errors ?? -1n,
    }
  },
  DOMAIN_BLOCK_STATS_FLAGS: async (call, { dom, path, nparams, flags }) => {
    checkFlags(call, 'domain', flags, STRINGS_OKAY)
    const all = statParams(await diskStats(call, findDomain(call, dom), path))
    return twoSteps(call, all, { nparams, flags })
  },
  DOMAIN_INTERFACE_STATS: async (call, { dom, device }) => {
    const stats = await interfaceStats(call, findDomain(call, dom), device)
    return {
      rx_bytes: stats.rxBytes,
      rx_packets: stats.rxPackets,
      rx_errs: stats.rxErrors,
      rx_drop: stats.rxDropped,
      tx_bytes: stats.txBytes,
      tx_packets: stats.txPackets,
      tx_errs: stats.txErrors,
      tx_drop: stats.txDropped,
    }
  },
  DOMAIN_GET_BLOCK_INFO: async (call, { dom, path, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return await onDomain(call, dom, 'domain.getBlockInfo', { disk: path })
  },
  DOMAIN_BLOCK_RESIZE: (call, { dom, disk, size, flags }) => {
    checkFlags(call, 'domain', flags, RESIZE_BYTES)
    const bytes = has(flags, RESIZE_BYTES) ? size : size * KIB
    return onDomain(call, dom, 'domain.blockResize', { disk, size: bytes })
  },
  DOMAIN_BLOCK_PEEK: async (call, { dom, path, offset, size, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    if (size > PEEK_MAX) throw domainError(call, 'invalidArg', `size too large (${size})`)
    return { buffer: await onDomain(call, dom, 'domain.blockPeek', { disk: path, offset, size }) }
  },
  DOMAIN_GET_BLOCK_IO_TUNE: async (call, { dom, disk, nparams, flags }) => {
    const side = sideOf(call, flags, STRINGS_OKAY)
    // A client that only asks how many there are names no disk.
    const name = disk ?? findDomain(call, dom).attrs.disks[0]?.target ?? ''
    const values = await onDomain(call, dom, 'domain.getBlockIoTune', { disk: name, ...side })
    return twoSteps(call, writeParams(tuneParams, values), { nparams, flags, most: TUNE_MAX })
  },
  DOMAIN_SET_BLOCK_IO_TUNE: (call, { dom, disk, params, flags }) => {
    const values = readParams(call, tuneParams, params)
    return onDomain(call, dom, 'domain.setBlockIoTune', { disk, values, ...scopeOf(call, flags) })
  },
  DOMAIN_GET_DISK_ERRORS: async (call, { dom, maxerrors, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    if (maxerrors > DISK_ERRORS_MAX) throw domainError(call, 'internalError', 'maxerrors too large')
    const domain = findDomain(call, dom)
    const failed = await onDomain(call, dom, 'domain.getDiskErrors', {})
    if (maxerrors === 0) return { errors: [], nerrors: domain.attrs.disks.length }
    const errors = failed.slice(0, maxerrors).map(({ disk, error }) => ({ disk, error: errorCodes[error] }))
    return { errors, nerrors: errors.length }
  },
}

function statParams(stats: DiskStats): RemoteTypedParam[] {
  return statNames.flatMap(([name, field]) => {
    const value = stats[field]
    return value === undefined || value < 0n ? [] : [param(name, 'llong', value)]
  })
}
