import type { AddressDoc, DevicesDoc, DomainDoc } from '../../../core/config/index.ts'

/**
 * The definition with some devices replaced by changed copies, wherever they are listed. Devices are found by
 * identity, so the map must have been made from this very definition.
 */
export function replaceDevices(doc: DomainDoc, changed: ReadonlyMap<object, object>): DomainDoc {
  if (changed.size === 0) return doc
  const swap = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(swap)
    return typeof value === 'object' && value !== null ? (changed.get(value) ?? value) : value
  }
  const entries = Object.entries(doc.devices ?? {}).map(([name, value]) => [name, swap(value)] as const)
  // Each device is replaced by a copy of itself with other values, so the lists keep their types.
  return { ...doc, devices: Object.fromEntries(entries) as DevicesDoc }
}

/** The definition with addresses given to devices. */
export function withAddresses(doc: DomainDoc, addresses: ReadonlyMap<object, AddressDoc>): DomainDoc {
  const changed = new Map<object, object>()
  for (const [device, address] of addresses) changed.set(device, { ...device, address })
  return replaceDevices(doc, changed)
}

/** The definition with aliases given to devices. */
export function withAliases(doc: DomainDoc, aliases: ReadonlyMap<object, string>): DomainDoc {
  const changed = new Map<object, object>()
  for (const [device, name] of aliases) changed.set(device, { ...device, alias: { name } })
  return replaceDevices(doc, changed)
}
