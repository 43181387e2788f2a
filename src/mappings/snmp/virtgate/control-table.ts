import type { ObjectRef } from '../../../core/contracts.ts'
import { stepTo, type WantedState, wantedStates } from '../control/admin-state.ts'
import { type Command, type Order, order } from '../control/control.ts'
import type { DomainRow } from '../domain-row.ts'
import type { SetAnswer, SetChange, Write } from '../engine/module.ts'
import { type ColumnDef, type ScalarGroupDef, table } from '../smi/definition.ts'
import { adminString, dateAndTime, enumeration, integer, truthValue, unsigned32 } from '../smi/syntax.ts'
import { cutText, dateAndTimeOf, truth } from '../values.ts'
import type { GatewayView } from './view.ts'

/** A change that is none: the object is as the manager wants it. */
export const unchanged: SetChange = { commit: () => undefined }

const refOf = ({ entry: { type, key } }: DomainRow): ObjectRef<'domain'> => ({ type, key })

const wantedByNumber = new Map<number, WantedState>(
  Object.entries(wantedStates).map(([name, number]) => [number, name as WantedState]),
)

const adminStateWrite = (view: GatewayView): Write<DomainRow, 'Integer32'> => ({
  values: Object.values(wantedStates),
  test({ entry }, value, { principal }) {
    const wanted = wantedByNumber.get(value)
    const step = wanted && stepTo(wanted, entry)
    if (step === undefined) return unchanged
    return typeof step === 'string' ? step : view.control.action(step, principal)
  },
})

/** Numbers of vgControlAction with what each does. */
const actions: ReadonlyArray<{
  readonly label: string
  readonly number: number
  readonly task?: (ref: ObjectRef) => Order
}> = [
  { label: 'none', number: 1 },
  { label: 'reboot', number: 2, task: (ref) => order('domain.reboot', ref, {}) },
  { label: 'reset', number: 3, task: (ref) => order('domain.reset', ref, {}) },
  { label: 'abortJob', number: 4, task: (ref) => order('domain.abortJob', ref, {}) },
  { label: 'interrupt', number: 5, task: (ref) => order('domain.injectNmi', ref, {}) },
  { label: 'dropSavedState', number: 6, task: (ref) => order('domain.managedSaveRemove', ref, {}) },
  { label: 'sleep', number: 7, task: (ref) => order('domain.pmSuspend', ref, { target: 'mem' }) },
  { label: 'wake', number: 8, task: (ref) => order('domain.pmWakeup', ref, {}) },
]

const actionWrite = (view: GatewayView): Write<DomainRow, 'Integer32'> => ({
  values: actions.map(({ number }) => number),
  test(row, value, { principal }) {
    const task = actions.find(({ number }) => number === value)?.task
    return task === undefined ? unchanged : view.control.action(task(refOf(row)), principal)
  },
})

const autostartWrite = (view: GatewayView): Write<DomainRow, 'Integer32'> => ({
  values: [1, 2],
  test(row, value, { principal }) {
    const before = row.entry.attrs.autostart
    const autostart = value === 1
    if (before === autostart) return unchanged
    const ref = refOf(row)
    return view.control.change(
      order('domain.setAutostart', ref, { autostart }),
      order('domain.setAutostart', ref, { autostart: before ?? false }),
      principal,
    )
  },
})

interface Amount {
  read(row: DomainRow): number
  task(ref: ObjectRef, amount: number): Order
  /** A most that goes up is changed before what it bounds, one that goes down behind it. */
  readonly bounds?: true
}

const amounts = {
  memory: {
    read: ({ entry }) => Number(entry.attrs.memory),
    task: (ref, amount) => order('domain.setMemory', ref, { memory: BigInt(amount) }),
  },
  maxMemory: {
    read: ({ entry }) => Number(entry.attrs.maxMemory),
    task: (ref, amount) => order('domain.setMemory', ref, { memory: BigInt(amount), maximum: true }),
    bounds: true,
  },
  vcpus: {
    read: ({ entry }) => entry.attrs.vcpus,
    task: (ref, count) => order('domain.setVcpus', ref, { count }),
  },
  maxVcpus: {
    read: ({ entry }) => entry.attrs.maxVcpus,
    // The most is a part of the definition alone.
    task: (ref, count) => order('domain.setVcpus', ref, { count, maximum: true, config: true }),
    bounds: true,
  },
} as const satisfies Record<string, Amount>

const amountWrite =
  ({ read, task, ...rest }: Amount) =>
  (view: GatewayView): Write<DomainRow, 'Gauge32'> => ({
    range: [1, 4294967295],
    test(row, value, { principal }): SetAnswer {
      const before = read(row)
      if (value === before) return unchanged
      const ref = refOf(row)
      const change = view.control.change(task(ref, value), task(ref, before), principal)
      if (typeof change === 'string' || rest.bounds === undefined) return change
      return { ...change, order: value > before ? -1 : 1 }
    },
  })

/** A column that is read from the last command. */
const ofCommand =
  <V>(show: (command: Command) => V) =>
  (row: DomainRow, _: unknown, view: GatewayView): V | undefined => {
    const command = view.control.command(row.entry.key)
    return command && show(command)
  }

