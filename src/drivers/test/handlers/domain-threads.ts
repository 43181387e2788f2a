import type { DomainDoc } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import {
  checkCpus,
  ioThreadAffinity,
  ioThreadIds,
  withIoThread,
  withIoThreadPin,
  withIoThreadValues,
  withoutIoThread,
} from '../../shared/domain-pins.ts'
import { paramTables, readParams } from '../../shared/typed-params.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { definitionOf, editDefinition } from '../domain-life.ts'
import { cpuStats } from '../numbers.ts'

/** Threads for input and output, and the processor time of guests. */
export function domainThreadHandlers({ node }: TestContext): Handlers {
  const domain = (uuid: string): TestDomain => node.domains.get(uuid)
  return {
    'domain.getIoThreads': async (_ctx, ref, side) => {
      const doc = definitionOf(domain(ref.key), side)
      return ioThreadIds(doc).map((id) => ({ id, affinity: ioThreadAffinity(doc, id, node.facts.cpus) }))
    },
    'domain.addIoThread': async (_ctx, ref, { id, ...scope }) =>
      editDefinition(node, domain(ref.key), scope, (doc) => withPolling(withIoThread(doc, id), id)),
    'domain.delIoThread': async (_ctx, ref, { id, ...scope }) =>
      editDefinition(node, domain(ref.key), scope, (doc) => withoutIoThread(doc, id)),
    'domain.pinIoThread': async (_ctx, ref, { id, cpus, ...scope }) => {
      const set = checkCpus(cpus, node.facts.cpus)
      editDefinition(node, domain(ref.key), scope, (doc) => withIoThreadPin(doc, id, set))
    },
    'domain.setIoThread': async (_ctx, ref, { id, values, ...scope }) => {
      const given = readParams(paramTables.ioThread, values)
      editDefinition(node, domain(ref.key), scope, (doc) => withIoThreadValues(doc, id, given))
    },
    'domain.getCpuStats': async (_ctx, ref) => {
      node.activeDomain(ref.key)
      return cpuStats(node.facts.cores)
    },
  }
}

const pollMax = 32_768n

/** The longest time that a thread polls for, as every thread of this hypervisor has it at its start. */
function withPolling(doc: DomainDoc, id: number): DomainDoc {
  const iothreads = doc.iothreadids?.iothreads?.map((thread) =>
    thread.id === id && thread.poll === undefined ? { ...thread, poll: { max: pollMax } } : thread,
  )
  return iothreads === undefined ? doc : { ...doc, iothreadids: { ...doc.iothreadids, iothreads } }
}
