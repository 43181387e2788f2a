import { escapeText } from '../../../core/config/xml/writer.ts'
import type { Entry, ObjectRef } from '../../../core/contracts.ts'
import { type Order, order } from '../control/control.ts'
import type { SetAnswer, SetRequest, Write } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
import type { ColumnDef, CreateRow } from '../smi/definition.ts'
import { enumeration, rowStatus, truthValue } from '../smi/syntax.ts'
import { rowStates, writtenRow } from '../smi/written-row.ts'
import { truth } from '../values.ts'
import type { ColumnWrites } from './binding.ts'
import { unchanged } from './control-table.ts'
import type { GatewayView } from './view.ts'

type Row = Entry<'snapshot'>

const NAME = 2
const DESCRIPTION = 3
const DISK_ONLY = 10
const STATUS = 12

const refOf = ({ type, key }: Row): ObjectRef => ({ type, key })

/** Numbers of vgSnapshotAction with what each does. */
const actions: ReadonlyArray<{
  readonly label: string
  readonly number: number
  readonly task?: (ref: ObjectRef) => Order
}> = [
  { label: 'none', number: 1 },
  { label: 'revert', number: 2, task: (ref) => order('snapshot.revert', ref, {}) },
  { label: 'revertRunning', number: 3, task: (ref) => order('snapshot.revert', ref, { running: true }) },
  { label: 'revertPaused', number: 4, task: (ref) => order('snapshot.revert', ref, { paused: true }) },
  { label: 'revertForced', number: 5, task: (ref) => order('snapshot.revert', ref, { force: true }) },
]

const actionWrite = (view: GatewayView): Write<Row, 'Integer32'> => ({
  values: actions.map(({ number }) => number),
  test(row, value, { principal }) {
    const task = actions.find(({ number }) => number === value)?.task
    return task === undefined ? unchanged : view.control.action(task(refOf(row)), principal, row.attrs.domain)
  },
})

const statusWrite = (view: GatewayView): Write<Row, 'Integer32'> => ({
  values: [rowStates.active, rowStates.notInService, rowStates.createAndGo, rowStates.destroy],
  test(row, value, { principal }) {
    if (value === rowStates.active) return unchanged
    if (value !== rowStates.destroy) return 'inconsistentValue'
    return view.control.action(order('snapshot.delete', refOf(row), {}), principal, row.attrs.domain)
  },
})

/** Columns that are given when a snapshot is made and never change. */
const fixed = { test: (): SetAnswer => 'notWritable' }

/** Columns of attributes that are given when a snapshot is made. */
export const snapshotWrites: ColumnWrites<GatewayView, Row> = {
  name: () => ({ ...fixed, size: [1, 255] }),
  description: () => ({ ...fixed, size: [0, 255] }),
}

/** Columns for what can be done with snapshots. */
export const snapshotControl: ReadonlyArray<ColumnDef<GatewayView, Row>> = [
  {
    id: DISK_ONLY,
    name: 'vgSnapshotDiskOnly',
    syntax: truthValue,
    doc: 'Whether it is without the memory of the virtual machine; false unless given when it is made.',
    get: ({ attrs }) => truth(attrs.state === 'disk-snapshot'),
    write: () => ({ ...fixed, values: [1, 2] }),
  },
  {
    id: 11,
    name: 'vgSnapshotAction',
    syntax: enumeration(Object.fromEntries(actions.map(({ label, number }) => [label, number]))),
    doc: 'What is to be done with the snapshot once. It always reads none. revert brings the virtual machine back to it; revertRunning and revertPaused say whether it then runs; revertForced does so although something may be lost.',
    get: () => 1,
    write: actionWrite,
  },
  {
    id: STATUS,
    name: 'vgSnapshotRowStatus',
    syntax: rowStatus,
    doc: 'Always active. createAndGo, in one request with vgSnapshotName and with what else is to differ from what is usual, makes a snapshot; vgCreationSnapshotIndex gives a number for it. destroy removes the snapshot. vgControlTable tells how it went.',
    get: () => rowStates.active,
    write: statusWrite,
  },
]

/** Makes snapshots. */
export const createSnapshot = (view: GatewayView, entry: Oid): CreateRow => {
  return (column, index, _, request) => {
    const status = writtenRow(request, entry, index).get(STATUS)
    if (status === rowStates.destroy) return unchanged
    if (status === rowStates.active || status === rowStates.notInService) return 'inconsistentValue'
    if (status !== rowStates.createAndGo) return 'inconsistentName'
    return column === STATUS ? create(view, entry, index, request) : unchanged
  }
}

function create(view: GatewayView, entry: Oid, index: Oid, request: SetRequest): SetAnswer {
  const [vmIndex = 0, own = 0] = index
  const guest = index.length === 2 ? view.objects.domains.get([vmIndex]) : undefined
  if (guest === undefined) return 'inconsistentName'
  const written = writtenRow(request, entry, index)
  const name = textOf(written.get(NAME))
  if (name === '') return 'inconsistentValue'
  const { type, key } = guest.entry
  const task = order(
    'snapshot.create',
    { type, key },
    {
      xml: snapshotXml(name, textOf(written.get(DESCRIPTION))),
      ...(written.get(DISK_ONLY) === 1 ? { diskOnly: true } : {}),
    },
  )
  // Snapshots are known by their guest and their name.
  return view.control.creation(task, request.principal, {
    type: 'snapshot',
    key: `${key}/${name}`,
    index: own,
  })
}

function snapshotXml(name: string, description: string): string {
  const more = description === '' ? '' : `<description>${escapeText(description)}</description>`
  return `<domainsnapshot><name>${escapeText(name)}</name>${more}</domainsnapshot>`
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : ''
}
