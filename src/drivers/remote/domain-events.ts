import type { Change } from '../../core/driver.ts'
import {
  type allLifecycleDetails,
  type EventFields,
  type EventName,
  lifecycleDetails,
  lifecycleTypes,
} from '../../core/model/index.ts'
import type {
  RemoteDomainEventGraphicsAddress,
  RemoteEvents,
  RemoteNonnullDomain,
} from '../../rpc/wire/generated/types.ts'
import { paramMap, textParams } from './stats.ts'
import type { UnitType } from './units.ts'
import type { Happening } from './upkeep.ts'

/** What an event of the wire tells. */
export interface Told {
  readonly type: UnitType
  readonly key: string
  readonly what: Happening
}

/** Reads events of the wire by their names. */
export type EventReaders = {
  readonly [E in keyof RemoteEvents]?: (body: RemoteEvents[E]) => Told | undefined
}

const watchdogActions = ['none', 'pause', 'reset', 'poweroff', 'shutdown', 'debug', 'inject-nmi'] as const
const ioActions = ['none', 'pause', 'report'] as const
const graphicsPhases = ['connect', 'initialize', 'disconnect'] as const
const addressFamilies = ['ipv4', 'ipv6', 'unix'] as const
const blockJobTypes = ['unknown', 'pull', 'copy', 'commit', 'active-commit', 'backup'] as const
const blockJobStates = ['completed', 'failed', 'canceled', 'ready'] as const
const diskReasons = ['missing-on-start', 'dropped-on-start'] as const
const channelReasons = ['unknown', 'domain-started', 'channel'] as const
const recipients = ['hypervisor', 'guest'] as const
const failureActions = ['ignore', 'inject', 'fatal', 'reset'] as const
const metadataTypes = ['description', 'title', 'element'] as const
const jobsByOperation = [
  'none',
  'start',
  'save',
  'restore',
  'migration-in',
  'migration-out',
  'snapshot',
  'snapshot',
  'dump',
  'backup',
  'snapshot',
] as const

/** What of a domain is to be read after a life-cycle event; everything where nothing is said. */
const lifecycleReads: { readonly [T in (typeof lifecycleTypes)[number]]?: 'state' } = {
  suspended: 'state',
  shutdown: 'state',
  crashed: 'state',
  pmsuspended: 'state',
}

