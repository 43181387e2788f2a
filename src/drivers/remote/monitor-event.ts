import type { QemuEvents } from '../../rpc/wire/generated/types.ts'
import type { Told } from './domain-events.ts'

/** Reads an event of the QEMU program: what the monitor of a guest's emulator told. */
export function monitorEvent(name: string, body: unknown): Told | undefined {
  if (name !== 'DOMAIN_MONITOR_EVENT') return undefined
  // The body was decoded by the table of the same event.
  const { dom, event, seconds, micros, details } = body as QemuEvents['DOMAIN_MONITOR_EVENT']
  const fields = { name: event, seconds, micros, ...(details !== null && { details }) }
  return {
    type: 'domain',
    key: dom.uuid,
    what: {
      ref: dom,
      event: { kind: 'event', type: 'domain', key: dom.uuid, event: 'monitorEvent', fields },
    },
  }
}
