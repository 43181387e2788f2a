import type { AccessControl } from '../access-control.ts'
import type { ListedRow } from '../listed-rows.ts'
import { listedRows } from '../listed-rows.ts'
import { defineTable, type MibModule, securityLevels } from '../module.ts'
import { stringIndex } from '../oid.ts'
import { type AccessRule, type GroupMember, securityModels } from '../vacm.ts'
import type { ViewFamily } from '../view.ts'

/** What administrators can read about access control. */
export interface AdminSources {
  readonly engineId: () => Uint8Array | undefined
  readonly access: () => AccessControl
  readonly contextNames: () => Iterable<string>
}

/** Rows come from files and settings, so they are read-only (5) and active (1). */
const READ_ONLY = 5
const ACTIVE = 1
const vacmArc = [1, 3, 6, 1, 6, 3, 16, 1]

/** SNMP-VIEW-BASED-ACM-MIB (RFC 3415): contexts, groups, rules and views. */
export function vacmMib(sources: AdminSources): MibModule {
  return {
    name: 'SNMP-VIEW-BASED-ACM-MIB',
    identity: {
      id: [1, 3, 6, 1, 6, 3, 16, 2, 1, 1],
      descr: 'View-based Access Control Model for SNMP',
    },
    tables: [contextTable(sources), groupTable(sources), accessTable(sources), viewTable(sources)],
  }
}

function contextTable({ contextNames }: AdminSources) {
  return defineTable<string>({
    name: 'vacmContextTable',
    entry: [...vacmArc, 1, 1],
    rows: listedRows(() => Array.from(contextNames(), (name) => ({ index: stringIndex(name), row: name }))),
    columns: [{ id: 1, name: 'vacmContextName', syntax: 'OctetString', get: (name) => name }],
  })
}

function groupTable({ access }: AdminSources) {
  const index = ({ model, securityName }: GroupMember) => [
    securityModels[model],
    ...stringIndex(securityName),
  ]
  return defineTable<GroupMember>({
    name: 'vacmSecurityToGroupTable',
    entry: [...vacmArc, 2, 1],
    notAccessible: [1, 2],
    rows: listedRows(() => access().vacm.members.map((row) => ({ index: index(row), row }))),
    columns: [
      { id: 3, name: 'vacmGroupName', syntax: 'OctetString', get: ({ group }) => group },
      { id: 4, name: 'vacmSecurityToGroupStorageType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 5, name: 'vacmSecurityToGroupStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
}

function accessTable({ access }: AdminSources) {
  const index = ({ group, context, model, level }: AccessRule) => [
    ...stringIndex(group),
    ...stringIndex(context),
    securityModels[model],
    securityLevels.indexOf(level) + 1,
  ]
  return defineTable<AccessRule>({
    name: 'vacmAccessTable',
    entry: [...vacmArc, 4, 1],
    notAccessible: [1, 2, 3],
    rows: listedRows(() => access().vacm.rules.map((row) => ({ index: index(row), row }))),
    columns: [
      {
        id: 4,
        name: 'vacmAccessContextMatch',
        syntax: 'Integer32',
        get: ({ match }) => (match === 'exact' ? 1 : 2),
      },
      { id: 5, name: 'vacmAccessReadViewName', syntax: 'OctetString', get: ({ read = '' }) => read },
      { id: 6, name: 'vacmAccessWriteViewName', syntax: 'OctetString', get: ({ write = '' }) => write },
      { id: 7, name: 'vacmAccessNotifyViewName', syntax: 'OctetString', get: ({ notify = '' }) => notify },
      { id: 8, name: 'vacmAccessStorageType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 9, name: 'vacmAccessStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
}

function viewTable({ access }: AdminSources) {
  return defineTable<ViewFamily>({
    name: 'vacmViewTreeFamilyTable',
    entry: [...vacmArc, 5, 2, 1],
    notAccessible: [1, 2],
    rows: listedRows(function* (): Iterable<ListedRow<ViewFamily>> {
      for (const view of access().vacm.views.values()) {
        for (const row of view.families) {
          yield { index: [...stringIndex(view.name), row.subtree.length, ...row.subtree], row }
        }
      }
    }),
    columns: [
      {
        id: 3,
        name: 'vacmViewTreeFamilyMask',
        syntax: 'OctetString',
        get: ({ mask = [] }) => maskOctets(mask),
      },
      {
        id: 4,
        name: 'vacmViewTreeFamilyType',
        syntax: 'Integer32',
        get: ({ included }) => (included ? 1 : 2),
      },
      { id: 5, name: 'vacmViewTreeFamilyStorageType', syntax: 'Integer32', get: () => READ_ONLY },
      { id: 6, name: 'vacmViewTreeFamilyStatus', syntax: 'Integer32', get: () => ACTIVE },
    ],
  })
}

/** One bit for each sub-identifier, the first one highest; the rest of the last octet is ones. */
export function maskOctets(mask: readonly boolean[]): Uint8Array {
  const octets = new Uint8Array(Math.ceil(mask.length / 8)).fill(0xff)
  mask.forEach((equal, i) => {
    if (!equal) octets[i >> 3] = (octets[i >> 3] ?? 0) & ~(0x80 >> (i & 7))
  })
  return octets
}
