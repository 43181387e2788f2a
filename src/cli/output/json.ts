import type { CounterEntry, Entry, FeedItem } from '../../core/contracts.ts'

/** A value as JSON for programs: 64-bit integers as strings of digits, bytes as base64. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, replace, indent) ?? 'null'
}

function replace(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  // Buffers have a toJSON of their own, which has run already; so the holder is asked.
  const original = (this as Record<string, unknown>)[key]
  return original instanceof Uint8Array ? Buffer.from(original).toString('base64') : value
}

/** The parts of an object that programs get. */
export function entryForJson(entry: Entry, counters?: CounterEntry): object {
  const { type, key, connection, attrs } = entry
  return { type, key, connection, attrs, ...(counters && { counters: counters.values }) }
}

/** The parts of a feed item that programs get. */
export function itemForJson(item: FeedItem): object {
  const { kind, revision, time } = item
  switch (item.kind) {
    case 'resync':
      return { kind, revision, time }
    case 'event': {
      const name = item.entry && 'name' in item.entry.attrs ? { name: item.entry.attrs.name } : {}
      return { kind, revision, time, ...item.ref, ...name, event: item.event, fields: item.fields }
    }
    case 'put':
      return { kind, revision, time, ...entryForJson(item.entry) }
    case 'gone':
      return { kind, revision, time, ...entryForJson(item.entry) }
  }
}
