import type { ContextView } from '../context-view.ts'
import type { DomainRow } from '../domain-row.ts'
import type { RowSource } from '../engine/module.ts'
import { nestedRows, numberedRows, type SubRows } from '../engine/nested-rows.ts'
import { firstProcessorOf, mostProcessors } from '../host/numbers.ts'
import { type TableDef, table } from '../smi/definition.ts'
import { counter64, enumeration, integer } from '../smi/syntax.ts'
import { microseconds } from '../values.ts'
import { vmCpuIndex } from './conventions.ts'

const affinities = { unknown: 0, enable: 1, disable: 2 } as const

const cpuTimes: TableDef<ContextView, DomainRow> = {
  name: 'vmCpuTable',
  entry: 'vmCpuEntry',
  id: 5,
  doc: 'The virtual processors of virtual machines that are not off.',
  entryDoc: 'One virtual processor.',
  index: ['vmIndex', 'vmCpuIndex'],
  keys: [
    {
      id: 1,
      name: 'vmCpuIndex',
      syntax: vmCpuIndex,
      doc: 'Number of the virtual processor, beginning with 1.',
    },
  ],
  columns: [
    {
      id: 2,
      name: 'vmCpuCoreTime',
      syntax: counter64,
      units: 'microsecond',
      counters: 'domain',
      doc: 'Processor time that this virtual processor has used.',
      get: (row, index) => {
        const time = row.home.counters(row)?.vcpuTimes?.[(index[1] ?? 0) - 1]
        return time === undefined ? undefined : microseconds(time)
      },
    },
  ],
  rows: (view) =>
    nestedRows(
      view.domains,
      1,
      numberedRows((row) => (row.active ? row.entry.attrs.vcpus : 0)),
    ),
}

const cpuAffinities: TableDef<ContextView, DomainRow> = {
  name: 'vmCpuAffinityTable',
  entry: 'vmCpuAffinityEntry',
  id: 6,
  doc: 'For each virtual processor the physical ones that it may run on.',
  entryDoc: 'One pair of a virtual and a physical processor.',
  index: ['vmIndex', 'vmCpuIndex', 'vmCpuPhysIndex'],
  keys: [
    {
      id: 2,
      name: 'vmCpuPhysIndex',
      syntax: integer(1),
      doc: 'The physical processor of the host that the virtual machine is on, as hrDeviceIndex numbers it where HOST-RESOURCES-MIB is served for the same host.',
    },
  ],
  columns: [
    {
      id: 3,
      name: 'vmCpuAffinity',
      syntax: enumeration(affinities),
      doc: 'Whether the virtual processor may run on the physical one.',
      get: (row, index) => {
        const pins = row.entry.attrs.vcpuPins?.[(index[1] ?? 0) - 1]
        const all = pins === undefined || pins.length === 0
        return all || pins.includes((index[2] ?? 0) - firstProcessorOf(row.home.hostIndex))
          ? affinities.enable
          : affinities.disable
      },
    },
  ],
  rows: (view) => nestedRows(virtualProcessors(view), 2, physicalProcessors),
}

/** Processors of the host that a guest is on; the row stays that of the guest. */
const physicalProcessors: SubRows<DomainRow, DomainRow> = {
  next(row, after) {
    const first = firstProcessorOf(row.home.hostIndex)
    const sub = Math.max(first, after + 1)
    return sub < first + processorsOf(row) ? sub : -1
  },
  row(row, sub) {
    const cpu = sub - firstProcessorOf(row.home.hostIndex)
    return cpu >= 0 && cpu < processorsOf(row) ? row : undefined
  },
}

function processorsOf(row: DomainRow): number {
  return Math.min(row.home.host?.attrs.cpus ?? 0, mostProcessors)
}

function virtualProcessors(view: ContextView): RowSource<DomainRow> {
  return nestedRows(
    view.domains,
    1,
    numberedRows((row) => row.entry.attrs.vcpus),
  )
}

/** Processor times. */
export const cpuTable = table(cpuTimes)
/** Where virtual processors may run. */
export const cpuAffinityTable = table(cpuAffinities)
