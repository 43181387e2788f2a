import type { DomainState } from '../../../core/model/index.ts'
import type { DomainRow } from '../domain-row.ts'

/** Numbers of libvirtGuestState. */
export const guestStates = { running: 1, blocked: 2, paused: 3, shutdown: 4, shutoff: 5, crashed: 6 } as const

/** Its names. */
export type GuestState = keyof typeof guestStates

/** States of the model that the table has no word for: one that sleeps does not run, but keeps its memory. */
const shownAs = { nostate: 'running', pmsuspended: 'paused' } as const satisfies Partial<
  Record<DomainState, GuestState>
>

/** State of a guest as the table shows it. */
export function guestStateOf({ active, entry }: DomainRow): GuestState {
  const { state } = entry.attrs
  if (state === 'nostate' && !active) return 'shutoff'
  return state === 'nostate' || state === 'pmsuspended' ? shownAs[state] : state
}

/** RowStatus as notifications carry it: whether the guest is there to be used. In the table it is always active. */
export function notifiedRowStatus(row: DomainRow): number {
  const state = guestStateOf(row)
  return state === 'running' || state === 'blocked' || state === 'paused' ? 1 : 2
}
