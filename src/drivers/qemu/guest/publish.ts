import type { AttrPatch } from '../../../core/driver.ts'
import type { Attrs, EventFields, EventName } from '../../../core/model/index.ts'
import { configAttrs } from '../../shared/domain-record.ts'
import {
  lifecycleChange,
  lifecycleEvent,
  stateAttrs,
  type TransitionName,
} from '../../shared/domain-states.ts'
import { warningsOf } from '../definition/unsupported.ts'
import type { Guest } from './guest.ts'
import type { Services } from './services.ts'

/** Name of the channel that the guest agent listens on. */
export const agentPort = 'org.qemu.guest_agent.0'

/** Whether a definition has a channel for the guest agent. */
export function hasAgentChannel(guest: Guest): boolean {
  return (
    guest.doc.devices.channels?.some(({ target }) => 'name' in target && target.name === agentPort) ?? false
  )
}

/** The record of a guest as the inventory holds it. */
export function recordOf(guest: Guest): Attrs<'domain'> {
  const { live } = guest
  return {
    ...configAttrs(guest.doc),
    uuid: guest.uuid,
    name: guest.name,
    id: live?.id ?? -1,
    state: guest.state,
    reason: guest.reason,
    stateSince: guest.stateSince,
    ...(live ? { startedAt: live.startedAt } : {}),
    wanted: guest.wanted,
    persistent: guest.persistent,
    autostart: guest.autostart,
    managedSave: guest.managedSave,
    hasCurrentSnapshot: guest.snapshots.current !== undefined,
    updated: live !== undefined && guest.config !== undefined && guest.configChanged,
    ...(live ? { memory: live.memory, vcpus: live.vcpuThreads.size } : {}),
    ...(hasAgentChannel(guest) ? { agentConnected: live?.agent?.connected ?? false } : {}),
    taints: [...guest.taints],
    messages: warningsOf(guest.doc),
    job: guest.job,
  }
}

/** Tells the whole record of a guest. */
export function publish(services: Services, guest: Guest): void {
  services.env.emit({ kind: 'put', type: 'domain', key: guest.uuid, attrs: recordOf(guest) })
}

/** Tells attributes of a guest that changed. */
export function patch(services: Services, guest: Guest, attrs: AttrPatch<'domain'>): void {
  services.env.emit({ kind: 'patch', type: 'domain', key: guest.uuid, attrs })
}

/** Tells an event of a guest. */
export function emitEvent<E extends EventName<'domain'>>(
  services: Services,
  guest: Guest,
  event: E,
  fields: EventFields<'domain', E>,
): void {
  // The pair of event and fields fits by the signature; the union of changes cannot express that.
  services.env.emit({ kind: 'event', type: 'domain', key: guest.uuid, event, fields } as Parameters<
    Services['env']['emit']
  >[0])
}

/** Tells a life-cycle event that no change of state brings with it. */
export function emitLifecycle(
  services: Services,
  guest: Guest,
  fields: EventFields<'domain', 'lifecycle'>,
): void {
  services.env.emit(lifecycleChange(guest.uuid, fields))
}

/** Takes a guest into its next state. */
export function enter(services: Services, guest: Guest, name: TransitionName): void {
  const attrs = stateAttrs(name, services.env.clock.now())
  guest.state = attrs.state
  guest.reason = attrs.reason
  guest.stateSince = attrs.stateSince
  if (attrs.wanted !== undefined) guest.wanted = attrs.wanted
}

/** Takes a running guest into its next state and tells the state, then the event. */
export function transition(services: Services, guest: Guest, name: TransitionName): void {
  enter(services, guest, name)
  const { state, reason, stateSince, wanted } = guest
  patch(services, guest, { state, reason, stateSince, wanted })
  services.env.emit(...lifecycleEvent(guest.uuid, name))
}
