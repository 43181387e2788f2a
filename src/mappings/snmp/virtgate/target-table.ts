import { listedRows } from '../engine/listed-rows.ts'
import type { Target } from '../engine/notify/originator.ts'
import type { DropReason } from '../engine/notify/target.ts'
import { stringIndex } from '../engine/oid.ts'
import { type ColumnDef, type ScalarGroupDef, type TableDef, table } from '../smi/definition.ts'
import { adminString, convention, counter64, gauge32, truthValue } from '../smi/syntax.ts'
import { cutText, truth } from '../values.ts'
import type { GatewayView } from './view.ts'

const targetName = convention('OctetString', ['SNMP-FRAMEWORK-MIB', 'SnmpAdminString'], '(SIZE (1..32))')

/** What was notified, over all targets. */
export const notifyScalars: ScalarGroupDef<GatewayView> = {
  name: 'vgNotify',
  id: 30,
  scalars: [
    {
      id: 1,
      name: 'vgNotifyGenerated',
      syntax: counter64,
      doc: 'Notifications that arose, whether they were sent or not. Each is in the log of NOTIFICATION-LOG-MIB at first.',
      get: (view) => view.notify.generated,
    },
    {
      id: 2,
      name: 'vgNotifySuppressed',
      syntax: counter64,
      doc: 'Notifications that were put into the log and not sent, as too many of their kind came within a second.',
      get: (view) => view.notify.suppressed,
    },
    {
      id: 3,
      name: 'vgNotifyDropped',
      syntax: counter64,
      doc: 'Notifications that did not reach a target, counted for each target; vgTargetTable tells why.',
      get: (view) => view.notify.dropped,
    },
  ],
}

const definition: TableDef<GatewayView, Target> = {
  name: 'vgTargetTable',
  entry: 'vgTargetEntry',
  id: 31,
  doc: 'The receivers of notifications with what they have got and what not. Counters begin anew when the agent starts and when a target is changed.',
  entryDoc: 'One receiver.',
  keys: [{ id: 1, name: 'vgTargetName', syntax: targetName, doc: 'Name of the receiver in the settings.' }],
  index: ['vgTargetName'],
  columns: [
    {
      id: 2,
      name: 'vgTargetReachable',
      syntax: truthValue,
      doc: 'Whether it answers; always true for one that is sent traps, which are not answered.',
      get: (target) => truth(target.reachable),
    },
    {
      id: 3,
      name: 'vgTargetWaiting',
      syntax: gauge32,
      doc: 'Notifications that wait to be sent, or for an answer.',
      get: (target) => target.waiting,
    },
    count(4, 'vgTargetSent', 'Notifications that were sent, each counted once.', (one) => one.stats.sent),
    count(5, 'vgTargetAcknowledged', 'Informs that were answered.', (one) => one.stats.acknowledged),
    count(6, 'vgTargetRetries', 'Informs that were sent once more.', (one) => one.stats.retries),
    count(
      7,
      'vgTargetFiltered',
      'Notifications that its filter or the rights of its user kept from it.',
      (one) => one.stats.filtered,
    ),
    dropped(8, 'vgTargetDroppedOverflow', 'overflow', 'too many waited; the oldest go first'),
    dropped(9, 'vgTargetDroppedUnanswered', 'unanswered', 'no answer came to any of the retries'),
    dropped(
      10,
      'vgTargetDroppedRefused',
      'refused',
      'the receiver refused them, or there is no user with fitting keys',
    ),
    dropped(
      11,
      'vgTargetDroppedUnsendable',
      'unsendable',
      'the system did not send them, or the version of SNMP cannot carry them',
    ),
    {
      id: 12,
      name: 'vgTargetLastError',
      syntax: adminString,
      doc: 'What went wrong last; empty when nothing did since the last answer.',
      get: (target) => cutText(target.stats.lastError),
    },
  ],
  rows: (view) =>
    listedRows(() => view.notify.targets.map((row) => ({ index: stringIndex(row.config.name), row }))),
}

/** Receivers of notifications. */
export const targetTable = table(definition)

function count(
  id: number,
  name: string,
  doc: string,
  of: (target: Target) => number,
): ColumnDef<GatewayView, Target> {
  return { id, name, syntax: counter64, doc, get: of }
}

function dropped(id: number, name: string, reason: DropReason, why: string): ColumnDef<GatewayView, Target> {
  return count(
    id,
    name,
    `Notifications that were dropped because ${why}.`,
    (one) => one.stats.dropped[reason],
  )
}
