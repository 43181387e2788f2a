import type { Change } from '../../core/driver.ts'
import type { EventReaders, Told } from './domain-events.ts'
import { units } from './objects/index.ts'
import type { UnitType, WireRef } from './units.ts'
import type { Happening } from './upkeep.ts'

const networkLifecycle = ['defined', 'undefined', 'started', 'stopped'] as const
const poolLifecycle = ['defined', 'undefined', 'started', 'stopped', 'created', 'deleted'] as const
const nodedevLifecycle = ['created', 'deleted', 'defined', 'undefined'] as const
const secretLifecycle = ['defined', 'undefined'] as const
const metadataTypes = ['description', 'title', 'element'] as const

/** Events of everything but domains. */
export const objectEventReaders: EventReaders = {
  NETWORK_EVENT_LIFECYCLE: ({ net, event }) => happened('network', net, networkLifecycle[event], 'members'),
  NETWORK_EVENT_CALLBACK_METADATA_CHANGE: ({ net, type, nsuri }) => {
    const fields = { type: metadataTypes[type] ?? 'element', ...(nsuri !== null && { nsuri }) }
    return tell('network', net, { event: 'metadataChange', fields }, 'record')
  },
  STORAGE_POOL_EVENT_LIFECYCLE: ({ pool, event }) => happened('pool', pool, poolLifecycle[event], 'members'),
  STORAGE_POOL_EVENT_REFRESH: ({ pool }) => tell('pool', pool, { event: 'refresh', fields: {} }, 'members'),
  NODE_DEVICE_EVENT_LIFECYCLE: ({ dev, event }) =>
    happened('nodedev', dev, nodedevLifecycle[event], 'record'),
  NODE_DEVICE_EVENT_UPDATE: ({ dev }) => tell('nodedev', dev, { event: 'update', fields: {} }, 'record'),
  SECRET_EVENT_LIFECYCLE: ({ secret, event }) => happened('secret', secret, secretLifecycle[event], 'record'),
  SECRET_EVENT_VALUE_CHANGED: ({ secret }) =>
    tell('secret', secret, { event: 'valueChanged', fields: {} }, undefined),
}

/** A life-cycle event; one with a number of a later release is not told, but the object is read. */
function happened(type: UnitType, ref: WireRef, word: string | undefined, read: Happening['read']): Told {
  const key = units[type].keyOf(ref)
  if (word === undefined) return { type, key, what: { ref, read } }
  return tell(type, ref, { event: 'lifecycle', fields: { type: word } }, read)
}

interface Event {
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>>
}

function tell(type: UnitType, ref: WireRef, { event, fields }: Event, read: Happening['read']): Told {
  const key = units[type].keyOf(ref)
  // Words come from the tables above, which are those of the model; the union cannot be built from variables.
  const change = { kind: 'event', type, key, event, fields } as unknown as Change
  return { type, key, what: { ref, read, event: change } }
}
