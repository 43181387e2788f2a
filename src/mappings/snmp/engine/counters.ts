/**
 * What the agent counts, by the names that the standard modules give it: the snmp group of SNMPv2-MIB, SNMP-MPD-MIB,
 * the statistics of USM, and snmpUnknownContexts of SNMP-TARGET-MIB. Counters wrap when they are sent.
 */
export class Counters {
  snmpInPkts = 0
  snmpOutPkts = 0
  snmpInBadVersions = 0
  snmpInBadCommunityNames = 0
  snmpInBadCommunityUses = 0
  snmpInASNParseErrs = 0
  snmpInTotalReqVars = 0
  snmpInTotalSetVars = 0
  snmpInGetRequests = 0
  snmpInGetNexts = 0
  snmpInSetRequests = 0
  snmpInGetResponses = 0
  snmpInTraps = 0
  snmpOutTooBigs = 0
  snmpOutNoSuchNames = 0
  snmpOutBadValues = 0
  snmpOutGenErrs = 0
  snmpOutGetResponses = 0
  snmpOutTraps = 0
  snmpSilentDrops = 0
  snmpProxyDrops = 0
  snmpUnknownSecurityModels = 0
  snmpInvalidMsgs = 0
  snmpUnknownPDUHandlers = 0
  usmStatsUnsupportedSecLevels = 0
  usmStatsNotInTimeWindows = 0
  usmStatsUnknownUserNames = 0
  usmStatsUnknownEngineIDs = 0
  usmStatsWrongDigests = 0
  usmStatsDecryptionErrors = 0
  snmpUnavailableContexts = 0
  snmpUnknownContexts = 0
  /** Reports that the rate limit for senders without authentication held back. */
  reportsWithheld = 0
}

/** The name of one counter. */
export type CounterName = keyof Counters
