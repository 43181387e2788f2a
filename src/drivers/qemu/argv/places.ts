import type { AddressDoc, DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { QmpObject } from '../../../qmp/index.ts'
import { devicesOf } from '../definition/devices.ts'

/** Names of the buses that devices are put on. */
export interface BusNames {
  /** Bus of a PCI controller by its index. */
  pci(index: number): string
  /** Whether the machine has PCI Express at its root. */
  readonly express: boolean
  /** Model of a SCSI controller by its index. */
  scsiModel(index: number): string | undefined
  /** Alias of a controller. */
  controller(type: string, index: number): string
}

/** Bus names of a definition whose controllers have their aliases. */
export function busNames(doc: DomainDoc): BusNames {
  const { controllers } = devicesOf(doc)
  const find = (type: string, index: number) =>
    controllers.find((controller) => controller.type === type && (controller.index ?? 0) === index)
  const express = controllers.some((c) => c.type === 'pci' && c.model === 'pcie-root')
  return {
    express,
    // The root bus is the machine's own: a name given to its controller does not rename it.
    pci: (index) =>
      index === 0 ? (express ? 'pcie.0' : 'pci.0') : (find('pci', index)?.alias?.name ?? `pci.${index}`),
    scsiModel: (index) => find('scsi', index)?.model,
    controller: (type, index) => find(type, index)?.alias?.name ?? `${type}${index}`,
  }
}

/** Properties that place a PCI device. */
export function pciProps(address: AddressDoc | undefined, buses: BusNames, who: string): QmpObject {
  if (address?.type !== 'pci') {
    throw new VirtError('internalError', `${who} has no PCI address`, { domain: 'qemu' })
  }
  const { bus = 0, slot = 0, function: fn = 0, multifunction } = address
  const addr = `0x${slot.toString(16)}`
  return {
    bus: buses.pci(bus),
    ...(multifunction === undefined ? {} : { multifunction }),
    addr: fn === 0 ? addr : `${addr}.0x${fn.toString(16)}`,
  }
}

/** Properties that place a USB device. */
export function usbProps(address: AddressDoc | undefined, buses: BusNames): QmpObject {
  if (address?.type !== 'usb') return { bus: 'usb.0' }
  const bus = `${buses.controller('usb', address.bus)}.0`
  return address.port === undefined ? { bus } : { bus, port: address.port }
}