/** Events of domains, with a callback id and the old ones without. */
export const domainEventReaders: EventReaders = {
  DOMAIN_EVENT_CALLBACK_LIFECYCLE: ({ msg }) => lifecycle(msg),
  DOMAIN_EVENT_LIFECYCLE: lifecycle,
  DOMAIN_EVENT_CALLBACK_REBOOT: ({ msg }) => reboot(msg),
  DOMAIN_EVENT_REBOOT: reboot,
  DOMAIN_EVENT_CALLBACK_RTC_CHANGE: ({ msg }) => rtcChange(msg),
  DOMAIN_EVENT_RTC_CHANGE: rtcChange,
  DOMAIN_EVENT_CALLBACK_WATCHDOG: ({ msg }) => watchdog(msg),
  DOMAIN_EVENT_WATCHDOG: watchdog,
  DOMAIN_EVENT_CALLBACK_IO_ERROR: ({ msg }) => ioError({ ...msg, reason: '' }),
  DOMAIN_EVENT_IO_ERROR: (msg) => ioError({ ...msg, reason: '' }),
  DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON: ({ msg }) => ioError(msg),
  DOMAIN_EVENT_IO_ERROR_REASON: ioError,
  DOMAIN_EVENT_CALLBACK_GRAPHICS: ({ msg }) => graphics(msg),
  DOMAIN_EVENT_GRAPHICS: graphics,
  DOMAIN_EVENT_CALLBACK_CONTROL_ERROR: ({ msg }) => controlError(msg),
  DOMAIN_EVENT_CONTROL_ERROR: controlError,
  DOMAIN_EVENT_CALLBACK_BLOCK_JOB: ({ msg }) => blockJob({ ...msg, dst: msg.path }),
  DOMAIN_EVENT_BLOCK_JOB: (msg) => blockJob({ ...msg, dst: msg.path }),
  DOMAIN_EVENT_BLOCK_JOB_2: blockJob,
  DOMAIN_EVENT_CALLBACK_DISK_CHANGE: ({ msg }) => diskChange(msg),
  DOMAIN_EVENT_DISK_CHANGE: diskChange,
  DOMAIN_EVENT_CALLBACK_TRAY_CHANGE: ({ msg }) => trayChange(msg),
  DOMAIN_EVENT_TRAY_CHANGE: trayChange,
  DOMAIN_EVENT_CALLBACK_PMWAKEUP: ({ msg }) => pmWakeup(msg),
  DOMAIN_EVENT_PMWAKEUP: pmWakeup,
  DOMAIN_EVENT_CALLBACK_PMSUSPEND: ({ msg }) =>
    tell(msg.dom, 'pmSuspend', { to: 'memory' }, { read: 'state' }),
  DOMAIN_EVENT_PMSUSPEND: ({ dom }) => tell(dom, 'pmSuspend', { to: 'memory' }, { read: 'state' }),
  DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK: ({ msg }) =>
    tell(msg.dom, 'pmSuspend', { to: 'disk' }, { read: 'state' }),
  DOMAIN_EVENT_PMSUSPEND_DISK: ({ dom }) => tell(dom, 'pmSuspend', { to: 'disk' }, { read: 'state' }),
  DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE: ({ msg }) => balloonChange(msg),
  DOMAIN_EVENT_BALLOON_CHANGE: balloonChange,
  DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED: ({ msg }) => deviceRemoved(msg),
  DOMAIN_EVENT_DEVICE_REMOVED: deviceRemoved,
  DOMAIN_EVENT_CALLBACK_DEVICE_ADDED: ({ dom, devAlias }) =>
    tell(dom, 'deviceAdded', { device: devAlias }, { read: 'record' }),
  DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED: ({ dom, devAlias }) =>
    tell(dom, 'deviceRemovalFailed', { device: devAlias }),
  DOMAIN_EVENT_CALLBACK_TUNABLE: ({ dom, params }) =>
    tell(dom, 'tunable', { values: textParams(params) }, { read: 'record' }),
  DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE: ({ dom, state, reason }) => {
    const connected = state === 1
    const fields = { connected, reason: channelReasons[reason] ?? 'unknown' }
    return tell(dom, 'agentLifecycle', fields, { patch: { agentConnected: connected } })
  },
  DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION: ({ dom, iteration }) =>
    tell(dom, 'migrationIteration', { iteration }),
  DOMAIN_EVENT_CALLBACK_JOB_COMPLETED: ({ dom, params }) => {
    const values = paramMap(params)
    const fields = {
      job: jobsByOperation[Number(values.get('operation') ?? 0)] ?? 'none',
      success: values.get('success') === undefined || Number(values.get('success')) !== 0,
      values: textParams(params.filter(({ field }) => field !== 'operation' && field !== 'success')),
    }
    return tell(dom, 'jobCompleted', fields, { patch: { job: 'none' } })
  },
  DOMAIN_EVENT_CALLBACK_METADATA_CHANGE: ({ dom, type, nsuri }) =>
    tell(
      dom,
      'metadataChange',
      { type: metadataTypes[type] ?? 'element', ...(nsuri !== null && { nsuri }) },
      { read: 'record' },
    ),
  DOMAIN_EVENT_BLOCK_THRESHOLD: ({ dom, dev, path, threshold, excess }) =>
    tell(dom, 'blockThreshold', { device: dev, ...(path !== null && { path }), threshold, excess }),
  DOMAIN_EVENT_MEMORY_FAILURE: ({ dom, recipient, action, flags }) =>
    tell(dom, 'memoryFailure', {
      recipient: recipients[recipient] ?? 'hypervisor',
      action: failureActions[action] ?? 'ignore',
      actionRequired: (flags & 1) !== 0,
      recursive: (flags & 2) !== 0,
    }),
  DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE: ({ dom, alias, size }) =>
    tell(dom, 'memoryDeviceSizeChange', { device: alias, size }, { read: 'record' }),
  DOMAIN_EVENT_NIC_MAC_CHANGE: ({ dom, alias, oldMAC, newMAC }) =>
    tell(dom, 'nicMacChange', { device: alias, oldMac: oldMAC, newMac: newMAC }, { read: 'record' }),
  DOMAIN_EVENT_VCPU_REMOVED: ({ dom, vcpuid }) =>
    tell(dom, 'vcpuRemoved', { vcpu: vcpuid }, { read: 'record' }),
  DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE: ({ dom, channelName, state, reason }) =>
    tell(dom, 'channelLifecycle', {
      channel: channelName,
      connected: state === 1,
      reason: channelReasons[reason] ?? 'unknown',
    }),
}

function tell<E extends EventName<'domain'>>(
  dom: RemoteNonnullDomain,
  event: E,
  fields: EventFields<'domain', E>,
  what: Pick<Happening, 'read' | 'patch'> = {},
): Told {
  // Event and fields belong together by the types of this function; the union cannot be built from variables.
  const change = { kind: 'event', type: 'domain', key: dom.uuid, event, fields } as unknown as Change
  return { type: 'domain', key: dom.uuid, what: { ...what, ref: dom, event: change } }
}

