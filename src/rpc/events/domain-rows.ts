import type { EventFields } from '../../core/model/index.ts'
import { lifecycleDetails, lifecycleTypes } from '../../core/model/index.ts'
import { domainRef } from '../bindings/lookup.ts'
import type { RemoteDomainEventGraphicsAddress } from '../wire/generated/types.ts'
import { type EventRow, flatRow, nestedRow } from './event-row.ts'
import { paramTypes, typedValues } from './typed-values.ts'

/** Numbers of words whose order is libvirt's. */
const ioActions = { none: 0, pause: 1, report: 2 } as const
const watchdogActions = {
  none: 0,
  pause: 1,
  reset: 2,
  poweroff: 3,
  shutdown: 4,
  debug: 5,
  'inject-nmi': 6,
} as const
const graphicsPhases = { connect: 0, initialize: 1, disconnect: 2 } as const
const families = { ipv4: 0, ipv6: 1, unix: 2 } as const
const blockJobTypes = { unknown: 0, pull: 1, copy: 2, commit: 3, 'active-commit': 4, backup: 5 } as const
const blockJobStatuses = { completed: 0, failed: 1, canceled: 2, ready: 3 } as const
const diskReasons = { 'missing-on-start': 0, 'dropped-on-start': 1 } as const
const channelReasons = { unknown: 0, 'domain-started': 1, channel: 2 } as const
const recipients = { hypervisor: 0, guest: 1 } as const
const failureActions = { ignore: 0, inject: 1, fatal: 2, reset: 3 } as const
/** Work whose end libvirt tells; the end of other work is seen by what follows from it. */
const jobOperations: { readonly [job: string]: number } = {
  save: 2,
  'managed-save': 2,
  'migration-in': 4,
  'migration-out': 5,
  backup: 9,
}

/** Numbers of the parts that metadata has. */
export const metadataTypes = { description: 0, title: 1, element: 2 } as const

