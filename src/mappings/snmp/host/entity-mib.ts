import type { DomainRow } from '../domain-row.ts'
import { defineTable, type MibModule, RowCursor, type RowSource } from '../engine/module.ts'
import { nestedRows, type SubRows } from '../engine/nested-rows.ts'
import type { Oid } from '../engine/oid.ts'
import { cutText, truth } from '../values.ts'
import { withoutCredentials } from '../vm/storage.ts'
import { processorsOf } from './devices.ts'
import { type Entity, entityRows, nextPart } from './entities.ts'
import type { HostView } from './host-view.ts'
import { numberedSource } from './numbered-source.ts'
import { firstProcessorOf, hostEntityEnd, partNumber, partOf, processorOf } from './numbers.ts'

const entityMib: Oid = [1, 3, 6, 1, 2, 1, 47]
const entry: Oid = [...entityMib, 1]
const noObject: Oid = [0, 0]
const virtualMachines: Oid = [1, 3, 6, 1, 2, 1, 236]
const ifIndexColumn: Oid = [1, 3, 6, 1, 2, 1, 2, 2, 1, 1]
const hrDeviceIndexColumn: Oid = [1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 1]

/** ENTITY-MIB: hosts that contain processors and guests, which contain their devices; guests as logical entities. */
export function entityMibModule(view: HostView): MibModule {
  const entities = numberedSource(entityRows(view))
  return {
    name: 'ENTITY-MIB',
    identity: { id: entityMib, descr: 'What hosts and guests contain.' },
    scalars: [
      {
        name: 'entityGeneral',
        prefix: [...entry, 4],
        scalars: [
          { id: 1, name: 'entLastChangeTime', syntax: 'TimeTicks', get: () => view.objects.shape.ticks },
        ],
      },
    ],
    tables: [
      physicalTable(entities),
      logicalTable(view),
      mappingTable(view),
      aliasTable(entities),
      containsTable(view, entities),
    ],
  }
}

function physicalTable(rows: RowSource<Entity>) {
  const none = (id: number, name: string) => ({
    id,
    name,
    syntax: 'OctetString' as const,
    get: () => '',
  })
  return defineTable<Entity>({
    name: 'entPhysicalTable',
    entry: [...entry, 1, 1, 1],
    notAccessible: [1],
    rows,
    columns: [
      {
        id: 2,
        name: 'entPhysicalDescr',
        syntax: 'OctetString',
        get: (row) => cutText(withoutCredentials(row.descr)),
      },
      { id: 3, name: 'entPhysicalVendorType', syntax: 'ObjectIdentifier', get: () => noObject },
      { id: 4, name: 'entPhysicalContainedIn', syntax: 'Integer32', get: (row) => row.within },
      { id: 5, name: 'entPhysicalClass', syntax: 'Integer32', get: (row) => row.class },
      { id: 6, name: 'entPhysicalParentRelPos', syntax: 'Integer32', get: (row) => row.position },
      { id: 7, name: 'entPhysicalName', syntax: 'OctetString', get: (row) => cutText(row.name) },
      none(8, 'entPhysicalHardwareRev'),
      none(9, 'entPhysicalFirmwareRev'),
      {
        id: 10,
        name: 'entPhysicalSoftwareRev',
        syntax: 'OctetString',
        get: (row) => cutText(row.software),
      },
      none(11, 'entPhysicalSerialNum'),
      none(12, 'entPhysicalMfgName'),
      { id: 13, name: 'entPhysicalModelName', syntax: 'OctetString', get: (row) => cutText(row.model) },
      none(14, 'entPhysicalAlias'),
      none(15, 'entPhysicalAssetID'),
      { id: 16, name: 'entPhysicalIsFRU', syntax: 'Integer32', get: () => truth(false) },
      { id: 18, name: 'entPhysicalUris', syntax: 'OctetString', get: (row) => row.uri },
      { id: 19, name: 'entPhysicalUUID', syntax: 'OctetString', get: (row) => row.uuid },
    ],
  })
}

