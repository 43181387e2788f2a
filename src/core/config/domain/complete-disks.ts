import type { Mutable } from '../descriptor/element.ts'
import type { AddressDoc } from './address.ts'
import type { ControllerDoc } from './controller.ts'
import type { DevicesDoc } from './devices.ts'
import type { DiskDoc } from './disk.ts'
import type { SmartcardDoc } from './types.ts'

/** How disks of a bus are spread over controllers: units of one bus and buses of one controller. */
const spread: Readonly<Record<string, { readonly units: number; readonly buses: number }>> = {
  ide: { units: 2, buses: 2 },
  scsi: { units: 7, buses: 1 },
  fdc: { units: 2, buses: 1 },
  sata: { units: 6, buses: 1 },
}

/** Number that the name of a disk stands for: `sda` is 0, `sdaa` is 26; undefined if the name has none. */
export function diskIndex(dev: string): number | undefined {
  const letters = /^(?:fd|hd|sd|vd|xvd|ubd)([a-z]+)\d*$/.exec(dev)?.[1]
  if (letters === undefined) return undefined
  let index = 0
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 96
  return index - 1
}

function addressFor(disk: DiskDoc): AddressDoc | undefined {
  const { bus, dev } = disk.target
  const layout = bus === undefined ? undefined : spread[bus]
  const index = dev === undefined ? undefined : diskIndex(dev)
  if (layout === undefined || index === undefined) return undefined
  const perController = layout.units * layout.buses
  return {
    type: 'drive',
    controller: Math.floor(index / perController),
    bus: Math.floor((index % perController) / layout.units),
    target: 0,
    unit: index % layout.units,
  }
}

/** Gives disks of the buses with controllers their address, and adds the controllers that devices refer to. */
export function completeDisks(devices: Mutable<DevicesDoc>): void {
  devices.disks = devices.disks?.map((disk) => {
    if (disk.address !== undefined) return disk
    const address = addressFor(disk)
    return address === undefined ? disk : { ...disk, address }
  }) as readonly DiskDoc[]
  if (devices.disks === undefined) delete (devices as { disks?: unknown }).disks
  devices.smartcards = devices.smartcards?.map((card, slot) =>
    card.address === undefined ? { ...card, address: { type: 'ccid', controller: 0, slot } } : card,
  ) as readonly SmartcardDoc[]
  if (devices.smartcards === undefined) delete (devices as { smartcards?: unknown }).smartcards
  for (const { type, index } of neededControllers(devices)) addController(devices, type, index)
}

function* neededControllers(devices: DevicesDoc): Generator<{ type: ControllerDoc['type']; index: number }> {
  const highest = new Map<'ide' | 'scsi' | 'fdc' | 'sata', number>()
  for (const { target, address } of devices.disks ?? []) {
    const { bus } = target
    if (address?.type !== 'drive') continue
    if (bus !== 'ide' && bus !== 'scsi' && bus !== 'fdc' && bus !== 'sata') continue
    highest.set(bus, Math.max(highest.get(bus) ?? 0, Math.min(address.controller, 255)))
  }
  for (const [type, last] of highest) for (let index = 0; index <= last; index++) yield { type, index }
  for (const { target, address } of devices.channels ?? []) {
    if (target.type !== 'virtio') continue
    yield { type: 'virtio-serial', index: address?.type === 'virtio-serial' ? address.controller : 0 }
  }
  if (devices.consoles?.some((item) => item.target?.type === 'virtio'))
    yield { type: 'virtio-serial', index: 0 }
  if (devices.smartcards !== undefined) yield { type: 'ccid', index: 0 }
  for (const { type, address } of devices.hostdevs ?? []) {
    if (type === 'scsi' && address?.type === 'drive') yield { type: 'scsi', index: address.controller }
  }
}

/** Gives each controller without an index the next free one of its type; companions share that of their master. */
export function numberControllers(devices: Mutable<DevicesDoc>): void {
  const used = new Map<string, Set<number>>()
  const usedBy = (type: string): Set<number> => {
    const set = used.get(type) ?? new Set<number>()
    used.set(type, set)
    return set
  }
  for (const { type, index } of devices.controllers ?? []) if (index !== undefined) usedBy(type).add(index)
  const free = new Map<string, number>()
  let last = 0
  devices.controllers = (devices.controllers ?? []).map((item) => {
    if (item.index !== undefined) {
      if (item.model?.startsWith('ich9-ehci')) last = item.index
      return item
    }
    if (item.model?.startsWith('ich9-uhci') && usedBy('usb').has(last)) return { ...item, index: last }
    const taken = usedBy(item.type)
    // Numbers are never given back, so the search goes on where the last one ended.
    let index = free.get(item.type) ?? 0
    while (taken.has(index)) index++
    taken.add(index)
    free.set(item.type, index)
    if (item.model?.startsWith('ich9-ehci')) last = index
    return { ...item, index }
  })
  if (devices.controllers.length === 0) delete (devices as { controllers?: unknown }).controllers
}

/** Controllers of one type stand together, ordered by their index. */
function addController(devices: Mutable<DevicesDoc>, type: ControllerDoc['type'], index: number): void {
  const present = devices.controllers ?? []
  if (present.some((item) => item.type === type && (item.index ?? 0) === index)) return
  const after = present.findLastIndex((item) => item.type === type && (item.index ?? 0) < index)
  const before = present.findIndex((item) => item.type === type)
  const place = after >= 0 ? after + 1 : before >= 0 ? before : present.length
  devices.controllers = present.toSpliced(place, 0, { type, index })
}
