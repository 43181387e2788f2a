import type { CpuDoc, DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { isQmpObject, type QmpObject } from '../../../qmp/index.ts'

/** Processor models that a definition does not spell out. */
export interface CpuModels {
  /** Where the definition names none. */
  readonly fallback: string
  /** What the mode `host-model` stands for: a model with its properties, as QEMU expanded it. */
  readonly hostModel?: QmpObject
}

/** Names of processor features that QEMU spells otherwise than libvirt. */
const featureNames: Readonly<Record<string, string>> = {
  pclmuldq: 'pclmulqdq',
  sse4_1: 'sse4.1',
  sse4_2: 'sse4.2',
}

function featureName(name: string): string {
  return featureNames[name] ?? name.replaceAll('_', '-')
}

const isOn = (policy: string | undefined) => policy !== 'disable' && policy !== 'forbid'
const onOff = (value: boolean) => (value ? 'on' : 'off')

function modelName(cpu: CpuDoc, { fallback, hostModel }: CpuModels): string {
  switch (cpu.mode) {
    case 'host-passthrough':
      return `host,migratable=${onOff(cpu.migratable ?? true)}`
    case 'maximum':
      return cpu.migratable === undefined ? 'max' : `max,migratable=${onOff(cpu.migratable)}`
    case 'host-model':
      return expanded(hostModel)
    default:
      return cpu.model?.value ?? fallback
  }
}

/** The model of the host spelled out, so that the guest sees the same wherever it is restored. */
function expanded(hostModel: QmpObject | undefined): string {
  const model = isQmpObject(hostModel?.model) ? hostModel.model : hostModel
  const props = isQmpObject(model?.props) ? model.props : {}
  if (typeof model?.name !== 'string') {
    throw new VirtError('configUnsupported', "the emulator does not tell what 'host-model' is here", {
      domain: 'qemu',
    })
  }
  const options = Object.entries(props).map(([name, value]) => {
    const text = typeof value === 'boolean' ? onOff(value) : String(value)
    return `${name}=${text.replaceAll(',', ',,')}`
  })
  return [model.name, ...options].join(',')
}

function cacheOptions(cpu: CpuDoc): string[] {
  const host = cpu.mode === 'host-passthrough' || cpu.mode === 'maximum'
  switch (cpu.cache?.mode) {
    case 'emulate':
      return ['l3-cache=on', ...(host ? ['host-cache-info=off'] : [])]
    case 'passthrough':
      return ['host-cache-info=on', 'l3-cache=off']
    case 'disable':
      return [...(host ? ['host-cache-info=off'] : []), 'l3-cache=off']
    default:
      return []
  }
}

function clockOptions(doc: DomainDoc): string[] {
  return (doc.clock?.timers ?? []).flatMap((timer) => {
    if (timer.name === 'kvmclock' && timer.present !== undefined) return [`kvmclock=${onOff(timer.present)}`]
    if (timer.name === 'hypervclock' && timer.present) return ['hv-time=on']
    if (timer.name === 'tsc' && timer.frequency) return [`tsc-frequency=${timer.frequency}`]
    return []
  })
}

/** Hyper-V enlightenments of the document with their properties in QEMU. */
const hypervNames = {
  relaxed: 'hv-relaxed',
  vapic: 'hv-vapic',
  vpindex: 'hv-vpindex',
  runtime: 'hv-runtime',
  synic: 'hv-synic',
  reset: 'hv-reset',
  frequencies: 'hv-frequencies',
  reenlightenment: 'hv-reenlightenment',
  tlbflush: 'hv-tlbflush',
  ipi: 'hv-ipi',
  evmcs: 'hv-evmcs',
  avic: 'hv-avic',
  emsrBitmap: 'hv-emsr-bitmap',
  xmmInput: 'hv-xmm-input',
} as const

function hypervOptions(doc: DomainDoc): string[] {
  const hyperv = doc.features?.hyperv
  if (!hyperv) return []
  if (hyperv.mode === 'passthrough') return ['hv-passthrough=on']
  const options: string[] = []
  for (const [field, property] of Object.entries(hypervNames)) {
    if (hyperv[field as keyof typeof hypervNames]?.state) options.push(`${property}=on`)
  }
  if (hyperv.spinlocks?.state) {
    options.push(`hv-spinlocks=0x${(hyperv.spinlocks.retries ?? 0xffffffff).toString(16)}`)
  }
  if (hyperv.stimer?.state) {
    options.push('hv-stimer=on', ...(hyperv.stimer.direct?.state ? ['hv-stimer-direct=on'] : []))
  }
  if (hyperv.vendorId?.state && hyperv.vendorId.value) options.push(`hv-vendor-id=${hyperv.vendorId.value}`)
  return options
}

function platformOptions(doc: DomainDoc): string[] {
  const { features } = doc
  return [
    ...(features?.apic?.eoi === undefined ? [] : [`kvm-pv-eoi=${onOff(features.apic.eoi)}`]),
    ...(features?.pvspinlock ? [`kvm-pv-unhalt=${onOff(features.pvspinlock.state)}`] : []),
    ...hypervOptions(doc),
    ...(features?.kvm?.hidden?.state ? ['kvm=off'] : []),
    ...(features?.kvm?.hintDedicated?.state ? ['kvm-hint-dedicated=on'] : []),
    ...(features?.kvm?.pollControl?.state ? ['kvm-poll-control=on'] : []),
    ...(features?.kvm?.pvIpi?.state === false ? ['kvm-pv-ipi=off'] : []),
    ...(features?.pmu ? [`pmu=${onOff(features.pmu.state)}`] : []),
  ]
}

/** The value of `-cpu`. */
export function cpuOption(doc: DomainDoc, models: CpuModels): string {
  const cpu: CpuDoc = doc.cpu ?? {}
  return [
    modelName(cpu, models),
    ...(cpu.model?.vendor_id ? [`vendor=${cpu.model.vendor_id}`] : []),
    ...(cpu.features ?? []).map((f) => `${featureName(f.name)}=${onOff(isOn(f.policy))}`),
    ...clockOptions(doc),
    ...platformOptions(doc),
    ...cacheOptions(cpu),
  ].join(',')
}

/** Numbers of the processors that are plugged into the machine once it is made, so that they can be taken out. */
export function pluggedVcpus(doc: DomainDoc): number[] {
  const single = doc.vcpus?.vcpus ?? []
  return single.filter(({ enabled, hotpluggable }) => enabled && hotpluggable).map(({ id }) => id)
}

/**
 * The value of `-smp`. Devices have by default as many queues as the machine has processors when it is made, so
 * one that was saved must not be made with those that were plugged in meanwhile.
 */
export function smpOption(doc: DomainDoc): string {
  const max = doc.vcpu.value
  const now = (doc.vcpu.current ?? max) - pluggedVcpus(doc).length
  const t = doc.cpu?.topology
  const shape = t
    ? `sockets=${t.sockets},dies=${t.dies ?? 1},cores=${t.cores},threads=${t.threads}`
    : `sockets=${max},cores=1,threads=1`
  return `${now}${now === max ? '' : `,maxcpus=${max}`},${shape}`
}
