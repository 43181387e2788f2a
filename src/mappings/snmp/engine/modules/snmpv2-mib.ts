import type { CounterName, Counters } from '../counters.ts'
import { defineTable, type MibModule, type Scalar, type ScalarGroup } from '../module.ts'
import type { Oid } from '../oid.ts'
import type { RegisteredModules } from './registered-modules.ts'
import { testAndIncrement } from './test-and-increment.ts'

/** Facts of the system group. */
export interface SystemFacts {
  readonly descr: string
  readonly objectId: Oid
  readonly contact: string
  readonly name: string
  readonly location: string
}

/** What SNMPv2-MIB is served from. `system` is asked each time, so new settings show at once. */
export interface SystemSources {
  readonly system: () => SystemFacts
  readonly counters: Counters
  /** Hundredths of a second since the agent started. */
  readonly upTime: () => number
  readonly modules: RegisteredModules
}

const systemArc = [1, 3, 6, 1, 2, 1, 1]
const snmpArc = [1, 3, 6, 1, 2, 1, 11]
const snmpSetArc = [1, 3, 6, 1, 6, 3, 1, 1, 6]
/** Applications and end-to-end: 2^3 + 2^6. */
const SERVICES = 72

/** SNMPv2-MIB (RFC 3418): the system group with sysORTable, the snmp group and snmpSetSerialNo. */
export function snmpv2Mib(sources: SystemSources): MibModule {
  return {
    name: 'SNMPv2-MIB',
    identity: { id: [1, 3, 6, 1, 6, 3, 1], descr: 'The MIB module for SNMP entities' },
    scalars: [systemGroup(sources), snmpGroup(sources.counters), setGroup()],
    tables: [moduleTable(sources.modules)],
  }
}

function systemGroup({ system, upTime, modules }: SystemSources): ScalarGroup {
  return {
    name: 'system',
    prefix: systemArc,
    scalars: [
      { id: 1, name: 'sysDescr', syntax: 'OctetString', get: () => system().descr },
      { id: 2, name: 'sysObjectID', syntax: 'ObjectIdentifier', get: () => system().objectId },
      { id: 3, name: 'sysUpTime', syntax: 'TimeTicks', get: upTime },
      { id: 4, name: 'sysContact', syntax: 'OctetString', get: () => system().contact },
      { id: 5, name: 'sysName', syntax: 'OctetString', get: () => system().name },
      { id: 6, name: 'sysLocation', syntax: 'OctetString', get: () => system().location },
      { id: 7, name: 'sysServices', syntax: 'Integer32', get: () => SERVICES },
      { id: 8, name: 'sysORLastChange', syntax: 'TimeTicks', get: () => modules.lastChange },
    ],
  }
}

function moduleTable(modules: RegisteredModules) {
  return defineTable({
    name: 'sysORTable',
    entry: [...systemArc, 9, 1],
    notAccessible: [1],
    rows: modules.rows,
    columns: [
      { id: 2, name: 'sysORID', syntax: 'ObjectIdentifier', get: ({ id }) => id },
      { id: 3, name: 'sysORDescr', syntax: 'OctetString', get: ({ descr }) => descr },
      { id: 4, name: 'sysORUpTime', syntax: 'TimeTicks', get: ({ since }) => since },
    ],
  })
}

/** The snmp group by last arc; those that an agent never counts answer 0, as RFC 3418 wants them. */
const snmpCounters: Readonly<Record<number, CounterName | { readonly zero: string }>> = {
  1: 'snmpInPkts',
  2: 'snmpOutPkts',
  3: 'snmpInBadVersions',
  4: 'snmpInBadCommunityNames',
  5: 'snmpInBadCommunityUses',
  6: 'snmpInASNParseErrs',
  8: { zero: 'snmpInTooBigs' },
  9: { zero: 'snmpInNoSuchNames' },
  10: { zero: 'snmpInBadValues' },
  11: { zero: 'snmpInReadOnlys' },
  12: { zero: 'snmpInGenErrs' },
  13: 'snmpInTotalReqVars',
  14: 'snmpInTotalSetVars',
  15: 'snmpInGetRequests',
  16: 'snmpInGetNexts',
  17: 'snmpInSetRequests',
  18: 'snmpInGetResponses',
  19: 'snmpInTraps',
  20: 'snmpOutTooBigs',
  21: 'snmpOutNoSuchNames',
  22: 'snmpOutBadValues',
  24: 'snmpOutGenErrs',
  25: { zero: 'snmpOutGetRequests' },
  26: { zero: 'snmpOutGetNexts' },
  27: { zero: 'snmpOutSetRequests' },
  28: 'snmpOutGetResponses',
  29: 'snmpOutTraps',
  31: 'snmpSilentDrops',
  32: 'snmpProxyDrops',
}

function snmpGroup(counters: Counters): ScalarGroup {
  const scalars = Object.entries(snmpCounters).map(([id, counter]): Scalar => {
    if (typeof counter === 'object') {
      return { id: Number(id), name: counter.zero, syntax: 'Counter32', get: () => 0 }
    }
    return { id: Number(id), name: counter, syntax: 'Counter32', get: () => counters[counter] }
  })
  // Traps about failed authentication are not sent: disabled(2).
  scalars.push({ id: 30, name: 'snmpEnableAuthenTraps', syntax: 'Integer32', get: () => 2 })
  return { name: 'snmp', prefix: snmpArc, scalars }
}

function setGroup(): ScalarGroup {
  return { name: 'snmpSet', prefix: snmpSetArc, scalars: [testAndIncrement(1, 'snmpSetSerialNo')] }
}
