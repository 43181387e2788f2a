import type { AddressDoc, DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { type ControllerDoc, devicesOf, withDevices } from './devices.ts'
import { PciBuses, type PciBusModel, type PciNeed, type PciPlace, pciBusModels } from './pci-buses.ts'
import { type PciUser, pciUsers } from './pci-users.ts'
import { withAddresses } from './replace-devices.ts'

/** Most controllers that are added before it is called impossible. */
const maxControllers = 64

interface Attempt {
  readonly addresses: Map<object, AddressDoc>
  /** What could not be placed. */
  readonly lacking: PciNeed | undefined
}

/**
 * Gives every PCI device a place, as libvirt chooses them, and adds the bridges or root ports that this takes.
 * Places that are given stay. A PCI Express machine that had no buses of its own gets one spare port for hotplug.
 */
export function assignPciAddresses(doc: DomainDoc): DomainDoc {
  const given = highestBus(doc)
  let grown = doc
  for (let added = 0; added <= maxControllers; added++) {
    const { addresses, lacking } = attempt(grown)
    if (lacking === undefined) {
      const spare = given <= 0 && added > 0 && isExpress(grown) && highestBus(grown) > given
      return spare ? placed(withPort(grown)) : withTargets(withAddresses(grown, addresses))
    }
    grown = withBus(grown, lacking)
  }
  throw new VirtError('configUnsupported', `domain '${doc.name}' has more PCI devices than can be placed`, {
    domain: 'qemu',
  })
}

function placed(doc: DomainDoc): DomainDoc {
  return withTargets(withAddresses(doc, attempt(doc).addresses))
}

const pciControllers = (doc: DomainDoc) => devicesOf(doc).controllers.filter((c) => c.type === 'pci')
const highestBus = (doc: DomainDoc) => Math.max(-1, ...pciControllers(doc).map((c) => c.index ?? 0))

/** Whether the machine has PCI Express at its root. */
export function isExpress(doc: DomainDoc): boolean {
  return pciControllers(doc).some((c) => c.model === 'pcie-root')
}

function withController(doc: DomainDoc, model: PciBusModel): DomainDoc {
  const controller: ControllerDoc = { type: 'pci', index: highestBus(doc) + 1, model }
  return withDevices(doc, { controllers: [...devicesOf(doc).controllers, controller] })
}

const withPort = (doc: DomainDoc) => withController(doc, 'pcie-root-port')

function withBus(doc: DomainDoc, need: PciNeed): DomainDoc {
  if (!isExpress(doc)) return withController(doc, 'pci-bridge')
  return need === 'pci' || need === 'bridge'
    ? withController(withPort(doc), 'pcie-to-pci-bridge')
    : withPort(doc)
}

function busModel(controller: ControllerDoc): PciBusModel {
  const model = pciBusModels.find((known) => known === controller.model)
  if (model) return model
  throw new VirtError(
    'configUnsupported',
    `PCI controller ${controller.index} has the model '${controller.model}'`,
    {
      domain: 'qemu',
    },
  )
}

/** A place that is given; an address of type pci without numbers asks for one to be chosen. */
function fixedPlace(device: { readonly address?: AddressDoc }): PciPlace | undefined {
  const { address } = device
  if (address?.type !== 'pci' || address.slot === undefined) return undefined
  return { bus: address.bus ?? 0, slot: address.slot, fn: address.function ?? 0 }
}

/** Tries to place everything with the controllers that are there. */
function attempt(doc: DomainDoc): Attempt {
  const buses = new PciBuses()
  for (const controller of sortedByIndex(pciControllers(doc)))
    buses.add(controller.index ?? 0, busModel(controller))
  const users = pciUsers(doc, isExpress(doc))
  const placer = new Placer(buses, users)
  return placer.run()
}

const sortedByIndex = (controllers: readonly ControllerDoc[]) =>
  [...controllers].sort((a, b) => (a.index ?? 0) - (b.index ?? 0))

/** One pass over the devices of a definition. */
class Placer {
  readonly #buses: PciBuses
  readonly #users: readonly PciUser[]
  readonly #addresses = new Map<object, AddressDoc>()
  readonly #portSlots = new Set<number>()

  constructor(buses: PciBuses, users: readonly PciUser[]) {
    this.#buses = buses
    this.#users = users
  }

  run(): Attempt {
    for (const user of this.#users) this.#takeGiven(user)
    this.#takeMachine()
    for (const user of this.#users) {
      if (fixedPlace(user.device) || this.#addresses.has(user.device)) continue
      if (!this.#place(user)) {
        return { addresses: this.#addresses, lacking: user.need }
      }
    }
    this.#markShared()
    return { addresses: this.#addresses, lacking: undefined }
  }

  #takeGiven(user: PciUser): void {
    const place = fixedPlace(user.device)
    if (!place) return
    const whole = !user.port && place.fn === 0 && !hasMultifunction(user.device) && !this.#sharesSlot(place)
    this.#buses.take(place, user.who, whole)
    if (user.port && place.bus === 0) this.#portSlots.add(place.slot)
  }

  /** Another device of the definition sits in the same slot: then each takes its function only. */
  #sharesSlot(place: PciPlace): boolean {
    const same = this.#users.filter((user) => {
      const other = fixedPlace(user.device)
      return other !== undefined && other.bus === place.bus && other.slot === place.slot
    })
    return same.length > 1
  }

  /** Devices with a place of their own on the machine, and what the machine itself has. */
  #takeMachine(): void {
    for (const user of this.#users) {
      if (fixedPlace(user.device) || !user.home) continue
      const free = user.home.find((place) => !this.#buses.isTaken(place))
      if (!free) continue
      this.#buses.take(free, user.who)
      this.#set(user.device, free)
    }
    for (const { place, whole } of this.#users[0]?.machine ?? []) {
      if (whole ? !this.#buses.isSlotUsed(place.bus, place.slot) : !this.#buses.isTaken(place)) {
        this.#buses.take(place, 'the machine', whole)
      }
    }
  }

  #place(user: PciUser): boolean {
    if (user.companionOf) return this.#placeCompanion(user)
    const place = user.port ? this.#buses.findPortFunction(this.#portSlots) : this.#buses.findSlot(user.need)
    if (!place) return false
    this.#buses.take(place, user.who, !user.port && !user.shares)
    if (user.port) this.#portSlots.add(place.slot)
    this.#set(user.device, place, user.port && place.fn === 0)
    return true
  }

  /** Controllers of one USB bus are functions of one slot. */
  #placeCompanion(user: PciUser): boolean {
    const { fn = 0, multifunction = false } = user.companionOf ?? {}
    const sibling = user.companionOf?.siblings
      .map((device) => this.#addresses.get(device) ?? device.address)
      .find((address) => address?.type === 'pci' && address.slot !== undefined)
    const found =
      sibling?.type === 'pci'
        ? { bus: sibling.bus ?? 0, slot: sibling.slot ?? 0 }
        : (this.#companionHome(user) ?? this.#buses.findSlot(user.need))
    if (!found) return false
    const place = { bus: found.bus, slot: found.slot, fn }
    this.#buses.take(place, user.who)
    this.#set(user.device, place, multifunction)
    return true
  }

  /** A slot with several functions is only looked at beyond the first if that one says so. */
  #markShared(): void {
    const slots = new Map<string, Array<{ device: object; address: AddressDoc & { type: 'pci' } }>>()
    for (const { device } of this.#users) {
      const address = this.#addresses.get(device) ?? device.address
      if (address?.type !== 'pci' || address.slot === undefined) continue
      const key = `${address.bus ?? 0}:${address.slot}`
      slots.set(key, [...(slots.get(key) ?? []), { device, address }])
    }
    for (const functions of slots.values()) {
      const first = functions.find(({ address }) => (address.function ?? 0) === 0)
      if (functions.length < 2 || !first || first.address.multifunction !== undefined) continue
      this.#addresses.set(first.device, { ...first.address, multifunction: true })
    }
  }

  #companionHome(user: PciUser): PciPlace | undefined {
    return user.companionOf?.homes.find((place) => !this.#buses.isSlotUsed(place.bus, place.slot))
  }

  #set(device: object, place: PciPlace, multifunction = false): void {
    this.#addresses.set(device, {
      type: 'pci',
      domain: 0,
      bus: place.bus,
      slot: place.slot,
      function: place.fn,
      ...(multifunction ? { multifunction: true } : {}),
    })
  }
}

