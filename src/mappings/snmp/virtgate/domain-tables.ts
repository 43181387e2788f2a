import { type AttrName, attrsOf, model, type TypeName } from '../../../core/model/index.ts'
import type { DomainRow } from '../domain-row.ts'
import { nestedRows, numberedRows } from '../engine/nested-rows.ts'
import { type TableDef, table } from '../smi/definition.ts'
import { gauge32, timeStamp } from '../smi/syntax.ts'
import { diskAt, diskStatsAt, disksOf, nicAt, nicStatsAt, nicsOf } from '../vm/devices.ts'
import { type Bindings, columnsOf, declined, shaped, shownBy } from './binding.ts'
import { countIfKnown, joined, total } from './forms.ts'
import { countBelow, countersOf, hostColumn, indexKey, type ObjectTable, recordOf } from './object-table.ts'
import type { GatewayView } from './view.ts'

const attrs = model.domain.attrs
const pick = recordOf('domain')
const noCounters = () => undefined
const domainCounters = (): TypeName => 'domain'

const domainBindings: Bindings<AttrName<'domain'>> = {
  uuid: shownBy('vmUUID'),
  name: shownBy('vmName'),
  id: 1,
  title: 2,
  description: 3,
  state: 4,
  reason: 5,
  stateSince: 6,
  startedAt: 7,
  wanted: shownBy('vmAdminState'),
  persistent: shownBy('vmPersistent'),
  autostart: shownBy('vmAutoStart'),
  managedSave: 8,
  hasCurrentSnapshot: 9,
  updated: 10,
  osType: 11,
  osId: 12,
  arch: 13,
  machine: 14,
  virtType: 15,
  memory: 16,
  maxMemory: 17,
  minMemory: 18,
  vcpus: shownBy('vmCurCpuNumber'),
  maxVcpus: shownBy('vmMaxCpuNumber'),
  vcpuPins: shownBy('vmCpuAffinity'),
  disks: shownBy('vmStorageTable'),
  interfaces: shownBy('vgNicTable'),
  graphics: shownBy('vgGraphicsTable'),
  agentConnected: 19,
  taints: shaped(20, joined),
  messages: shaped(21, joined),
  job: 22,
  cpuTime: shownBy('vmCpuTime'),
  cpuUser: shaped(23, total),
  cpuSystem: shaped(24, total),
  vcpuTimes: shownBy('vmCpuCoreTime'),
  diskStats: shownBy('vgDiskTable'),
  interfaceStats: shownBy('vgNicTable'),
  balloon: shownBy('vgMemoryTable'),
}

const domainDefinition: TableDef<GatewayView, DomainRow> = {
  name: 'vgDomainTable',
  entry: 'vgDomainEntry',
  id: 5,
  doc: 'What the vmTable of VM-MIB does not say of a virtual machine.',
  entryDoc: 'More of one virtual machine.',
  keys: [],
  index: { augments: 'vmEntry' },
  columns: [
    ...columnsOf<GatewayView, DomainRow>({
      prefix: 'vgDomain',
      fields: attrsOf('domain'),
      bindings: domainBindings,
      counters: countersOf('domain'),
      read: (field, row) => pick(field, row.entry.attrs, () => row.home.counters(row)),
    }),
    {
      id: 25,
      name: 'vgDomainSnapshots',
      syntax: gauge32,
      doc: 'Number of its snapshots.',
      get: (row, _, view) => countBelow(view.objects, 'snapshot', row.owner.index),
    },
    {
      id: 26,
      name: 'vgDomainCheckpoints',
      syntax: gauge32,
      doc: 'Number of its checkpoints.',
      get: (row, _, view) => countBelow(view.objects, 'checkpoint', row.owner.index),
    },
    {
      id: 27,
      name: 'vgDomainDiscontinuityTime',
      syntax: timeStamp,
      doc: 'Value of sysUpTime when the counters of the virtual machine in VM-MIB and in this module began anew last, which they do at its start.',
      get: (row) => row.discontinuity,
    },
    hostColumn(28, 'vgDomainHostIndex', (row) => row.home.hostIndex),
  ],
  rows: (view) => view.objects.domains,
}

/** Guests. */
export const domains: ObjectTable<'domain'> = {
  type: 'domain',
  bindings: domainBindings,
  table: table(domainDefinition),
}

type BalloonField = keyof typeof attrs.balloon.kind.record
const memoryBindings: Bindings<BalloonField> = {
  actual: 1,
  swapIn: 2,
  swapOut: 3,
  majorFault: shaped(4, total),
  minorFault: shaped(5, total),
  unused: 6,
  available: 7,
  usable: 8,
  lastUpdate: 9,
  diskCaches: 10,
  hugetlbPageAlloc: shaped(11, total),
  hugetlbPageFail: shaped(12, total),
  rss: 13,
}

const memoryDefinition: TableDef<GatewayView, DomainRow> = {
  name: 'vgMemoryTable',
  entry: 'vgMemoryEntry',
  id: 6,
  doc: 'Memory of virtual machines as their systems and their processes on the host see it.',
  entryDoc: 'Memory of one virtual machine. What a guest does not tell has no instance.',
  keys: [],
  index: { augments: 'vmEntry' },
  columns: columnsOf<GatewayView, DomainRow>({
    prefix: 'vgMemory',
    fields: attrs.balloon.kind.record,
    bindings: memoryBindings,
    counters: domainCounters,
    read: (_, row) => row.home.counters(row)?.balloon,
  }),
  rows: (view) => view.objects.domains,
}

