import type { EventItem } from '../../core/contracts.ts'
import { domainRef } from '../bindings/lookup.ts'
import { EventPacket } from './event-packet.ts'
import type { EventRow, Told } from './event-row.ts'

type MonitorEvent = Told<'domain', 'monitorEvent'>

/** Events of the emulator's own monitor, a program of their own on the wire. */
export function monitorRow(): EventRow {
  return {
    topic: 'domain.monitorEvent',
    encode: (item) => {
      // A row is asked only for items of its topic, which says type and event.
      const { entry, fields } = item as unknown as MonitorEvent
      return new EventPacket('qemu', 'DOMAIN_MONITOR_EVENT', {
        callbackID: 0,
        dom: domainRef(entry),
        event: fields.name,
        seconds: fields.seconds,
        micros: fields.micros,
        details: fields.details ?? null,
      })
    },
  }
}

/** Name of the monitor's event. */
export function monitorEventName(item: EventItem): string {
  const fields: Readonly<Record<string, unknown>> = item.fields
  return typeof fields.name === 'string' ? fields.name : ''
}