function hasMultifunction(device: { readonly address?: AddressDoc }): boolean {
  return device.address?.type === 'pci' && device.address.multifunction === true
}

/** Chassis and port numbers of controllers, which the guest sees; they follow from index and place. */
function withTargets(doc: DomainDoc): DomainDoc {
  const controllers = devicesOf(doc).controllers.map((controller): ControllerDoc => {
    const { type, model, index = 0, target, address, modelElement } = controller
    if (type !== 'pci') return controller
    if (model === 'pci-bridge') {
      return {
        ...controller,
        modelElement: modelElement ?? { name: 'pci-bridge' },
        target: { ...target, chassisNr: target?.chassisNr ?? index },
      }
    }
    if (model === 'pcie-root-port' || model === 'pcie-switch-downstream-port') {
      const place = address?.type === 'pci' ? address : undefined
      const port =
        model === 'pcie-root-port' ? (place?.slot ?? 0) * 8 + (place?.function ?? 0) : (place?.slot ?? 0)
      return {
        ...controller,
        modelElement: modelElement ?? {
          name: model === 'pcie-root-port' ? 'pcie-root-port' : 'xio3130-downstream',
        },
        target: { ...target, chassis: target?.chassis ?? index, port: target?.port ?? port },
      }
    }
    const name = model === undefined ? undefined : plainModels[model]
    return name === undefined ? controller : { ...controller, modelElement: modelElement ?? { name } }
  })
  return withDevices(doc, { controllers })
}

const plainModels: Readonly<Record<string, string>> = {
  'dmi-to-pci-bridge': 'i82801b11-bridge',
  'pcie-to-pci-bridge': 'pcie-pci-bridge',
  'pcie-switch-upstream-port': 'x3130-upstream',
}
