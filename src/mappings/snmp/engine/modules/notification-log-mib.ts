import { dateAndTimeOf } from '../../values.ts'
import { listedRows } from '../listed-rows.ts'
import {
  type Column,
  type ColumnOf,
  defineTable,
  type MibModule,
  type Scalar,
  type ScalarGroup,
} from '../module.ts'
import type { NotificationVariable } from '../notify/notification.ts'
import type { LogEntry, LogLimits, NotificationLog } from '../notify/notification-log.ts'
import type { Oid } from '../oid.ts'
import type { SyntaxName, SyntaxValues } from '../syntax.ts'

const READ_ONLY = 5
const ACTIVE = 1
const ENABLED = 1
const OPERATIONAL = 2
const logArc = [1, 3, 6, 1, 2, 1, 92, 1]
const zeroDotZero: Oid = [0, 0]
const MOST = 0xffffffff

/** NOTIFICATION-LOG-MIB (RFC 3014) with the default log, whose name is empty. */
export function notificationLogMib(
  log: () => NotificationLog,
  engineId: () => Uint8Array | undefined,
): MibModule {
  return {
    name: 'NOTIFICATION-LOG-MIB',
    identity: { id: [1, 3, 6, 1, 2, 1, 92], descr: 'The log of notifications' },
    scalars: [configuration(log), statistics(log)],
    tables: [configTable(log), statsTable(log), entryTable(log, engineId), variableTable(log)],
  }
}

function configuration(log: () => NotificationLog): ScalarGroup {
  return {
    name: 'nlmConfig',
    prefix: [...logArc, 1],
    scalars: [
      limit(log, 1, 'nlmConfigGlobalEntryLimit', 'entries'),
      limit(log, 2, 'nlmConfigGlobalAgeOut', 'age'),
    ],
  }
}

/** A bound; what is written lasts until the settings are read again. */
function limit(log: () => NotificationLog, id: number, name: string, key: keyof LogLimits): Scalar {
  return {
    id,
    name,
    syntax: 'Gauge32',
    get: () => log().limits[key],
    write: {
      range: [0, MOST],
      test(_target, value) {
        const before = log().limits
        return {
          commit: () => log().setLimits({ ...log().limits, [key]: value }),
          undo: () => log().setLimits(before),
        }
      },
    },
  }
}

function statistics(log: () => NotificationLog): ScalarGroup {
  return {
    name: 'nlmStats',
    prefix: [...logArc, 2],
    scalars: [
      { id: 1, name: 'nlmStatsGlobalNotificationsLogged', syntax: 'Counter32', get: () => log().logged },
      { id: 2, name: 'nlmStatsGlobalNotificationsBumped', syntax: 'Counter32', get: () => log().bumped },
    ],
  }
}

const defaultLog = listedRows(() => [{ index: [0], row: '' }])

