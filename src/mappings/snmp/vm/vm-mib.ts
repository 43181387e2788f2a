import type { ContextView } from '../context-view.ts'
import type { ComplianceDef, GroupDef, MibDefinition, ScalarGroupDef, TableDef } from '../smi/definition.ts'
import { vmConventions, vmModule } from './conventions.ts'
import { networkTable, storageTable } from './devices.ts'
import { hypervisorNotifyOnly, hypervisorScalars } from './hypervisor.ts'
import { machineTable } from './machines.ts'
import { vmNotificationKinds, vmNotifications } from './notifications.ts'
import { cpuAffinityTable, cpuTable } from './processors.ts'

const tables = [machineTable, cpuTable, cpuAffinityTable, storageTable, networkTable]

const groups: readonly GroupDef[] = [
  objects(
    1,
    'vmHypervisorGroup',
    'The hypervisor and the switches of notifications.',
    scalarNames(hypervisorScalars),
  ),
  objects(2, 'vmVirtualMachineGroup', 'The virtual machines.', columnNames(machineTable)),
  objects(3, 'vmCpuGroup', 'Their processors.', columnNames(cpuTable)),
  objects(4, 'vmCpuAffinityGroup', 'Where their processors may run.', columnNames(cpuAffinityTable)),
  objects(5, 'vmStorageGroup', 'Their storage devices.', columnNames(storageTable)),
  objects(6, 'vmNetworkGroup', 'Their network interfaces.', columnNames(networkTable)),
  {
    id: 7,
    name: 'vmPerVMNotificationOptionalGroup',
    kind: 'notifications',
    doc: 'Notifications for one virtual machine.',
    members: vmNotificationKinds.map((kind) => kind.name),
  },
  objects(8, 'vmBulkNotificationsVariablesGroup', 'What bulk notifications carry.', ['vmAffectedVMs']),
  {
    id: 9,
    name: 'vmBulkNotificationOptionalGroup',
    kind: 'notifications',
    doc: 'Notifications for many virtual machines.',
    members: vmNotificationKinds.map((kind) => kind.bulkName),
  },
]

const compliance = {
  mandatory: groups.slice(0, 6).map((group) => group.name),
  optional: groups.slice(6).map((group) => ({
    group: group.name,
    doc: 'An implementation may be without it; the switch that belongs to it then reads false.',
  })),
} as const

const compliances: readonly ComplianceDef[] = [
  {
    id: 1,
    name: 'vmFullCompliances',
    doc: 'What an agent has that lets managers set the switches.',
    ...compliance,
  },
  {
    id: 2,
    name: 'vmReadOnlyCompliances',
    doc: 'What an agent has that can only be read.',
    ...compliance,
    refined: ['vmPerVMNotificationsEnabled', 'vmBulkNotificationsEnabled'].map((object) => ({
      object,
      access: 'read-only',
      doc: 'It need not be writable.',
    })),
  },
]

/** RFC 7666: what a hypervisor tells of its virtual machines. */
export const vmMib: MibDefinition<ContextView> = {
  module: vmModule,
  identity: {
    name: 'vmMIB',
    oid: [1, 3, 6, 1, 2, 1, 236],
    lastUpdated: '201510120000Z',
    organization: 'IETF, module of RFC 7666 with descriptions by virtgate',
    contact: 'RFC 7666 names the authors of the standard; this text is made by virtgate.',
    doc: 'Virtual machines of a hypervisor (RFC 7666). Names, numbers and types are those of the standard; the descriptions say how virtgate fills the objects.',
    revisions: [{ date: '201510120000Z', doc: 'The module of RFC 7666.' }],
  },
  conventions: vmConventions,
  arms: {
    notifications: { name: 'vmNotifications', id: 0 },
    objects: { name: 'vmObjects', id: 1 },
    conformance: { name: 'vmConformance', id: 2 },
    compliances: { name: 'vmCompliances', id: 1 },
    groups: { name: 'vmGroups', id: 2 },
  },
  scalars: hypervisorScalars,
  notifyOnly: hypervisorNotifyOnly,
  tables,
  notifications: vmNotifications,
  groups,
  compliances,
}

function objects(id: number, name: string, doc: string, members: readonly string[]): GroupDef {
  return { id, name, doc, kind: 'objects', members }
}

function columnNames(table: TableDef<ContextView, unknown>): string[] {
  return table.columns.map((column) => column.name)
}

function scalarNames(scalarGroups: readonly ScalarGroupDef<ContextView>[]): string[] {
  return scalarGroups.flatMap((group) => group.scalars.map((scalar) => scalar.name))
}
