import { int, oneOf, onOff, string, u64, uint, uuid, word, yesNo } from '../descriptor/codec.ts'
import { cpuset } from '../descriptor/cpuset.ts'
import { type Doc, element } from '../descriptor/element.ts'
import { attr, child, type DocOf, flag, leaf, leaves, list, raws, text } from '../descriptor/field.ts'
import { size } from '../descriptor/size.ts'

const featureName = element({ name: attr(word, { required: true }), policy: attr(word) })

const hostCpu = element({
  arch: leaf(word),
  features: child(element({ pae: flag(), nonpae: flag(), vmx: flag(), svm: flag() })),
  model: leaf(word),
  vendor: leaf(word),
  microcode: child(element({ version: attr(uint) })),
  signature: child(element({ family: attr(uint), model: attr(uint), stepping: attr(uint) })),
  counter: child(element({ name: attr(word), frequency: attr(u64), scaling: attr(yesNo) })),
  topology: child(
    element({
      sockets: attr(uint),
      dies: attr(uint),
      clusters: attr(uint),
      cores: attr(uint),
      threads: attr(uint),
    }),
  ),
  maxphysaddr: child(element({ mode: attr(word), bits: attr(uint), limit: attr(uint) })),
  featureNames: list(featureName, { name: 'feature' }),
  pages: list(element({ size: attr(u64, { required: true }), unit: attr(word) }), { name: 'pages' }),
})

const cell = element({
  id: attr(uint, { required: true }),
  memory: leaf(size('KiB')),
  pages: list(element({ size: attr(u64), unit: attr(word), value: text(u64) })),
  distances: child(
    element({ siblings: list(element({ id: attr(uint), value: attr(uint) }), { name: 'sibling' }) }),
  ),
  caches: list(element({ level: attr(uint), associativity: attr(word), policy: attr(word) }), {
    name: 'cache',
  }),
  cpus: child(
    element({
      num: attr(uint),
      cpus: list(
        element({
          id: attr(uint, { required: true }),
          socketId: attr(int, { name: 'socket_id' }),
          dieId: attr(int, { name: 'die_id' }),
          clusterId: attr(int, { name: 'cluster_id' }),
          coreId: attr(int, { name: 'core_id' }),
          siblings: attr(cpuset),
        }),
        { name: 'cpu' },
      ),
    }),
    { keep: true },
  ),
})

const cacheBank = element({
  id: attr(uint),
  level: attr(uint),
  type: attr(oneOf('both', 'code', 'data')),
  size: attr(u64),
  unit: attr(word),
  cpus: attr(cpuset),
  controls: list(
    element({
      granularity: attr(u64),
      min: attr(u64),
      unit: attr(word),
      type: attr(oneOf('both', 'code', 'data')),
      maxAllocs: attr(uint),
    }),
    { name: 'control' },
  ),
})

const monitor = element({
  level: attr(uint),
  reuseThreshold: attr(uint),
  maxMonitors: attr(uint),
  features: list(element({ name: attr(word) }), { name: 'feature' }),
})

const bandwidthNode = element({
  id: attr(uint),
  cpus: attr(cpuset),
  controls: list(element({ granularity: attr(uint), min: attr(uint), maxAllocs: attr(uint) }), {
    name: 'control',
  }),
})

const secmodel = element({
  model: leaf(string),
  doi: leaf(string),
  baselabels: list(element({ type: attr(word), value: text(string) }), { name: 'baselabel' }),
})

const host = element({
  uuid: leaf(uuid),
  cpu: child(hostCpu, { keep: true }),
  powerManagement: child(
    element({
      suspendMem: flag({ name: 'suspend_mem' }),
      suspendDisk: flag({ name: 'suspend_disk' }),
      suspendHybrid: flag({ name: 'suspend_hybrid' }),
    }),
    { name: 'power_management', keep: true },
  ),
  iommu: child(element({ support: attr(yesNo) })),
  migrationFeatures: child(
    element({
      live: flag(),
      uriTransports: child(element({ transports: leaves(word, { name: 'uri_transport' }) }), {
        name: 'uri_transports',
      }),
    }),
    { name: 'migration_features', keep: true },
  ),
  netprefix: leaf(word),
  topology: child(
    element({
      cells: child(element({ num: attr(uint), cells: list(cell, { name: 'cell' }) })),
      interconnects: raws(),
    }),
  ),
  cache: child(element({ banks: list(cacheBank, { name: 'bank' }), monitor: child(monitor) })),
  memoryBandwidth: child(element({ nodes: list(bandwidthNode, { name: 'node' }), monitor: child(monitor) }), {
    name: 'memory_bandwidth',
  }),
  secmodels: list(secmodel, { name: 'secmodel' }),
})

const machine = element({
  canonical: attr(word),
  maxCpus: attr(uint),
  deprecated: attr(yesNo),
  value: text(word),
})

const guestDomain = element({
  type: attr(word, { required: true }),
  emulator: leaf(word),
  loader: leaf(word),
  machines: list(machine, { name: 'machine' }),
})

const guestArch = element({
  name: attr(word, { required: true }),
  wordsize: leaf(uint),
  emulator: leaf(word),
  loader: leaf(word),
  machines: list(machine, { name: 'machine' }),
  domains: list(guestDomain, { name: 'domain' }),
})

const switchable = element({ default: attr(onOff), toggle: attr(yesNo) })

const guest = element({
  osType: leaf(word, { name: 'os_type', required: true }),
  arch: child(guestArch, { required: true }),
  features: child(
    element({
      pae: flag(),
      nonpae: flag(),
      ia64_be: flag(),
      acpi: child(switchable, { keep: true }),
      apic: child(switchable, { keep: true }),
      cpuselection: flag(),
      deviceboot: flag(),
      disksnapshot: child(switchable, { keep: true }),
      externalSnapshot: flag(),
      hap: child(switchable, { keep: true }),
    }),
  ),
})

const capabilitiesFields = {
  host: child(host, { required: true, keep: true }),
  guests: list(guest, { name: 'guest' }),
}

/** What a host and its hypervisor can run. */
export type CapabilitiesDoc = DocOf<typeof capabilitiesFields>

/** What a host and its hypervisor can run. */
export const capabilities = element(capabilitiesFields)

/** One kind of guest that a hypervisor can run. */
export type GuestCapabilitiesDoc = Doc<typeof guest>

/** The host's part of capabilities. */
export type HostCapabilitiesDoc = Doc<typeof host>
