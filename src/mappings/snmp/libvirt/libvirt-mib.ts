import type { DomainRow } from '../domain-row.ts'
import { type MibDefinition, type TableDef, table } from '../smi/definition.ts'
import {
  adminString,
  convention,
  counter64,
  enumeration,
  gauge32,
  rowStatus,
  type Syntax,
  unsigned32,
} from '../smi/syntax.ts'
import { rowStates } from '../smi/written-row.ts'
import { cutText } from '../values.ts'
import type { GatewayView } from '../virtgate/view.ts'
import { guestsByUuid } from './guest-rows.ts'
import { guestStateOf, guestStates } from './guest-states.ts'
import { createGuest, STATE, STATUS, stateWrite, statusWrite } from './guest-writes.ts'

/** The module's name. */
export const libvirtModule = 'LIBVIRT-MIB'

const uuid: Syntax<'OctetString'> = convention('OctetString', [libvirtModule, 'UUID'])
const cpuCount: Syntax<'Gauge32'> = { ...unsigned32, smi: 'Unsigned32 (0..65535)', bare: 'Unsigned32' }

const mebibytes = (kibibytes: bigint) => Math.min(4294967295, Number(kibibytes >> 10n))

const guestTable: TableDef<GatewayView, DomainRow> = {
  name: 'libvirtGuestTable',
  entry: 'libvirtGuestEntry',
  id: 1,
  doc: 'The virtual machines of the context, running or not.',
  entryDoc: 'One virtual machine.',
  keys: [
    {
      id: 1,
      name: 'libvirtGuestUUID',
      syntax: uuid,
      doc: 'UUID of the virtual machine: 16 sub-identifiers, without a length before them.',
      notified: true,
    },
  ],
  index: ['libvirtGuestUUID'],
  columns: [
    {
      id: 2,
      name: 'libvirtGuestName',
      syntax: adminString,
      doc: 'Name of the virtual machine.',
      get: ({ entry }) => cutText(entry.attrs.name),
    },
    {
      id: STATE,
      name: 'libvirtGuestState',
      syntax: enumeration(guestStates),
      doc: 'State of the virtual machine. Of one that is running, paused and shutdown can be written, of one that is paused running; any other change is inconsistent. Writing shutdown asks its system to power off.',
      get: (row) => guestStates[guestStateOf(row)],
      write: stateWrite,
    },
    {
      id: 4,
      name: 'libvirtGuestCpuCount',
      syntax: cpuCount,
      doc: 'Number of its virtual processors.',
      get: ({ entry }) => entry.attrs.vcpus,
    },
    {
      id: 5,
      name: 'libvirtGuestMemoryCurrent',
      syntax: gauge32,
      units: 'MiB',
      doc: 'Memory that it has.',
      get: ({ entry }) => mebibytes(entry.attrs.memory),
    },
    {
      id: 6,
      name: 'libvirtGuestMemoryLimit',
      syntax: unsigned32,
      units: 'MiB',
      doc: 'Most memory that it can have.',
      get: ({ entry }) => mebibytes(entry.attrs.maxMemory),
    },
    {
      id: 7,
      name: 'libvirtGuestCpuTime',
      syntax: counter64,
      units: 'nanoseconds',
      doc: 'Processor time that it has taken.',
      counters: 'domain',
      get: (row) => row.home.counters(row)?.cpuTime ?? 0n,
    },
    {
      id: STATUS,
      name: 'libvirtGuestRowStatus',
      syntax: rowStatus,
      doc: 'Always active. createAndGo starts a virtual machine that is off, paused if libvirtGuestState is written as paused in the same request; destroy cuts its power. The row stays as long as the virtual machine is defined.',
      get: () => rowStates.active,
      write: statusWrite,
    },
  ],
  rows: (view) => guestsByUuid(view.objects.uuids),
  create: createGuest,
}

/** The module of libvirt's own agent, with its numbers and its ways, for managers that know it. */
export const libvirtMib: MibDefinition<GatewayView> = {
  module: libvirtModule,
  identity: {
    name: 'libvirtMIB',
    oid: [1, 3, 6, 1, 4, 1, 36957],
    lastUpdated: '201101200000Z',
    organization: 'The libvirt project, with descriptions by virtgate',
    contact: 'The issue tracker of the virtgate project.',
    doc: 'Virtual machines as the SNMP agent of the libvirt project shows them. This text is made by virtgate; names, numbers and types are those of that agent.',
    revisions: [{ date: '201101200000Z', doc: 'The module of the SNMP agent of the libvirt project.' }],
  },
  conventions: [
    {
      name: 'UUID',
      hint: '4x-2x-2x-2x-6x',
      syntax: 'OCTET STRING (SIZE (16))',
      doc: 'A UUID as its 16 octets in network order.',
    },
  ],
  arms: {
    notifications: { name: 'libvirtNotifications', id: 0 },
    objects: { name: 'libvirtObjects', id: 1 },
    conformance: { name: 'libvirtConformance', id: 2 },
    compliances: { name: 'libvirtCompliances', id: 1 },
    groups: { name: 'libvirtGroups', id: 2 },
  },
  tables: [table(guestTable)],
  notifications: [
    {
      id: 1,
      name: 'libvirtGuestNotif',
      doc: 'A virtual machine began, ended or changed its state. libvirtGuestRowStatus is active for one that runs or is paused, else notInService.',
      objects: ['libvirtGuestName', 'libvirtGuestUUID', 'libvirtGuestState', 'libvirtGuestRowStatus'],
    },
  ],
  groups: [
    {
      id: 1,
      name: 'libvirtGuestGroup',
      kind: 'objects',
      doc: 'Virtual machines.',
      members: guestTable.columns.map((column) => column.name),
    },
  ],
}
