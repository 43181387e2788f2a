import type { ConventionDef } from '../smi/definition.ts'
import { convention, labelList } from '../smi/syntax.ts'
import { adminStates, operStates } from './state.ts'
import { sourceTypes } from './storage.ts'

/** The module that these are declared in. */
export const vmModule = 'VM-MIB'

const own = (name: string) => convention('Integer32', [vmModule, name])

/** Types of VM-MIB's objects. */
export const vmIndex = own('VirtualMachineIndex')
export const vmIndexOrZero = own('VirtualMachineIndexOrZero')
export const vmAdminState = own('VirtualMachineAdminState')
export const vmOperState = own('VirtualMachineOperState')
export const vmAutoStart = own('VirtualMachineAutoStart')
export const vmPersistent = own('VirtualMachinePersistent')
export const vmCpuIndex = own('VirtualMachineCpuIndex')
export const vmStorageIndex = own('VirtualMachineStorageIndex')
export const vmStorageSourceType = own('VirtualMachineStorageSourceType')
export const vmStorageAccess = own('VirtualMachineStorageAccess')
export const vmNetworkIndex = own('VirtualMachineNetworkIndex')
export const vmList = convention('OctetString', [vmModule, 'VirtualMachineList'])

/** Numbers of VirtualMachineAutoStart. */
export const autoStarts = { unknown: 1, enabled: 2, disabled: 3 } as const
/** Numbers of VirtualMachinePersistent. */
export const persistences = { unknown: 1, persistent: 2, transient: 3 } as const
/** Numbers of VirtualMachineStorageAccess. */
export const storageAccesses = { unknown: 1, readwrite: 2, readonly: 3 } as const

const integer32 = [['SNMPv2-SMI', 'Integer32']] as const
const index = (name: string, what: string, from = 1): ConventionDef => ({
  name,
  hint: 'd',
  syntax: `Integer32 (${from}..2147483647)`,
  imports: integer32,
  doc: `${what} It stays the same at least until the hypervisor is initialised again.`,
})
const choice = (name: string, labels: Readonly<Record<string, number>>, doc: string): ConventionDef => ({
  name,
  syntax: `INTEGER ${labelList(labels)}`,
  doc,
})

/** The conventions with their numbers, in the order of the module. */
export const vmConventions: readonly ConventionDef[] = [
  index('VirtualMachineIndex', 'Number of a virtual machine.'),
  index('VirtualMachineIndexOrZero', 'Number of a virtual machine, or 0 for none.', 0),
  choice(
    'VirtualMachineAdminState',
    adminStates,
    'The state that an administrator asked for. suspended: memory is kept on a disk. paused: memory stays in place and no processor time is given.',
  ),
  choice(
    'VirtualMachineOperState',
    operStates,
    'The state that a virtual machine is in. preparing, suspending, resuming, migrating and shuttingdown are passed through; unknown is given while the hypervisor does not answer.',
  ),
  choice('VirtualMachineAutoStart', autoStarts, 'Whether a virtual machine starts with its hypervisor.'),
  choice(
    'VirtualMachinePersistent',
    persistences,
    'Whether the definition of a virtual machine is kept after its end.',
  ),
  index('VirtualMachineCpuIndex', 'Number of a virtual processor within its virtual machine.'),
  index('VirtualMachineStorageIndex', 'Number of a storage device within its virtual machine.'),
  choice(
    'VirtualMachineStorageSourceType',
    sourceTypes,
    'What backs a storage device. raw: a file that holds every octet; sparse: a file that grows; block: a block device of the host; network: storage that is reached by a network protocol.',
  ),
  choice('VirtualMachineStorageAccess', storageAccesses, 'How a virtual machine may use a storage device.'),
  index('VirtualMachineNetworkIndex', 'Number of a network interface within its virtual machine.'),
  {
    name: 'VirtualMachineList',
    hint: '1x',
    syntax: 'OCTET STRING',
    doc: 'A set of virtual machines as one bit for each vmIndex. The highest bit of the first octet stands for vmIndex 1, the lowest for 8, the highest of the second octet for 9, and so on; a bit that is 1 means that the virtual machine belongs to the set.',
  },
]
