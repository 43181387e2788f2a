import { parseCapabilities } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import { virNodeAllocPagesFlags } from '../wire/protocol/enums.ts'
import { badArgument, checkFlags, has } from './flags.ts'
import { errorDomainOf } from './missing.ts'
import { numberParam, type ParamTypes, readNumbers } from './number-params.ts'

/** Bytes of the field of the processor model, one of which ends it. */
const MODEL_SIZE = 32
/** Most NUMA cells, pages and parameters of one answer. */
const CELLS_MAX = 1024
const STATS_MAX = 16
const PARAMETERS_MAX = 64
const ALL = -1
const STRING_OKAY = 4
const freshMs = 0

/** The machine that the hypervisor runs on. */
export const nodeHandlers: RemoteHandlers = {
  NODE_GET_INFO: (call) => {
    const { attrs } = call.host()
    return {
      model: padded(attrs.cpuModel ?? ''),
      memory: attrs.memory ?? 0n,
      cpus: attrs.cpus ?? 0,
      mhz: attrs.mhz ?? 0,
      nodes: attrs.numaNodes ?? 1,
      sockets: attrs.sockets ?? 1,
      cores: attrs.cores ?? 1,
      threads: attrs.threads ?? 1,
    }
  },
  NODE_GET_CPU_STATS: async (call, { cpuNum, nparams, flags }) => {
    checkFlags(call, 'host', flags, 0)
    const which = numbered(call, cpuNum, 'CPU')
    const stats = await call.invoke(
      'host.getCpuStats',
      call.host(),
      which === undefined ? {} : { cpu: which },
    )
    return counted(call, Object.entries(stats), nparams, STATS_MAX)
  },
  NODE_GET_MEMORY_STATS: async (call, { cellNum, nparams, flags }) => {
    checkFlags(call, 'host', flags, 0)
    const which = numbered(call, cellNum, 'NUMA cell')
    const stats = await call.invoke(
      'host.getMemoryStats',
      call.host(),
      which === undefined ? {} : { cell: which },
    )
    return counted(call, Object.entries(stats), nparams, STATS_MAX)
  },
  NODE_GET_CELLS_FREE_MEMORY: async (call, { startCell, maxcells }) => {
    checkCells(call, startCell, maxcells)
    const cells = await call.invoke('host.getFreeMemoryByCell', call.host(), {
      startCell,
      maxCells: maxcells,
    })
    return { cells }
  },
  NODE_GET_FREE_MEMORY: async (call) => ({ freeMem: await freeMemory(call) }),
  NODE_GET_CPU_MAP: async (call, { need_map, need_online, flags }) => {
    checkFlags(call, 'host', flags, 0)
    const { cpus, online } = await call.invoke('host.getCpuMap', call.host(), {})
    return {
      cpumap: need_map === 0 ? new Uint8Array() : bitmap(cpus, online),
      online: need_online === 0 ? 0 : online.filter(Boolean).length,
      ret: cpus,
    }
  },
  NODE_GET_FREE_PAGES: async (call, { pages, startCell, cellCount, flags }) => {
    checkFlags(call, 'host', flags, 0)
    if (pages.length * cellCount > CELLS_MAX) {
      throw badArgument(call, 'host', `too many NUMA cells: ${cellCount} for ${pages.length} page sizes`)
    }
    checkCells(call, startCell, cellCount)
    const counts = await call.invoke('host.getFreePages', call.host(), {
      pageSizes: pages,
      startCell,
      cellCount,
    })
    return { counts }
  },
  NODE_ALLOC_PAGES: async (call, { pageSizes, pageCounts, startCell, cellCount, flags }) => {
    checkFlags(call, 'host', flags, virNodeAllocPagesFlags.VIR_NODE_ALLOC_PAGES_SET)
    if (pageSizes.length !== pageCounts.length) {
      throw badArgument(
        call,
        'host',
        `${pageSizes.length} page sizes with ${pageCounts.length} numbers of pages`,
      )
    }
    const ret = await call.invoke('host.allocPages', call.host(), {
      pages: pageSizes.map((size, index) => ({ size, count: pageCounts[index] ?? 0n })),
      ...(startCell === ALL ? {} : { startCell, cellCount }),
      set: has(flags, virNodeAllocPagesFlags.VIR_NODE_ALLOC_PAGES_SET),
    })
    return { ret }
  },
  NODE_GET_SECURITY_MODEL: async (call) => {
    const { model, doi } = securityModel(await call.invoke('host.getCapabilities', call.host(), {}))
    return { model: terminated(model), doi: terminated(doi) }
  },
  NODE_SUSPEND_FOR_DURATION: (call, { target, duration, flags }) => {
    checkFlags(call, 'host', flags, 0)
    const where = suspendTargets[target]
    if (where === undefined) throw badArgument(call, 'host', `invalid suspend target ${target}`)
    return call.invoke('host.suspend', call.host(), { target: where, seconds: duration })
  },
  NODE_GET_MEMORY_PARAMETERS: async (call, { nparams, flags }) => {
    checkFlags(call, 'host', flags, STRING_OKAY)
    const all = await call.invoke('host.getMemoryParameters', call.host(), {})
    const params = all.flatMap(({ name, value }) => {
      const type = memoryParameters[name]
      return type === undefined ? [] : [numberParam(name, type, BigInt(value))]
    })
    checkCount(call, nparams, PARAMETERS_MAX)
    return nparams === 0
      ? { params: [], nparams: params.length }
      : { params: params.slice(0, nparams), nparams: 0 }
  },
  NODE_SET_MEMORY_PARAMETERS: (call, { params, flags }) => {
    checkFlags(call, 'host', flags, 0)
    return call.invoke('host.setMemoryParameters', call.host(), {
      params: Array.from(readNumbers(params, memoryParameters), ([name, value]) => ({
        name,
        value: String(value),
      })),
    })
  },
}

