import type { CommunityRow } from '../communities.ts'
import { listedRows } from '../listed-rows.ts'
import { defineTable, type MibModule } from '../module.ts'
import type { Target } from '../notify/originator.ts'
import type { AdminSources } from './admin-modules.ts'
import { nameIndex } from './target-mib.ts'

const READ_ONLY = 5
const ACTIVE = 1
const communityArc = [1, 3, 6, 1, 6, 3, 18, 1]

/** SNMP-COMMUNITY-MIB (RFC 3584): communities with the context that they lead into. Only the view `all` holds it. */
export function communityMib(
  { engineId, access }: AdminSources,
  targets: () => readonly Target[],
): MibModule {
  const communities = defineTable<CommunityRow>({
    name: 'snmpCommunityTable',
    entry: [...communityArc, 1, 1],
    notAccessible: [1],
    rows: listedRows(() =>
      Array.from(access().communities.rows(), (row) => ({ index: nameIndex(row.securityName), row })),
    ),
    columns: [
      { id: 2, name: 'snmpCommunityName', syntax: 'OctetString', get: ({ name }) => name },
      { id: 3, name: 'snmpCommunitySecurityName', syntax: 'OctetString', get: (row) => row.securityName },
      { id: 4, name: 'snmpCommunityContextEngineID', syntax: 'OctetString', get: () => engineId() },
      { id: 5, name: 'snmpCommunityContextName', syntax: 'OctetString', get: (row) => row.contextName },
      { id: 6, name: 'snmpCommunityTransportTag', syntax: 'OctetString', get: () => '' },
      { id: 7, name: 'snmpCommunityStorageType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 8, name: 'snmpCommunityStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
  const extension = defineTable<Target>({
    name: 'snmpTargetAddrExtTable',
    entry: [...communityArc, 2, 1],
    rows: listedRows(() => targets().map((row) => ({ index: nameIndex(row.config.name), row }))),
    columns: [
      // The address is meant exactly, and how much the receiver takes is not known.
      { id: 1, name: 'snmpTargetAddrTMask', syntax: 'OctetString', get: () => '' },
      { id: 2, name: 'snmpTargetAddrMMS', syntax: 'Integer32', get: () => 0 },
    ],
  })
  return {
    name: 'SNMP-COMMUNITY-MIB',
    identity: { id: [1, 3, 6, 1, 6, 3, 18], descr: 'Communities and what they lead to' },
    tables: [communities, extension],
  }
}
