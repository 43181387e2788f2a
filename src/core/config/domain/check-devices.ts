import type { Site } from '../descriptor/element.ts'
import type { DevicesDoc } from './devices.ts'
import type { DomainDoc } from './domain.ts'

/** What the rules look at in any device. */
interface AnyDevice {
  readonly bus?: string
  readonly alias?: { readonly name?: string }
  readonly boot?: { readonly order: number }
}

function* allDevices(devices: DevicesDoc): Generator<AnyDevice> {
  for (const value of Object.values(devices)) {
    if (Array.isArray(value)) yield* value
    else if (typeof value === 'object' && value !== null) yield value as AnyDevice // a device of which there is one
  }
}

/** Refuses devices that do not fit each other. */
export function checkDevices(doc: DomainDoc, site: Site): void {
  const { devices } = doc
  checkTargets(devices, site)
  checkDiskPlaces(devices, site)
  checkControllers(devices, site)
  checkAliases(devices, site)
  checkBootOrder(doc, site)
  checkUsb(devices, site)
}

function checkTargets(devices: DevicesDoc, site: Site): void {
  const targets = new Set<string>()
  const names = new Set<string>()
  for (const { target, wwn } of devices.disks ?? []) {
    const dev = target.dev ?? ''
    if (targets.has(dev)) site.fail(`has two disks with the target '${dev}'`)
    targets.add(dev)
    if (wwn === undefined) continue
    if (names.has(wwn)) site.fail(`has two disks with the wwn '${wwn}'`)
    names.add(wwn)
  }
}

function checkDiskPlaces(devices: DevicesDoc, site: Site): void {
  const places = new Map<string, string>()
  for (const { target, address } of devices.disks ?? []) {
    if (address?.type !== 'drive') continue
    const { controller, bus, target: row, unit } = address
    const place = `${target.bus} ${controller}:${bus}:${row}:${unit}`
    const other = places.get(place)
    if (other !== undefined) {
      site.fail(`has the disks '${other}' and '${target.dev}' at the same drive address`)
    }
    places.set(place, target.dev ?? '')
  }
}

function checkControllers(devices: DevicesDoc, site: Site): void {
  const seen = new Set<string>()
  for (const { type, index } of devices.controllers ?? []) {
    // Companions of one USB controller share its index.
    if (index === undefined || type === 'usb') continue
    const key = `${type} ${index}`
    if (seen.has(key)) site.fail(`has two controllers of type '${type}' with the index ${index}`)
    seen.add(key)
  }
}

function checkAliases(devices: DevicesDoc, site: Site): void {
  const seen = new Set<string>()
  for (const { alias } of allDevices(devices)) {
    const name = alias?.name
    if (name === undefined || !name.startsWith('ua-')) continue
    if (seen.has(name)) site.fail(`has two devices with the alias '${name}'`)
    seen.add(name)
  }
}

function checkBootOrder({ devices, os }: DomainDoc, site: Site): void {
  const seen = new Set<number>()
  for (const { boot } of allDevices(devices)) {
    if (boot === undefined) continue
    if (boot.order === 0) site.fail('has a device with the boot order 0, expected 1 or more')
    if (seen.has(boot.order)) site.fail(`has two devices with the boot order ${boot.order}`)
    seen.add(boot.order)
  }
  if (seen.size > 0 && os.boots !== undefined) {
    site.fail("has both a boot order of devices and the element 'boot' in 'os'", 'configUnsupported')
  }
}

/** Names of the devices that hang on a USB bus. */
function* usbDevices(devices: DevicesDoc): Generator<string> {
  for (const { bus } of devices.inputs ?? []) if (bus === 'usb') yield 'input'
  for (const { target } of devices.disks ?? []) if (target.bus === 'usb') yield 'disk'
  for (const { type } of devices.hostdevs ?? []) if (type === 'usb') yield 'hostdev'
  if (devices.redirdevs !== undefined) yield 'redirdev'
  if (devices.hubs !== undefined) yield 'hub'
  for (const { model } of devices.sounds ?? []) if (model === 'usb') yield 'sound'
}

function checkUsb(devices: DevicesDoc, site: Site): void {
  if (!devices.controllers?.some((item) => item.type === 'usb' && item.model === 'none')) return
  for (const kind of usbDevices(devices)) {
    site.fail(`has a device '${kind}' on USB, which its controller disables`, 'configUnsupported')
  }
}
