import { type DomainDoc, diskIndex } from '../../../core/config/index.ts'
import { type Aliased, type ControllerDoc, type DeviceOf, devicesOf } from './devices.ts'
import { withAliases } from './replace-devices.ts'

/** Names that users give begin so, and stay. */
const userPrefix = 'ua-'

function diskAlias(disk: DeviceOf<'disks'>, lsi: ReadonlySet<number>): string {
  const { bus, dev = '' } = disk.target
  if (bus === 'virtio') return `virtio-disk${diskIndex(dev) ?? 0}`
  if (bus === 'usb') return `usb-disk${diskIndex(dev) ?? 0}`
  const {
    controller,
    bus: b,
    target,
    unit,
  } = disk.address?.type === 'drive' ? disk.address : { controller: 0, bus: 0, target: 0, unit: 0 }
  if (bus === 'scsi' && !lsi.has(controller)) return `scsi${controller}-${b}-${target}-${unit}`
  return `${bus}${controller}-${b}-${unit}`
}

function controllerAlias(controller: ControllerDoc, express: boolean): string {
  const { type, model, index = 0 } = controller
  if (type === 'pci') return model === 'pcie-root' ? 'pcie.0' : `pci.${index}`
  if (type === 'usb') return index === 0 ? 'usb' : `usb${index}`
  if (index === 0 && ((type === 'ide' && !express) || (type === 'sata' && express))) return 'ide'
  return `${type}${index}`
}

/** Numbers the devices of a list, those with a name of their user left out. */
function numbered(aliases: Map<object, string>, devices: readonly Aliased[], prefix: string): void {
  for (const [i, device] of devices.entries()) give(aliases, device, `${prefix}${i}`)
}

function give(aliases: Map<object, string>, device: Aliased, name: string): void {
  if (!device.alias?.name?.startsWith(userPrefix)) aliases.set(device, name)
}

/** Gives every device its name in QEMU, as libvirt forms them. Drive addresses must be there. */
export function assignAliases(doc: DomainDoc): DomainDoc {
  const lists = devicesOf(doc)
  const aliases = new Map<object, string>()
  const express = lists.controllers.some((c) => c.model === 'pcie-root')
  const lsi = new Set(
    lists.controllers.filter((c) => c.type === 'scsi' && c.model === 'lsilogic').map((c) => c.index ?? 0),
  )
  for (const controller of lists.controllers) give(aliases, controller, controllerAlias(controller, express))
  for (const disk of lists.disks) give(aliases, disk, diskAlias(disk, lsi))
  numbered(aliases, lists.interfaces, 'net')
  numbered(aliases, lists.serials, 'serial')
  numbered(aliases, lists.parallels, 'parallel')
  numbered(aliases, lists.channels, 'channel')
  numbered(aliases, lists.inputs, 'input')
  numbered(aliases, lists.sounds, 'sound')
  numbered(aliases, lists.videos, 'video')
  numbered(aliases, lists.hubs, 'hub')
  numbered(aliases, lists.watchdogs, 'watchdog')
  numbered(aliases, lists.rngs, 'rng')
  numbered(aliases, lists.panics, 'panic')
  nameConsoles(aliases, lists.consoles, lists.serials)
  if (doc.devices?.memballoon) give(aliases, doc.devices.memballoon, 'balloon0')
  return withAliases(doc, aliases)
}

/** A console that stands for a serial port bears its name. */
function nameConsoles(
  aliases: Map<object, string>,
  consoles: readonly DeviceOf<'consoles'>[],
  serials: readonly DeviceOf<'serials'>[],
): void {
  for (const [i, console] of consoles.entries()) {
    const serial = console.target?.type === 'virtio' ? undefined : serials[i]
    const name = serial && (aliases.get(serial) ?? serial.alias?.name)
    give(aliases, console, name ?? `console${i}`)
  }
}
