import type { Entry, ObjectRef } from '../../../core/contracts.ts'
import type { SetError } from '../engine/module.ts'
import { type Order, order } from './control.ts'

/** Admin states that a manager can write: those that VM-MIB shows, and the cut of the power. */
export const wantedStates = { running: 1, suspended: 2, paused: 3, shutdown: 4, destroyed: 5 } as const

/** A state that a manager wants a guest to be in. */
export type WantedState = keyof typeof wantedStates

type Attrs = Entry<'domain'>['attrs']
type Step = (attrs: Attrs, ref: ObjectRef) => Order | SetError | undefined

const isActive = (attrs: Attrs) => attrs.id >= 0

/** What brings a guest into a state; undefined where it is in it. */
const steps: Readonly<Record<WantedState, Step>> = {
  running(attrs, ref) {
    if (!isActive(attrs)) return order('domain.start', ref, {})
    switch (attrs.state) {
      case 'paused':
        return order('domain.resume', ref, {})
      case 'pmsuspended':
        return order('domain.pmWakeup', ref, {})
      case 'shutdown':
      case 'crashed':
        return 'inconsistentValue'
      default:
        return undefined
    }
  },
  suspended(attrs, ref) {
    if (isActive(attrs)) return order('domain.managedSave', ref, {})
    return attrs.managedSave ? undefined : 'inconsistentValue'
  },
  paused(attrs, ref) {
    if (!isActive(attrs)) return order('domain.start', ref, { paused: true })
    return attrs.state === 'paused' ? undefined : order('domain.suspend', ref, {})
  },
  shutdown(attrs, ref) {
    if (isActive(attrs)) return order('domain.shutdown', ref, {})
    return attrs.managedSave ? order('domain.managedSaveRemove', ref, {}) : undefined
  },
  destroyed: (attrs, ref) => (isActive(attrs) ? order('domain.destroy', ref, {}) : undefined),
}

/** The order that brings a guest into a state; undefined where it is in it, or the reason why it cannot come there. */
export function stepTo(
  wanted: WantedState,
  { type, key, attrs }: Entry<'domain'>,
): Order | SetError | undefined {
  return steps[wanted](attrs, { type, key })
}
