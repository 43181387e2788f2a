import type { NotificationDef, NotifyOnlyDef } from '../smi/definition.ts'
import { adminString, type Syntax } from '../smi/syntax.ts'

const percent: Syntax<'Gauge32'> = {
  base: 'Gauge32',
  smi: 'Unsigned32 (0..100)',
  bare: 'Unsigned32',
  from: ['SNMPv2-SMI', 'Unsigned32'],
}

/** Objects that only notifications carry. */
export const eventObjects: readonly NotifyOnlyDef[] = [
  {
    id: 32,
    name: 'vgEventDisk',
    syntax: adminString,
    doc: 'Path of the disk that the notification is about.',
  },
  {
    id: 33,
    name: 'vgEventDevice',
    syntax: adminString,
    doc: 'Alias of the device that the notification is about.',
  },
  { id: 34, name: 'vgEventAction', syntax: adminString, doc: 'What the hypervisor did about it.' },
  {
    id: 35,
    name: 'vgEventReason',
    syntax: adminString,
    doc: 'Why it happened; empty where that is not known.',
  },
  {
    id: 36,
    name: 'vgEventPercent',
    syntax: percent,
    units: 'percent',
    doc: 'How much of the space of a storage pool is in use.',
  },
]

/** What happens that VM-MIB has no notification for. */
export const virtgateNotifications: readonly NotificationDef[] = [
  {
    id: 1,
    name: 'vgHostLost',
    doc: 'A hypervisor does not answer any more.',
    objects: ['vgHostConnection', 'vgHostStatus', 'vgHostStatusText'],
  },
  {
    id: 2,
    name: 'vgHostBack',
    doc: 'A hypervisor answers again.',
    objects: ['vgHostConnection', 'vgHostStatus'],
  },
  {
    id: 3,
    name: 'vgGuestCrashed',
    doc: 'A virtual machine has crashed. vgDomainReason tells how, as far as the hypervisor knows.',
    objects: ['vmName', 'vmUUID', 'vgDomainReason'],
  },
  {
    id: 4,
    name: 'vgDiskIoError',
    doc: 'Input or output of a disk of a virtual machine failed.',
    objects: ['vmName', 'vmUUID', 'vgEventDisk', 'vgEventDevice', 'vgEventAction', 'vgEventReason'],
  },
  {
    id: 5,
    name: 'vgWatchdog',
    doc: 'The watchdog of a virtual machine fired: its system has not been alive for some time.',
    objects: ['vmName', 'vmUUID', 'vgEventAction'],
  },
  {
    id: 6,
    name: 'vgPoolNearlyFull',
    doc: 'The use of a storage pool has reached the threshold that is set in the gateway.',
    objects: ['vgPoolName', 'vgEventPercent'],
  },
  {
    id: 7,
    name: 'vgPoolRelieved',
    doc: 'The use of a storage pool that was nearly full is five percent below the threshold, or less.',
    objects: ['vgPoolName', 'vgEventPercent'],
  },
  {
    id: 8,
    name: 'vgJobEnded',
    doc: 'Long work has ended: well, with an error or because it was cancelled.',
    objects: ['vgJobOperation', 'vgJobTargetName', 'vgJobState', 'vgJobErrorText'],
  },
  {
    id: 9,
    name: 'vgTestNotification',
    doc: 'An operator has asked for a notification, to see whether it arrives.',
    objects: ['vgGatewayVersion'],
  },
]
