import { join } from 'node:path'
import type { AccessClass } from '../../core/model/index.ts'
import type { Settings } from '../../core/settings/index.ts'

/** What users may do at most; rules can only take away. */
export const userAccess = {
  read: ['read'],
  operate: ['read', 'operate'],
  full: ['read', 'operate', 'configure'],
} as const satisfies Record<string, readonly AccessClass[]>

/** A level of access. */
export type UserAccess = keyof typeof userAccess

/** Where the users of SASL are kept. */
export function usersPath(settings: Settings['rpc'], stateDir: string): string {
  return settings.sasl_users ?? join(stateDir, 'rpc', 'users.json')
}
