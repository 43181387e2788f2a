import type { ContextView } from '../context-view.ts'
import type { DomainRow } from '../domain-row.ts'
import { type ColumnDef, type TableDef, table } from '../smi/definition.ts'
import { adminString, counter64, integer, timeTicks, uuidOrZero } from '../smi/syntax.ts'
import { cutText, microseconds, unitsUp, uuidOctetsOf } from '../values.ts'
import {
  autoStarts,
  persistences,
  vmAdminState,
  vmAutoStart,
  vmIndex,
  vmOperState,
  vmPersistent,
} from './conventions.ts'

const MEMORY_UNIT_KIB = 1024

const machines: TableDef<ContextView, DomainRow> = {
  name: 'vmTable',
  entry: 'vmEntry',
  id: 4,
  doc: 'The virtual machines of the hypervisors of the context, those that are off included.',
  entryDoc: 'One virtual machine.',
  index: ['vmIndex'],
  keys: [
    {
      id: 1,
      name: 'vmIndex',
      syntax: vmIndex,
      doc: 'Number of the virtual machine. It belongs to the UUID and the hypervisor: the same virtual machine has the same number in every context that shows it, after a restart of the agent, too.',
    },
  ],
  columns: [
    {
      id: 2,
      name: 'vmName',
      syntax: adminString,
      doc: 'Name of the virtual machine.',
      get: (row) => cutText(row.entry.attrs.name),
    },
    {
      id: 3,
      name: 'vmUUID',
      syntax: uuidOrZero,
      doc: 'UUID of the virtual machine, by which managers should tell it from others.',
      get: (row) => uuidOctetsOf(row.entry.attrs.uuid),
    },
    {
      id: 4,
      name: 'vmOSType',
      syntax: adminString,
      doc: 'The system that the hypervisor expects to run in the virtual machine.',
      get: (row) => cutText(row.entry.attrs.osId ?? row.entry.attrs.osType),
    },
    {
      id: 5,
      name: 'vmAdminState',
      syntax: vmAdminState,
      doc: 'State that an administrator wants the virtual machine to be in. It becomes shutdown when the guest ends by itself.',
      get: (row) => row.adminState,
    },
    {
      id: 6,
      name: 'vmOperState',
      syntax: vmOperState,
      doc: 'State that the virtual machine is in.',
      get: (row) => row.operState,
    },
    {
      id: 7,
      name: 'vmAutoStart',
      syntax: vmAutoStart,
      doc: 'Whether the virtual machine starts when its hypervisor does.',
      get: (row) => {
        const { autostart } = row.entry.attrs
        if (autostart === undefined) return autoStarts.unknown
        return autostart ? autoStarts.enabled : autoStarts.disabled
      },
    },
    {
      id: 8,
      name: 'vmPersistent',
      syntax: vmPersistent,
      doc: 'Whether the virtual machine stays known after it was shut down.',
      get: (row) => (row.entry.attrs.persistent ? persistences.persistent : persistences.transient),
    },
    {
      id: 9,
      name: 'vmCurCpuNumber',
      syntax: integer(0),
      doc: 'Number of virtual processors that the virtual machine has now.',
      get: (row) => row.entry.attrs.vcpus,
    },
    {
      id: 10,
      name: 'vmMinCpuNumber',
      syntax: integer(-1),
      doc: 'Fewest virtual processors that the virtual machine may have; -1 as hypervisors set no such limit.',
      get: () => -1,
    },
    {
      id: 11,
      name: 'vmMaxCpuNumber',
      syntax: integer(-1),
      doc: 'Most virtual processors that the virtual machine may have.',
      get: (row) => row.entry.attrs.maxVcpus,
    },
    {
      id: 12,
      name: 'vmMemUnit',
      syntax: integer(1),
      doc: 'Octets in one unit of vmCurMem, vmMinMem and vmMaxMem: 1048576 in every row.',
      get: () => MEMORY_UNIT_KIB * 1024,
    },
    memory(13, 'vmCurMem', 0, 'Memory that the virtual machine has now.', (row) => row.entry.attrs.memory),
    memory(
      14,
      'vmMinMem',
      -1,
      'Memory that the virtual machine is guaranteed; -1 without a guarantee.',
      (row) => row.entry.attrs.minMemory,
    ),
    memory(
      15,
      'vmMaxMem',
      -1,
      'Most memory that the virtual machine may have.',
      (row) => row.entry.attrs.maxMemory,
    ),
    {
      id: 16,
      name: 'vmUpTime',
      syntax: timeTicks,
      units: 'centi-seconds',
      doc: 'Time since the virtual machine was started; a pause does not end it. 0 while it is off.',
      get: (row) => row.home.upTime(row),
    },
    {
      id: 17,
      name: 'vmCpuTime',
      syntax: counter64,
      units: 'microsecond',
      counters: 'domain',
      doc: 'Processor time that the virtual machine has used, that of all its virtual processors together.',
      get: (row) => microseconds(row.home.counters(row)?.cpuTime ?? 0n),
    },
  ],
  rows: (view) => view.domains,
}

/** All virtual machines. */
export const machineTable = table(machines)

function memory(
  id: number,
  name: string,
  least: 0 | -1,
  what: string,
  kib: (row: DomainRow) => bigint | undefined,
): ColumnDef<ContextView, DomainRow> {
  return {
    id,
    name,
    syntax: integer(least),
    doc: `${what} In units of vmMemUnit, rounded up.`,
    get: (row) => {
      const size = kib(row)
      return size === undefined ? -1 : unitsUp(size, MEMORY_UNIT_KIB)
    },
  }
}
