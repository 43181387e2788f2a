import { CommunityEnvelope, type Envelope } from '../envelope.ts'
import { type SecurityLevel, securityLevels } from '../module.ts'
import type { MessageEngine, UsmEngine } from '../usm-engine.ts'
import { UsmEnvelope } from '../usm-envelope.ts'
import { bestLevel, type UsmKeys } from '../usm-user.ts'
import type { TargetConfig } from './target.ts'

/** What messages to targets are secured with. Asked for each message, so that new users are known at once. */
export interface NotifySecurity {
  /** Our own engine; undefined before the agent has started. */
  engine(): UsmEngine | undefined
  /** A user with keys for our engine: for traps. */
  ownUser(name: string): UsmKeys | undefined
  /** A user with keys for the engine of a receiver: for informs. */
  remoteUser(name: string, engineId: Uint8Array): UsmKeys | undefined
  readonly maxMessage: number
}

/** A message around a notification. */
export interface Sealing {
  readonly id: number
  readonly contextName: string
  /** The user with its keys; undefined for discovery. */
  readonly keys: UsmKeys | undefined
  readonly level: number
  /** The engine that decides about the time. */
  readonly engine: MessageEngine
  readonly reportable: boolean
}

/** The envelope of v1 and v2c for a target. */
export function communityEnvelope(config: TargetConfig): Envelope {
  const octets = Buffer.from(config.community ?? '')
  return new CommunityEnvelope(config.version === 'v1' ? 0 : 1, octets, 0, octets.length)
}

/** The envelope of v3. */
export function usmEnvelope(security: NotifySecurity, sealing: Sealing): Envelope {
  const { id, contextName, keys, level, engine, reportable } = sealing
  const own = security.engine()?.id ?? engine.id
  return new UsmEnvelope({
    engine,
    msgId: id,
    maxMessage: security.maxMessage,
    ownMaxMessage: security.maxMessage,
    user: keys,
    userName: keys?.nameOctets ?? nothing,
    level,
    contextName: Buffer.from(contextName),
    contextEngineId: own,
    reportable,
  })
}

const nothing = Buffer.alloc(0)

/** A level as its number. */
export function levelNumber(level: SecurityLevel): number {
  return securityLevels.indexOf(level)
}

/** The user of a target, or why it cannot be used. */
export function fittingKeys(
  config: TargetConfig,
  keys: UsmKeys | undefined,
  where: string,
): UsmKeys | string {
  const name = config.user ?? ''
  if (config.level === 'noAuthNoPriv') return keys ?? bareUser(name)
  if (!keys) return `there is no user '${name}' with keys for ${where}`
  if (bestLevel(keys) < levelNumber(config.level)) return `user '${name}' has no keys for ${config.level}`
  return keys
}

function bareUser(name: string): UsmKeys {
  return {
    nameOctets: Buffer.from(name),
    auth: undefined,
    authKey: nothing,
    priv: undefined,
    privKey: nothing,
  }
}
