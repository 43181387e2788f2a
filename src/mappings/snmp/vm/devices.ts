import type { ContextView } from '../context-view.ts'
import type { Disk, DiskStats, DomainRow, Nic, NicStats } from '../domain-row.ts'
import { nestedRows, type SubRows } from '../engine/nested-rows.ts'
import type { Oid } from '../engine/oid.ts'
import { nicNumber } from '../host/numbers.ts'
import { type ColumnDef, type TableDef, table } from '../smi/definition.ts'
import {
  adminString,
  counter64,
  integer,
  interfaceIndexOrZero,
  physAddress,
  storageMediaType,
} from '../smi/syntax.ts'
import { cutText, macOctetsOf, microseconds } from '../values.ts'
import {
  storageAccesses,
  vmIndexOrZero,
  vmNetworkIndex,
  vmStorageAccess,
  vmStorageIndex,
  vmStorageSourceType,
} from './conventions.ts'
import {
  allocatedSize,
  definedSize,
  mediaTypes,
  sizeUnitOf,
  sourceTypeOf,
  sourceTypes,
  withoutCredentials,
} from './storage.ts'

/** Disks of a guest by their sub-index; the row stays that of the guest. */
export const disksOf: SubRows<DomainRow, DomainRow> = {
  next: (row, after) => row.nextDisk(after),
  row: (row, sub) => (row.disk(sub) ? row : undefined),
}

/** Network interfaces of a guest by their sub-index. */
export const nicsOf: SubRows<DomainRow, DomainRow> = {
  next: (row, after) => row.nextNic(after),
  row: (row, sub) => (row.nic(sub) ? row : undefined),
}

/** The disk that an index names. */
export function diskAt(row: DomainRow, index: Oid): Disk | undefined {
  return row.disk(index[1] ?? 0)
}

/** Counters of the disk that an index names. */
export function diskStatsAt(row: DomainRow, index: Oid): DiskStats | undefined {
  const target = row.owner.disks?.[(index[1] ?? 0) - 1]
  const stats = row.home.counters(row)?.diskStats
  const near = stats?.[(index[1] ?? 0) - 1]
  return near?.target === target ? near : stats?.find((one) => one.target === target)
}

/** The network interface that an index names. */
export function nicAt(row: DomainRow, index: Oid): Nic | undefined {
  return row.nic(index[1] ?? 0)
}

/** Counters of the network interface that an index names. */
export function nicStatsAt(row: DomainRow, index: Oid): NicStats | undefined {
  const mac = row.owner.nics?.[(index[1] ?? 0) - 1]
  const stats = row.home.counters(row)?.interfaceStats
  const near = stats?.[(index[1] ?? 0) - 1]
  return near?.mac === mac ? near : stats?.find((one) => one.mac === mac)
}

