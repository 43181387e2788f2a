import type { DiskDoc, DomainDoc, GraphicsDoc, NetDoc } from '../../core/config/index.ts'
import type { AttrPatch } from '../../core/driver.ts'
import type { Attrs } from '../../core/model/index.ts'
import { currentMemory, maximumMemory } from './domain-memory.ts'
import { parseNumberSet } from './number-set.ts'

/** The attributes of a domain that follow from its document alone. */
export type ConfigAttrs = Pick<
  Attrs<'domain'>,
  | 'uuid'
  | 'name'
  | 'title'
  | 'description'
  | 'osType'
  | 'osId'
  | 'arch'
  | 'machine'
  | 'virtType'
  | 'memory'
  | 'maxMemory'
  | 'minMemory'
  | 'vcpus'
  | 'maxVcpus'
  | 'vcpuPins'
  | 'disks'
  | 'interfaces'
  | 'graphics'
>

type Disk = ConfigAttrs['disks'][number]
type Interface = ConfigAttrs['interfaces'][number]
type Graphics = ConfigAttrs['graphics'][number]

const optionalAttrs = ['title', 'description', 'osId', 'arch', 'machine', 'minMemory', 'vcpuPins'] as const

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * What a document tells of its domain. Nothing of it holds a password. Here and below optional attributes are set
 * one by one: objects made of several spreads take three times the memory, which counts with very many domains.
 */
export function configAttrs(doc: DomainDoc): ConfigAttrs {
  const { devices, vcpu, os } = doc
  const attrs: Mutable<ConfigAttrs> = {
    uuid: doc.uuid,
    name: doc.name,
    osType: os.type?.value ?? 'hvm',
    virtType: doc.type,
    memory: currentMemory(doc),
    maxMemory: maximumMemory(doc),
    vcpus: vcpu.current ?? vcpu.value,
    maxVcpus: vcpu.value,
    disks: (devices.disks ?? []).map(diskRecord),
    interfaces: (devices.interfaces ?? []).map(interfaceRecord),
    graphics: (devices.graphics ?? []).map(graphicsRecord),
  }
  setOptional(attrs, doc)
  return attrs
}

/** The attributes of a domain that do not follow from its document. */
export type RunAttrs = Omit<Attrs<'domain'>, keyof ConfigAttrs>

/** A whole record, of one form for all domains; frozen, so that the inventory shares it and makes no copy. */
export function composeRecord(config: ConfigAttrs, run: RunAttrs): Attrs<'domain'> {
  const record: Mutable<Attrs<'domain'>> = {
    uuid: config.uuid,
    name: config.name,
    id: run.id,
    state: run.state,
    reason: run.reason,
    stateSince: run.stateSince,
    wanted: run.wanted,
    persistent: run.persistent,
    managedSave: run.managedSave,
    hasCurrentSnapshot: run.hasCurrentSnapshot,
    updated: run.updated,
    osType: config.osType,
    virtType: config.virtType,
    memory: config.memory,
    maxMemory: config.maxMemory,
    vcpus: config.vcpus,
    maxVcpus: config.maxVcpus,
    disks: config.disks,
    interfaces: config.interfaces,
    graphics: config.graphics,
    taints: run.taints,
    messages: run.messages,
    job: run.job,
  }
  copyOptional(record, config)
  if (run.autostart !== undefined) record.autostart = run.autostart
  if (run.startedAt !== undefined) record.startedAt = run.startedAt
  if (run.agentConnected !== undefined) record.agentConnected = run.agentConnected
  return Object.freeze(record)
}

/** The same as a patch: attributes that the document no longer gives are taken away. */
export function configPatch(doc: DomainDoc): AttrPatch<'domain'> {
  const attrs = configAttrs(doc)
  const absent = optionalAttrs.filter((name) => attrs[name] === undefined)
  return { ...attrs, ...Object.fromEntries(absent.map((name) => [name, undefined])) }
}

function setOptional(attrs: Mutable<ConfigAttrs>, doc: DomainDoc): void {
  const { arch, machine } = doc.os.type ?? {}
  const pins = vcpuPins(doc)
  const osId = osIdOf(doc)
  const minMemory = doc.memtune?.minGuarantee
  if (doc.title !== undefined) attrs.title = doc.title
  if (doc.description !== undefined) attrs.description = doc.description
  if (osId !== undefined) attrs.osId = osId
  if (arch !== undefined) attrs.arch = arch
  if (machine !== undefined) attrs.machine = machine
  if (minMemory !== undefined) attrs.minMemory = minMemory
  if (pins !== undefined) attrs.vcpuPins = pins
}

