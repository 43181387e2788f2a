import { allLifecycleDetails, domainJobs, lifecycleTypes } from './domain-words.ts'
import type { EventDef } from './kinds.ts'
import { typedParams } from './typed-params.ts'

const addressFamily = { enum: ['ipv4', 'ipv6', 'unix'] } as const

/** Events of domains. */
export const domainEvents = {
  lifecycle: {
    doc: 'The life-cycle state or the definition changed.',
    fields: {
      type: { kind: { enum: lifecycleTypes }, doc: 'What happened.' },
      detail: { kind: { enum: allLifecycleDetails }, doc: 'How it came about.' },
    },
  },
  reboot: { doc: 'The guest rebooted.', fields: {} },
  rtcChange: {
    doc: 'The guest set its clock.',
    fields: { offset: { kind: 'i64', unit: 's', doc: 'Offset from UTC.' } },
  },
  watchdog: {
    doc: 'The watchdog fired.',
    fields: {
      action: {
        kind: { enum: ['none', 'pause', 'reset', 'poweroff', 'shutdown', 'debug', 'inject-nmi'] },
        doc: 'What it did.',
      },
    },
  },
  ioError: {
    doc: 'Input or output of a disk failed.',
    fields: {
      source: { kind: 'string', doc: 'Path of the disk.' },
      device: { kind: 'string', doc: 'Alias of the device.' },
      action: { kind: { enum: ['none', 'pause', 'report'] }, doc: 'What was done.' },
      reason: { kind: 'string', doc: 'Why, if known (enospc).' },
    },
  },
  graphics: {
    doc: 'A viewer connected or left.',
    fields: {
      phase: { kind: { enum: ['connect', 'initialize', 'disconnect'] }, doc: 'Phase of the connection.' },
      local: { kind: 'string', doc: 'Address of the server.' },
      remote: { kind: 'string', doc: 'Address of the viewer.' },
      localFamily: { kind: addressFamily, optional: true, doc: 'Kind of the address of the server.' },
      remoteFamily: { kind: addressFamily, optional: true, doc: 'Kind of the address of the viewer.' },
      authScheme: { kind: 'string', doc: 'How the viewer was authenticated.' },
      subject: {
        kind: {
          list: {
            record: {
              type: { kind: 'string', doc: 'Kind of identity (x509dname, saslUsername).' },
              name: { kind: 'string', doc: 'Identity.' },
            },
          },
        },
        optional: true,
        doc: 'Who the viewer is.',
      },
    },
  },
  controlError: { doc: 'The control connection to the guest is broken.', fields: {} },
  blockJob: {
    doc: 'A block job changed.',
    fields: {
      disk: { kind: 'string', doc: 'Target name of the disk.' },
      type: {
        kind: { enum: ['unknown', 'pull', 'copy', 'commit', 'active-commit', 'backup'] },
        doc: 'Kind of job.',
      },
      status: { kind: { enum: ['completed', 'failed', 'canceled', 'ready'] }, doc: 'What became of it.' },
    },
  },
  diskChange: {
    doc: 'A removable disk changed its source.',
    fields: {
      device: { kind: 'string', doc: 'Alias of the device.' },
      oldSource: { kind: 'string', optional: true, doc: 'Source before.' },
      newSource: { kind: 'string', optional: true, doc: 'Source now.' },
      reason: {
        kind: { enum: ['missing-on-start', 'dropped-on-start'] },
        optional: true,
        doc: 'Why, when nobody asked for it.',
      },
    },
  },
  trayChange: {
    doc: 'A tray was opened or closed.',
    fields: {
      device: { kind: 'string', doc: 'Alias of the device.' },
      reason: { kind: { enum: ['open', 'close'] }, doc: 'What happened.' },
    },
  },
  pmWakeup: { doc: 'The guest woke up.', fields: {} },
  pmSuspend: {
    doc: 'The guest went to sleep.',
    fields: { to: { kind: { enum: ['memory', 'disk'] }, doc: 'Where its state is kept.' } },
  },
  balloonChange: {
    doc: 'The memory balloon changed.',
    fields: { actual: { kind: 'u64', unit: 'KiB', doc: 'Memory that the guest has now.' } },
  },
  deviceAdded: {
    doc: 'A device was attached.',
    fields: { device: { kind: 'string', doc: 'Alias of the device.' } },
  },
  deviceRemoved: {
    doc: 'A device was detached.',
    fields: { device: { kind: 'string', doc: 'Alias of the device.' } },
  },
  deviceRemovalFailed: {
    doc: 'The guest refused to give a device up.',
    fields: { device: { kind: 'string', doc: 'Alias of the device.' } },
  },
  agentLifecycle: {
    doc: 'The guest agent appeared or vanished.',
    fields: {
      connected: { kind: 'bool', doc: 'Whether it answers now.' },
      reason: { kind: { enum: ['unknown', 'domain-started', 'channel'] }, doc: 'Why.' },
    },
  },
  metadataChange: {
    doc: 'Metadata of the definition changed.',
    fields: {
      type: { kind: { enum: ['description', 'title', 'element'] }, doc: 'Which part.' },
      nsuri: { kind: 'string', optional: true, doc: 'Namespace of the element.' },
    },
  },
  jobCompleted: {
    doc: 'Long work on the guest ended.',
    fields: {
      job: { kind: { enum: domainJobs }, doc: 'Which work.' },
      success: { kind: 'bool', doc: 'Whether it went well.' },
      values: { kind: typedParams, optional: true, doc: 'What it did, by libvirt names of job statistics.' },
    },
  },
  tunable: {
    doc: 'Tunables of the running guest changed.',
    fields: { values: { kind: typedParams, doc: 'New values, by libvirt names of tunables.' } },
  },
  migrationIteration: {
    doc: 'A migration began to send memory once more.',
    fields: { iteration: { kind: 'u32', unit: 'count', doc: 'How often it did, the first time included.' } },
  },
  blockThreshold: {
    doc: 'A disk was written beyond the threshold that was set for it.',
    fields: {
      device: {
        kind: 'string',
        doc: 'Target name of the disk, with the number of its layer if it is not the top.',
      },
      path: { kind: 'string', optional: true, doc: 'Path of the layer, where it has one.' },
      threshold: { kind: 'u64', unit: 'bytes', doc: 'Threshold; it is unset now.' },
      excess: { kind: 'u64', unit: 'bytes', doc: 'How far beyond it the write went.' },
    },
  },
  memoryFailure: {
    doc: 'Memory of the host failed that the guest uses.',
    fields: {
      recipient: { kind: { enum: ['hypervisor', 'guest'] }, doc: 'Whose memory it is.' },
      action: { kind: { enum: ['ignore', 'inject', 'fatal', 'reset'] }, doc: 'What was done.' },
      actionRequired: { kind: 'bool', doc: 'Whether somebody was about to use it.' },
      recursive: { kind: 'bool', doc: 'Whether it came while an earlier one was handled.' },
    },
  },
  memoryDeviceSizeChange: {
    doc: 'A memory device has another size.',
    fields: {
      device: { kind: 'string', doc: 'Alias of the device.' },
      size: { kind: 'u64', unit: 'KiB', doc: 'Size now.' },
    },
  },
  nicMacChange: {
    doc: 'The guest gave an interface another MAC address.',
    fields: {
      device: { kind: 'string', doc: 'Alias of the device.' },
      oldMac: { kind: 'mac', doc: 'Address before.' },
      newMac: { kind: 'mac', doc: 'Address now.' },
    },
  },
  vcpuRemoved: {
    doc: 'The guest gave a virtual processor up.',
    fields: { vcpu: { kind: 'u32', unit: 'index', doc: 'Number of the processor.' } },
  },
  channelLifecycle: {
    doc: 'The guest opened or closed its end of a channel.',
    fields: {
      channel: { kind: 'string', doc: 'Name of the channel.' },
      connected: { kind: 'bool', doc: 'Whether it is open now.' },
      reason: { kind: { enum: ['unknown', 'domain-started', 'channel'] }, doc: 'Why.' },
    },
  },
  monitorEvent: {
    doc: 'The monitor of the emulator told something, as it came.',
    fields: {
      name: { kind: 'string', doc: 'Name of the event.' },
      seconds: { kind: 'i64', unit: 'seconds-since-1970', doc: 'When, in seconds.' },
      micros: { kind: 'u32', unit: 'us', doc: 'Rest.' },
      details: { kind: 'string', optional: true, doc: 'Its data as JSON.' },
    },
  },
} as const satisfies Record<string, EventDef>
