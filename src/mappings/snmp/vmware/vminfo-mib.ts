import type { ContextView } from '../context-view.ts'
import type { Disk, DomainRow } from '../domain-row.ts'
import type { RowSource } from '../engine/module.ts'
import { nestedRows, type SubRows } from '../engine/nested-rows.ts'
import { type ColumnDef, type MibDefinition, type TableDef, table } from '../smi/definition.ts'
import { adminString, enumeration, integer, integer32, physAddress } from '../smi/syntax.ts'
import { cutText, macOctetsOf } from '../values.ts'
import { nicAt, nicsOf } from '../vm/devices.ts'

/** The highest index that the module has room for. */
const MAX_INDEX = 65535

type Guest = DomainRow['entry']['attrs']

/** Words of vmwVmState that programs look for, in this very form. */
function powerOf({ state, managedSave }: Guest): string {
  if (state === 'paused' || state === 'pmsuspended') return 'suspended'
  if (state === 'shutoff') return managedSave ? 'suspended' : 'powered off'
  return state === 'crashed' ? 'powered off' : 'powered on'
}

/** Words of vmwVmGuestState. */
function guestOf({ state, wanted, managedSave }: Guest): string {
  if (state === 'running' || state === 'blocked') return wanted === 'shutdown' ? 'shuttingdown' : 'running'
  if (state === 'shutdown') return 'shuttingdown'
  if (state === 'paused' || state === 'pmsuspended' || managedSave) return 'standby'
  return state === 'nostate' ? 'unknown' : 'notrunning'
}

/** Guests whose index the module has room for. */
function guests({ domains }: ContextView): RowSource<DomainRow> {
  return {
    get: (index) => ((index[0] ?? 0) > MAX_INDEX ? undefined : domains.get(index)),
    next: (after, at) => domains.next(after, at) && (at.index[0] ?? 0) <= MAX_INDEX,
  }
}

const index = (id: number, name: string) => ({
  id,
  name,
  syntax: integer(0, MAX_INDEX),
  doc: 'A number of the index.',
})

const machines: TableDef<ContextView, DomainRow> = {
  name: 'vmwVmTable',
  entry: 'vmwVmEntry',
  id: 1,
  doc: 'The virtual machines.',
  entryDoc: 'One virtual machine; its number is vmIndex.',
  keys: [index(1, 'vmwVmIdx')],
  index: ['vmwVmIdx'],
  columns: [
    {
      id: 2,
      name: 'vmwVmDisplayName',
      syntax: adminString,
      doc: 'Name.',
      get: ({ entry }) => cutText(entry.attrs.name),
    },
    {
      id: 3,
      name: 'vmwVmConfigFile',
      syntax: adminString,
      doc: 'File of the definition; the gateway knows none.',
      get: () => '',
    },
    {
      id: 4,
      name: 'vmwVmGuestOS',
      syntax: adminString,
      doc: 'System of the virtual machine.',
      get: ({ entry: { attrs } }) => cutText(attrs.osId ?? attrs.osType),
    },
    {
      id: 5,
      name: 'vmwVmMemSize',
      syntax: integer32,
      units: 'megabytes',
      doc: 'Memory that is set up for it.',
      get: ({ entry }) => Math.min(2147483647, Number(entry.attrs.maxMemory >> 10n)),
    },
    {
      id: 6,
      name: 'vmwVmState',
      syntax: adminString,
      doc: 'Whether it is powered on, powered off or suspended.',
      get: ({ entry }) => powerOf(entry.attrs),
    },
    {
      id: 7,
      name: 'vmwVmVMID',
      syntax: integer32,
      doc: 'Its number, which programs use as the index.',
      get: ({ owner }) => owner.index,
    },
    {
      id: 8,
      name: 'vmwVmGuestState',
      syntax: adminString,
      doc: 'State of its system.',
      get: ({ entry }) => guestOf(entry.attrs),
    },
    {
      id: 9,
      name: 'vmwVmCpus',
      syntax: integer32,
      doc: 'Number of its virtual processors.',
      get: ({ entry }) => entry.attrs.vcpus,
    },
    {
      id: 10,
      name: 'vmwVmUUID',
      syntax: adminString,
      doc: 'Its UUID as text.',
      get: ({ entry }) => entry.attrs.uuid,
    },
  ],
  rows: guests,
}

/** VmwConnectedState: what the definition has is connected while the guest runs. */
const connected = enumeration({ true: 1, false: 2 })
const connectedOf = ({ active }: DomainRow) => (active ? 1 : 2)

