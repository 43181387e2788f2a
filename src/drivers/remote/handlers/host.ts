import type { Handlers } from '../../../core/driver.ts'
import { ask, type HandlerContext, run } from './context.ts'
import { readCpuMap } from './cpu-maps.ts'
import { allParams, stringsFlag, typedParams } from './params.ts'

const ALL = -1
const MAX_CELLS = 1024
const ALLOC_SET = 1
const COMPARE_VALIDATE = 2
const suspendTargets = ['memory', 'disk', 'hybrid'] as const
const comparisons = ['incompatible', 'identical', 'superset'] as const
const cpuTimeNames = ['kernel', 'user', 'idle', 'iowait', 'intr'] as const
const memoryNames = ['total', 'free', 'buffers', 'cached'] as const

/** The machine and what its hypervisor can do. */
export function hostHandlers(context: HandlerContext): Handlers {
  return {
    'host.getCapabilities': async (ctx) =>
      (await ask(context, ctx, 'CONNECT_GET_CAPABILITIES', undefined)).capabilities,
    'host.getDomainCapabilities': async (ctx, _ref, args) =>
      (await ask(context, ctx, 'CONNECT_GET_DOMAIN_CAPABILITIES', { ...machineOf(args), flags: 0 }))
        .capabilities,
    'host.getPoolCapabilities': async (ctx) =>
      (await ask(context, ctx, 'CONNECT_GET_STORAGE_POOL_CAPABILITIES', { flags: 0 })).capabilities,
    'host.getSysinfo': async (ctx) => (await ask(context, ctx, 'CONNECT_GET_SYSINFO', { flags: 0 })).sysinfo,
    'host.getCpuModelNames': async (ctx, _ref, { arch }) =>
      (await ask(context, ctx, 'CONNECT_GET_CPU_MODEL_NAMES', { arch, need_results: 1, flags: 0 })).models,
    'host.getCpuMap': async (ctx) => {
      const args = { need_map: 1, need_online: 1, flags: 0 }
      const { cpumap, ret } = await ask(context, ctx, 'NODE_GET_CPU_MAP', args)
      return { cpus: ret, online: readCpuMap(cpumap, ret) }
    },
    'host.getFreeMemoryByCell': async (ctx, _ref, { startCell = 0, maxCells = MAX_CELLS }) =>
      (await ask(context, ctx, 'NODE_GET_CELLS_FREE_MEMORY', { startCell, maxcells: maxCells })).cells,
    'host.getFreePages': async (ctx, _ref, { pageSizes, startCell, cellCount }) => {
      const args = { pages: pageSizes, startCell, cellCount, flags: 0 }
      return (await ask(context, ctx, 'NODE_GET_FREE_PAGES', args)).counts
    },
    'host.allocPages': async (ctx, _ref, { pages, startCell = ALL, cellCount = 0, set }) => {
      const args = {
        pageSizes: pages.map(({ size }) => size),
        pageCounts: pages.map(({ count }) => count),
        startCell,
        cellCount,
        flags: set === true ? ALLOC_SET : 0,
      }
      return (await ask(context, ctx, 'NODE_ALLOC_PAGES', args)).ret
    },
    'host.getCpuStats': async (ctx, _ref, { cpu = ALL }) =>
      named(cpuTimeNames, (nparams) =>
        ask(context, ctx, 'NODE_GET_CPU_STATS', { cpuNum: cpu, nparams, flags: 0 }),
      ),
    'host.getMemoryStats': async (ctx, _ref, { cell = ALL }) =>
      named(memoryNames, (nparams) =>
        ask(context, ctx, 'NODE_GET_MEMORY_STATS', { cellNum: cell, nparams, flags: 0 }),
      ),
    'host.getMemoryParameters': async (ctx) => {
      const flags = await stringsFlag(context.daemon)
      return allParams((nparams) => ask(context, ctx, 'NODE_GET_MEMORY_PARAMETERS', { nparams, flags }))
    },
    'host.setMemoryParameters': (ctx, _ref, { params }) =>
      run(context, ctx, 'NODE_SET_MEMORY_PARAMETERS', {
        params: typedParams(['VIR_NODE_MEMORY_'], params),
        flags: 0,
      }),
    'host.suspend': (ctx, _ref, { target, seconds }) =>
      run(context, ctx, 'NODE_SUSPEND_FOR_DURATION', {
        target: suspendTargets.indexOf(target),
        duration: seconds,
        flags: 0,
      }),
    'host.compareCpu': async (ctx, _ref, { xml, validate, guest, ...machine }) => {
      const flags = validate === true ? COMPARE_VALIDATE : 0
      const { result } =
        guest === true
          ? await ask(context, ctx, 'CONNECT_COMPARE_HYPERVISOR_CPU', {
              ...wholeMachine(machine),
              xmlCPU: xml,
              flags,
            })
          : await ask(context, ctx, 'CONNECT_COMPARE_CPU', { xml, flags })
      return comparisons[result] ?? 'incompatible'
    },
    'host.baselineCpu': async (ctx, _ref, { cpus, expandFeatures, migratable, guest, ...machine }) => {
      const flags = (expandFeatures === true ? 1 : 0) + (migratable === true ? 2 : 0)
      const ret =
        guest === true
          ? await ask(context, ctx, 'CONNECT_BASELINE_HYPERVISOR_CPU', {
              ...wholeMachine(machine),
              xmlCPUs: cpus,
              flags,
            })
          : await ask(context, ctx, 'CONNECT_BASELINE_CPU', { xmlCPUs: cpus, flags })
      return ret.cpu
    },
    'host.findPoolSources': async (ctx, _ref, { poolType, source }) => {
      const args = { type: poolType, srcSpec: source ?? null, flags: 0 }
      return (await ask(context, ctx, 'CONNECT_FIND_STORAGE_POOL_SOURCES', args)).xml
    },
  }
}

interface Machine {
  readonly emulator?: string
  readonly arch?: string
  readonly machine?: string
  readonly virtType?: string
}

function machineOf({ emulator, arch, machine, virtType }: Machine) {
  return {
    emulatorbin: emulator ?? null,
    arch: arch ?? null,
    machine: machine ?? null,
    virttype: virtType ?? null,
  }
}

function wholeMachine({ emulator, arch, machine, virtType }: Machine) {
  return {
    emulator: emulator ?? null,
    arch: arch ?? null,
    machine: machine ?? null,
    virttype: virtType ?? null,
  }
}

/** Asks twice, for how many there are and for these, and picks out what the model knows. */
async function named<N extends string>(
  names: readonly N[],
  question: (nparams: number) => Promise<{
    readonly params: readonly { readonly field: string; readonly value: bigint }[]
    readonly nparams: number
  }>,
): Promise<Partial<Record<N, bigint>>> {
  const { nparams } = await question(0)
  const { params } = nparams === 0 ? { params: [] } : await question(nparams)
  const values = new Map(params.map(({ field, value }) => [field, value]))
  const found: Partial<Record<N, bigint>> = {}
  for (const name of names) {
    const value = values.get(name)
    if (value !== undefined) found[name] = value
  }
  return found
}
