import type { ReloadReport } from '../control/protocol.ts'
import { toVirtError } from '../core/errors/index.ts'
import type { RootLogger } from '../core/log/create-logger.ts'
import { changedSettings, type SettingKey, type Settings } from '../core/settings/index.ts'
import type { Composition } from './compose.ts'

/** What a reload acts on. */
export interface ReloadTarget {
  readonly parts: Composition
  readonly log: RootLogger
  /** What the daemon was started with; what needs a restart is held against it. */
  readonly started: Settings
  readonly before: Settings
  readonly after: Settings
}

/** Puts in force what needs no restart. A part that refuses its settings keeps the old ones and is reported. */
export async function applySettings(target: ReloadTarget): Promise<ReloadReport> {
  const { reload } = changedSettings(target.before, target.after)
  const { restart } = changedSettings(target.started, target.after)
  const faults: string[] = []
  for (const { prefix, always, apply } of steps) {
    if (!always && !reload.some((key) => key.startsWith(prefix))) continue
    try {
      faults.push(...((await apply(target)) ?? []))
    } catch (thrown) {
      faults.push(`${prefix}: ${toVirtError(thrown).message}`)
    }
  }
  for (const fault of faults)
    target.log.error('a part of the settings was not put in force', { reason: fault })
  if (restart.length > 0) target.log.warn('changed settings that need a restart', { settings: restart })
  return { changed: reload, restart, faults }
}

interface Step {
  /** Beginning of the keys that it is for. */
  readonly prefix: string
  /** Also when no setting changed: there is more than settings to read again. */
  readonly always?: true
  apply(target: ReloadTarget): Promise<readonly string[] | undefined>
}

const steps: readonly Step[] = [
  {
    prefix: 'log.',
    apply: async ({ log, after }) => {
      log.setLevels({ level: after.log.level, modules: after.log.modules })
      return undefined
    },
  },
  {
    prefix: 'access.rules',
    apply: async ({ parts, after }) => {
      parts.gateway.setRules(after.access.rules)
      return undefined
    },
  },
  {
    // Hypervisors may have come or gone, where they are looked for.
    prefix: 'connections' satisfies SettingKey,
    always: true,
    apply: ({ parts, after }) => parts.hypervisors.follow(after.connections, after.daemon.start_wait),
  },
  {
    // SNMP users are in a file of their own.
    prefix: 'snmp.',
    always: true,
    apply: async ({ parts, after }) => {
      await parts.snmp?.reload(after.snmp)
      return undefined
    },
  },
  {
    // So are users of RPC, and certificates.
    prefix: 'rpc.',
    always: true,
    apply: async ({ parts, after }) => {
      await parts.rpc.reload(after.rpc)
      return undefined
    },
  },
]