const memoryParameters: ParamTypes = {
  shm_pages_to_scan: 'uint',
  shm_sleep_millisecs: 'uint',
  shm_pages_shared: 'ullong',
  shm_pages_sharing: 'ullong',
  shm_pages_unshared: 'ullong',
  shm_pages_volatile: 'ullong',
  shm_full_scans: 'ullong',
  shm_merge_across_nodes: 'uint',
}

const suspendTargets = ['memory', 'disk', 'hybrid'] as const

/** The security model of the host; one without any has an empty name. */
function securityModel(capabilities: string): { readonly model: string; readonly doi: string } {
  const [first] = parseCapabilities(capabilities).host.secmodels ?? []
  return { model: first?.model ?? '', doi: first?.doi ?? '' }
}

function padded(text: string): Uint8Array {
  const model = new Uint8Array(MODEL_SIZE)
  model.set(Buffer.from(text).subarray(0, MODEL_SIZE - 1))
  return model
}

function terminated(text: string): Uint8Array {
  return Buffer.from(`${text}\0`)
}

/** A number of a processor or cell; undefined stands for all together. */
function numbered(call: Call, number: number, what: string): number | undefined {
  if (number === ALL) return undefined
  if (number >= 0) return number
  throw badArgument(call, 'host', `Invalid ${what} number ${number}`)
}

type Stat = readonly [field: string, value: bigint | undefined]

/** As many numbers as a client has room for; a client without room is told how many there are. */
function counted(call: Call, stats: readonly Stat[], room: number, most: number) {
  checkCount(call, room, most)
  const params = stats.flatMap(([field, value]) => (value === undefined ? [] : [{ field, value }]))
  if (room === 0) return { params: [], nparams: params.length }
  return { params: params.slice(0, room), nparams: 0 }
}

function checkCount(call: Call, count: number, most: number): void {
  if (count >= 0 && count <= most) return
  throw new VirtError('internalError', `internal error: nparams too large`, {
    domain: errorDomainOf(call, 'host'),
  })
}

function checkCells(call: Call, start: number, count: number): void {
  if (start < 0)
    throw badArgument(call, 'host', `startCell in ${call.procedure.api ?? call.name} must be zero or greater`)
  if (count <= 0)
    throw badArgument(
      call,
      'host',
      `the number of cells in ${call.procedure.api ?? call.name} must be greater than zero`,
    )
  if (count > CELLS_MAX) {
    throw new VirtError('internalError', 'internal error: maxcells too large', {
      domain: errorDomainOf(call, 'host'),
    })
  }
}

async function freeMemory(call: Call): Promise<bigint> {
  const counters = await call.reader.fresh(call.host(), freshMs)
  const free = counters?.values.freeMemory
  if (free !== undefined) return free * 1024n
  throw new VirtError('internalError', 'internal error: Cannot determine free memory', {
    domain: errorDomainOf(call, 'host'),
  })
}

function bitmap(cpus: number, online: readonly boolean[]): Uint8Array {
  const map = new Uint8Array(Math.ceil(cpus / 8))
  for (const [cpu, on] of online.entries()) {
    if (on) map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7))
  }
  return map
}
