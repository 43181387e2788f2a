import { encodeOid } from './ber-writer.ts'
import type { CounterName } from './counters.ts'

/** Counters that are sent in a Report. */
export type ReportName = Extract<
  CounterName,
  | `usmStats${string}`
  | 'snmpUnknownSecurityModels'
  | 'snmpInvalidMsgs'
  | 'snmpUnknownPDUHandlers'
  | 'snmpUnknownContexts'
>

const usmStats = [1, 3, 6, 1, 6, 3, 15, 1, 1]
const mpdStats = [1, 3, 6, 1, 6, 3, 11, 2, 1]

/** Encoded identifiers of those counters, without the instance. */
export const reportOids = {
  usmStatsUnsupportedSecLevels: encodeOid([...usmStats, 1]),
  usmStatsNotInTimeWindows: encodeOid([...usmStats, 2]),
  usmStatsUnknownUserNames: encodeOid([...usmStats, 3]),
  usmStatsUnknownEngineIDs: encodeOid([...usmStats, 4]),
  usmStatsWrongDigests: encodeOid([...usmStats, 5]),
  usmStatsDecryptionErrors: encodeOid([...usmStats, 6]),
  snmpUnknownSecurityModels: encodeOid([...mpdStats, 1]),
  snmpInvalidMsgs: encodeOid([...mpdStats, 2]),
  snmpUnknownPDUHandlers: encodeOid([...mpdStats, 3]),
  snmpUnknownContexts: encodeOid([1, 3, 6, 1, 6, 3, 12, 1, 5]),
} as const satisfies Record<ReportName, Uint8Array>
