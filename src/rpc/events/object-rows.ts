import { networkRef, nodedevRef, poolRef, secretRef } from '../bindings/lookup.ts'
import { metadataTypes } from './domain-rows.ts'
import { type EventRow, flatRow } from './event-row.ts'

const networkLifecycle = { defined: 0, undefined: 1, started: 2, stopped: 3 } as const
const poolLifecycle = { defined: 0, undefined: 1, started: 2, stopped: 3, created: 4, deleted: 5 } as const
const nodedevLifecycle = { created: 0, deleted: 1, defined: 2, undefined: 3 } as const
const secretLifecycle = { defined: 0, undefined: 1 } as const

/** Events of networks; the index is libvirt's number of the event, here and below. */
export function networkRows(): readonly EventRow[] {
  return [
    flatRow('network', 'lifecycle', 'NETWORK_EVENT_LIFECYCLE', ({ entry, fields }) => ({
      net: networkRef(entry),
      event: networkLifecycle[fields.type],
      detail: 0,
    })),
    flatRow('network', 'metadataChange', 'NETWORK_EVENT_CALLBACK_METADATA_CHANGE', ({ entry, fields }) => ({
      net: networkRef(entry),
      type: metadataTypes[fields.type],
      nsuri: fields.nsuri ?? null,
    })),
  ]
}

/** Events of storage pools. */
export function poolRows(): readonly EventRow[] {
  return [
    flatRow('pool', 'lifecycle', 'STORAGE_POOL_EVENT_LIFECYCLE', ({ entry, fields }) => ({
      pool: poolRef(entry),
      event: poolLifecycle[fields.type],
      detail: 0,
    })),
    flatRow('pool', 'refresh', 'STORAGE_POOL_EVENT_REFRESH', ({ entry }) => ({ pool: poolRef(entry) })),
  ]
}

/** Events of node devices. */
export function nodedevRows(): readonly EventRow[] {
  return [
    flatRow('nodedev', 'lifecycle', 'NODE_DEVICE_EVENT_LIFECYCLE', ({ entry, fields }) => ({
      dev: nodedevRef(entry),
      event: nodedevLifecycle[fields.type],
      detail: 0,
    })),
    flatRow('nodedev', 'update', 'NODE_DEVICE_EVENT_UPDATE', ({ entry }) => ({ dev: nodedevRef(entry) })),
  ]
}

/** Events of secrets. */
export function secretRows(): readonly EventRow[] {
  return [
    flatRow('secret', 'lifecycle', 'SECRET_EVENT_LIFECYCLE', ({ entry, fields }) => ({
      secret: secretRef(entry),
      event: secretLifecycle[fields.type],
      detail: 0,
    })),
    flatRow('secret', 'valueChanged', 'SECRET_EVENT_VALUE_CHANGED', ({ entry }) => ({
      secret: secretRef(entry),
    })),
  ]
}
