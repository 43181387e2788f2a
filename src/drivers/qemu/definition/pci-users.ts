import type { AddressDoc, DomainDoc } from '../../../core/config/index.ts'
import { type ControllerDoc, devicesOf } from './devices.ts'
import type { PciNeed, PciPlace } from './pci-buses.ts'

/** A device that takes a place on a PCI bus, and what it wants there. */
export interface PciUser {
  readonly device: { readonly address?: AddressDoc }
  /** Names it in errors. */
  readonly who: string
  readonly need: PciNeed
  /** A root port: those share slots as functions. */
  readonly port?: boolean
  /** Leaves the other functions of its slot to others. */
  readonly shares?: boolean
  /** Places that it prefers, the first that is free. */
  readonly home?: readonly PciPlace[]
  /** One of the controllers of a USB 2 bus, which share a slot. */
  readonly companionOf?: {
    readonly fn: number
    readonly multifunction: boolean
    readonly siblings: ReadonlyArray<{ readonly address?: AddressDoc }>
    readonly homes: readonly PciPlace[]
  }
  /** What the machine itself has; told with the first user only. */
  readonly machine?: ReadonlyArray<{ readonly place: PciPlace; readonly whole: boolean }>
}

const at = (slot: number, fn = 0): PciPlace => ({ bus: 0, slot, fn })

/** Models that are conventional PCI devices also on a machine with PCI Express. */
const conventional = new Set(['rtl8139', 'e1000', 'ne2k_pci', 'pcnet', 'i82551', 'i82557b', 'i82559er'])

const companionFn: Readonly<Record<string, number>> = {
  'ich9-ehci1': 7,
  'ich9-uhci1': 0,
  'ich9-uhci2': 1,
  'ich9-uhci3': 2,
}

/** Every PCI device of a definition, in the order in which libvirt gives places. */
export function pciUsers(doc: DomainDoc, express: boolean): PciUser[] {
  const need = (wanted: PciNeed): PciNeed => (express ? wanted : 'pci')
  const lists = devicesOf(doc)
  const users: PciUser[] = []
  const add = (
    device: { readonly address?: AddressDoc },
    who: string,
    wanted: PciNeed,
    more: Partial<PciUser> = {},
  ) => users.push({ device, who, need: need(wanted), ...more })
  const { primary, others } = videoCards(doc)

  for (const c of lists.controllers) if (c.type === 'pci') addBridge(users, c, express)
  for (const fs of doc.devices?.filesystems ?? []) add(fs, 'a file system', 'pcie')
  for (const [i, net] of lists.interfaces.entries()) {
    if (net.type !== 'hostdev')
      add(net, `interface ${i}`, conventional.has(net.model?.type ?? 'rtl8139') ? 'pci' : 'pcie')
  }
  for (const [i, sound] of lists.sounds.entries()) {
    if (['ich6', 'ac97', 'es1370'].includes(sound.model)) add(sound, `sound card ${i}`, 'pci')
    if (sound.model === 'ich9') add(sound, `sound card ${i}`, 'pci', express ? { home: [at(0x1b)] } : {})
  }
  for (const c of lists.controllers) if (c.type !== 'pci') addController(users, c, lists.controllers, express)
  for (const disk of lists.disks) {
    if (disk.target.bus === 'virtio') add(disk, `disk '${disk.target.dev}'`, 'pcie')
  }
  for (const [i, hostdev] of (doc.devices?.hostdevs ?? []).entries()) {
    if (hostdev.type === 'pci') add(hostdev, `host device ${i}`, 'pcie')
  }
  const balloon = doc.devices?.memballoon
  if (balloon && balloon.model !== 'none' && balloon.model !== 'xen')
    add(balloon, 'the memory balloon', 'pcie')
  for (const [i, rng] of lists.rngs.entries()) add(rng, `rng ${i}`, 'pcie')
  for (const watchdog of lists.watchdogs)
    if (watchdog.model === 'i6300esb') add(watchdog, 'the watchdog', 'pci')
  if (primary) add(primary, 'the first video card', express ? 'root' : 'pci', { home: [at(express ? 1 : 2)] })
  for (const video of others) add(video, 'a video card', video.model?.type === 'virtio' ? 'pcie' : 'pci')
  for (const shmem of doc.devices?.shmems ?? []) add(shmem, 'a shared memory', 'pcie')
  for (const [i, input] of lists.inputs.entries())
    if (input.bus === 'virtio') add(input, `input ${i}`, 'pcie')
  for (const [i, serial] of lists.serials.entries()) {
    if (serial.target?.type === 'pci-serial') add(serial, `serial port ${i}`, 'pci')
  }
  if (doc.devices?.vsock) add(doc.devices.vsock, 'the vsock', 'pcie')
  const first = users[0]
  return first ? [{ ...first, machine: machineParts(express) }, ...users.slice(1)] : []
}

