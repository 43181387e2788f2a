import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { cpuModelNames } from '../../shared/cpu-models.ts'
import { capabilitiesXml, domainCapabilitiesXml, sysinfoXml } from '../capabilities.ts'
import type { TestContext } from '../context.ts'
import type { TestNode } from '../node.ts'
import { freePages, nodeCpuMap } from '../numbers.ts'
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

/** The pages are invented for the two cells of the default node, whatever the node is. */
function checkCells(startCell: number, cellCount: number): void {
  if (cellCount >= 1 && startCell + cellCount <= defaultCells) return
  throw new VirtError(
    'invalidArg',
    `${cellCount} NUMA cells from ${startCell} on were asked for; the node has ${defaultCells}`,
    { domain: 'test' },
  )
}
