import type { DomainDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'

/** Memory that the guest of a document has, in KiB. */
export function currentMemory(doc: DomainDoc): bigint {
  return doc.currentMemory
}

/** Most memory that the guest of a document can have, in KiB. */
export function maximumMemory(doc: DomainDoc): bigint {
  return doc.memory.value
}

/** The document with another amount of memory; throws `invalidArg` above the maximum. */
export function withCurrentMemory(doc: DomainDoc, memory: bigint): DomainDoc {
  if (memory === 0n || memory > doc.memory.value) {
    throw new VirtError(
      'invalidArg',
      `the domain '${doc.name}' can have 1 to ${doc.memory.value} KiB of memory, not ${memory}`,
    )
  }
  return { ...doc, currentMemory: memory }
}

/** The document with another maximum of memory; the amount that it has now never stays above. */
export function withMaximumMemory(doc: DomainDoc, memory: bigint): DomainDoc {
  if (memory === 0n) {
    throw new VirtError('invalidArg', `the most memory of the domain '${doc.name}' cannot be nothing`)
  }
  if ((doc.cpu?.numa?.cells?.length ?? 0) > 0) {
    throw new VirtError(
      'operationInvalid',
      `the memory of the domain '${doc.name}' is the sum of its NUMA cells; it can only change with them`,
    )
  }
  const current = doc.currentMemory > memory ? memory : doc.currentMemory
  return { ...doc, memory: { ...doc.memory, value: memory }, currentMemory: current }
}

/** The document with another number of processors online. */
export function withVcpus(doc: DomainDoc, count: number): DomainDoc {
  const most = doc.vcpu.value
  if (count < 1 || count > most) {
    throw new VirtError(
      'invalidArg',
      `the domain '${doc.name}' can have 1 to ${most} processors, not ${count}`,
    )
  }
  const { current: _, ...vcpu } = doc.vcpu
  return { ...withoutVcpuStates(doc), vcpu: count === most ? vcpu : { ...vcpu, current: count } }
}

/** The document with another most of processors; those online never stay above, nor their placement. */
export function withMaxVcpus(doc: DomainDoc, count: number): DomainDoc {
  if (count < 1) throw new VirtError('invalidArg', `the domain '${doc.name}' needs at least one processor`)
  const topology = doc.cpu?.topology
  if (topology !== undefined) {
    const places =
      topology.sockets * (topology.dies ?? 1) * (topology.clusters ?? 1) * topology.cores * topology.threads
    if (places !== count) {
      throw new VirtError(
        'invalidArg',
        `the processor topology of the domain '${doc.name}' has ${places} places; the most processors cannot be ${count}`,
      )
    }
  }
  const { current, ...vcpu } = doc.vcpu
  const keep = current !== undefined && current < count ? { current } : {}
  const pins = doc.cputune?.vcpupins?.filter(({ vcpu: number }) => number < count)
  return {
    ...withoutVcpuStates(doc),
    vcpu: { ...vcpu, ...keep, value: count },
    ...(pins === undefined ? {} : { cputune: { ...doc.cputune, vcpupins: pins } }),
  }
}

/** States of single processors say nothing any more when their number changes. */
function withoutVcpuStates(doc: DomainDoc): DomainDoc {
  const { vcpus: _, ...rest } = doc
  return rest
}

/** The document with single processors put in or taken out; all kinds of processors are said one by one then. */
export function withSingleVcpus(doc: DomainDoc, vcpus: readonly number[], online: boolean): DomainDoc {
  const { value: most, current = most } = doc.vcpu
  const wrong = vcpus.find((vcpu) => vcpu >= most)
  if (wrong !== undefined || vcpus.length === 0) {
    throw new VirtError('invalidArg', `the domain '${doc.name}' has no processor ${wrong}, it has ${most}`)
  }
  if (!online && vcpus.includes(0)) {
    throw new VirtError('invalidArg', `processor 0 of the domain '${doc.name}' cannot be taken out`)
  }
  const known = new Map((doc.vcpus?.vcpus ?? []).map((vcpu) => [vcpu.id, vcpu]))
  const each = Array.from({ length: most }, (_, id) => {
    const before = known.get(id) ?? { id, enabled: id < current, hotpluggable: id !== 0 }
    return vcpus.includes(id) ? { ...before, enabled: online } : before
  })
  const count = each.filter(({ enabled }) => enabled).length
  const { current: _, ...vcpu } = doc.vcpu
  return { ...doc, vcpu: count < most ? { ...vcpu, current: count } : vcpu, vcpus: { vcpus: each } }
}

/** The document whose balloon asks the guest so often for its memory, in seconds. */
export function withStatsPeriod(doc: DomainDoc, period: number): DomainDoc {
  const { memballoon } = doc.devices
  if (memballoon === undefined || memballoon.model === 'none') {
    throw new VirtError(
      'operationInvalid',
      `the domain '${doc.name}' has no memory balloon that could ask it`,
    )
  }
  return { ...doc, devices: { ...doc.devices, memballoon: { ...memballoon, stats: { period } } } }
}
