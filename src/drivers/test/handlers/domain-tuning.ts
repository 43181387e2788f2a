import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { withLifecycleAction } from '../../shared/domain-lifecycle.ts'
import {
  withCurrentMemory,
  withMaximumMemory,
  withMaxVcpus,
  withSingleVcpus,
  withStatsPeriod,
  withVcpus,
} from '../../shared/domain-memory.ts'
import { readMetadata, withMetadata } from '../../shared/domain-metadata.ts'
import {
  checkCpus,
  emulatorAffinity,
  vcpuAffinity,
  withEmulatorPin,
  withVcpuPin,
} from '../../shared/domain-pins.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { definitionOf, editDefinition, resolveScope } from '../domain-life.ts'
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
    'domain.setVcpu': async (_ctx, ref, { vcpus, online, ...scope }) =>
      editDefinition(node, domain(ref.key), scope, (doc) => withSingleVcpus(doc, vcpus, online)),
    'domain.getVcpuCount': async (_ctx, ref, args) => vcpuCount(domain(ref.key), args),
    'domain.pinVcpu': async (_ctx, ref, { vcpu, cpus, ...scope }) => {
      const set = checkCpus(cpus, node.facts.cpus)
      editDefinition(node, domain(ref.key), scope, (doc) => withVcpuPin(doc, vcpu, set))
    },
    'domain.pinEmulator': async (_ctx, ref, { cpus, ...scope }) => {
      const set = checkCpus(cpus, node.facts.cpus)
      editDefinition(node, domain(ref.key), scope, (doc) => withEmulatorPin(doc, set))
    },
    'domain.getPins': async (_ctx, ref, side) => {
      const doc = definitionOf(domain(ref.key), side)
      const { cpus } = node.facts
      const vcpus = Array.from({ length: doc.vcpu.value }, (_, vcpu) => vcpuAffinity(doc, vcpu, cpus))
      return { vcpus, emulator: emulatorAffinity(doc, cpus) }
    },
    'domain.setLifecycleAction': async (_ctx, ref, { event, action, ...scope }) =>
      editDefinition(node, domain(ref.key), scope, (doc) => withLifecycleAction(doc, { event, action })),
    'domain.setMemoryStatsPeriod': async (_ctx, ref, { period, ...scope }) =>
      editDefinition(node, domain(ref.key), scope, (doc) => withStatsPeriod(doc, period)),
    'domain.getMetadata': async (_ctx, ref, args) => readMetadata(definitionOf(domain(ref.key), args), args),
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

/** How many processors there are, as the guest sees it, or can be. */
function vcpuCount(domain: TestDomain, args: Args<'domain.getVcpuCount'>): number {
  if (args.guest === true) {
    throw new VirtError('operationUnsupported', 'the test hypervisor has no agent that counts processors', {
      domain: 'test',
    })
  }
  const { vcpu } = definitionOf(domain, args)
  return args.maximum === true ? vcpu.value : (vcpu.current ?? vcpu.value)
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
