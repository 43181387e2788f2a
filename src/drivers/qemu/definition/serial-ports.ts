import type { AddressDoc, DomainDoc } from '../../../core/config/index.ts'
import { devicesOf } from './devices.ts'
import { withAddresses } from './replace-devices.ts'

const portsPerController = 31

/** Gives channels and virtio consoles their ports; port 0 of a controller is for a console. */
export function assignSerialPorts(doc: DomainDoc): DomainDoc {
  const { channels, consoles, controllers } = devicesOf(doc)
  const users = [
    ...consoles
      .filter((console) => console.target?.type === 'virtio')
      .map((device) => ({ device, first: 0 })),
    ...channels.filter((channel) => channel.target.type === 'virtio').map((device) => ({ device, first: 1 })),
  ]
  const taken = new Set<string>()
  for (const { device } of users) {
    const { address } = device
    if (address?.type === 'virtio-serial' && address.port !== undefined) {
      taken.add(`${address.controller}.${address.port}`)
    }
  }
  const addresses = new Map<object, AddressDoc>()
  for (const { device, first } of users) {
    const given = device.address?.type === 'virtio-serial' ? device.address : undefined
    if (given?.port !== undefined) continue
    const place = freePort(controllers, taken, first, given?.controller)
    taken.add(`${place.controller}.${place.port}`)
    addresses.set(device, { type: 'virtio-serial', bus: 0, ...place })
  }
  return withAddresses(doc, addresses)
}

function freePort(
  controllers: ReturnType<typeof devicesOf>['controllers'],
  taken: ReadonlySet<string>,
  first: number,
  wanted: number | undefined,
): { controller: number; port: number } {
  const serial = controllers.filter(
    (c) => c.type === 'virtio-serial' && (wanted ?? c.index ?? 0) === (c.index ?? 0),
  )
  for (const controller of serial) {
    const index = controller.index ?? 0
    const ports = controller.ports ?? portsPerController
    for (let port = first; port < ports; port++) {
      if (!taken.has(`${index}.${port}`)) return { controller: index, port }
    }
  }
  return { controller: wanted ?? serial.length, port: first }
}
