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

/** What a document tells of its domain. Nothing of it holds a password. */
export function configAttrs(doc: DomainDoc): ConfigAttrs {
  return {
    uuid: doc.uuid,
    name: doc.name,
    osType: doc.os.type?.value ?? 'hvm',
    virtType: doc.type,
    memory: currentMemory(doc),
    maxMemory: maximumMemory(doc),
    vcpus: doc.vcpu.current ?? doc.vcpu.value,
    maxVcpus: doc.vcpu.value,
    disks: (doc.devices.disks ?? []).map(diskRecord),
    interfaces: (doc.devices.interfaces ?? []).map(interfaceRecord),
    graphics: (doc.devices.graphics ?? []).map(graphicsRecord),
    ...optional(doc),
  }
}

/** The same as a patch: attributes that the document no longer gives are taken away. */
export function configPatch(doc: DomainDoc): AttrPatch<'domain'> {
  const attrs = configAttrs(doc)
  const absent = optionalAttrs.filter((name) => attrs[name] === undefined)
  return { ...attrs, ...Object.fromEntries(absent.map((name) => [name, undefined])) }
}

function optional(doc: DomainDoc): AttrPatchOf<(typeof optionalAttrs)[number]> {
  const pins = vcpuPins(doc)
  const osId = osIdOf(doc)
  const { arch, machine } = doc.os.type ?? {}
  const minMemory = doc.memtune?.minGuarantee
  return {
    ...(doc.title === undefined ? {} : { title: doc.title }),
    ...(doc.description === undefined ? {} : { description: doc.description }),
    ...(osId === undefined ? {} : { osId }),
    ...(arch === undefined ? {} : { arch }),
    ...(machine === undefined ? {} : { machine }),
    ...(minMemory === undefined ? {} : { minMemory }),
    ...(pins === undefined ? {} : { vcpuPins: pins }),
  }
}

type AttrPatchOf<N extends keyof ConfigAttrs> = Partial<Pick<ConfigAttrs, N>>

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
  return {
    target: dev ?? '',
    device: disk.device,
    ...(bus === undefined ? {} : { bus }),
    sourceType: source === undefined ? 'none' : disk.type,
    ...(source === undefined ? {} : { source }),
    ...(format === undefined ? {} : { format }),
    readOnly: disk.readonly === true,
  }
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
  return {
    mac: net.mac?.address ?? '00:00:00:00:00:00',
    type: net.type,
    ...(source === undefined ? {} : { source }),
    ...(target === undefined ? {} : { target }),
    ...(model === undefined ? {} : { model }),
  }
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