const nics: TableDef<ContextView, DomainRow> = {
  name: 'vmwVmNetTable',
  entry: 'vmwVmNetEntry',
  id: 4,
  doc: 'The network interfaces.',
  entryDoc: 'One network interface; its numbers are vmIndex and vmNetworkIndex.',
  keys: [index(1, 'vmwVmNetVmIdx'), index(2, 'vmwVmNetIdx')],
  index: ['vmwVmNetVmIdx', 'vmwVmNetIdx'],
  columns: [
    {
      id: 3,
      name: 'vmwVmNetNum',
      syntax: adminString,
      doc: 'Name of the interface.',
      get: (_, [, number = 0]) => `ethernet${number - 1}`,
    },
    {
      id: 4,
      name: 'vmwVmNetName',
      syntax: adminString,
      doc: 'Network or bridge that it is connected to.',
      get: (row, at) => cutText(nicAt(row, at)?.source ?? ''),
    },
    {
      id: 5,
      name: 'vmwVmNetConnType',
      syntax: adminString,
      doc: 'Kind of connection.',
      get: (row, at) => nicAt(row, at)?.type ?? '',
    },
    {
      id: 6,
      name: 'vmwVmNetConnected',
      syntax: connected,
      doc: 'Whether it is connected.',
      get: connectedOf,
    },
    {
      id: 7,
      name: 'vmwVmMAC',
      syntax: physAddress,
      doc: 'MAC address.',
      get: (row, at) => macOctetsOf(nicAt(row, at)?.mac ?? ''),
    },
  ],
  rows: (view) => nestedRows(guests(view), 1, nicsOf),
}

interface DriveTable {
  readonly id: number
  readonly device: Disk['device']
  readonly name: string
  /** What names of columns begin with. */
  readonly prefix: string
  /** What names of the index begin with. */
  readonly keys: readonly [machine: string, drive: string]
}

/** Drives of one kind, with the index that they have among all disks of the guest. */
function drivesOf(device: Disk['device']): SubRows<DomainRow, DomainRow> {
  return {
    next(row, after) {
      let sub = row.nextDisk(after)
      while (sub >= 0 && row.disk(sub)?.device !== device) sub = row.nextDisk(sub)
      return sub
    },
    row: (row, sub) => (row.disk(sub)?.device === device ? row : undefined),
  }
}

function driveTable({ id, device, name, prefix, keys }: DriveTable): TableDef<ContextView, DomainRow> {
  const columns: ColumnDef<ContextView, DomainRow>[] = [
    {
      id: 3,
      name: `${prefix}Name`,
      syntax: adminString,
      doc: 'Name of the drive.',
      get: (row, [, sub = 0]) => row.disk(sub)?.target ?? '',
    },
    {
      id: 4,
      name: `${prefix}Connected`,
      syntax: connected,
      doc: 'Whether it is connected.',
      get: connectedOf,
    },
  ]
  return {
    name: `${name}Table`,
    entry: `${name}Entry`,
    id,
    doc: 'Drives.',
    entryDoc: 'One drive; its numbers are vmIndex and vmStorageIndex.',
    keys: [index(1, keys[0]), index(2, keys[1])],
    index: keys,
    columns,
    rows: (view) => nestedRows(guests(view), 1, drivesOf(device)),
  }
}

/**
 * Virtual machines as agents of VMware ESX show them (VMWARE-VMINFO-MIB), for programs that look for nothing else.
 * No text of it is rendered: it is the module of another maker, who publishes it.
 */
export const vminfoMib: MibDefinition<ContextView> = {
  module: 'VMWARE-VMINFO-MIB',
  identity: {
    name: 'vmware',
    oid: [1, 3, 6, 1, 4, 1, 6876],
    lastUpdated: '201008020000Z',
    organization: 'virtgate',
    contact: 'The issue tracker of the virtgate project.',
    doc: 'Virtual machines as agents of VMware ESX show them',
    revisions: [],
  },
  arms: {
    notifications: { name: 'vmwTraps', id: 4 },
    objects: { name: 'vmwVirtMachines', id: 2 },
    conformance: { name: 'vmwConformance', id: 10 },
    compliances: { name: 'vmwCompliances', id: 1 },
    groups: { name: 'vmwGroups', id: 2 },
  },
  tables: [
    table(machines),
    table(nics),
    table(
      driveTable({
        id: 5,
        device: 'floppy',
        name: 'vmwFloppy',
        prefix: 'vmwFd',
        keys: ['vmwFdVmIdx', 'vmwFdIdx'],
      }),
    ),
    table(
      driveTable({
        id: 6,
        device: 'cdrom',
        name: 'vmwCdrom',
        prefix: 'vmwCdrom',
        keys: ['vmwCdVmIdx', 'vmwCdromIdx'],
      }),
    ),
  ],
}
