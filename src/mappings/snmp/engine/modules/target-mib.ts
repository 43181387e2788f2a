import { isIPv4 } from 'node:net'
import type { AccessControl } from '../access-control.ts'
import { type ListedRow, listedRows } from '../listed-rows.ts'
import { defineTable, type MibModule, securityLevels } from '../module.ts'
import type { Target } from '../notify/originator.ts'
import { type NotificationType, notificationTypes, type TargetConfig } from '../notify/target.ts'
import { type Oid, stringIndex } from '../oid.ts'
import { securityModels } from '../vacm.ts'
import type { View, ViewFamily } from '../view.ts'
import { maskOctets } from './admin-modules.ts'
import { testAndIncrement } from './test-and-increment.ts'

const READ_ONLY = 5
const ACTIVE = 1
const targetArc = [1, 3, 6, 1, 6, 3, 12, 1]
const notifyArc = [1, 3, 6, 1, 6, 3, 13, 1]
const udpDomain: Oid = [1, 3, 6, 1, 6, 1, 1]
const udpIpv6Domain: Oid = [1, 3, 6, 1, 2, 1, 100, 1, 2]
const versionModels = { v1: 0, v2c: 1, v3: 3 } as const
const typeNumbers = { trap: 1, inform: 2 } as const satisfies Record<NotificationType, number>

/** SNMP-TARGET-MIB (RFC 3413): where notifications go, and with what messages. */
export function targetMib(targets: () => readonly Target[]): MibModule {
  const rows = () => targets().map(({ config }) => ({ index: nameIndex(config.name), row: config }))
  return {
    name: 'SNMP-TARGET-MIB',
    identity: { id: [1, 3, 6, 1, 6, 3, 12], descr: 'The targets of notifications' },
    scalars: [
      { name: 'snmpTarget', prefix: targetArc, scalars: [testAndIncrement(1, 'snmpTargetSpinLock')] },
    ],
    tables: [addressTable(rows), paramsTable(rows)],
  }
}

/** The index of a name that is the last part of it (IMPLIED): its octets without their number. */
export function nameIndex(name: string): number[] {
  return [...Buffer.from(name)]
}

/** Address and port as the transport domains have them: big-endian octets. */
export function transportAddress({ address, port }: TargetConfig): { domain: Oid; octets: Uint8Array } {
  const ports = [port >> 8, port & 0xff]
  if (isIPv4(address)) {
    return { domain: udpDomain, octets: Uint8Array.from([...address.split('.').map(Number), ...ports]) }
  }
  return { domain: udpIpv6Domain, octets: Uint8Array.from([...ipv6Octets(address), ...ports]) }
}

function ipv6Octets(address: string): number[] {
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':').flatMap(groupOctets))
  const before = groups(head)
  if (tail === undefined) return before
  const after = groups(tail)
  return [...before, ...new Array<number>(16 - before.length - after.length).fill(0), ...after]
}

function groupOctets(group: string): number[] {
  if (group.includes('.')) return group.split('.').map(Number)
  const number = Number.parseInt(group, 16)
  return [number >> 8, number & 0xff]
}

type Rows = () => ListedRow<TargetConfig>[]

