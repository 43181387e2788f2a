import { isIPv4 } from 'node:net'
import type { SecurityLevel } from '../module.ts'

/** How targets are told. */
export const notificationTypes = ['trap', 'inform'] as const

/** How a target is told: without an answer, or until it answers. */
export type NotificationType = (typeof notificationTypes)[number]

/** A receiver of notifications, as the settings give it. */
export interface TargetConfig {
  readonly name: string
  /** IP address. */
  readonly address: string
  readonly port: number
  readonly version: 'v1' | 'v2c' | 'v3'
  readonly type: NotificationType
  /** Community of v1 and v2c. */
  readonly community?: string | undefined
  /** User of v3. */
  readonly user?: string | undefined
  readonly level: SecurityLevel
  /** How long an answer to an inform is waited for at first, in ms; each retry waits twice as long. */
  readonly timeout: number
  readonly retries: number
  /** Most notifications that wait. */
  readonly queue: number
  /** Context whose notifications it gets. */
  readonly context: string
  /** View that notifications and their objects have to be in; all of them when absent. */
  readonly filter?: string | undefined
}

/** Why a notification does not reach a target. */
export const dropReasons = ['overflow', 'unanswered', 'refused', 'unsendable', 'closed'] as const

/** A reason by name. */
export type DropReason = (typeof dropReasons)[number]

/** What became of one notification for one target. */
export type Outcome = 'sent' | 'acknowledged' | DropReason

/** What a target has got and not got since it came. */
export class TargetStats {
  /** Notifications that left, each once. */
  sent = 0
  acknowledged = 0
  /** Informs that were sent again. */
  retries = 0
  /** Notifications that its filter or the rights of its user keep from it. */
  filtered = 0
  readonly dropped: Record<DropReason, number> = {
    overflow: 0,
    unanswered: 0,
    refused: 0,
    unsendable: 0,
    closed: 0,
  }
  /** What went wrong last; empty when nothing did. */
  lastError = ''

  /** All that was dropped. */
  get lost(): number {
    return dropReasons.reduce((sum, reason) => sum + this.dropped[reason], 0)
  }
}

/** Address and port as text. */
export function formatTarget({ address, port }: TargetConfig): string {
  return isIPv4(address) ? `${address}:${port}` : `[${address}]:${port}`
}
