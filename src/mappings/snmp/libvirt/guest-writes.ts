import { type Order, order } from '../control/control.ts'
import type { DomainRow } from '../domain-row.ts'
import type { SetChange, Write } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
import type { CreateRow } from '../smi/definition.ts'
import { rowStates, writtenRow } from '../smi/written-row.ts'
import type { GatewayView } from '../virtgate/view.ts'
import { guestStateOf, guestStates } from './guest-states.ts'

/** Numbers of the columns that are written. */
export const STATE = 3
/** The column of the row's status. */
export const STATUS = 9

const unchanged: SetChange = { commit: () => undefined }
const refOf = ({ entry: { type, key } }: DomainRow) => ({ type, key })

/** What a new state asks for, by the state before and the one that is written; nothing else can be written. */
const moves: Readonly<Record<string, (row: DomainRow) => Order>> = {
  [move('running', 'paused')]: (row) => order('domain.suspend', refOf(row), {}),
  [move('paused', 'running')]: (row) => order('domain.resume', refOf(row), {}),
  [move('running', 'shutdown')]: (row) => order('domain.shutdown', refOf(row), {}),
}

function move(from: keyof typeof guestStates, to: keyof typeof guestStates): string {
  return `${guestStates[from]} ${guestStates[to]}`
}

/** State changes. */
export const stateWrite = (view: GatewayView, entry: Oid): Write<DomainRow, 'Integer32'> => ({
  values: Object.values(guestStates),
  test(row, value, request, index) {
    if (writtenRow(request, entry, index).get(STATUS) === rowStates.createAndGo) {
      // How a guest is started is said by the row's status, which looks at this value.
      return value === guestStates.paused || value === guestStates.running ? unchanged : 'inconsistentValue'
    }
    const task = moves[`${guestStates[guestStateOf(row)]} ${value}`]?.(row)
    return task === undefined ? 'inconsistentValue' : view.control.action(task, request.principal)
  },
})

/** Starting a guest that is off (createAndGo) and cutting its power (destroy). */
export const statusWrite = (view: GatewayView, entry: Oid): Write<DomainRow, 'Integer32'> => ({
  values: [rowStates.active, rowStates.notInService, rowStates.createAndGo, rowStates.destroy],
  test(row, value, request, index) {
    const { principal } = request
    if (value === rowStates.active) return unchanged
    if (value === rowStates.createAndGo && !row.active) {
      const paused = writtenRow(request, entry, index).get(STATE) === guestStates.paused
      return view.control.action(order('domain.start', refOf(row), paused ? { paused } : {}), principal)
    }
    if (value === rowStates.destroy && row.active) {
      return view.control.action(order('domain.destroy', refOf(row), {}), principal)
    }
    return 'inconsistentValue'
  },
})

/** Guests cannot be made here: whose UUID nobody knows has no definition. */
export const createGuest = (): CreateRow => () => 'inconsistentName'
