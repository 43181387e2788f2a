import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Result } from '../../../core/model/index.ts'
import { baselineCpu, readCpu } from '../../shared/cpu-compare.ts'
import { cpuModelNames } from '../../shared/cpu-models.ts'
import { poolCapabilitiesXml } from '../../shared/pool-capabilities.ts'
import { capabilitiesXml, domainCapabilitiesXml, sysinfoXml } from '../capabilities.ts'
import type { TestContext } from '../context.ts'
import type { TestNode } from '../node.ts'
import { freePages, nodeCpuMap, nodeCpuStats } from '../numbers.ts'
import { findPoolSources } from '../pool-sources.ts'
import { freeMemoryOfCells } from '../sweep.ts'

const defaultCells = 2

/** What the node tells of itself, and failures that are asked for. */
export function hostHandlers({ node, faults }: TestContext): Handlers {
  return {
    'host.getCapabilities': async () => capabilitiesXml(node.facts),
    'host.getDomainCapabilities': async (_ctx, _ref, args) => domainCapabilitiesXml(args),
    'host.getSysinfo': async () => sysinfoXml(),
    'host.getCpuModelNames': async (_ctx, _ref, { arch }) => cpuModelNames(arch),
    'host.getCpuMap': async () => nodeCpuMap,
    'host.getFreeMemoryByCell': async (_ctx, _ref, { startCell = 0, maxCells }) =>
      freeMemory(node, startCell, maxCells),
    'host.getFreePages': async (_ctx, _ref, { pageSizes, startCell, cellCount }) => {
      checkCells(startCell, cellCount)
      return freePages(startCell, cellCount, pageSizes.length)
    },
    'host.getCpuStats': async (_ctx, _ref, { cpu }) => {
      if (cpu !== undefined && cpu >= node.facts.cpus) throw noCpu(cpu, node.facts.cpus)
      const { cpuKernel: kernel, cpuUser: user, cpuIdle: idle, cpuIowait: iowait } = nodeCpuStats
      return { kernel, user, idle, iowait }
    },
    'host.baselineCpu': async (_ctx, _ref, { cpus, ...options }) =>
      baselineCpu(
        cpus.map((xml) => readCpu(xml, 'i686')),
        options,
      ),
    'host.getMemoryStats': async (_ctx, _ref, { cell }) => memoryStats(node, cell),
    'host.getPoolCapabilities': async () => poolCapabilitiesXml(),
    'host.findPoolSources': async (_ctx, _ref, { poolType, source }) => findPoolSources(poolType, source),
    'host.injectFault': async (_ctx, _ref, { operation, code }) => faults.plan(operation, code),
  }
}

function freeMemory(node: TestNode, startCell: number, maxCells: number | undefined): bigint[] {
  const cells = freeMemoryOfCells(node)
  if (startCell >= cells.length) {
    throw new VirtError('invalidArg', `there is no NUMA cell ${startCell}; the node has ${cells.length}`, {
      domain: 'test',
    })
  }
  return cells.slice(startCell, maxCells === undefined ? undefined : startCell + maxCells)
}

function noCpu(cpu: number, cpus: number): VirtError {
  return new VirtError('invalidArg', `there is no processor ${cpu}; the node has ${cpus}`, { domain: 'test' })
}

/** Memory of the node, or of one of its cells, in KiB; nothing of it holds buffers or files. */
function memoryStats(node: TestNode, cell: number | undefined): Result<'host.getMemoryStats'> {
  const cells = node.facts.cells.map(({ memory }) => memory)
  const used = [...node.domains.values()]
    .filter(({ active }) => active)
    .reduce((sum, { record }) => sum + record.memory, 0n)
  const free = (total: bigint): bigint => (used < total ? total - used : 0n)
  const nothing = { buffers: 0n, cached: 0n }
  if (cell === undefined) {
    return { total: node.facts.memory, free: free(node.facts.memory), ...nothing }
  }
  const total = cells[cell]
  if (total === undefined) {
    throw new VirtError('invalidArg', `there is no NUMA cell ${cell}; the node has ${cells.length}`, {
      domain: 'test',
    })
  }
  return { total, free: total, ...nothing }
}

/** The pages are invented for the two cells of the default node, whatever the node is. */
function checkCells(startCell: number, cellCount: number): void {
  if (cellCount >= 1 && startCell + cellCount <= defaultCells) return
  throw new VirtError(
    'invalidArg',
    `${cellCount} NUMA cells from ${startCell} on were asked for; the node has ${defaultCells}`,
    { domain: 'test' },
  )
}