const storage: TableDef<ContextView, DomainRow> = {
  name: 'vmStorageTable',
  entry: 'vmStorageEntry',
  id: 7,
  doc: 'The storage devices of all virtual machines.',
  entryDoc: 'One storage device.',
  index: ['vmStorageVmIndex', 'vmStorageIndex'],
  keys: [
    {
      id: 1,
      name: 'vmStorageVmIndex',
      syntax: vmIndexOrZero,
      doc: 'vmIndex of the virtual machine that the device belongs to; 0 would mean none.',
    },
    {
      id: 2,
      name: 'vmStorageIndex',
      syntax: vmStorageIndex,
      doc: 'Number of the device. A device that is plugged again under the same name in the guest keeps it.',
    },
  ],
  columns: [
    {
      id: 3,
      name: 'vmStorageParent',
      syntax: integer(0),
      doc: 'hrStorageIndex of the storage pool that the device is kept in; 0 when it is in none that is known.',
      get: (row, index) => {
        const disk = diskAt(row, index)
        return disk && row.home.places.storageOf(disk)
      },
    },
    {
      id: 4,
      name: 'vmStorageSourceType',
      syntax: vmStorageSourceType,
      doc: 'What backs the device. A raw file counts as raw only when it holds every octet, and as sparse before.',
      get: (row, index) => {
        const disk = diskAt(row, index)
        return disk && sourceTypes[sourceTypeOf(disk)]
      },
    },
    text(
      5,
      'vmStorageSourceTypeString',
      'Image format or kind of the backing.',
      (disk) => disk.format ?? disk.sourceType,
    ),
    text(
      6,
      'vmStorageResourceID',
      'Path or URI of the backing, without credentials; empty for a drive without a medium.',
      (disk) => withoutCredentials(disk.source ?? ''),
    ),
    {
      id: 7,
      name: 'vmStorageAccess',
      syntax: vmStorageAccess,
      doc: 'Whether the virtual machine may write to the device.',
      get: (row, index) => {
        const disk = diskAt(row, index)
        return disk && storageAccesses[disk.readOnly ? 'readonly' : 'readwrite']
      },
    },
    {
      id: 8,
      name: 'vmStorageMediaType',
      syntax: storageMediaType,
      doc: 'Kind of medium that the virtual machine sees.',
      get: (row, index) => {
        const disk = diskAt(row, index)
        return disk && mediaTypes[disk.device]
      },
    },
    text(9, 'vmStorageMediaTypeString', 'Bus that the device is attached to.', (disk) => disk.bus ?? ''),
    {
      id: 10,
      name: 'vmStorageSizeUnit',
      syntax: integer(1),
      doc: 'Octets in one unit of the sizes of this row. Set when the size is first known, with room to grow; it does not change afterwards.',
      get: (row, index) => sizeUnitOf(row, index[1] ?? 0),
    },
    {
      id: 11,
      name: 'vmStorageDefinedSize',
      syntax: integer(-1),
      doc: 'Size that the virtual machine sees, in units of vmStorageSizeUnit, rounded up; -1 when it is not known.',
      get: (row, index) => definedSize(row, index[1] ?? 0),
    },
    {
      id: 12,
      name: 'vmStorageAllocatedSize',
      syntax: integer(-1),
      doc: 'Space that the backing takes, in units of vmStorageSizeUnit, rounded up; -1 when it is not known. The same as vmStorageDefinedSize for block and raw backings.',
      get: (row, index) => allocatedSize(row, index[1] ?? 0),
    },
    counter(13, 'vmStorageReadIOs', 'Reads that were done.', (stats) => stats.readRequests),
    counter(14, 'vmStorageWriteIOs', 'Writes that were done.', (stats) => stats.writeRequests),
    counter(15, 'vmStorageReadOctets', 'Octets that were read.', (stats) => stats.readBytes),
    counter(16, 'vmStorageWriteOctets', 'Octets that were written.', (stats) => stats.writeBytes),
    counter(17, 'vmStorageReadLatency', 'Time that reads took, in microseconds, added up.', (stats) =>
      microseconds(stats.readTime ?? 0n),
    ),
    counter(18, 'vmStorageWriteLatency', 'Time that writes took, in microseconds, added up.', (stats) =>
      microseconds(stats.writeTime ?? 0n),
    ),
  ],
  rows: (view) => nestedRows(view.domains, 1, disksOf),
}

const network: TableDef<ContextView, DomainRow> = {
  name: 'vmNetworkTable',
  entry: 'vmNetworkEntry',
  id: 8,
  doc: 'The network interfaces of all virtual machines.',
  entryDoc: 'One network interface.',
  index: ['vmIndex', 'vmNetworkIndex'],
  keys: [
    {
      id: 1,
      name: 'vmNetworkIndex',
      syntax: vmNetworkIndex,
      doc: 'Number of the interface. An interface that is plugged again with the same MAC address keeps it.',
    },
  ],
  columns: [
    {
      id: 2,
      name: 'vmNetworkIfIndex',
      syntax: interfaceIndexOrZero,
      doc: 'ifIndex of the interface.',
      get: (row, index) => nicNumber(row.owner.index, index[1] ?? 0),
    },
    {
      id: 3,
      name: 'vmNetworkParent',
      syntax: interfaceIndexOrZero,
      doc: 'ifIndex of the bridge or network device that the interface is connected to; 0 when it is not known.',
      get: (row, index) => {
        const nic = nicAt(row, index)
        return nic && row.home.places.parentOf(nic)
      },
    },
    {
      id: 4,
      name: 'vmNetworkModel',
      syntax: adminString,
      doc: 'Model of the interface that the virtual machine sees.',
      get: (row, index) => cutText(nicAt(row, index)?.model ?? ''),
    },
    {
      id: 5,
      name: 'vmNetworkPhysAddress',
      syntax: physAddress,
      doc: 'MAC address of the interface.',
      get: (row, index) => macOctetsOf(nicAt(row, index)?.mac ?? ''),
    },
  ],
  rows: (view) => nestedRows(view.domains, 1, nicsOf),
}

/** Storage devices. */
export const storageTable = table(storage)
/** Network interfaces. */
export const networkTable = table(network)

type StorageColumn = ColumnDef<ContextView, DomainRow>

function text(id: number, name: string, doc: string, of: (disk: Disk) => string): StorageColumn {
  return {
    id,
    name,
    syntax: adminString,
    doc,
    get: (row, index) => {
      const disk = diskAt(row, index)
      return disk && cutText(of(disk))
    },
  }
}

function counter(
  id: number,
  name: string,
  doc: string,
  of: (stats: DiskStats) => bigint | number | undefined,
): StorageColumn {
  return {
    id,
    name,
    syntax: counter64,
    counters: 'domain',
    doc,
    get: (row, index) => {
      const stats = diskStatsAt(row, index)
      return (stats && of(stats)) ?? 0
    },
  }
}
