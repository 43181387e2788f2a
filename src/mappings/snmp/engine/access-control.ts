import { Communities, type CommunityConfig } from './communities.ts'
import type { SecurityLevel } from './module.ts'
import { type AccessRule, type GroupMember, Vacm } from './vacm.ts'
import { parseView, readyViews, type ViewText } from './view.ts'

/** Who may see what, as the settings give it. */
export interface AccessConfig {
  readonly communities?: readonly CommunityConfig[] | undefined
  /** Own views by name, besides `all`, `standard`, `inventory`, `statistics` and `control`. */
  readonly views?: Readonly<Record<string, ViewText>> | undefined
  /** Rules for own groups, besides `readers`, `operators` and `admins`. */
  readonly rules?: readonly AccessRule[] | undefined
  /** Root of the product's own module, for the ready-made views. */
  readonly extensionOid?: string | undefined
}

/** The groups that every agent has: what users are put in without further settings. */
export const readyGroups = ['readers', 'operators', 'admins'] as const

const defaultExtension = '1.3.6.1.4.1.32473'

/** All that decides about access; made anew when the settings or the users change. */
export interface AccessControl {
  readonly vacm: Vacm
  readonly communities: Communities
}

/** Builds access control from the settings and the groups of users. */
export function createAccessControl(config: AccessConfig, users: readonly GroupMember[]): AccessControl {
  const communities = new Communities(config.communities ?? [])
  const own = Object.entries(config.views ?? {}).map(([name, text]) => parseView(name, text))
  const taken = new Set(own.map(({ name }) => name))
  const ready = readyViews(config.extensionOid ?? defaultExtension).filter(({ name }) => !taken.has(name))
  const vacm = new Vacm({
    members: [...communities.members, ...users],
    rules: [...communities.rules, ...readyRules(), ...(config.rules ?? [])],
    views: [...ready, ...own],
  })
  communities.link(vacm)
  return { vacm, communities }
}

/** Users read from authentication on and write with privacy only; without authentication they see nothing. */
function readyRules(): AccessRule[] {
  const rule = (group: string, level: SecurityLevel, read: string, write?: string): AccessRule => ({
    group,
    context: '',
    match: 'prefix',
    model: 'usm',
    level,
    read,
    // Who may read an object may be told of it.
    notify: read,
    ...(write === undefined ? {} : { write }),
  })
  return [
    rule('readers', 'authNoPriv', 'standard'),
    rule('operators', 'authNoPriv', 'standard'),
    rule('operators', 'authPriv', 'standard', 'control'),
    rule('admins', 'authNoPriv', 'standard'),
    rule('admins', 'authPriv', 'all', 'all'),
  ]
}