/** Events of domains on the wire; the index is libvirt's number of the event. */
export function domainRows(): readonly EventRow[] {
  const tunables = paramTypes('VIR_DOMAIN_TUNABLE_')
  const statistics = paramTypes('VIR_DOMAIN_JOB_')
  return [
    nestedRow(
      'lifecycle',
      { push: 'DOMAIN_EVENT_CALLBACK_LIFECYCLE', old: 'DOMAIN_EVENT_LIFECYCLE' },
      ({ entry, fields }) => ({
        dom: domainRef(entry),
        event: lifecycleTypes.indexOf(fields.type),
        detail: Math.max(0, (lifecycleDetails[fields.type] as readonly string[]).indexOf(fields.detail)),
      }),
    ),
    nestedRow(
      'reboot',
      { push: 'DOMAIN_EVENT_CALLBACK_REBOOT', old: 'DOMAIN_EVENT_REBOOT' },
      ({ entry }) => ({ dom: domainRef(entry) }),
    ),
    nestedRow(
      'rtcChange',
      { push: 'DOMAIN_EVENT_CALLBACK_RTC_CHANGE', old: 'DOMAIN_EVENT_RTC_CHANGE' },
      ({ entry, fields }) => ({ dom: domainRef(entry), offset: fields.offset }),
    ),
    nestedRow(
      'watchdog',
      { push: 'DOMAIN_EVENT_CALLBACK_WATCHDOG', old: 'DOMAIN_EVENT_WATCHDOG' },
      ({ entry, fields }) => ({ dom: domainRef(entry), action: watchdogActions[fields.action] }),
    ),
    nestedRow(
      'ioError',
      { push: 'DOMAIN_EVENT_CALLBACK_IO_ERROR', old: 'DOMAIN_EVENT_IO_ERROR' },
      ({ entry, fields }) => ({ dom: domainRef(entry), ...ioError(fields) }),
    ),
    nestedRow(
      'graphics',
      { push: 'DOMAIN_EVENT_CALLBACK_GRAPHICS', old: 'DOMAIN_EVENT_GRAPHICS' },
      ({ entry, fields }) => ({
        dom: domainRef(entry),
        phase: graphicsPhases[fields.phase],
        local: address(fields.local, fields.localFamily),
        remote: address(fields.remote, fields.remoteFamily),
        authScheme: fields.authScheme,
        subject: fields.subject ?? [],
      }),
    ),
    nestedRow(
      'ioError',
      { push: 'DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON', old: 'DOMAIN_EVENT_IO_ERROR_REASON' },
      ({ entry, fields }) => ({ dom: domainRef(entry), ...ioError(fields), reason: fields.reason }),
    ),
    nestedRow(
      'controlError',
      { push: 'DOMAIN_EVENT_CALLBACK_CONTROL_ERROR', old: 'DOMAIN_EVENT_CONTROL_ERROR' },
      ({ entry }) => ({ dom: domainRef(entry) }),
    ),
    nestedRow(
      'blockJob',
      { push: 'DOMAIN_EVENT_CALLBACK_BLOCK_JOB', old: 'DOMAIN_EVENT_BLOCK_JOB' },
      ({ entry, fields }) => ({
        dom: domainRef(entry),
        path: entry.attrs.disks.find(({ target }) => target === fields.disk)?.source ?? '',
        type: blockJobTypes[fields.type],
        status: blockJobStatuses[fields.status],
      }),
    ),
    nestedRow(
      'diskChange',
      { push: 'DOMAIN_EVENT_CALLBACK_DISK_CHANGE', old: 'DOMAIN_EVENT_DISK_CHANGE' },
      // The wire has words only for what happens at a start; a medium that somebody changes is no news there.
      ({ entry, fields }) =>
        fields.reason && {
          dom: domainRef(entry),
          oldSrcPath: fields.oldSource ?? null,
          newSrcPath: fields.newSource ?? null,
          devAlias: fields.device,
          reason: diskReasons[fields.reason],
        },
    ),
    nestedRow(
      'trayChange',
      { push: 'DOMAIN_EVENT_CALLBACK_TRAY_CHANGE', old: 'DOMAIN_EVENT_TRAY_CHANGE' },
      ({ entry, fields }) => ({
        dom: domainRef(entry),
        devAlias: fields.device,
        reason: fields.reason === 'open' ? 0 : 1,
      }),
    ),
    nestedRow(
      'pmWakeup',
      { push: 'DOMAIN_EVENT_CALLBACK_PMWAKEUP', old: 'DOMAIN_EVENT_PMWAKEUP', reason: 0 },
      ({ entry }) => ({ dom: domainRef(entry) }),
    ),
    nestedRow(
      'pmSuspend',
      { push: 'DOMAIN_EVENT_CALLBACK_PMSUSPEND', old: 'DOMAIN_EVENT_PMSUSPEND', reason: 0 },
      ({ entry, fields }) => (fields.to === 'memory' ? { dom: domainRef(entry) } : undefined),
    ),
    nestedRow(
      'balloonChange',
      { push: 'DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE', old: 'DOMAIN_EVENT_BALLOON_CHANGE' },
      ({ entry, fields }) => ({ dom: domainRef(entry), actual: fields.actual }),
    ),
    nestedRow(
      'pmSuspend',
      { push: 'DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK', old: 'DOMAIN_EVENT_PMSUSPEND_DISK', reason: 0 },
      ({ entry, fields }) => (fields.to === 'disk' ? { dom: domainRef(entry) } : undefined),
    ),
    nestedRow(
      'deviceRemoved',
      { push: 'DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED', old: 'DOMAIN_EVENT_DEVICE_REMOVED' },
      ({ entry, fields }) => ({ dom: domainRef(entry), devAlias: fields.device }),
    ),
    flatRow('domain', 'blockJob', 'DOMAIN_EVENT_BLOCK_JOB_2', ({ entry, fields }) => ({
      dom: domainRef(entry),
      dst: fields.disk,
      type: blockJobTypes[fields.type],
      status: blockJobStatuses[fields.status],
    })),
    flatRow('domain', 'tunable', 'DOMAIN_EVENT_CALLBACK_TUNABLE', ({ entry, fields }) => ({
      dom: domainRef(entry),
      params: typedValues(tunables, fields.values),
    })),
    flatRow('domain', 'agentLifecycle', 'DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE', ({ entry, fields }) => ({
      dom: domainRef(entry),
      state: fields.connected ? 1 : 2,
      reason: channelReasons[fields.reason],
    })),
    flatRow('domain', 'deviceAdded', 'DOMAIN_EVENT_CALLBACK_DEVICE_ADDED', ({ entry, fields }) => ({
      dom: domainRef(entry),
      devAlias: fields.device,
    })),
    flatRow(
      'domain',
      'migrationIteration',
      'DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION',
      ({ entry, fields }) => ({ dom: domainRef(entry), iteration: fields.iteration }),
    ),
    flatRow('domain', 'jobCompleted', 'DOMAIN_EVENT_CALLBACK_JOB_COMPLETED', ({ entry, fields }) => {
      const operation = jobOperations[fields.job]
      if (operation === undefined) return undefined
      const outcome =
        fields.success && fields.job !== 'backup' ? [] : [{ name: 'success', value: String(fields.success) }]
      const own = [{ name: 'operation', value: String(operation) }, ...(fields.values ?? []), ...outcome]
      return { dom: domainRef(entry), params: typedValues(statistics, own) }
    }),
    flatRow(
      'domain',
      'deviceRemovalFailed',
      'DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED',
      ({ entry, fields }) => ({ dom: domainRef(entry), devAlias: fields.device }),
    ),
    flatRow('domain', 'metadataChange', 'DOMAIN_EVENT_CALLBACK_METADATA_CHANGE', ({ entry, fields }) => ({
      dom: domainRef(entry),
      type: metadataTypes[fields.type],
      nsuri: fields.nsuri ?? null,
    })),
    flatRow('domain', 'blockThreshold', 'DOMAIN_EVENT_BLOCK_THRESHOLD', ({ entry, fields }) => ({
      dom: domainRef(entry),
      dev: fields.device,
      path: fields.path ?? null,
      threshold: fields.threshold,
      excess: fields.excess,
    })),
    flatRow('domain', 'memoryFailure', 'DOMAIN_EVENT_MEMORY_FAILURE', ({ entry, fields }) => ({
      dom: domainRef(entry),
      recipient: recipients[fields.recipient],
      action: failureActions[fields.action],
      flags: (fields.actionRequired ? 1 : 0) | (fields.recursive ? 2 : 0),
    })),
    flatRow(
      'domain',
      'memoryDeviceSizeChange',
      'DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE',
      ({ entry, fields }) => ({ dom: domainRef(entry), alias: fields.device, size: fields.size }),
    ),
    flatRow('domain', 'nicMacChange', 'DOMAIN_EVENT_NIC_MAC_CHANGE', ({ entry, fields }) => ({
      dom: domainRef(entry),
      alias: fields.device,
      oldMAC: fields.oldMac,
      newMAC: fields.newMac,
    })),
    flatRow('domain', 'vcpuRemoved', 'DOMAIN_EVENT_VCPU_REMOVED', ({ entry, fields }) => ({
      dom: domainRef(entry),
      vcpuid: fields.vcpu,
    })),
    flatRow('domain', 'channelLifecycle', 'DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE', ({ entry, fields }) => ({
      dom: domainRef(entry),
      channelName: fields.channel,
      state: fields.connected ? 1 : 2,
      reason: channelReasons[fields.reason],
    })),
  ]
}

function ioError({ source, device, action }: EventFields<'domain', 'ioError'>) {
  return { srcPath: source, devAlias: device, action: ioActions[action] }
}

/** `127.0.0.1:5900` as its parts; a Unix socket that nobody gave a name has two empty ones. */
function address(text: string, family: keyof typeof families | undefined): RemoteDomainEventGraphicsAddress {
  const colon = text.lastIndexOf(':')
  const node = colon < 0 ? text : text.slice(0, colon)
  const service = colon < 0 ? '' : text.slice(colon + 1)
  const found = family ?? (node.includes(':') ? 'ipv6' : 'ipv4')
  return { family: families[found], node, service }
}
