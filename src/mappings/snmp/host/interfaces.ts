import type { Entry } from '../../../core/contracts.ts'
import type { DomainRow, Nic, NicStats } from '../domain-row.ts'
import { RowCursor } from '../engine/module.ts'
import type { OrderedIndex } from '../engine/ordered-index.ts'
import { cutText, macOctetsOf } from '../values.ts'
import { nicStatsAt } from '../vm/devices.ts'
import { type HostView, ticksAt } from './host-view.ts'
import { chained, type NumberedRows, nextNumber } from './numbered-source.ts'
import { bridgeEnd, bridgeNumber, hostInterfaceEnd, nicNumber, nicOf } from './numbers.ts'

/** Numbers of IANAifType. */
const ifTypes: Readonly<Record<string, number>> = {
  ethernet: 6,
  loopback: 24,
  tunnel: 131,
  vlan: 135,
  bond: 161,
  bridge: 209,
}
const otherType = 1
const descrOctets = 64

/** A row of ifTable. */
export interface Interface {
  readonly name: string
  readonly descr: string | Uint8Array
  readonly alias: string
  readonly type: number
  readonly address: Uint8Array
  readonly up: boolean
  /** Whether somebody wants it to be up. */
  readonly wanted: boolean
  /** Whether a cable can be plugged into it. */
  readonly physical: boolean
  /** sysUpTime when it went up or down. */
  readonly changed: number
  /** sysUpTime when its counters began anew. */
  readonly discontinuity: number
  readonly stats: NicStats | undefined
}

/** The interfaces of a context: those of hosts, bridges of virtual networks, and those of guests. */
export function interfaceRows(view: HostView): NumberedRows<Interface> {
  return chained([hostInterfaces(view), networkBridges(view), guestInterfaces(view)])
}

/** How many interfaces there are. */
export function countInterfaces(view: HostView): number {
  let count = deviceNumbers(view).length
  for (const row of view.objects.domains.values()) {
    for (let sub = row.nextNic(0); sub > 0; sub = row.nextNic(sub)) {
      if (nicNumber(row.owner.index, sub) > 0) count++
    }
  }
  return count
}

/** Numbers of all interfaces of hosts and networks, without those of guests. */
export function deviceNumbers(view: HostView): number[] {
  const rows = chained([hostInterfaces(view), networkBridges(view)])
  const numbers: number[] = []
  for (let number = rows.next(-1); number >= 0; number = rows.next(number)) numbers.push(number)
  return numbers
}

function hostInterfaces(view: HostView): NumberedRows<Interface> {
  const rows = view.objects.rows('interface')
  return bounded(rows, 0, hostInterfaceEnd, (entry) => hostInterface(entry.attrs))
}

function networkBridges(view: HostView): NumberedRows<Interface> {
  const rows = view.objects.rows('network')
  return bounded(rows, bridgeNumber(0), bridgeEnd, (entry) =>
    view.connections.get(entry.connection)?.places.showsBridge(entry)
      ? networkBridge(entry.attrs, view)
      : undefined,
  )
}

/** Rows of ordered entries, their indexes moved by a constant. */
function bounded<T extends 'interface' | 'network'>(
  rows: OrderedIndex<Entry<T>>,
  base: number,
  end: number,
  make: (entry: Entry<T>) => Interface | undefined,
): NumberedRows<Interface> {
  const row = (number: number) => {
    const entry = number > base && number < end ? rows.get([number - base]) : undefined
    return entry && make(entry)
  }
  return {
    row,
    next(after) {
      const cursor = new RowCursor<unknown>()
      let number = after
      do {
        const index = nextNumber(rows, number < base ? -1 : number - base, cursor)
        if (index < 0 || base + index >= end) return -1
        number = base + index
      } while (row(number) === undefined)
      return number
    },
  }
}

function guestInterfaces(view: HostView): NumberedRows<Interface> {
  const { domains } = view.objects
  return {
    row(number) {
      const at = nicOf(number)
      const row = at && domains.get([at.vm])
      if (!at || !row) return undefined
      const nic = row.nic(at.sub)
      return nic && guestInterface(row, nic, at.sub, view)
    },
    next(after) {
      const at = nicOf(after)
      let row = at && domains.get([at.vm])
      let sub = row && at ? row.nextNic(at.sub) : -1
      const cursor = new RowCursor<DomainRow>()
      cursor.index = at ? [at.vm] : []
      while (sub < 0 || !row || nicNumber(row.owner.index, sub) === 0) {
        if (!domains.next(cursor.index, cursor)) return -1
        row = cursor.row
        sub = row?.nextNic(0) ?? -1
      }
      return nicNumber(row.owner.index, sub)
    },
  }
}

function hostInterface({ name, mac, type, active }: Entry<'interface'>['attrs']): Interface {
  return {
    name,
    descr: cutText(name, descrOctets),
    alias: '',
    type: ifTypes[type] ?? otherType,
    address: macOctetsOf(mac ?? ''),
    up: active,
    wanted: active,
    physical: type === 'ethernet',
    changed: 0,
    discontinuity: 0,
    stats: undefined,
  }
}

function networkBridge({ name, bridge = '', active, stateSince }: Entry<'network'>['attrs'], view: HostView) {
  return {
    name: bridge,
    descr: cutText(bridge, descrOctets),
    alias: `network ${name}`,
    type: ifTypes.bridge ?? otherType,
    address: new Uint8Array(0),
    up: active,
    wanted: active,
    physical: false,
    changed: ticksAt(view, stateSince),
    discontinuity: 0,
    stats: undefined,
  }
}

function guestInterface(row: DomainRow, nic: Nic, sub: number, view: HostView): Interface {
  const { attrs, connection } = row.entry
  const end = `/net${sub - 1}`
  return {
    // The name must last from one start of the guest to the next, which that of the host end does not.
    name: `${attrs.name}${end}`,
    get descr() {
      return cutText(`${attrs.name}${end} ${nic.mac}`, descrOctets)
    },
    get alias() {
      return aliasOf(connection, attrs.name, nic)
    },
    type: ifTypes.ethernet ?? otherType,
    get address() {
      return macOctetsOf(nic.mac)
    },
    up: row.active && row.home.reachable,
    wanted: row.active,
    physical: false,
    get changed() {
      return ticksAt(view, row.active ? attrs.startedAt : attrs.stateSince)
    },
    discontinuity: row.discontinuity,
    get stats() {
      return nicStatsAt(row, [row.owner.index, sub])
    },
  }
}

function aliasOf(connection: string, guest: string, { type, source, target }: Nic): string {
  const end = target === undefined ? '' : ` (${target})`
  return `${guest} of ${connection} on ${type} ${source ?? ''}`.trimEnd() + end
}
