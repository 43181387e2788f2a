import type { DomainDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Attrs } from '../../core/model/index.ts'
import { withMacs } from '../shared/domain-devices.ts'
import { checkIoThreads } from '../shared/domain-pins.ts'
import { type ConfigAttrs, configAttrs } from '../shared/domain-record.ts'
import { MAX_VCPUS } from './node-facts.ts'

const defaultArch = 'i686'

/** Who gives names to the host ends of interfaces. */
export interface TargetNames {
  nextTarget(): string
  reserveTarget(name: string): void
}

/** The attributes that follow from a document. The operating system is always told as `linux`. */
export function definitionAttrs(doc: DomainDoc): ConfigAttrs {
  return { ...configAttrs(doc), osType: 'linux' }
}

/** A document in the form in which the test hypervisor keeps it; refuses what it cannot run. */
export function prepareDefinition(names: TargetNames, doc: DomainDoc): DomainDoc {
  if (doc.type !== 'test') {
    throw new VirtError(
      'configUnsupported',
      `the domain '${doc.name}' is of type '${doc.type}'; the test hypervisor runs type 'test'`,
      { domain: 'test' },
    )
  }
  if (doc.vcpu.value > MAX_VCPUS) {
    throw new VirtError(
      'configUnsupported',
      `the domain '${doc.name}' has ${doc.vcpu.value} processors; ${MAX_VCPUS} are the most`,
      { domain: 'test' },
    )
  }
  checkIoThreads(doc)
  const {
    id: _id,
    testTransient: _t,
    testHasManagedSave: _m,
    testRunstate: _r,
    testSnapshots: _s,
    ...rest
  } = doc
  return withTargets(names, withMacs(withArch(rest)))
}

function withArch(doc: DomainDoc): DomainDoc {
  const { type } = doc.os
  if (type === undefined || type.arch !== undefined) return doc
  return { ...doc, os: { ...doc.os, type: { ...type, arch: defaultArch } } }
}

/** Host ends of interfaces without a name get one. */
function withTargets(names: TargetNames, doc: DomainDoc): DomainDoc {
  const { interfaces } = doc.devices
  if (interfaces === undefined) return doc
  for (const { target } of interfaces) if (target?.dev !== undefined) names.reserveTarget(target.dev)
  if (interfaces.every(({ target }) => target?.dev !== undefined)) return doc
  const named = interfaces.map((net) =>
    net.target?.dev === undefined ? { ...net, target: { ...net.target, dev: names.nextTarget() } } : net,
  )
  return { ...doc, devices: { ...doc.devices, interfaces: named } }
}

/** The document under another name. */
export function withName(doc: DomainDoc, name: string): DomainDoc {
  return { ...doc, name }
}

/** Whether the guest has a balloon, which tells of its memory. */
export function hasBalloon(doc: DomainDoc): boolean {
  const model = doc.devices.memballoon?.model
  return model !== undefined && model !== 'none'
}

const deprecatedCpu = 'Deprecated-Test'

/** The marks that a starting guest gets for settings that void support, with what is said about them. */
export function taintsOf(doc: DomainDoc): Pick<Attrs<'domain'>, 'taints' | 'messages'> {
  const { disks = [], interfaces = [], hostdevs = [] } = doc.devices
  const deprecated = doc.cpu?.mode === 'custom' && doc.cpu.model?.value === deprecatedCpu
  const found: ReadonlyArray<readonly [string, boolean]> = [
    [
      'high-privileges',
      disks.some(({ rawio }) => rawio === true) ||
        hostdevs.some(({ type, rawio }) => type === 'scsi' && rawio === true),
    ],
    ['cdrom-passthrough', disks.some(({ device, type }) => device === 'cdrom' && type === 'block')],
    ['shell-scripts', interfaces.some(({ script }) => script !== undefined)],
    ['deprecated-config', deprecated],
    ['custom-dtb', doc.os.dtb !== undefined],
  ]
  return {
    taints: found.filter(([, applies]) => applies).map(([taint]) => taint),
    messages: deprecated ? [`CPU model ${deprecatedCpu}`] : [],
  }
}
