import { VirtError } from '../../../core/errors/index.ts'

/** Where a device sits. The domain (segment) is always 0 on the machines that this driver makes. */
export interface PciPlace {
  readonly bus: number
  readonly slot: number
  readonly fn: number
}

/**
 * What kind of place a device wants: behind conventional PCI, behind PCI Express, on the root bus itself, where a
 * bridge goes, or behind the upstream port of a switch.
 */
export type PciNeed = 'pci' | 'pcie' | 'root' | 'bridge' | 'downstream'

/** Models of PCI controllers, each of which makes a bus. */
export const pciBusModels = [
  'pci-root',
  'pcie-root',
  'pci-bridge',
  'dmi-to-pci-bridge',
  'pcie-root-port',
  'pcie-switch-upstream-port',
  'pcie-switch-downstream-port',
  'pcie-to-pci-bridge',
  'pci-expander-bus',
  'pcie-expander-bus',
] as const

/** A model of a PCI controller. */
export type PciBusModel = (typeof pciBusModels)[number]

interface BusRule {
  readonly first: number
  readonly last: number
  /** What is put there when nothing says where it goes. */
  readonly takes: readonly PciNeed[]
}

/** For each model the slots that its bus has and what is placed there automatically. */
const busRules = {
  'pci-root': { first: 1, last: 31, takes: ['pci', 'pcie', 'root', 'bridge'] },
  'pcie-root': { first: 1, last: 31, takes: ['root'] },
  'pci-bridge': { first: 1, last: 31, takes: ['pci', 'bridge'] },
  'dmi-to-pci-bridge': { first: 0, last: 31, takes: ['bridge'] },
  'pcie-root-port': { first: 0, last: 0, takes: ['pcie'] },
  'pcie-switch-upstream-port': { first: 0, last: 31, takes: ['downstream'] },
  'pcie-switch-downstream-port': { first: 0, last: 0, takes: ['pcie'] },
  'pcie-to-pci-bridge': { first: 1, last: 31, takes: ['pci', 'bridge'] },
  'pci-expander-bus': { first: 0, last: 31, takes: ['pci'] },
  'pcie-expander-bus': { first: 0, last: 0, takes: [] },
} as const satisfies Record<PciBusModel, BusRule>

interface Bus {
  readonly model: PciBusModel
  /** Taken functions of each slot; 8 bits. */
  readonly slots: Map<number, number>
}

/** Text of a place, as QEMU's error messages and libvirt write it. */
export function showPlace(place: PciPlace): string {
  const hex = (n: number, width: number) => n.toString(16).padStart(width, '0')
  return `0000:${hex(place.bus, 2)}:${hex(place.slot, 2)}.${place.fn}`
}

/** The buses of a machine with what is taken on them. */
export class PciBuses {
  readonly #buses = new Map<number, Bus>()

  /** Adds the bus that a controller makes. */
  add(index: number, model: PciBusModel): void {
    this.#buses.set(index, { model, slots: new Map() })
  }

  /** Takes one function, or a whole slot; two devices in one place are an error that names the second. */
  take(place: PciPlace, who: string, whole = false): void {
    const bus = this.#buses.get(place.bus)
    if (!bus) {
      throw new VirtError(
        'xmlError',
        `${who} has the PCI address ${showPlace(place)}, but the domain has no PCI controller with index ${place.bus}`,
        { domain: 'qemu' },
      )
    }
    const rule: BusRule = busRules[bus.model]
    if (place.slot < rule.first || place.slot > rule.last) {
      throw new VirtError(
        'xmlError',
        `${who} has the PCI address ${showPlace(place)}, but a ${bus.model} has slots ${rule.first} to ${rule.last}`,
        { domain: 'qemu' },
      )
    }
    const taken = bus.slots.get(place.slot) ?? 0
    const wanted = whole ? 0xff : 1 << place.fn
    if (taken & wanted) {
      throw new VirtError(
        'xmlError',
        `${who} has the PCI address ${showPlace(place)}, which another device of the domain has already`,
        { domain: 'qemu' },
      )
    }
    bus.slots.set(place.slot, taken | wanted)
  }

  /** Whether a function of a slot is taken. */
  isTaken(place: PciPlace): boolean {
    return ((this.#buses.get(place.bus)?.slots.get(place.slot) ?? 0) & (1 << place.fn)) !== 0
  }

  /** Whether any function of a slot is taken. */
  isSlotUsed(bus: number, slot: number): boolean {
    return (this.#buses.get(bus)?.slots.get(slot) ?? 0) !== 0
  }

  /** The first free slot for a need, taken as a whole; undefined if every fitting bus is full. */
  findSlot(need: PciNeed, from = 0): PciPlace | undefined {
    for (const [index, bus] of this.#buses) {
      const rule: BusRule = busRules[bus.model]
      if (!rule.takes.includes(need)) continue
      for (let slot = Math.max(rule.first, from); slot <= rule.last; slot++) {
        if (!bus.slots.has(slot)) return { bus: index, slot, fn: 0 }
      }
    }
    return undefined
  }

  /** A function for a root port: the next one in a slot that holds only root ports, else a new slot. */
  findPortFunction(portSlots: ReadonlySet<number>): PciPlace | undefined {
    const root = this.#buses.get(0)
    if (!root) return undefined
    for (const slot of [...portSlots].sort((a, b) => a - b)) {
      const taken = root.slots.get(slot) ?? 0
      for (let fn = 0; fn < 8; fn++) if (!(taken & (1 << fn))) return { bus: 0, slot, fn }
    }
    return this.findSlot('root')
  }
}
