import type { Change } from '../../core/driver.ts'
import type { Attrs, DomainReason, DomainState, EventFields } from '../../core/model/index.ts'

/** What the command that led to a state wants of the guest. */
export type Wanted = Attrs<'domain'>['wanted']

/** One way in which the life of a guest goes on: the state that it leads to and the event that tells of it. */
export interface Transition {
  readonly state: DomainState
  readonly reason: DomainReason
  readonly event?: EventFields<'domain', 'lifecycle'>
  /** Present where a command or the end of the guest changes what is wanted. */
  readonly wanted?: Wanted
}

/** Every way in which the life of a guest goes on, with libvirt's state, reason and event. */
export const transitions = {
  boot: {
    state: 'running',
    reason: 'booted',
    event: { type: 'started', detail: 'booted' },
    wanted: 'running',
  },
  restore: {
    state: 'running',
    reason: 'restored',
    event: { type: 'started', detail: 'restored' },
    wanted: 'running',
  },
  migrateIn: {
    state: 'running',
    reason: 'migrated',
    event: { type: 'started', detail: 'migrated' },
    wanted: 'running',
  },
  startFromSnapshot: {
    state: 'running',
    reason: 'from-snapshot',
    event: { type: 'started', detail: 'from-snapshot' },
    wanted: 'running',
  },
  suspend: {
    state: 'paused',
    reason: 'user',
    event: { type: 'suspended', detail: 'paused' },
    wanted: 'paused',
  },
  suspendForMigration: {
    state: 'paused',
    reason: 'migration',
    event: { type: 'suspended', detail: 'migrated' },
  },
  suspendFromSnapshot: {
    state: 'paused',
    reason: 'from-snapshot',
    event: { type: 'suspended', detail: 'from-snapshot' },
    wanted: 'paused',
  },
  suspendRestored: {
    state: 'paused',
    reason: 'user',
    event: { type: 'suspended', detail: 'restored' },
    wanted: 'paused',
  },
  pauseForSave: { state: 'paused', reason: 'save', event: { type: 'suspended', detail: 'paused' } },
  pauseForDump: { state: 'paused', reason: 'dump', event: { type: 'suspended', detail: 'paused' } },
  pauseForSnapshot: { state: 'paused', reason: 'snapshot', event: { type: 'suspended', detail: 'paused' } },
  startingUp: { state: 'paused', reason: 'starting-up' },
  ioError: { state: 'paused', reason: 'ioerror', event: { type: 'suspended', detail: 'ioerror' } },
  watchdogPause: { state: 'paused', reason: 'watchdog', event: { type: 'suspended', detail: 'watchdog' } },
  guestPanicPause: { state: 'crashed', reason: 'panicked', event: { type: 'crashed', detail: 'panicked' } },
  resume: {
    state: 'running',
    reason: 'unpaused',
    event: { type: 'resumed', detail: 'unpaused' },
    wanted: 'running',
  },
  resumeAfterSave: {
    state: 'running',
    reason: 'save-canceled',
    event: { type: 'resumed', detail: 'unpaused' },
  },
  resumeAfterMigration: {
    state: 'running',
    reason: 'migration-canceled',
    event: { type: 'resumed', detail: 'migrated' },
  },
  guestShutdown: {
    state: 'shutdown',
    reason: 'user',
    event: { type: 'shutdown', detail: 'guest' },
  },
  hostShutdown: {
    state: 'shutdown',
    reason: 'user',
    event: { type: 'shutdown', detail: 'host' },
  },
  finishShutdown: {
    state: 'shutoff',
    reason: 'shutdown',
    event: { type: 'stopped', detail: 'shutdown' },
    wanted: 'shutdown',
  },
  destroy: {
    state: 'shutoff',
    reason: 'destroyed',
    event: { type: 'stopped', detail: 'destroyed' },
    wanted: 'shutdown',
  },
  crash: {
    state: 'shutoff',
    reason: 'crashed',
    event: { type: 'stopped', detail: 'crashed' },
    wanted: 'shutdown',
  },
  saved: {
    state: 'shutoff',
    reason: 'saved',
    event: { type: 'stopped', detail: 'saved' },
    wanted: 'suspended',
  },
  migrateOut: {
    state: 'shutoff',
    reason: 'migrated',
    event: { type: 'stopped', detail: 'migrated' },
    wanted: 'shutdown',
  },
  stopFromSnapshot: {
    state: 'shutoff',
    reason: 'from-snapshot',
    event: { type: 'stopped', detail: 'from-snapshot' },
    wanted: 'shutdown',
  },
  failedStart: {
    state: 'shutoff',
    reason: 'failed',
    event: { type: 'stopped', detail: 'failed' },
    wanted: 'shutdown',
  },
  pmSuspendToMemory: {
    state: 'pmsuspended',
    reason: 'unknown',
    event: { type: 'pmsuspended', detail: 'memory' },
    wanted: 'suspended',
  },
  pmSuspendToDisk: {
    state: 'pmsuspended',
    reason: 'unknown',
    event: { type: 'pmsuspended', detail: 'disk' },
    wanted: 'suspended',
  },
  pmWakeup: {
    state: 'running',
    reason: 'wakeup',
    event: { type: 'started', detail: 'wakeup' },
    wanted: 'running',
  },
} as const satisfies Record<string, Transition>

/** Name of a transition. */
export type TransitionName = keyof typeof transitions

/** Whether a guest in this state has a domain id, memory and processors. */
export function isActive(state: DomainState): boolean {
  return state !== 'shutoff' && state !== 'nostate'
}

/** How a guest that runs from its beginning is told to be resumed; for other beginnings as after a pause. */
const resumedDetails: { readonly [N in TransitionName]?: EventFields<'domain', 'lifecycle'>['detail'] } = {
  restore: 'from-snapshot',
  startFromSnapshot: 'from-snapshot',
  migrateIn: 'migrated',
}

/**
 * The events of a start whose guest runs at once. libvirt tells two: that the processors run, and that the guest was
 * started; the first comes first at a boot and last where a state had to be brought in before.
 */
export function startEvents(key: string, name: TransitionName): Change[] {
  const started = lifecycleEvent(key, name)
  const detail = resumedDetails[name]
  const resumed = lifecycleChange(key, { type: 'resumed', detail: detail ?? 'unpaused' })
  return detail === undefined ? [resumed, ...started] : [...started, resumed]
}

/** The attributes that a transition changes. */
export function stateAttrs(
  name: TransitionName,
  now: number,
): Pick<Attrs<'domain'>, 'state' | 'reason' | 'stateSince'> & { readonly wanted?: Wanted } {
  const { state, reason, wanted }: Transition = transitions[name]
  return { state, reason, stateSince: now, ...(wanted === undefined ? {} : { wanted }) }
}

/** The life-cycle event of a transition as a change, if it has one. */
export function lifecycleEvent(key: string, name: TransitionName): Change[] {
  const { event }: Transition = transitions[name]
  return event === undefined ? [] : [lifecycleChange(key, event)]
}

/** A life-cycle event of a domain as a change. */
export function lifecycleChange(key: string, fields: EventFields<'domain', 'lifecycle'>): Change {
  return { kind: 'event', type: 'domain', key, event: 'lifecycle', fields }
}
