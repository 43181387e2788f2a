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
  addControllers(devices)
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

function addControllers(devices: Mutable<DevicesDoc>): void {
  const wanted = new Map<ControllerDoc['type'], Set<number>>()
  for (const { type, index } of neededControllers(devices)) {
    const indexes = wanted.get(type) ?? new Set<number>()
    wanted.set(type, indexes.add(index))
  }
  for (const [type, indexes] of wanted) {
    devices.controllers = withControllers(devices.controllers ?? [], type, indexes)
  }
}

/** Controllers of one type stand together: a new one behind those with a lower index, or else before the first. */
function withControllers(
  present: readonly ControllerDoc[],
  type: ControllerDoc['type'],
  indexes: ReadonlySet<number>,
): readonly ControllerDoc[] {
  const own = present.flatMap((item, at) => (item.type === type ? [{ index: item.index ?? 0, at }] : []))
  const held = new Set(own.map(({ index }) => index))
  const missing = [...indexes].filter((index) => !held.has(index)).sort((a, b) => a - b)
  const first = own[0]?.at ?? present.length
  own.sort((a, b) => a.index - b.index)
  const added = new Map<number, ControllerDoc[]>()
  let lower = 0
  let place = first
  for (const index of missing) {
    for (let next = own[lower]; next && next.index < index; next = own[++lower]) {
      place = lower === 0 ? next.at + 1 : Math.max(place, next.at + 1)
    }
    const here = added.get(place) ?? []
    here.push({ type, index } as ControllerDoc)
    added.set(place, here)
  }
  const merged = present.flatMap((item, at) => [...(added.get(at) ?? []), item])
  return [...merged, ...(added.get(present.length) ?? [])]
}
