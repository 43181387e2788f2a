import type { ContextView } from '../context-view.ts'
import type { Write } from '../engine/module.ts'
import type { NotifyOnlyDef, ScalarDef, ScalarGroupDef } from '../smi/definition.ts'
import { adminString, integer, objectIdentifier, timeTicks, truthValue } from '../smi/syntax.ts'
import { cutText, truth } from '../values.ts'
import { vmList } from './conventions.ts'

const unknownObject = [0, 0]

/** The hypervisor of the context, and the switches of notifications. */
export const hypervisorScalars: readonly ScalarGroupDef<ContextView>[] = [
  {
    name: 'vmHypervisor',
    id: 1,
    scalars: [
      {
        id: 1,
        name: 'vmHvSoftware',
        syntax: adminString,
        doc: 'Name of the hypervisor software, without its version; virtgate where the context shows several hypervisors.',
        get: (view) => cutText(view.software.name),
      },
      {
        id: 2,
        name: 'vmHvVersion',
        syntax: adminString,
        doc: 'Version of that software; empty while it is not known.',
        get: (view) => cutText(view.software.version),
      },
      {
        id: 3,
        name: 'vmHvObjectID',
        syntax: objectIdentifier,
        doc: 'Identification that the maker of that software has registered for it; 0.0 where there is none.',
        get: (view) => view.software.objectId ?? unknownObject,
      },
      {
        id: 4,
        name: 'vmHvUpTime',
        syntax: timeTicks,
        units: 'centi-seconds',
        doc: 'Time since the hypervisor was initialised last; where the context shows several hypervisors, time since the agent started, or more if the context has shown more. It begins anew only when the one hypervisor of the context is initialised again, or the agent starts.',
        get: (view) => view.hvUpTime,
      },
    ],
  },
  {
    name: 'vmObjects',
    scalars: [
      {
        id: 2,
        name: 'vmNumber',
        syntax: integer(0),
        doc: 'Number of rows of the vmTable: the virtual machines that are known, whatever their state.',
        get: (view) => view.domains.size,
      },
      {
        id: 3,
        name: 'vmTableLastChange',
        syntax: timeTicks,
        units: 'centi-seconds',
        doc: 'Value of vmHvUpTime when a row of the vmTable appeared or vanished last.',
        get: (view) => view.tableLastChange,
      },
      notificationSwitch(
        9,
        'vmPerVMNotificationsEnabled',
        'perVm',
        'Whether a notification is sent for each virtual machine whose state changes. A written value lasts until the agent starts again.',
      ),
      notificationSwitch(
        10,
        'vmBulkNotificationsEnabled',
        'bulk',
        'Whether one notification is sent for many virtual machines whose state changes. A written value lasts until the agent starts again.',
      ),
    ],
  },
]

/** Objects that only notifications carry. */
export const hypervisorNotifyOnly: readonly NotifyOnlyDef[] = [
  {
    id: 11,
    name: 'vmAffectedVMs',
    syntax: vmList,
    doc: 'The virtual machines that a bulk notification is about.',
  },
]

function notificationSwitch(
  id: number,
  name: string,
  key: 'perVm' | 'bulk',
  doc: string,
): ScalarDef<ContextView> {
  return {
    id,
    name,
    syntax: truthValue,
    doc,
    get: (view) => truth(view.notifications[key]),
    write: (view) => writeSwitch(view, key),
  }
}

function writeSwitch(view: ContextView, key: 'perVm' | 'bulk'): Write<undefined, 'Integer32'> {
  return {
    values: [1, 2],
    test(_target, value) {
      const before = view.notifications[key]
      return {
        commit: () => {
          view.notifications[key] = value === 1
        },
        undo: () => {
          view.notifications[key] = before
        },
      }
    },
  }
}
