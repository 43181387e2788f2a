import type { DiskDoc, DomainDoc, NetDoc } from '../../../core/config/index.ts'
import { devicesOf } from '../definition/devices.ts'

/** In which order the firmware tries devices. */
export interface BootOrder {
  of(device: DiskDoc | NetDoc): number | undefined
}

/**
 * The boot order of a definition: devices with an order of their own, or for each kind named under `os` the
 * first device of that kind.
 */
export function bootOrder(doc: DomainDoc): BootOrder {
  const { disks, interfaces } = devicesOf(doc)
  const orders = new Map<object, number>()
  for (const device of [...disks, ...interfaces]) {
    if (device.boot) orders.set(device, device.boot.order)
  }
  if (orders.size === 0) {
    for (const [i, { dev }] of (doc.os.boots ?? []).entries()) {
      const device = firstOf(dev, disks, interfaces)
      if (device && !orders.has(device)) orders.set(device, i + 1)
    }
  }
  return { of: (device) => orders.get(device) }
}

function firstOf(
  kind: string,
  disks: readonly DiskDoc[],
  interfaces: readonly NetDoc[],
): DiskDoc | NetDoc | undefined {
  switch (kind) {
    case 'fd':
      return disks.find((disk) => disk.device === 'floppy')
    case 'cdrom':
      return disks.find((disk) => disk.device === 'cdrom')
    case 'hd':
      return disks.find((disk) => disk.device === 'disk' || disk.device === 'lun')
    case 'network':
      return interfaces[0]
    default:
      return undefined
  }
}