function lifecycle({ dom, event, detail }: RemoteEvents['DOMAIN_EVENT_LIFECYCLE']): Told | undefined {
  const type = lifecycleTypes[event]
  if (type === undefined) return { type: 'domain', key: dom.uuid, what: { ref: dom, read: 'record' } }
  const details: readonly (typeof allLifecycleDetails)[number][] = lifecycleDetails[type]
  const word = details[detail] ?? details[0] ?? 'added'
  // A resumed guest may have been restored, and a stopped one may be gone.
  return tell(dom, 'lifecycle', { type, detail: word }, { read: lifecycleReads[type] ?? readOf(type, word) })
}

/** Snapshots come and go with definitions and with reverts. */
function readOf(type: string, detail: string): 'state' | 'record' | 'members' {
  if (detail === 'from-snapshot' || type === 'undefined') return 'members'
  return type === 'resumed' && detail === 'unpaused' ? 'state' : 'record'
}

function reboot({ dom }: RemoteEvents['DOMAIN_EVENT_REBOOT']): Told {
  return tell(dom, 'reboot', {})
}

function rtcChange({ dom, offset }: RemoteEvents['DOMAIN_EVENT_RTC_CHANGE']): Told {
  return tell(dom, 'rtcChange', { offset })
}

function watchdog({ dom, action }: RemoteEvents['DOMAIN_EVENT_WATCHDOG']): Told {
  return tell(dom, 'watchdog', { action: watchdogActions[action] ?? 'none' })
}

function ioError(msg: RemoteEvents['DOMAIN_EVENT_IO_ERROR_REASON']): Told {
  const { dom, srcPath, devAlias, action, reason } = msg
  return tell(dom, 'ioError', {
    source: srcPath,
    device: devAlias,
    action: ioActions[action] ?? 'none',
    reason,
  })
}

function graphics(msg: RemoteEvents['DOMAIN_EVENT_GRAPHICS']): Told {
  const localFamily = addressFamilies[msg.local.family]
  const remoteFamily = addressFamilies[msg.remote.family]
  return tell(msg.dom, 'graphics', {
    phase: graphicsPhases[msg.phase] ?? 'connect',
    local: address(msg.local),
    remote: address(msg.remote),
    ...(localFamily && { localFamily }),
    ...(remoteFamily && { remoteFamily }),
    authScheme: msg.authScheme,
    subject: msg.subject,
  })
}

function address({ node, service }: RemoteDomainEventGraphicsAddress): string {
  return service === '' ? node : `${node}:${service}`
}

function controlError({ dom }: RemoteEvents['DOMAIN_EVENT_CONTROL_ERROR']): Told {
  return tell(dom, 'controlError', {})
}

function blockJob(
  msg: Pick<RemoteEvents['DOMAIN_EVENT_BLOCK_JOB_2'], 'dom' | 'dst' | 'type' | 'status'>,
): Told {
  const { dom, dst, type, status } = msg
  const fields = {
    disk: dst,
    type: blockJobTypes[type] ?? 'unknown',
    status: blockJobStates[status] ?? 'completed',
  } as const
  return tell(dom, 'blockJob', fields, { read: 'record' })
}

function diskChange(msg: RemoteEvents['DOMAIN_EVENT_DISK_CHANGE']): Told {
  const { dom, oldSrcPath, newSrcPath, devAlias, reason } = msg
  const word = diskReasons[reason]
  const fields = {
    device: devAlias,
    ...(oldSrcPath !== null && { oldSource: oldSrcPath }),
    ...(newSrcPath !== null && { newSource: newSrcPath }),
    ...(word && { reason: word }),
  }
  return tell(dom, 'diskChange', fields, { read: 'record' })
}

function trayChange({ dom, devAlias, reason }: RemoteEvents['DOMAIN_EVENT_TRAY_CHANGE']): Told {
  return tell(dom, 'trayChange', { device: devAlias, reason: reason === 0 ? 'open' : 'close' })
}

function pmWakeup({ dom }: RemoteEvents['DOMAIN_EVENT_PMWAKEUP']): Told {
  return tell(dom, 'pmWakeup', {}, { read: 'state' })
}

function balloonChange({ dom, actual }: RemoteEvents['DOMAIN_EVENT_BALLOON_CHANGE']): Told {
  return tell(dom, 'balloonChange', { actual }, { patch: { memory: actual } })
}

function deviceRemoved({ dom, devAlias }: RemoteEvents['DOMAIN_EVENT_DEVICE_REMOVED']): Told {
  return tell(dom, 'deviceRemoved', { device: devAlias }, { read: 'record' })
}