/** The primary video card has a place of its own: firmware and operating systems look for it there. */
function videoCards(doc: DomainDoc) {
  const videos = devicesOf(doc).videos.filter((v) => v.model?.type !== 'none' && v.model?.type !== 'ramfb')
  const primary = videos.find((v) => v.model?.primary) ?? videos[0]
  return { primary, others: videos.filter((v) => v !== primary) }
}

function machineParts(express: boolean): NonNullable<PciUser['machine']> {
  return express
    ? [
        { place: at(0x1f, 0), whole: false },
        { place: at(0x1f, 2), whole: false },
        { place: at(0x1f, 3), whole: false },
      ]
    : [
        { place: at(1, 0), whole: false },
        { place: at(1, 3), whole: false },
      ]
}

function addBridge(users: PciUser[], controller: ControllerDoc, express: boolean): void {
  const who = `PCI controller ${controller.index ?? 0}`
  const add = (need: PciNeed, more: Partial<PciUser> = {}) =>
    users.push({ device: controller, who, need, ...more })
  switch (controller.model) {
    case 'pcie-root-port':
      return void add('root', { port: true })
    case 'pci-bridge':
      return void add('bridge')
    case 'pcie-to-pci-bridge':
      return void add('pcie')
    case 'dmi-to-pci-bridge':
      return void add('root', { home: [at(0x1e)] })
    case 'pcie-switch-upstream-port':
      return void add('pcie')
    case 'pcie-switch-downstream-port':
      return void add('downstream')
    case 'pci-expander-bus':
    case 'pcie-expander-bus':
      return void add(express ? 'root' : 'pci')
    default:
      return
  }
}

function addController(
  users: PciUser[],
  controller: ControllerDoc,
  all: readonly ControllerDoc[],
  express: boolean,
): void {
  const { type, index = 0 } = controller
  const who = `the ${type} controller ${index}`
  const add = (need: PciNeed, more: Partial<PciUser> = {}) =>
    users.push({ device: controller, who, need: express ? need : 'pci', ...more })
  if (type === 'ide' && index === 0 && !express) return void add('pci', { home: [at(1, 1)], shares: true })
  if (type === 'sata') {
    return void add('pcie', express && index === 0 ? { home: [at(0x1f, 2)], shares: true } : {})
  }
  if (type === 'scsi') return void add(controller.model === 'virtio-scsi' ? 'pcie' : 'pci')
  if (type === 'virtio-serial') return void add('pcie')
  if (type === 'usb') addUsb(users, controller, all, express)
}

function addUsb(
  users: PciUser[],
  controller: ControllerDoc,
  all: readonly ControllerDoc[],
  express: boolean,
): void {
  const { model = '', index = 0 } = controller
  const who = `the USB controller ${index} (${model})`
  if (model === 'none') return
  const fn = companionFn[model]
  if (fn !== undefined) {
    const siblings = all.filter((c) => c.type === 'usb' && (c.index ?? 0) === index && c !== controller)
    users.push({
      device: controller,
      who,
      need: 'pci',
      companionOf: {
        fn,
        multifunction: fn === 0,
        siblings,
        homes: express ? [at(0x1d), at(0x1a)] : [],
      },
    })
    return
  }
  const xhci = model === 'qemu-xhci' || model === 'nec-xhci'
  const builtIn = !express && index === 0 && model === 'piix3-uhci'
  users.push({
    device: controller,
    who,
    need: express ? (xhci ? 'pcie' : 'pci') : 'pci',
    ...(builtIn ? { home: [at(1, 2)], shares: true } : {}),
  })
}
