import { type DomainDoc, formatCpuset } from '../../../core/config/index.ts'
import type { QmpObject } from '../../../qmp/index.ts'
import { parseCpuList } from '../host/process-table.ts'
import type { Argv } from './argv.ts'

const mib = 1024n * 1024n

/** An amount in bytes: whole MiB, as the machines want it. */
function wholeMib(kib: bigint): bigint {
  return ((kib * 1024n + mib - 1n) / mib) * mib
}

/** Memory of a guest in bytes: that of its NUMA cells, if it has some. */
export function memoryBytes(doc: DomainDoc): bigint {
  const cells = doc.cpu?.numa?.cells ?? []
  if (cells.length === 0) return wholeMib(doc.memory.value)
  return cells.reduce((sum, cell) => sum + wholeMib(cell.memory), 0n)
}

/** Whether all memory is one backend that the machine refers to. */
export function singleBackend(doc: DomainDoc): boolean {
  return (doc.cpu?.numa?.cells ?? []).length === 0
}

interface NodePolicy {
  readonly mode: string
  readonly nodeset: readonly number[]
}

function policyOf(doc: DomainDoc, cell: number | undefined): NodePolicy | undefined {
  const node = doc.numatune?.memnodes?.find((memnode) => memnode.cellid === cell) ?? doc.numatune?.memory
  return node?.nodeset === undefined ? undefined : { mode: node.mode, nodeset: cpuNumbers(node.nodeset) }
}

/** Numbers of a processor or node set, however the document holds it. */
export function cpuNumbers(set: string | Iterable<number>): number[] {
  return typeof set === 'string' ? parseCpuList(set) : [...set]
}

/** QEMU's words for the modes of `numatune`. */
const policies: Readonly<Record<string, string>> = {
  strict: 'bind',
  preferred: 'preferred',
  interleave: 'interleave',
}

function backend(doc: DomainDoc, id: string, size: bigint, cell?: number): QmpObject {
  const backing = doc.memoryBacking
  const policy = policyOf(doc, cell)
  const shared = backing?.access?.mode
  const type = backing?.source?.type === 'memfd' ? 'memory-backend-memfd' : 'memory-backend-ram'
  return {
    'qom-type': type,
    id,
    ...(shared === undefined ? {} : { share: shared === 'shared' }),
    ...(backing?.allocation?.mode === 'immediate' ? { prealloc: true } : {}),
    size,
    ...(policy && policies[policy.mode]
      ? { 'host-nodes': policy.nodeset, policy: policies[policy.mode] }
      : {}),
  }
}

/** Adds the memory, its backends and the NUMA cells of the guest. */
export function addMemory(argv: Argv, doc: DomainDoc): void {
  const size = memoryBytes(doc)
  argv.add('m', String(size / mib))
  if (singleBackend(doc)) argv.json('object', backend(doc, 'pc.ram', size))
  argv.add('overcommit', `mem-lock=${doc.memoryBacking?.locked ? 'on' : 'off'}`)
}

/** Adds the NUMA cells; they come behind the processors that they name. */
export function addCells(argv: Argv, doc: DomainDoc): void {
  const cells = doc.cpu?.numa?.cells ?? []
  for (const cell of cells) {
    const id = `ram-node${cell.id}`
    argv.json('object', backend(doc, id, wholeMib(cell.memory), cell.id))
    const cpus = cell.cpus === undefined ? [] : formatCpuset(cpuNumbers(cell.cpus)).split(',')
    argv.add(
      'numa',
      [
        'node',
        `nodeid=${cell.id}`,
        ...cpus.filter(Boolean).map((range) => `cpus=${range}`),
        `memdev=${id}`,
      ].join(','),
    )
  }
  for (const cell of cells) {
    for (const sibling of cell.distances?.siblings ?? []) {
      argv.add('numa', `dist,src=${cell.id},dst=${sibling.id},val=${sibling.value}`)
    }
  }
}

/** Adds the objects of the threads that do input and output. */
export function addIoThreads(argv: Argv, doc: DomainDoc): void {
  const named = doc.iothreadids?.iothreads?.map((thread) => thread.id) ?? []
  const ids = [...named]
  for (let id = 1; ids.length < (doc.iothreads ?? 0); id++) if (!ids.includes(id)) ids.push(id)
  for (const id of ids) argv.json('object', { 'qom-type': 'iothread', id: `iothread${id}` })
}
