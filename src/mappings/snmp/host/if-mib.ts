import type { NicStats } from '../domain-row.ts'
import { type Column, defineTable, type MibModule } from '../engine/module.ts'
import { cutText, truth } from '../values.ts'
import type { HostView } from './host-view.ts'
import { stackRows } from './if-stack.ts'
import { countInterfaces, type Interface, interfaceRows } from './interfaces.ts'
import { numberedSource } from './numbered-source.ts'
import { Remembered } from './remembered.ts'

const interfaces = [1, 3, 6, 1, 2, 1, 2]
const ifMib = [1, 3, 6, 1, 2, 1, 31]
const up = 1
const down = 2
const active = 1
const noObject = [0, 0]

/**
 * IF-MIB: the interfaces of guests beside those of hosts. What comes in is what the guest receives. Guests do not tell
 * unicasts, multicasts and broadcasts apart, so all packets count as unicasts and the others have no instances.
 */
export function ifMibModule(view: HostView): MibModule {
  const { objects, clock } = view
  const rows = numberedSource(interfaceRows(view))
  const count = new Remembered(
    clock,
    () => objects.shape.version,
    () => countInterfaces(view),
  )
  const shapeTicks = () => objects.shape.ticks
  const counted = (id: number, name: string, syntax: 'Counter32' | 'Counter64', of: Counted) =>
    counter(view, { id, name, syntax, of })
  return {
    name: 'IF-MIB',
    identity: { id: ifMib, descr: 'Network interfaces of hosts and guests.' },
    scalars: [
      {
        name: 'interfaces',
        prefix: interfaces,
        scalars: [{ id: 1, name: 'ifNumber', syntax: 'Integer32', get: () => count.value }],
      },
      {
        name: 'ifMIBObjects',
        prefix: [...ifMib, 1],
        scalars: [
          { id: 5, name: 'ifTableLastChange', syntax: 'TimeTicks', get: shapeTicks },
          { id: 6, name: 'ifStackLastChange', syntax: 'TimeTicks', get: shapeTicks },
        ],
      },
    ],
    tables: [
      defineTable<Interface>({
        name: 'ifTable',
        entry: [...interfaces, 2, 1],
        rows,
        columns: [
          { id: 1, name: 'ifIndex', syntax: 'Integer32', get: (_, index) => index[0] ?? 0 },
          { id: 2, name: 'ifDescr', syntax: 'OctetString', get: (row) => row.descr },
          { id: 3, name: 'ifType', syntax: 'Integer32', get: (row) => row.type },
          { id: 5, name: 'ifSpeed', syntax: 'Gauge32', get: () => 0 },
          { id: 6, name: 'ifPhysAddress', syntax: 'OctetString', get: (row) => row.address },
          {
            id: 7,
            name: 'ifAdminStatus',
            syntax: 'Integer32',
            get: (row) => (row.wanted ? up : down),
          },
          { id: 8, name: 'ifOperStatus', syntax: 'Integer32', get: (row) => (row.up ? up : down) },
          { id: 9, name: 'ifLastChange', syntax: 'TimeTicks', get: (row) => row.changed },
          counted(10, 'ifInOctets', 'Counter32', (stats) => stats.rxBytes),
          counted(11, 'ifInUcastPkts', 'Counter32', (stats) => stats.rxPackets),
          counted(13, 'ifInDiscards', 'Counter32', (stats) => stats.rxDropped),
          counted(14, 'ifInErrors', 'Counter32', (stats) => stats.rxErrors),
          counted(16, 'ifOutOctets', 'Counter32', (stats) => stats.txBytes),
          counted(17, 'ifOutUcastPkts', 'Counter32', (stats) => stats.txPackets),
          counted(19, 'ifOutDiscards', 'Counter32', (stats) => stats.txDropped),
          counted(20, 'ifOutErrors', 'Counter32', (stats) => stats.txErrors),
          { id: 22, name: 'ifSpecific', syntax: 'ObjectIdentifier', get: () => noObject },
        ],
      }),
      defineTable<Interface>({
        name: 'ifXTable',
        entry: [...ifMib, 1, 1, 1],
        rows,
        columns: [
          { id: 1, name: 'ifName', syntax: 'OctetString', get: (row) => cutText(row.name) },
          counted(6, 'ifHCInOctets', 'Counter64', (stats) => stats.rxBytes),
          counted(7, 'ifHCInUcastPkts', 'Counter64', (stats) => stats.rxPackets),
          counted(10, 'ifHCOutOctets', 'Counter64', (stats) => stats.txBytes),
          counted(11, 'ifHCOutUcastPkts', 'Counter64', (stats) => stats.txPackets),
          { id: 14, name: 'ifLinkUpDownTrapEnable', syntax: 'Integer32', get: () => down },
          { id: 15, name: 'ifHighSpeed', syntax: 'Gauge32', get: () => 0 },
          { id: 16, name: 'ifPromiscuousMode', syntax: 'Integer32', get: () => truth(false) },
          {
            id: 17,
            name: 'ifConnectorPresent',
            syntax: 'Integer32',
            get: (row) => truth(row.physical),
          },
          { id: 18, name: 'ifAlias', syntax: 'OctetString', get: (row) => cutText(row.alias, 64) },
          {
            id: 19,
            name: 'ifCounterDiscontinuityTime',
            syntax: 'TimeTicks',
            get: (row) => row.discontinuity,
          },
        ],
      }),
      defineTable<true>({
        name: 'ifStackTable',
        entry: [...ifMib, 1, 2, 1],
        rows: stackRows(view),
        notAccessible: [1, 2],
        columns: [{ id: 3, name: 'ifStackStatus', syntax: 'Integer32', get: () => active }],
      }),
    ],
  }
}

type Counted = (stats: NicStats) => bigint

interface CounterFacts {
  readonly id: number
  readonly name: string
  readonly syntax: 'Counter32' | 'Counter64'
  readonly of: Counted
}

function counter(view: HostView, { id, name, syntax, of }: CounterFacts): Column<Interface> {
  const exact = (row: Interface) => row.stats && of(row.stats)
  const prepare = () => view.refresh('domain')
  if (syntax === 'Counter64') return { id, name, syntax, get: exact, prepare }
  return { id, name, syntax, prepare, get: (row) => wrapped(exact(row)) }
}

/** A counter of 32 bits begins again at 2^32. */
function wrapped(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(BigInt.asUintN(32, value))
}
