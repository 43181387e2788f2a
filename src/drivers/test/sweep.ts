import { setImmediate as nextTurn } from 'node:timers/promises'
import { hostKey, type SweepBatch } from '../../core/driver.ts'
import type { Counters, TypeName } from '../../core/model/index.ts'
import type { TestDomain } from './domain.ts'
import type { TestNode } from './node.ts'
import { balloonStats, cpuTimes, diskStats, interfaceStats, nodeCpuStats } from './numbers.ts'

const portion = 200

/** Bytes that each NUMA cell tells as free. */
export function freeMemoryOfCells(node: TestNode): bigint[] {
  // The numbers of the cells are KiB, but libvirt's own test hypervisor tells them as bytes.
  return node.facts.cells.map(({ memory }) => memory)
}

/** Counters of a node. */
export function hostCounters(node: TestNode): Counters<'host'> {
  const free = freeMemoryOfCells(node).reduce((sum, cell) => sum + cell, 0n)
  return { freeMemory: free / 1024n, ...nodeCpuStats }
}

/** Counters of a domain; none while it is off. */
export function domainCounters(node: TestNode, domain: TestDomain): Counters<'domain'> {
  if (!domain.active) return {}
  const { record } = domain
  const t = domain.counterTime(node.microseconds())
  return {
    ...cpuTimes(t, record.vcpus),
    diskStats: record.disks.map(({ target }) => diskStats(target, t)),
    interfaceStats: record.interfaces.map(({ mac }) => interfaceStats(mac, t)),
    ...(domain.hasBalloon ? { balloon: balloonStats(record.memory) } : {}),
  }
}

/** Counters of all objects of a type or of those named, some hundred at a time. */
export async function* sweepNode<T extends TypeName>(
  node: TestNode,
  type: T,
  keys: readonly string[] | undefined,
  signal: AbortSignal,
): AsyncGenerator<SweepBatch<T>> {
  if (type === 'host') {
    // Counters of a host are what the type parameter stands for here, and those of a domain below.
    yield [[hostKey, hostCounters(node)]] as unknown as SweepBatch<T>
    return
  }
  if (type !== 'domain') return
  for (const batch of portions(selected(node, keys))) {
    signal.throwIfAborted()
    yield batch.map((domain) => [domain.uuid, domainCounters(node, domain)]) as unknown as SweepBatch<T>
    await nextTurn() // others wait for the same thread
  }
}

function selected(node: TestNode, keys: readonly string[] | undefined): Iterable<TestDomain> {
  if (keys === undefined) return node.domains.values()
  return keys.flatMap((key) => node.domains.find(key) ?? [])
}

/** Some hundred objects at a time. */
export function* portions<T>(all: Iterable<T>, size = portion): Generator<T[]> {
  let batch: T[] = []
  for (const each of all) {
    batch.push(each)
    if (batch.length === size) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}