const columns: ReadonlyArray<ColumnDef<GatewayView, DomainRow>> = [
  {
    id: 1,
    name: 'vgControlAdminState',
    syntax: enumeration(wantedStates),
    doc: 'State that the virtual machine is wanted to be in, with the values of vmAdminState. Writing running starts it, resumes it or wakes it; suspended saves its memory and ends it; paused stops its processors, or starts it with them stopped; shutdown asks its system to power off, or drops its saved state; destroyed cuts the power and is never read.',
    get: (row) => row.adminState,
    write: adminStateWrite,
  },
  {
    id: 2,
    name: 'vgControlAction',
    syntax: enumeration(Object.fromEntries(actions.map(({ label, number }) => [label, number]))),
    doc: 'What is to be done to the virtual machine once. It always reads none. reboot asks its system to restart, reset pushes the reset button, abortJob ends long work such as a migration, interrupt sends a non-maskable interrupt, dropSavedState forgets saved memory, sleep and wake ask its system for these.',
    get: () => 1,
    write: actionWrite,
  },
  {
    id: 3,
    name: 'vgControlAutostart',
    syntax: truthValue,
    doc: 'Whether the virtual machine starts with its host.',
    get: ({ entry }) => (entry.attrs.autostart === undefined ? undefined : truth(entry.attrs.autostart)),
    write: autostartWrite,
  },
  {
    id: 4,
    name: 'vgControlMemory',
    syntax: unsigned32,
    units: 'KiB',
    doc: 'Memory that the virtual machine has. A change holds for the running virtual machine if it runs, else for its definition.',
    get: amounts.memory.read,
    write: amountWrite(amounts.memory),
  },
  {
    id: 5,
    name: 'vgControlMaxMemory',
    syntax: unsigned32,
    units: 'KiB',
    doc: 'Most memory that the virtual machine can have; it can change only while it is off.',
    get: amounts.maxMemory.read,
    write: amountWrite(amounts.maxMemory),
  },
  {
    id: 6,
    name: 'vgControlCpus',
    syntax: unsigned32,
    doc: 'Virtual processors online. A change holds for the running virtual machine if it runs, else for its definition.',
    get: amounts.vcpus.read,
    write: amountWrite(amounts.vcpus),
  },
  {
    id: 7,
    name: 'vgControlMaxCpus',
    syntax: unsigned32,
    doc: 'Most virtual processors that the definition allows.',
    get: amounts.maxVcpus.read,
    write: amountWrite(amounts.maxVcpus),
  },
  {
    id: 8,
    name: 'vgControlState',
    syntax: enumeration({ idle: 1, working: 2, done: 3, failed: 4 }),
    doc: 'How the last command that a manager gave by SNMP goes: idle before the first one. A command that takes longer than a second is answered before its end.',
    get: (row, _, view) => commandStates[view.control.command(row.entry.key)?.state ?? 'idle'],
  },
  {
    id: 9,
    name: 'vgControlCommand',
    syntax: adminString,
    doc: 'Operation that the last command was.',
    get: ofCommand(({ op }) => op),
  },
  {
    id: 10,
    name: 'vgControlBy',
    syntax: adminString,
    doc: 'Who gave the last command, as rules of access control know him.',
    get: ofCommand(({ by }) => cutText(by)),
  },
  {
    id: 11,
    name: 'vgControlAt',
    syntax: dateAndTime,
    doc: 'When the last command was given.',
    get: ofCommand(({ at }) => dateAndTimeOf(at)),
  },
  {
    id: 12,
    name: 'vgControlError',
    syntax: adminString,
    doc: 'Why the last command failed; empty unless it did.',
    get: ofCommand(({ error }) => cutText(error)),
  },
  {
    id: 13,
    name: 'vgControlJobIndex',
    syntax: integer(1),
    doc: 'vgJobIndex of the last command, where it is long work.',
    get: (row, _, view) => view.control.job(row.entry.key),
  },
]

/** What managers need to make objects. */
export const controlScalars: ScalarGroupDef<GatewayView> = {
  name: 'vgCreation',
  id: 23,
  scalars: [
    {
      id: 1,
      name: 'vgCreationSnapshotIndex',
      syntax: integer(1),
      doc: 'A vgSnapshotIndex that no snapshot has, to make one with.',
      get: (view) => view.control.nextFree('snapshot'),
    },
  ],
}

const commandStates = { idle: 1, working: 2, done: 3, failed: 4 } as const

/** What can be done to guests. */
export const controlTable = table<GatewayView, DomainRow>({
  name: 'vgControlTable',
  entry: 'vgControlEntry',
  id: 22,
  doc: 'What managers can do to virtual machines, and how the last command of each ended. A request may change several objects; of commands that cannot be taken back (vgControlAdminState, vgControlAction) it may hold one, which comes last.',
  entryDoc: 'Control of one virtual machine.',
  keys: [],
  index: { augments: 'vmEntry' },
  columns,
  rows: (view) => view.objects.domains,
})
