import type { Entry } from '../../../core/contracts.ts'
import { type AttrName, attrsOf, model, type TypeName, typeNames } from '../../../core/model/index.ts'
import type { ConnectionView } from '../connection-view.ts'
import type { DomainRow } from '../domain-row.ts'
import { listedRows } from '../engine/listed-rows.ts'
import type { RowSource } from '../engine/module.ts'
import { nestedRows, numberedRows } from '../engine/nested-rows.ts'
import { type TableDef, table } from '../smi/definition.ts'
import { adminString, gauge32, uuidOctets } from '../smi/syntax.ts'
import { cutText } from '../values.ts'
import { vmIndex } from '../vm/conventions.ts'
import { type Bindings, columnsOf, shaped } from './binding.ts'
import { total } from './forms.ts'
import { countersOf, indexKey, type ObjectTable, recordOf } from './object-table.ts'
import type { GatewayView } from './view.ts'

const pick = recordOf('host')

const hostBindings: Bindings<AttrName<'host'>> = {
  connection: 2,
  uri: 3,
  driver: 4,
  hvType: 5,
  hvVersion: 6,
  status: 7,
  statusText: 8,
  hostname: 9,
  initializedAt: 10,
  cpuModel: 11,
  memory: 12,
  cpus: 13,
  mhz: 14,
  numaNodes: 15,
  sockets: 16,
  cores: 17,
  threads: 18,
  maxVcpus: 19,
  secure: 20,
  freeMemory: 21,
  cpuUser: shaped(22, total),
  cpuKernel: shaped(23, total),
  cpuIdle: shaped(24, total),
  cpuIowait: shaped(25, total),
}

const hostDefinition: TableDef<GatewayView, ConnectionView> = {
  name: 'vgHostTable',
  entry: 'vgHostEntry',
  id: 3,
  doc: 'The connections of the gateway: all of them in the default context, and its own in the context of a connection. The name of a connection is the name of its context.',
  entryDoc: 'One connection.',
  keys: [indexKey('vgHostIndex', 'Number of the connection. It belongs to the name of the connection.')],
  index: ['vgHostIndex'],
  columns: columnsOf<GatewayView, ConnectionView>({
    prefix: 'vgHost',
    fields: attrsOf('host'),
    bindings: hostBindings,
    counters: countersOf('host'),
    read: (field, row) => pick(field, row.host?.attrs, () => row.hostCounters()),
  }),
  rows: (view) => view.hosts,
}

/** Connections. */
export const hosts: ObjectTable<'host'> = {
  type: 'host',
  bindings: hostBindings,
  table: table(hostDefinition),
}

const uuidDefinition: TableDef<GatewayView, DomainRow> = {
  name: 'vgUuidTable',
  entry: 'vgUuidEntry',
  id: 4,
  doc: 'Finds a virtual machine by its UUID: its vmIndex, and the context of its connection.',
  entryDoc: 'One virtual machine.',
  keys: [
    {
      id: 1,
      name: 'vgUuid',
      syntax: uuidOctets,
      doc: 'UUID of the virtual machine: 16 sub-identifiers, without a length before them.',
    },
  ],
  index: ['vgUuid', 'vgHostIndex'],
  columns: [
    {
      id: 2,
      name: 'vgUuidContext',
      syntax: adminString,
      doc: 'Name of the context of its connection.',
      get: (row) => row.entry.connection,
    },
    {
      id: 3,
      name: 'vgUuidVmIndex',
      syntax: vmIndex,
      doc: 'vmIndex of the virtual machine, the same in that context and in the default one.',
      get: (row) => row.owner.index,
    },
    {
      id: 4,
      name: 'vgUuidName',
      syntax: adminString,
      doc: 'Name of the virtual machine.',
      get: (row) => cutText(row.entry.attrs.name),
    },
  ],
  rows: (view) => view.objects.uuids,
}

/** Guests by UUID. */
export const uuidTable = table(uuidDefinition)

/** Numbers of the types; published, so new types go to the end. */
export const typeNumbers = {
  host: 1,
  domain: 2,
  snapshot: 3,
  checkpoint: 4,
  network: 5,
  port: 6,
  interface: 7,
  pool: 8,
  volume: 9,
  nodedev: 10,
  secret: 11,
  nwfilter: 12,
  job: 13,
} as const satisfies Record<TypeName, number>

const typeRows: RowSource<TypeName> = listedRows(() =>
  typeNames.map((type) => ({ index: [typeNumbers[type]], row: type })),
)

const typeDefinition: TableDef<GatewayView, TypeName> = {
  name: 'vgTypeTable',
  entry: 'vgTypeEntry',
  id: 2,
  doc: 'The types of objects, with how many the context shows of each.',
  entryDoc: 'One type.',
  keys: [indexKey('vgTypeIndex', 'Number of the type.')],
  index: ['vgTypeIndex'],
  columns: [
    {
      id: 2,
      name: 'vgTypeName',
      syntax: adminString,
      doc: 'Name of the type.',
      get: (type) => type,
    },
    {
      id: 3,
      name: 'vgTypeObjects',
      syntax: gauge32,
      doc: 'Number of objects.',
      get: (type, _, view) => view.objects.count(type),
    },
  ],
  rows: () => typeRows,
}

/** Types of objects. */
export const typeTable = table(typeDefinition)

const addressFields = model.network.attrs.addresses.kind.list.record
const addressBindings: Bindings<keyof typeof addressFields> = {
  family: 2,
  address: 3,
  prefix: 4,
  dhcpStart: 5,
  dhcpEnd: 6,
}

const addressDefinition: TableDef<GatewayView, Entry<'network'>> = {
  name: 'vgNetworkAddressTable',
  entry: 'vgNetworkAddressEntry',
  id: 13,
  doc: 'The address ranges of networks.',
  entryDoc: 'One address range.',
  keys: [indexKey('vgNetworkAddressIndex', 'Place of the range in the definition, beginning with 1.')],
  index: ['vgNetworkIndex', 'vgNetworkAddressIndex'],
  columns: columnsOf<GatewayView, Entry<'network'>>({
    prefix: 'vgNetworkAddress',
    fields: addressFields,
    bindings: addressBindings,
    counters: () => undefined,
    read: (_, row, index) => row.attrs.addresses[(index[1] ?? 0) - 1],
  }),
  rows: (view) =>
    nestedRows(
      view.objects.rows('network'),
      1,
      numberedRows((row) => row.attrs.addresses.length),
    ),
}

/** Address ranges of networks. */
export const networkAddressTable = table(addressDefinition)

/** Bindings of the records within attributes of networks. */
export const networkRecordBindings = { addresses: addressBindings } as const
