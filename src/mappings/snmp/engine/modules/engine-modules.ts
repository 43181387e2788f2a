import type { CounterName, Counters } from '../counters.ts'
import type { MibModule, Scalar } from '../module.ts'
import type { UsmEngine } from '../usm-engine.ts'

/** What the modules about the engine are served from. */
export interface EngineSources {
  readonly counters: Counters
  /** Undefined until the agent has started. */
  readonly engine: () => UsmEngine | undefined
  readonly maxMessage: number
}

/** SNMP-FRAMEWORK-MIB (RFC 3411): identity, boots and time of the engine. */
export function frameworkMib({ engine, maxMessage }: EngineSources): MibModule {
  return {
    name: 'SNMP-FRAMEWORK-MIB',
    identity: { id: [1, 3, 6, 1, 6, 3, 10, 3, 1, 1], descr: 'The SNMP Management Architecture MIB' },
    scalars: [
      {
        name: 'snmpEngine',
        prefix: [1, 3, 6, 1, 6, 3, 10, 2, 1],
        scalars: [
          { id: 1, name: 'snmpEngineID', syntax: 'OctetString', get: () => engine()?.id },
          { id: 2, name: 'snmpEngineBoots', syntax: 'Integer32', get: () => engine()?.boots },
          { id: 3, name: 'snmpEngineTime', syntax: 'Integer32', get: () => engine()?.time },
          { id: 4, name: 'snmpEngineMaxMessageSize', syntax: 'Integer32', get: () => maxMessage },
        ],
      },
    ],
  }
}

/** SNMP-MPD-MIB (RFC 3412): messages that could not be dispatched. */
export function mpdMib({ counters }: EngineSources): MibModule {
  return {
    name: 'SNMP-MPD-MIB',
    identity: {
      id: [1, 3, 6, 1, 6, 3, 11, 3, 1, 1],
      descr: 'The MIB for Message Processing and Dispatching',
    },
    scalars: [
      {
        name: 'snmpMPDStats',
        prefix: [1, 3, 6, 1, 6, 3, 11, 2, 1],
        scalars: [
          counterScalar(counters, 1, 'snmpUnknownSecurityModels'),
          counterScalar(counters, 2, 'snmpInvalidMsgs'),
          counterScalar(counters, 3, 'snmpUnknownPDUHandlers'),
        ],
      },
      {
        // Of SNMP-TARGET-MIB: the reports about contexts name them, so they can be read too.
        name: 'snmpTargetObjects',
        prefix: [1, 3, 6, 1, 6, 3, 12, 1],
        scalars: [
          counterScalar(counters, 4, 'snmpUnavailableContexts'),
          counterScalar(counters, 5, 'snmpUnknownContexts'),
        ],
      },
    ],
  }
}

/** The statistics of SNMP-USER-BASED-SM-MIB (RFC 3414). */
export function usmStatsMib({ counters }: EngineSources): MibModule {
  return {
    name: 'SNMP-USER-BASED-SM-MIB',
    identity: {
      id: [1, 3, 6, 1, 6, 3, 15, 2, 1, 1],
      descr: 'The management information definitions for the SNMP User-based Security Model',
    },
    scalars: [
      {
        name: 'usmStats',
        prefix: [1, 3, 6, 1, 6, 3, 15, 1, 1],
        scalars: [
          counterScalar(counters, 1, 'usmStatsUnsupportedSecLevels'),
          counterScalar(counters, 2, 'usmStatsNotInTimeWindows'),
          counterScalar(counters, 3, 'usmStatsUnknownUserNames'),
          counterScalar(counters, 4, 'usmStatsUnknownEngineIDs'),
          counterScalar(counters, 5, 'usmStatsWrongDigests'),
          counterScalar(counters, 6, 'usmStatsDecryptionErrors'),
        ],
      },
    ],
  }
}

function counterScalar(counters: Counters, id: number, name: CounterName): Scalar {
  return { id, name, syntax: 'Counter32', get: () => counters[name] }
}