function addressTable(rows: Rows) {
  return defineTable<TargetConfig>({
    name: 'snmpTargetAddrTable',
    entry: [...targetArc, 2, 1],
    notAccessible: [1],
    rows: listedRows(rows),
    columns: [
      {
        id: 2,
        name: 'snmpTargetAddrTDomain',
        syntax: 'ObjectIdentifier',
        get: (target) => transportAddress(target).domain,
      },
      {
        id: 3,
        name: 'snmpTargetAddrTAddress',
        syntax: 'OctetString',
        get: (target) => transportAddress(target).octets,
      },
      {
        id: 4,
        name: 'snmpTargetAddrTimeout',
        syntax: 'Integer32',
        get: ({ timeout }) => Math.ceil(timeout / 10),
      },
      { id: 5, name: 'snmpTargetAddrRetryCount', syntax: 'Integer32', get: ({ retries }) => retries },
      { id: 6, name: 'snmpTargetAddrTagList', syntax: 'OctetString', get: ({ type }) => type },
      { id: 7, name: 'snmpTargetAddrParams', syntax: 'OctetString', get: ({ name }) => name },
      { id: 8, name: 'snmpTargetAddrStorageType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 9, name: 'snmpTargetAddrRowStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
}

function paramsTable(rows: Rows) {
  const model = ({ version }: TargetConfig) => securityModels[version === 'v3' ? 'usm' : version]
  return defineTable<TargetConfig>({
    name: 'snmpTargetParamsTable',
    entry: [...targetArc, 3, 1],
    notAccessible: [1],
    rows: listedRows(rows),
    columns: [
      {
        id: 2,
        name: 'snmpTargetParamsMPModel',
        syntax: 'Integer32',
        get: ({ version }) => versionModels[version],
      },
      { id: 3, name: 'snmpTargetParamsSecurityModel', syntax: 'Integer32', get: model },
      {
        id: 4,
        name: 'snmpTargetParamsSecurityName',
        syntax: 'OctetString',
        // Community strings are not told: the target's own name stands for the one that it is sent.
        get: ({ user, name }) => user ?? name,
      },
      {
        id: 5,
        name: 'snmpTargetParamsSecurityLevel',
        syntax: 'Integer32',
        get: ({ version, level }) => (version === 'v3' ? securityLevels.indexOf(level) + 1 : 1),
      },
      { id: 6, name: 'snmpTargetParamsStorageType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 7, name: 'snmpTargetParamsRowStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
}

/** SNMP-NOTIFICATION-MIB (RFC 3413): how targets are told, and what is kept from them. */
export function notificationMib(targets: () => readonly Target[], access: () => AccessControl): MibModule {
  const filtered = () => targets().flatMap(({ config }) => (config.filter === undefined ? [] : [config]))
  return {
    name: 'SNMP-NOTIFICATION-MIB',
    identity: { id: [1, 3, 6, 1, 6, 3, 13], descr: 'The filters of notifications' },
    tables: [notifyTable(targets), profileTable(filtered), filterTable(filtered, access)],
  }
}

function notifyTable(targets: () => readonly Target[]) {
  const used = () => notificationTypes.filter((type) => targets().some(({ config }) => config.type === type))
  return defineTable<NotificationType>({
    name: 'snmpNotifyTable',
    entry: [...notifyArc, 1, 1],
    notAccessible: [1],
    rows: listedRows(() => used().map((type) => ({ index: nameIndex(type), row: type }))),
    columns: [
      { id: 2, name: 'snmpNotifyTag', syntax: 'OctetString', get: (type) => type },
      { id: 3, name: 'snmpNotifyType', syntax: 'Integer32', get: (type) => typeNumbers[type] },
      { id: 4, name: 'snmpNotifyStorageType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 5, name: 'snmpNotifyRowStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
}

function profileTable(filtered: () => readonly TargetConfig[]) {
  return defineTable<TargetConfig>({
    name: 'snmpNotifyFilterProfileTable',
    entry: [...notifyArc, 2, 1],
    rows: listedRows(() => filtered().map((row) => ({ index: nameIndex(row.name), row }))),
    columns: [
      {
        id: 1,
        name: 'snmpNotifyFilterProfileName',
        syntax: 'OctetString',
        get: ({ filter }) => filter,
      },
      { id: 2, name: 'snmpNotifyFilterProfileStorType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 3, name: 'snmpNotifyFilterProfileRowStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
}

function filterTable(filtered: () => readonly TargetConfig[], access: () => AccessControl) {
  return defineTable<ViewFamily>({
    name: 'snmpNotifyFilterTable',
    entry: [...notifyArc, 3, 1],
    notAccessible: [1],
    rows: listedRows(function* (): Iterable<ListedRow<ViewFamily>> {
      for (const view of usedViews(filtered(), access())) {
        for (const row of view.families) yield { index: [...stringIndex(view.name), ...row.subtree], row }
      }
    }),
    columns: [
      {
        id: 2,
        name: 'snmpNotifyFilterMask',
        syntax: 'OctetString',
        get: ({ mask = [] }) => maskOctets(mask),
      },
      {
        id: 3,
        name: 'snmpNotifyFilterType',
        syntax: 'Integer32',
        get: ({ included }) => (included ? 1 : 2),
      },
      { id: 4, name: 'snmpNotifyFilterStorageType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 5, name: 'snmpNotifyFilterRowStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
}

function usedViews(targets: readonly TargetConfig[], { vacm }: AccessControl): View[] {
  const names = new Set(targets.map(({ filter }) => filter))
  return [...vacm.views.values()].filter((view) => names.has(view.name))
}
