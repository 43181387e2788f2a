import type { Entry } from '../../../core/contracts.ts'
import { defineTable, type MibModule, RowCursor, type ScalarGroup } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
import { cutText, dateAndTimeOf, truth } from '../values.ts'
import {
  type Device,
  deviceRows,
  type NetworkDevice,
  networkDeviceRows,
  type Processor,
  processorRows,
} from './devices.ts'
import type { HostView } from './host-view.ts'
import { numberedSource } from './numbered-source.ts'
import { poolNumber, softwareNumber } from './numbers.ts'
import { ProcessorLoad } from './processor-load.ts'
import { Remembered } from './remembered.ts'
import { countRunning, type Software, softwareRows } from './software.ts'
import { poolRows, type Storage, storageRows } from './storages.ts'
import { hostTotals } from './totals.ts'

const hostMib: Oid = [1, 3, 6, 1, 2, 1, 25]
const noObject: Oid = [0, 0]
const otherFileSystem: Oid = [...hostMib, 3, 9, 1]
const descrOctets = 64
const textOctets = 128
const readWrite = 1
const most = 2_147_483_647

/** HOST-RESOURCES-MIB of the hosts of a context: memory, pools, processors, interfaces, and guests as what runs. */
export function hostResourcesModule(view: HostView): MibModule {
  return {
    name: 'HOST-RESOURCES-MIB',
    identity: { id: [...hostMib, 7, 1], descr: 'Resources of hosts.' },
    scalars: scalars(view),
    tables: [storageTable(view), ...deviceTables(view), fileSystemTable(view), ...softwareTables(view)],
  }
}

function scalars(view: HostView): ScalarGroup[] {
  const running = new Remembered(
    view.clock,
    () => view.clock.monotonic(),
    () => countRunning(view),
  )
  return [
    {
      name: 'hrSystem',
      prefix: [...hostMib, 1],
      scalars: [
        { id: 1, name: 'hrSystemUptime', syntax: 'TimeTicks', get: () => view.objects.hvUpTime },
        {
          id: 2,
          name: 'hrSystemDate',
          syntax: 'OctetString',
          get: () => dateAndTimeOf(view.clock.now()),
        },
        { id: 6, name: 'hrSystemProcesses', syntax: 'Gauge32', get: () => running.value },
        { id: 7, name: 'hrSystemMaxProcesses', syntax: 'Integer32', get: () => 0 },
      ],
    },
    {
      name: 'hrStorage',
      prefix: [...hostMib, 2],
      scalars: [
        { id: 2, name: 'hrMemorySize', syntax: 'Integer32', get: () => bounded(hostTotals(view).memory) },
      ],
    },
    {
      name: 'hrSWRun',
      prefix: [...hostMib, 4],
      scalars: [
        {
          id: 1,
          name: 'hrSWOSIndex',
          syntax: 'Integer32',
          get() {
            const at = new RowCursor<unknown>()
            return view.hosts.next([], at as never) ? softwareNumber(at.index[0] ?? 0) : undefined
          },
        },
      ],
    },
  ]
}

function storageTable(view: HostView) {
  const prepare = () => view.refresh('host')
  return defineTable<Storage>({
    name: 'hrStorageTable',
    entry: [...hostMib, 2, 3, 1],
    rows: numberedSource(storageRows(view)),
    columns: [
      { id: 1, name: 'hrStorageIndex', syntax: 'Integer32', get: (_, index) => index[0] ?? 0 },
      { id: 2, name: 'hrStorageType', syntax: 'ObjectIdentifier', get: (row) => row.type },
      { id: 3, name: 'hrStorageDescr', syntax: 'OctetString', get: (row) => cutText(row.descr) },
      { id: 4, name: 'hrStorageAllocationUnits', syntax: 'Integer32', get: (row) => row.unit },
      { id: 5, name: 'hrStorageSize', syntax: 'Integer32', get: (row) => row.size },
      { id: 6, name: 'hrStorageUsed', syntax: 'Integer32', prepare, get: (row) => row.used },
    ],
  })
}

