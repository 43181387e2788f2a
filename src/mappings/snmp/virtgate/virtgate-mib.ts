import type { TypeName } from '../../../core/model/index.ts'
import type { GroupDef, MibDefinition, TableDef } from '../smi/definition.ts'
import { virtgateBase, virtgateModule } from './base.ts'
import { controlScalars, controlTable } from './control-table.ts'
import { diskTable, domains, graphicsTable, memoryTable, nicTable } from './domain-tables.ts'
import { gatewayScalars } from './gateway.ts'
import { hosts, networkAddressTable, typeTable, uuidTable } from './host-tables.ts'
import { eventObjects, virtgateNotifications } from './notifications.ts'
import type { ObjectTable } from './object-table.ts'
import {
  checkpoints,
  interfaces,
  jobs,
  networks,
  nodedevs,
  nwfilters,
  pools,
  ports,
  secrets,
  snapshots,
  volumes,
} from './plain-tables.ts'
import { notifyScalars, targetTable } from './target-table.ts'
import type { GatewayView } from './view.ts'

/**
 * For each type of the model the table that binds it, and in it for each attribute its column, the object elsewhere
 * that shows it, or the reason why it is not shown. A type or an attribute that is missing does not compile.
 */
export const objectTables = {
  host: hosts,
  domain: domains,
  snapshot: snapshots,
  checkpoint: checkpoints,
  network: networks,
  port: ports,
  interface: interfaces,
  pool: pools,
  volume: volumes,
  nodedev: nodedevs,
  secret: secrets,
  nwfilter: nwfilters,
  job: jobs,
} as const satisfies { readonly [T in TypeName]: ObjectTable<T> }

const tables: ReadonlyArray<TableDef<GatewayView, unknown>> = [
  typeTable,
  uuidTable,
  memoryTable,
  diskTable,
  nicTable,
  graphicsTable,
  networkAddressTable,
  controlTable,
  targetTable,
  ...Object.values(objectTables).map((bound) => bound.table),
].sort((a, b) => a.id - b.id)

const groups: readonly GroupDef[] = [
  {
    id: 1,
    name: 'vgGatewayGroup',
    kind: 'objects',
    doc: 'The gateway itself.',
    members: gatewayScalars.flatMap((group) => group.scalars.map((scalar) => scalar.name)),
  },
  {
    id: 23,
    name: 'vgCreationGroup',
    kind: 'objects',
    doc: 'What managers need to make objects.',
    members: controlScalars.scalars.map((scalar) => scalar.name),
  },
  {
    id: 30,
    name: 'vgNotifyGroup',
    kind: 'objects',
    doc: 'Counters of notifications.',
    members: notifyScalars.scalars.map((scalar) => scalar.name),
  },
  {
    id: 32,
    name: 'vgEventGroup',
    kind: 'objects',
    doc: 'What notifications carry beside objects of tables.',
    members: eventObjects.map((object) => object.name),
  },
  {
    id: 37,
    name: 'vgNotificationGroup',
    kind: 'notifications',
    doc: 'What is notified.',
    members: virtgateNotifications.map((notification) => notification.name),
  },
  // A group has the number of its table, so that neither moves when tables are added.
  ...tables.map((table) => ({
    id: table.id,
    name: table.name.replace(/Table$/, 'Group'),
    kind: 'objects' as const,
    doc: table.doc,
    members: table.columns.map((column) => column.name),
  })),
]

/** What VM-MIB cannot say: connections, more of guests, other objects, jobs, and the gateway itself. */
export const virtgateMib: MibDefinition<GatewayView> = {
  module: virtgateModule,
  identity: {
    name: 'virtgateMIB',
    oid: virtgateBase,
    lastUpdated: '202611240000Z',
    organization: 'virtgate',
    contact: 'The issue tracker of the virtgate project.',
    doc: 'Hypervisors, their virtual machines and other objects as virtgate manages them, as far as VM-MIB does not show them. An attribute that an object does not have has no instance.',
    revisions: [{ date: '202611240000Z', doc: 'First version.' }],
  },
  arms: {
    notifications: { name: 'virtgateNotifications', id: 0 },
    objects: { name: 'virtgateObjects', id: 1 },
    conformance: { name: 'virtgateConformance', id: 2 },
    compliances: { name: 'virtgateCompliances', id: 1 },
    groups: { name: 'virtgateGroups', id: 2 },
  },
  scalars: [...gatewayScalars, controlScalars, notifyScalars],
  notifyOnly: eventObjects,
  tables,
  notifications: virtgateNotifications,
  groups,
  compliances: [
    {
      id: 1,
      name: 'virtgateCompliance',
      doc: 'What a gateway has.',
      mandatory: groups.map((group) => group.name),
    },
  ],
  foreign: {
    vmIndex: 'VM-MIB',
    vmName: 'VM-MIB',
    vmUUID: 'VM-MIB',
    vmEntry: 'VM-MIB',
    vmStorageEntry: 'VM-MIB',
    vmNetworkEntry: 'VM-MIB',
  },
}
