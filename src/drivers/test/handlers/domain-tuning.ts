import type { DomainDoc } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { withCurrentMemory, withMaximumMemory, withMaxVcpus, withVcpus } from '../../shared/domain-memory.ts'
import { readMetadata, withMetadata } from '../../shared/domain-metadata.ts'
import {
  checkCpus,
  ioThreadAffinity,
  ioThreadIds,
  vcpuAffinity,
  withEmulatorPin,
  withIoThread,
  withoutIoThread,
  withVcpuPin,
} from '../../shared/domain-pins.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { editDefinition, resolveScope } from '../domain-life.ts'
import type { TestNode } from '../node.ts'
import { MAX_VCPUS } from '../node-facts.ts'
import { vcpuTime } from '../numbers.ts'

/** Memory, processors, threads and metadata of domains. */
export function domainTuningHandlers({ node }: TestContext): Handlers {
  const domain = (uuid: string): TestDomain => node.domains.get(uuid)
  return {
    'domain.setMemory': async (_ctx, ref, args) => setMemory(node, domain(ref.key), args),
    'domain.setVcpus': async (_ctx, ref, args) => setVcpus(node, domain(ref.key), args),
    'domain.getVcpus': async (_ctx, ref) => vcpusOf(node, node.activeDomain(ref.key)),
    'domain.pinVcpu': async (_ctx, ref, { vcpu, cpus, ...scope }) => {
      const set = checkCpus(cpus, node.facts.cpus)
      editDefinition(node, domain(ref.key), scope, (doc) => withVcpuPin(doc, vcpu, set))
    },
    'domain.pinEmulator': async (_ctx, ref, { cpus, ...scope }) => {
      const set = checkCpus(cpus, node.facts.cpus)
      editDefinition(node, domain(ref.key), scope, (doc) => withEmulatorPin(doc, set))
    },
    'domain.getIoThreads': async (_ctx, ref) => {
      const { doc } = domain(ref.key).current
      return ioThreadIds(doc).map((id) => ({ id, affinity: ioThreadAffinity(doc, id, node.facts.cpus) }))
    },
    'domain.addIoThread': async (_ctx, ref, { id, ...scope }) =>
      editDefinition(node, domain(ref.key), scope, (doc) => withPolling(withIoThread(doc, id), id)),
    'domain.delIoThread': async (_ctx, ref, { id, ...scope }) =>
      editDefinition(node, domain(ref.key), scope, (doc) => withoutIoThread(doc, id)),
    'domain.getMetadata': async (_ctx, ref, args) => readMetadata(domain(ref.key).current.doc, args),
    'domain.setMetadata': async (_ctx, ref, args) => setMetadata(node, domain(ref.key), args),
  }
}

function setMemory(node: TestNode, domain: TestDomain, args: Args<'domain.setMemory'>): void {
  const { memory, maximum, ...scope } = args
  if (maximum === true && resolveScope(domain, scope).live) {
    throw new VirtError(
      'operationInvalid',
      `the domain '${domain.name}' runs; its most memory can change only in its definition`,
      { domain: 'test' },
    )
  }
  editDefinition(node, domain, scope, (doc) =>
    maximum === true ? withMaximumMemory(doc, memory) : withCurrentMemory(doc, memory),
  )
}

function setVcpus(node: TestNode, domain: TestDomain, args: Args<'domain.setVcpus'>): void {
  const { count, maximum, guest: _, ...scope } = args
  if (count > MAX_VCPUS) {
    throw new VirtError(
      'invalidArg',
      `${count} processors were asked for; the test hypervisor has ${MAX_VCPUS}`,
      {
        domain: 'test',
      },
    )
  }
  if (maximum === true && (scope.config !== true || scope.live === true)) {
    throw new VirtError('invalidArg', "the most processors can be set only with 'config'", { domain: 'test' })
  }
  editDefinition(node, domain, scope, (doc) =>
    maximum === true ? withMaxVcpus(doc, count) : withVcpus(doc, count),
  )
}

function vcpusOf(node: TestNode, domain: TestDomain): Result<'domain.getVcpus'> {
  const { doc } = domain.current
  const t = domain.counterTime(node.microseconds())
  const { cpus } = node.facts
  return Array.from({ length: domain.record.vcpus }, (_, number) => {
    const allowed = vcpuAffinity(doc, number, cpus)
    return {
      number,
      state: 'running',
      cpuTime: vcpuTime(t),
      cpu: allowed.at(-1) ?? -1,
      affinity: Array.from({ length: cpus }, (__, cpu) => allowed.includes(cpu)),
    }
  })
}

const pollMax = 32_768n

/** The longest time that a thread polls for, as every thread of this hypervisor has it at its start. */
function withPolling(doc: DomainDoc, id: number): DomainDoc {
  const iothreads = doc.iothreadids?.iothreads?.map((thread) =>
    thread.id === id && thread.poll === undefined ? { ...thread, poll: { max: pollMax } } : thread,
  )
  return iothreads === undefined ? doc : { ...doc, iothreadids: { ...doc.iothreadids, iothreads } }
}

function setMetadata(node: TestNode, domain: TestDomain, args: Args<'domain.setMetadata'>): void {
  const { live, config, ...request } = args
  const scope = { ...(live === undefined ? {} : { live }), ...(config === undefined ? {} : { config }) }
  editDefinition(node, domain, scope, (doc) => withMetadata(doc, request))
  node.emit({
    kind: 'event',
    type: 'domain',
    key: domain.uuid,
    event: 'metadataChange',
    fields: {
      type: args.type,
      ...(args.type === 'element' && args.uri !== undefined ? { nsuri: args.uri } : {}),
    },
  })
}