function copyOptional(to: Mutable<ConfigAttrs>, from: ConfigAttrs): void {
  if (from.title !== undefined) to.title = from.title
  if (from.description !== undefined) to.description = from.description
  if (from.osId !== undefined) to.osId = from.osId
  if (from.arch !== undefined) to.arch = from.arch
  if (from.machine !== undefined) to.machine = from.machine
  if (from.minMemory !== undefined) to.minMemory = from.minMemory
  if (from.vcpuPins !== undefined) to.vcpuPins = from.vcpuPins
}

/** The identity that installers and libosinfo leave in the metadata. */
function osIdOf(doc: DomainDoc): string | undefined {
  if (doc.metadata === undefined || !doc.metadata.includes('libosinfo.org')) return undefined
  return /<(?:[\w.-]+:)?os\s[^>]*\bid=["']([^"']+)["']/.exec(doc.metadata)?.[1]
}

function vcpuPins(doc: DomainDoc): ReadonlyArray<readonly number[]> | undefined {
  const pins = doc.cputune?.vcpupins
  const all = doc.vcpu.cpuset
  if ((pins === undefined || pins.length === 0) && all === undefined) return undefined
  const fallback = all === undefined ? [] : parseNumberSet(all)
  return Array.from({ length: doc.vcpu.value }, (_, vcpu) => {
    const pin = pins?.find((each) => each.vcpu === vcpu)
    return pin === undefined ? fallback : parseNumberSet(pin.cpuset)
  })
}

function diskRecord(disk: DiskDoc): Disk {
  const source = sourceOf(disk)
  const { bus, dev } = disk.target
  const format = disk.driver?.type
  const record: Mutable<Disk> = {
    target: dev ?? '',
    device: disk.device,
    sourceType: source === undefined ? 'none' : disk.type,
    readOnly: disk.readonly === true,
  }
  if (bus !== undefined) record.bus = bus
  if (source !== undefined) record.source = source
  if (format !== undefined) record.format = format
  return record
}

/** Path or URI of what backs a disk; undefined for an empty drive. User names and secrets are left out. */
export function sourceOf(disk: DiskDoc): string | undefined {
  const { source } = disk
  if (source === undefined) return undefined
  switch (disk.type) {
    case 'file':
      return source.file === '' ? undefined : source.file
    case 'block':
    case 'vhostvdpa':
      return source.dev
    case 'dir':
      return source.dir
    case 'volume':
      return source.pool === undefined ? undefined : `${source.pool}/${source.volume}`
    case 'network':
      return networkSource(source)
    case 'nvme':
      return `nvme://${hex(source.address?.domain, 4)}:${hex(source.address?.bus, 2)}:${hex(source.address?.slot, 2)}.${source.address?.function ?? 0}/${source.namespace ?? 1n}`
    case 'vhostuser':
      return source.path
  }
}

function hex(value: number | undefined, digits: number): string {
  return (value ?? 0).toString(16).padStart(digits, '0')
}

function networkSource(source: NonNullable<DiskDoc['source']>): string | undefined {
  if (source.protocol === undefined) return undefined
  const host = source.hosts?.[0]
  const place =
    host?.name === undefined ? '' : `${host.name}${host.port === undefined ? '' : `:${host.port}`}`
  const name = source.name === undefined ? '' : `/${source.name.replace(/^\//, '')}`
  return `${source.protocol}://${place}${name}`
}

const sourceField: Partial<Record<NetDoc['type'], 'network' | 'bridge' | 'dev' | 'name' | 'path'>> = {
  network: 'network',
  bridge: 'bridge',
  direct: 'dev',
  vdpa: 'dev',
  user: 'dev',
  internal: 'name',
  vhostuser: 'path',
}

function interfaceRecord(net: NetDoc): Interface {
  const field = sourceField[net.type]
  const source = field === undefined ? undefined : net.source?.[field]
  const target = net.target?.dev
  const model = net.model?.type
  const record: Mutable<Interface> = { mac: net.mac?.address ?? '00:00:00:00:00:00', type: net.type }
  if (source !== undefined) record.source = source
  if (target !== undefined) record.target = target
  if (model !== undefined) record.model = model
  return record
}

function graphicsRecord(graphics: GraphicsDoc): Graphics {
  const first = graphics.listens?.[0]
  const listen = first?.type === 'socket' ? first.socket : (first?.address ?? graphics.listen)
  const { port } = graphics
  return {
    type: graphics.type,
    ...(listen === undefined ? {} : { listen }),
    ...(port === undefined ? {} : { port }),
  }
}