function logicalTable(view: HostView) {
  return defineTable<DomainRow>({
    name: 'entLogicalTable',
    entry: [...entry, 2, 1, 1],
    notAccessible: [1],
    rows: view.objects.domains,
    columns: [
      {
        id: 2,
        name: 'entLogicalDescr',
        syntax: 'OctetString',
        get: (row) => cutText(`virtual machine ${row.entry.attrs.name}`),
      },
      { id: 3, name: 'entLogicalType', syntax: 'ObjectIdentifier', get: () => virtualMachines },
      { id: 4, name: 'entLogicalCommunity', syntax: 'OctetString', get: () => '' },
      { id: 5, name: 'entLogicalTAddress', syntax: 'OctetString', get: () => '' },
      { id: 6, name: 'entLogicalTDomain', syntax: 'ObjectIdentifier', get: () => noObject },
      { id: 7, name: 'entLogicalContextEngineID', syntax: 'OctetString', get: () => '' },
      {
        id: 8,
        name: 'entLogicalContextName',
        syntax: 'OctetString',
        get: (row) => cutText(row.entry.connection),
      },
    ],
  })
}

const ownEntity: SubRows<DomainRow, DomainRow> = {
  next(row, after) {
    const number = partNumber(row.owner.index)
    return after < number && number > 0 ? number : -1
  },
  row: (row, sub) => (sub === partNumber(row.owner.index) ? row : undefined),
}

function mappingTable(view: HostView) {
  return defineTable<DomainRow>({
    name: 'entLPMappingTable',
    entry: [...entry, 3, 1, 1],
    rows: nestedRows(view.objects.domains, 1, ownEntity),
    columns: [{ id: 1, name: 'entLPPhysicalIndex', syntax: 'Integer32', get: (_, index) => index[1] ?? 0 }],
  })
}

const anyLogical: SubRows<Entity, Entity> = {
  next: (row, after, index) => (after < 0 && aliasOf(row, index) ? 0 : -1),
  row: (row, sub, index) => (sub === 0 && aliasOf(row, index) ? row : undefined),
}

/** The row of another module that tells more about an entity. */
function aliasOf(row: Entity, [number = 0]: Oid): Oid | undefined {
  if (row.ifIndex > 0) return [...ifIndexColumn, row.ifIndex]
  return processorOf(number) ? [...hrDeviceIndexColumn, number] : undefined
}

function aliasTable(entities: RowSource<Entity>) {
  return defineTable<Entity>({
    name: 'entAliasMappingTable',
    entry: [...entry, 3, 2, 1],
    notAccessible: [1],
    rows: nestedRows(entities, 1, anyLogical),
    columns: [
      {
        id: 2,
        name: 'entAliasMappingIdentifier',
        syntax: 'ObjectIdentifier',
        get: (row, index) => aliasOf(row, index),
      },
    ],
  })
}

function containsTable(view: HostView, entities: RowSource<Entity>) {
  return defineTable<Entity>({
    name: 'entPhysicalContainsTable',
    entry: [...entry, 3, 3, 1],
    rows: nestedRows(entities, 1, childrenOf(view)),
    columns: [
      { id: 1, name: 'entPhysicalChildIndex', syntax: 'Integer32', get: (_, index) => index[1] ?? 0 },
    ],
  })
}

/** What lies directly in an entity: processors and guests in a host, devices in a guest. */
function childrenOf(view: HostView): SubRows<Entity, Entity> {
  const next = (after: number, [parent = 0]: Oid) => {
    if (parent < hostEntityEnd) return nextInHost(view, parent, after)
    const at = partOf(parent)
    const row = at?.part === 0 ? view.objects.domains.get([at.vm]) : undefined
    if (!row) return -1
    const part = nextPart(row, Math.max(0, after - parent))
    return part > 0 ? parent + part : -1
  }
  return {
    next: (_, after, index) => next(after, index),
    row: (parent, sub, index) => (sub > 0 && next(sub - 1, index) === sub ? parent : undefined),
  }
}

function nextInHost(view: HostView, index: number, after: number): number {
  const host = view.hosts.get([index])
  if (!host) return -1
  const first = firstProcessorOf(index)
  const processor = Math.max(first, after + 1)
  if (processor < first + processorsOf(host)) return processor
  const at = partOf(after)
  // An index inside a guest lies behind that guest itself.
  const cursor = new RowCursor<DomainRow>()
  return host.domains.next(at ? [at.vm] : [], cursor) ? partNumber(cursor.index[0] ?? 0) || -1 : -1
}