function configTable(log: () => NotificationLog) {
  return defineTable<string>({
    name: 'nlmConfigLogTable',
    entry: [...logArc, 1, 3, 1],
    notAccessible: [1],
    rows: defaultLog,
    columns: [
      { id: 2, name: 'nlmConfigLogFilterName', syntax: 'OctetString', get: () => '' },
      { id: 3, name: 'nlmConfigLogEntryLimit', syntax: 'Gauge32', get: () => log().limits.entries },
      { id: 4, name: 'nlmConfigLogAdminStatus', syntax: 'Integer32', get: () => ENABLED },
      { id: 5, name: 'nlmConfigLogOperStatus', syntax: 'Integer32', get: () => OPERATIONAL },
      { id: 6, name: 'nlmConfigLogStorageType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 7, name: 'nlmConfigLogEntryStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
}

function statsTable(log: () => NotificationLog) {
  return defineTable<string>({
    name: 'nlmStatsLogTable',
    entry: [...logArc, 2, 3, 1],
    rows: defaultLog,
    columns: [
      { id: 1, name: 'nlmStatsLogNotificationsLogged', syntax: 'Counter32', get: () => log().logged },
      { id: 2, name: 'nlmStatsLogNotificationsBumped', syntax: 'Counter32', get: () => log().bumped },
    ],
  })
}

function entryTable(log: () => NotificationLog, engineId: () => Uint8Array | undefined) {
  return defineTable<LogEntry>({
    name: 'nlmLogTable',
    entry: [...logArc, 3, 1, 1],
    notAccessible: [1],
    rows: {
      get: (index) => log().rows.get(index),
      next: (after, at) => log().rows.next(after, at),
    },
    columns: [
      { id: 2, name: 'nlmLogTime', syntax: 'TimeTicks', get: ({ prepared }) => prepared.upTime },
      { id: 3, name: 'nlmLogDateAndTime', syntax: 'OctetString', get: ({ time }) => dateAndTimeOf(time) },
      { id: 4, name: 'nlmLogEngineID', syntax: 'OctetString', get: () => engineId() },
      // All of them arose here, so none came from an address.
      { id: 5, name: 'nlmLogEngineTAddress', syntax: 'OctetString', get: () => '' },
      { id: 6, name: 'nlmLogEngineTDomain', syntax: 'ObjectIdentifier', get: () => zeroDotZero },
      { id: 7, name: 'nlmLogContextEngineID', syntax: 'OctetString', get: () => engineId() },
      {
        id: 8,
        name: 'nlmLogContextName',
        syntax: 'OctetString',
        get: ({ prepared }) => prepared.notification.contextName,
      },
      {
        id: 9,
        name: 'nlmLogNotificationID',
        syntax: 'ObjectIdentifier',
        get: ({ prepared }) => prepared.notification.oid,
      },
    ],
  })
}

/** nlmLogVariableValueType and the column that holds a value, by its type. */
const valueColumns = [
  [4, 'nlmLogVariableCounter32Val', 'Counter32', 1],
  [5, 'nlmLogVariableUnsigned32Val', 'Gauge32', 2],
  [6, 'nlmLogVariableTimeTicksVal', 'TimeTicks', 3],
  [7, 'nlmLogVariableInteger32Val', 'Integer32', 4],
  [8, 'nlmLogVariableOctetStringVal', 'OctetString', 6],
  [9, 'nlmLogVariableIpAddressVal', 'IpAddress', 5],
  [10, 'nlmLogVariableOidVal', 'ObjectIdentifier', 7],
  [11, 'nlmLogVariableCounter64Val', 'Counter64', 8],
  [12, 'nlmLogVariableOpaqueVal', 'Opaque', 9],
] as const satisfies ReadonlyArray<readonly [number, string, SyntaxName, number]>

function variableTable(log: () => NotificationLog) {
  return defineTable<LogEntry>({
    name: 'nlmLogVariableTable',
    entry: [...logArc, 3, 2, 1],
    notAccessible: [1],
    rows: {
      get: (index) => log().variables.get(index),
      next: (after, at) => log().variables.next(after, at),
    },
    columns: [
      {
        id: 2,
        name: 'nlmLogVariableID',
        syntax: 'ObjectIdentifier',
        get: (entry, index) => variableAt(entry, index)?.oid,
      },
      {
        id: 3,
        name: 'nlmLogVariableValueType',
        syntax: 'Integer32',
        get: (entry, index) => {
          const syntax = variableAt(entry, index)?.syntax
          return valueColumns.find(([, , one]) => one === syntax)?.[3]
        },
      },
      ...valueColumns.map(([id, name, syntax]) => valueColumn(id, name, syntax)),
    ],
  })
}

function valueColumn<S extends SyntaxName>(id: number, name: string, syntax: S): Column<LogEntry> {
  const column: ColumnOf<LogEntry, S> = {
    id,
    name,
    syntax,
    get: (entry, index) => {
      const variable = variableAt(entry, index)
      // A variable's value is of its syntax.
      return variable?.syntax === syntax ? (variable.value as SyntaxValues[S]) : undefined
    },
  }
  // One syntax of the union is one of its members.
  return column as Column<LogEntry>
}

function variableAt({ prepared }: LogEntry, index: Oid): NotificationVariable | undefined {
  return prepared.notification.variables[(index[2] ?? 0) - 1]
}
