import type { AddressDoc, DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { type ControllerDoc, devicesOf, type HubDoc, withDevices } from './devices.ts'
import { withAddresses } from './replace-devices.ts'

const hubPorts = 8

/** Ports of each model of USB controller. */
function portsOf(controller: ControllerDoc): number {
  const { model, ports } = controller
  if (model === 'qemu-xhci' || model === 'nec-xhci') return ports ?? 4
  if (model?.startsWith('ich9-ehci') || model === 'ehci') return 6
  if (model?.startsWith('ich9-uhci') || model === 'none') return 0
  return 2
}

interface UsbUser {
  readonly device: { readonly address?: AddressDoc }
  readonly hub: boolean
}

function usersOf(doc: DomainDoc): UsbUser[] {
  const { hubs, disks, inputs, serials, sounds } = devicesOf(doc)
  const plain = [
    ...disks.filter((disk) => disk.target.bus === 'usb'),
    ...inputs.filter((input) => input.bus === 'usb'),
    ...serials.filter((serial) => serial.target?.type === 'usb-serial'),
    ...sounds.filter((sound) => sound.model === 'usb'),
  ]
  return [
    ...hubs.map((device) => ({ device, hub: true })),
    ...plain.map((device) => ({ device, hub: false })),
  ]
}

/** The ports of all buses, and which of them are taken. */
class UsbPorts {
  readonly #free = new Map<number, Set<string>>()

  addBus(bus: number, ports: number): void {
    const free = this.#free.get(bus) ?? new Set<string>()
    for (let port = 1; port <= ports; port++) free.add(String(port))
    this.#free.set(bus, free)
  }

  addHub(bus: number, port: string): void {
    for (let n = 1; n <= hubPorts; n++) this.#free.get(bus)?.add(`${port}.${n}`)
  }

  get free(): number {
    let count = 0
    for (const ports of this.#free.values()) count += ports.size
    return count
  }

  take(bus: number, port: string): void {
    if (this.#free.get(bus)?.delete(port)) return
    throw new VirtError('xmlError', `the USB port ${port} of bus ${bus} does not exist or is taken already`, {
      domain: 'qemu',
    })
  }

  next(onBus?: number): { bus: number; port: string } | undefined {
    for (const [bus, ports] of this.#free) {
      if (onBus !== undefined && bus !== onBus) continue
      for (const port of ports) return { bus, port }
    }
    return undefined
  }
}

/** Gives each USB device a port; when there are too few, a hub is put in between as libvirt does. */
export function assignUsbAddresses(doc: DomainDoc): DomainDoc {
  const missing = usersOf(doc).filter((user) => needsPort(user)).length
  const ports = portsIn(doc)
  const fixed = placeFixed(doc, ports)
  const hubsNeeded = missing > ports.free ? Math.ceil((missing - ports.free) / (hubPorts - 1)) : 0
  const full =
    hubsNeeded > 0 && ports.free > 0
      ? withDevices(doc, {
          hubs: [
            ...devicesOf(doc).hubs,
            ...Array.from({ length: hubsNeeded }, (): HubDoc => ({ type: 'usb' })),
          ],
        })
      : doc
  const addresses = new Map<object, AddressDoc>()
  for (const user of usersOf(full)) {
    if (!needsPort(user) || fixed.has(user.device)) continue
    const bus = user.device.address?.type === 'usb' ? user.device.address.bus : undefined
    const place = ports.next(bus)
    if (!place) {
      throw new VirtError('configUnsupported', 'there are more USB devices than USB ports', {
        domain: 'qemu',
      })
    }
    ports.take(place.bus, place.port)
    if (user.hub) ports.addHub(place.bus, place.port)
    addresses.set(user.device, { type: 'usb', ...place })
  }
  return withAddresses(full, addresses)
}

function needsPort({ device }: UsbUser): boolean {
  return !(device.address?.type === 'usb' && device.address.port !== undefined)
}

function portsIn(doc: DomainDoc): UsbPorts {
  const ports = new UsbPorts()
  for (const controller of devicesOf(doc).controllers) {
    if (controller.type === 'usb') ports.addBus(controller.index ?? 0, portsOf(controller))
  }
  return ports
}

/** Takes the ports that the definition names; hubs first, since the others may hang on them. */
function placeFixed(doc: DomainDoc, ports: UsbPorts): Set<object> {
  const fixed = new Set<object>()
  const sorted = [...usersOf(doc)].sort((a, b) => Number(b.hub) - Number(a.hub))
  for (const { device, hub } of sorted) {
    const { address } = device
    if (address?.type !== 'usb' || address.port === undefined) continue
    ports.take(address.bus, address.port)
    if (hub) ports.addHub(address.bus, address.port)
    fixed.add(device)
  }
  return fixed
}
