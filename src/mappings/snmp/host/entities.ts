import type { ConnectionView } from '../connection-view.ts'
import type { Disk, DomainRow, Nic } from '../domain-row.ts'
import { RowCursor } from '../engine/module.ts'
import { uuidOctetsOf, versionText } from '../values.ts'
import { processorRows } from './devices.ts'
import type { HostView } from './host-view.ts'
import { chained, type NumberedRows, nextNumber } from './numbered-source.ts'
import { deviceOf, diskPart, hostEntityEnd, nicNumber, nicPart, partNumber, partOf } from './numbers.ts'

/** Numbers of IANAPhysicalClass. */
const classes = { chassis: 3, container: 5, port: 10, cpu: 12, storageDrive: 15 } as const
const nothing = new Uint8Array(0)

/** A row of entPhysicalTable. */
export interface Entity {
  readonly name: string
  readonly descr: string
  readonly class: number
  /** Index of the row that it is contained in; 0 for hosts. */
  readonly within: number
  /** Its place there, or -1. */
  readonly position: number
  readonly software: string
  readonly model: string
  readonly uuid: Uint8Array
  readonly uri: string
  /** ifIndex of a network interface, or 0. */
  readonly ifIndex: number
}

/** Hosts, their processors, guests with their disks and network interfaces. */
export function entityRows(view: HostView): NumberedRows<Entity> {
  return chained([hostEntities(view), processorEntities(view), guestEntities(view)])
}

function hostEntities({ hosts }: HostView): NumberedRows<Entity> {
  return {
    row(number) {
      const host = number < hostEntityEnd ? hosts.get([number]) : undefined
      return host && hostEntity(host)
    },
    next(after) {
      const number = nextNumber(hosts, after, new RowCursor())
      return number < hostEntityEnd ? number : -1
    },
  }
}

function processorEntities(view: HostView): NumberedRows<Entity> {
  const processors = processorRows(view)
  return {
    next: (after) => processors.next(after),
    row(number) {
      const found = processors.row(number)
      if (!found) return undefined
      const { host, cpu, descr } = found
      const model = host.host?.attrs.cpuModel ?? ''
      return entity({
        name: `${host.name}/cpu${cpu}`,
        descr,
        class: classes.cpu,
        within: host.hostIndex,
        position: cpu,
        model,
      })
    },
  }
}

function guestEntities(view: HostView): NumberedRows<Entity> {
  const { domains } = view.objects
  return {
    row(number) {
      const at = partOf(number)
      const row = at && domains.get([at.vm])
      if (!at || !row) return undefined
      return at.part === 0 ? guestEntity(row) : deviceEntity(row, at.part)
    },
    next(after) {
      const at = partOf(after)
      const row = at && domains.get([at.vm])
      const part = row && at ? nextPart(row, at.part) : 0
      if (row && part > 0) return partNumber(row.owner.index, part)
      const vm = nextNumber(domains, at ? at.vm : -1, new RowCursor())
      return vm < 0 ? -1 : partNumber(vm) || -1
    },
  }
}

/** The part of a guest after one, or 0 when that was the last. */
export function nextPart(row: DomainRow, after: number): number {
  const before = deviceOf(after)
  const disk = before.kind === 'disk' ? row.nextDisk(before.sub) : -1
  const part = disk > 0 ? diskPart(disk) : 0
  if (part > 0) return part
  const nic = row.nextNic(before.kind === 'nic' ? before.sub : 0)
  return nic > 0 ? nicPart(nic) : 0
}

function hostEntity(host: ConnectionView): Entity {
  const { hvType = '', hvVersion, cpuModel = '', hostname, driver = '' } = host.host?.attrs ?? {}
  return entity({
    name: host.name,
    descr: `host ${hostname ?? host.name} (${driver})`,
    class: classes.chassis,
    within: 0,
    position: -1,
    software: hvVersion === undefined ? hvType : `${hvType} ${versionText(hvVersion)}`,
    model: cpuModel,
  })
}

function guestEntity(row: DomainRow): Entity {
  const { name, uuid, osType, virtType } = row.entry.attrs
  return entity({
    name,
    descr: `virtual machine ${name}`,
    class: classes.container,
    within: row.home.hostIndex,
    position: row.owner.index,
    software: osType,
    model: virtType,
    uuid: uuidOctetsOf(uuid),
    uri: `urn:uuid:${uuid}`,
  })
}

function deviceEntity(row: DomainRow, part: number): Entity | undefined {
  const { kind, sub } = deviceOf(part)
  const device = kind === 'disk' ? row.disk(sub) : row.nic(sub)
  if (!device) return undefined
  return 'mac' in device ? nicEntity(row, device, part) : diskEntity(row, device, part)
}

function diskEntity(row: DomainRow, { target, device, bus = '', source }: Disk, part: number): Entity {
  return entity({
    name: `${row.entry.attrs.name}/${target}`,
    descr: source === undefined ? device : `${device} at ${source}`,
    class: classes.storageDrive,
    within: partNumber(row.owner.index),
    position: part,
    model: bus,
  })
}

function nicEntity(row: DomainRow, { mac, type, source, model = '' }: Nic, part: number): Entity {
  const { sub } = deviceOf(part)
  return entity({
    name: `${row.entry.attrs.name}/net${sub - 1}`,
    descr: `network interface ${mac} on ${type} ${source ?? ''}`.trimEnd(),
    class: classes.port,
    within: partNumber(row.owner.index),
    position: part,
    model,
    ifIndex: nicNumber(row.owner.index, sub),
  })
}

type Told = 'name' | 'descr' | 'class' | 'within' | 'position'

function entity(facts: Pick<Entity, Told> & Partial<Entity>): Entity {
  return { software: '', model: '', uuid: nothing, uri: '', ifIndex: 0, ...facts }
}
