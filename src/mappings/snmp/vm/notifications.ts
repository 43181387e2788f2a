import type { NotificationDef } from '../smi/definition.ts'
import type { OperState } from './state.ts'

/** What a kind of notification tells. */
export interface VmNotificationKind {
  /** Last arc of the notification for one virtual machine; the one for many has ten more. */
  readonly id: number
  readonly name: string
  readonly bulkName: string
  /** The oper state that was reached, or undefined when the virtual machine is gone. */
  readonly state: OperState | undefined
  /** What has happened, as a clause. */
  readonly what: string
}

/** The ten kinds, in the order of their numbers. */
export const vmNotificationKinds: readonly VmNotificationKind[] = [
  kind(1, 'Running', 'running', 'runs now'),
  kind(2, 'Shuttingdown', 'shuttingdown', 'began to shut down'),
  kind(3, 'Shutdown', 'shutdown', 'is off now'),
  kind(4, 'Paused', 'paused', 'is paused now'),
  kind(5, 'Suspending', 'suspending', 'began to write its memory to a disk'),
  kind(6, 'Suspended', 'suspended', 'has its memory on a disk now'),
  kind(7, 'Resuming', 'resuming', 'began to take its memory back from a disk'),
  kind(8, 'Migrating', 'migrating', 'began to move to another host'),
  kind(9, 'Crashed', 'crashed', 'has crashed'),
  kind(10, 'Deleted', undefined, 'is no longer known to the hypervisor'),
]

/** Objects of the notifications for one virtual machine; vmOperState is the state before the change. */
export const vmNotificationObjects = ['vmName', 'vmUUID', 'vmOperState'] as const

/** Both forms of all kinds. */
export const vmNotifications: readonly NotificationDef[] = [
  ...vmNotificationKinds.map((one) => ({
    id: one.id,
    name: one.name,
    doc: `A virtual machine ${one.what}. vmOperState is the state that it was in before.`,
    objects: [...vmNotificationObjects, ...(one.state === undefined ? ['vmPersistent'] : [])],
  })),
  ...vmNotificationKinds.map((one) => ({
    id: one.id + 10,
    name: one.bulkName,
    doc: `Each virtual machine of vmAffectedVMs ${one.what}, since the last notification of this kind.`,
    objects: ['vmAffectedVMs'],
  })),
]

function kind(id: number, word: string, state: OperState | undefined, what: string): VmNotificationKind {
  return { id, name: `vm${word}`, bulkName: `vmBulk${word}`, state, what }
}