function deviceTables(view: HostView) {
  const load = new ProcessorLoad(view.clock)
  return [
    defineTable<Device>({
      name: 'hrDeviceTable',
      entry: [...hostMib, 3, 2, 1],
      rows: numberedSource(deviceRows(view)),
      columns: [
        { id: 1, name: 'hrDeviceIndex', syntax: 'Integer32', get: (_, index) => index[0] ?? 0 },
        { id: 2, name: 'hrDeviceType', syntax: 'ObjectIdentifier', get: (row) => row.type },
        {
          id: 3,
          name: 'hrDeviceDescr',
          syntax: 'OctetString',
          get: (row) => cutText(row.descr, descrOctets),
        },
        { id: 4, name: 'hrDeviceID', syntax: 'ObjectIdentifier', get: () => noObject },
        { id: 5, name: 'hrDeviceStatus', syntax: 'Integer32', get: (row) => row.status },
      ],
    }),
    defineTable<Processor>({
      name: 'hrProcessorTable',
      entry: [...hostMib, 3, 3, 1],
      rows: numberedSource(processorRows(view)),
      columns: [
        { id: 1, name: 'hrProcessorFrwID', syntax: 'ObjectIdentifier', get: () => noObject },
        {
          id: 2,
          name: 'hrProcessorLoad',
          syntax: 'Integer32',
          prepare: () => view.refresh('host'),
          get: (row) => load.of(row.host),
        },
      ],
    }),
    defineTable<NetworkDevice>({
      name: 'hrNetworkTable',
      entry: [...hostMib, 3, 4, 1],
      rows: numberedSource(networkDeviceRows(view)),
      columns: [{ id: 1, name: 'hrNetworkIfIndex', syntax: 'Integer32', get: (row) => row.ifIndex }],
    }),
  ]
}

function fileSystemTable(view: HostView) {
  const rows = poolRows(view, (entry) => (entry.attrs.path === undefined ? undefined : entry))
  return defineTable<Entry<'pool'>>({
    name: 'hrFSTable',
    entry: [...hostMib, 3, 8, 1],
    rows: numberedSource(rows),
    columns: [
      { id: 1, name: 'hrFSIndex', syntax: 'Integer32', get: (_, index) => index[0] ?? 0 },
      {
        id: 2,
        name: 'hrFSMountPoint',
        syntax: 'OctetString',
        get: ({ attrs }) => cutText(attrs.path ?? '', textOctets),
      },
      { id: 3, name: 'hrFSRemoteMountPoint', syntax: 'OctetString', get: () => '' },
      { id: 4, name: 'hrFSType', syntax: 'ObjectIdentifier', get: () => otherFileSystem },
      { id: 5, name: 'hrFSAccess', syntax: 'Integer32', get: () => readWrite },
      { id: 6, name: 'hrFSBootable', syntax: 'Integer32', get: () => truth(false) },
      {
        id: 7,
        name: 'hrFSStorageIndex',
        syntax: 'Integer32',
        get: (_, index) => index[0] ?? poolNumber(0),
      },
    ],
  })
}

function softwareTables(view: HostView) {
  const rows = numberedSource(softwareRows(view))
  const counters = ({ guest }: Software) => guest?.home.counters(guest)
  const prepare = () => view.refresh('domain')
  return [
    defineTable<Software>({
      name: 'hrSWRunTable',
      entry: [...hostMib, 4, 2, 1],
      rows,
      columns: [
        { id: 1, name: 'hrSWRunIndex', syntax: 'Integer32', get: (_, index) => index[0] ?? 0 },
        {
          id: 2,
          name: 'hrSWRunName',
          syntax: 'OctetString',
          get: (row) => cutText(row.name, descrOctets),
        },
        { id: 3, name: 'hrSWRunID', syntax: 'ObjectIdentifier', get: () => noObject },
        { id: 4, name: 'hrSWRunPath', syntax: 'OctetString', get: (row) => cutText(row.path, textOctets) },
        {
          id: 5,
          name: 'hrSWRunParameters',
          syntax: 'OctetString',
          get: (row) => cutText(row.parameters, textOctets),
        },
        { id: 6, name: 'hrSWRunType', syntax: 'Integer32', get: (row) => row.type },
        { id: 7, name: 'hrSWRunStatus', syntax: 'Integer32', get: (row) => row.status },
      ],
    }),
    defineTable<Software>({
      name: 'hrSWRunPerfTable',
      entry: [...hostMib, 5, 1, 1],
      rows,
      columns: [
        {
          id: 1,
          name: 'hrSWRunPerfCPU',
          syntax: 'Integer32',
          prepare,
          get: (row) => centiseconds(counters(row)?.cpuTime),
        },
        {
          id: 2,
          name: 'hrSWRunPerfMem',
          syntax: 'Integer32',
          prepare,
          get: (row) => bounded(counters(row)?.balloon?.rss ?? row.guest?.entry.attrs.memory),
        },
      ],
    }),
  ]
}

/** Nanoseconds as hundredths of a second, which begin again at 2^31. */
function centiseconds(ns: bigint | undefined): number | undefined {
  return ns === undefined ? undefined : Number((ns / 10_000_000n) % BigInt(most + 1))
}

function bounded(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value > BigInt(most) ? BigInt(most) : value)
}