type DiskField = keyof typeof attrs.disks.kind.list.record
type DiskStatsField = keyof typeof attrs.diskStats.kind.list.record
const diskBindings: Bindings<DiskField> = {
  target: 1,
  device: shownBy('vmStorageMediaType'),
  bus: shownBy('vmStorageMediaTypeString'),
  sourceType: 2,
  source: shownBy('vmStorageResourceID'),
  format: shownBy('vmStorageSourceTypeString'),
  readOnly: shownBy('vmStorageAccess'),
  capacity: 3,
  allocation: 4,
}
const diskStatsBindings: Bindings<DiskStatsField> = {
  target: shownBy('vgDiskTarget'),
  readRequests: shownBy('vmStorageReadIOs'),
  readBytes: shownBy('vmStorageReadOctets'),
  readTime: shownBy('vmStorageReadLatency'),
  writeRequests: shownBy('vmStorageWriteIOs'),
  writeBytes: shownBy('vmStorageWriteOctets'),
  writeTime: shownBy('vmStorageWriteLatency'),
  flushRequests: shaped(5, total),
  flushTime: shaped(6, total),
  errors: shaped(7, countIfKnown),
  allocation: declined('changes with each write; the size of the backing is read with vgDiskAllocation'),
  capacity: shownBy('vgDiskCapacity'),
  physical: declined('the size of a file that backs a disk says nothing of the disk'),
}

const diskDefinition: TableDef<GatewayView, DomainRow> = {
  name: 'vgDiskTable',
  entry: 'vgDiskEntry',
  id: 7,
  doc: 'What the vmStorageTable of VM-MIB does not say of a storage device; sizes are exact here.',
  entryDoc: 'More of one storage device.',
  keys: [],
  index: { augments: 'vmStorageEntry' },
  columns: [
    ...columnsOf<GatewayView, DomainRow>({
      prefix: 'vgDisk',
      fields: attrs.disks.kind.list.record,
      bindings: diskBindings,
      counters: noCounters,
      read: (_, row, index) => diskAt(row, index),
    }),
    ...columnsOf<GatewayView, DomainRow>({
      prefix: 'vgDisk',
      fields: attrs.diskStats.kind.list.record,
      bindings: diskStatsBindings,
      counters: domainCounters,
      read: (_, row, index) => diskStatsAt(row, index),
    }),
  ],
  rows: (view) => nestedRows(view.objects.domains, 1, disksOf),
}

type NicField = keyof typeof attrs.interfaces.kind.list.record
type NicStatsField = keyof typeof attrs.interfaceStats.kind.list.record
const nicBindings: Bindings<NicField> = {
  mac: shownBy('vmNetworkPhysAddress'),
  type: 1,
  source: 2,
  target: 3,
  model: shownBy('vmNetworkModel'),
}
const nicStatsBindings: Bindings<NicStatsField> = {
  mac: shownBy('vmNetworkPhysAddress'),
  rxBytes: shaped(4, total),
  rxPackets: shaped(5, total),
  rxErrors: shaped(6, total),
  rxDropped: shaped(7, total),
  txBytes: shaped(8, total),
  txPackets: shaped(9, total),
  txErrors: shaped(10, total),
  txDropped: shaped(11, total),
}

const nicDefinition: TableDef<GatewayView, DomainRow> = {
  name: 'vgNicTable',
  entry: 'vgNicEntry',
  id: 8,
  doc: 'What the vmNetworkTable of VM-MIB does not say of a network interface: where it is connected, and its counters.',
  entryDoc: 'More of one network interface.',
  keys: [],
  index: { augments: 'vmNetworkEntry' },
  columns: [
    ...columnsOf<GatewayView, DomainRow>({
      prefix: 'vgNic',
      fields: attrs.interfaces.kind.list.record,
      bindings: nicBindings,
      counters: noCounters,
      read: (_, row, index) => nicAt(row, index),
    }),
    ...columnsOf<GatewayView, DomainRow>({
      prefix: 'vgNic',
      fields: attrs.interfaceStats.kind.list.record,
      bindings: nicStatsBindings,
      counters: domainCounters,
      read: (_, row, index) => nicStatsAt(row, index),
    }),
  ],
  rows: (view) => nestedRows(view.objects.domains, 1, nicsOf),
}

type GraphicsField = keyof typeof attrs.graphics.kind.list.record
const graphicsBindings: Bindings<GraphicsField> = { type: 2, listen: 3, port: 4 }

const graphicsDefinition: TableDef<GatewayView, DomainRow> = {
  name: 'vgGraphicsTable',
  entry: 'vgGraphicsEntry',
  id: 9,
  doc: 'The graphical consoles of virtual machines.',
  entryDoc: 'One graphical console.',
  keys: [indexKey('vgGraphicsIndex', 'Place of the console in the definition, beginning with 1.')],
  index: ['vmIndex', 'vgGraphicsIndex'],
  columns: columnsOf<GatewayView, DomainRow>({
    prefix: 'vgGraphics',
    fields: attrs.graphics.kind.list.record,
    bindings: graphicsBindings,
    counters: noCounters,
    read: (_, row, index) => row.entry.attrs.graphics[(index[1] ?? 0) - 1],
  }),
  rows: (view) =>
    nestedRows(
      view.objects.domains,
      1,
      numberedRows((row) => row.entry.attrs.graphics.length),
    ),
}

/** Memory of guests. */
export const memoryTable = table(memoryDefinition)
/** Disks of guests. */
export const diskTable = table(diskDefinition)
/** Network interfaces of guests. */
export const nicTable = table(nicDefinition)
/** Graphical consoles of guests. */
export const graphicsTable = table(graphicsDefinition)

/** Bindings of the records within attributes of guests, for the test that looks at each. */
export const domainRecordBindings = {
  balloon: memoryBindings,
  disks: diskBindings,
  diskStats: diskStatsBindings,
  interfaces: nicBindings,
  interfaceStats: nicStatsBindings,
  graphics: graphicsBindings,
} as const
