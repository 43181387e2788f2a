import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { QmpObject } from '../../../qmp/index.ts'
import { aliasOf, type ControllerDoc, devicesOf } from '../definition/devices.ts'
import type { Argv } from './argv.ts'
import { type BusNames, pciProps } from './places.ts'

const usbDrivers: Readonly<Record<string, string>> = {
  'piix3-uhci': 'piix3-usb-uhci',
  'piix4-uhci': 'piix4-usb-uhci',
  ehci: 'usb-ehci',
  'ich9-ehci1': 'ich9-usb-ehci1',
  'ich9-uhci1': 'ich9-usb-uhci1',
  'ich9-uhci2': 'ich9-usb-uhci2',
  'ich9-uhci3': 'ich9-usb-uhci3',
  'vt82c686b-uhci': 'vt82c686b-usb-uhci',
  'pci-ohci': 'pci-ohci',
  'nec-xhci': 'nec-usb-xhci',
  'qemu-xhci': 'qemu-xhci',
}

const scsiDrivers: Readonly<Record<string, string>> = {
  lsilogic: 'lsi',
  'virtio-scsi': 'virtio-scsi-pci',
  lsisas1068: 'mptsas1068',
  lsisas1078: 'megasas',
  am53c974: 'am53c974',
  dc390: 'dc390',
}

/** Devices for models of PCI controllers that have only one. */
const pciDrivers: Readonly<Record<string, string>> = {
  'pci-bridge': 'pci-bridge',
  'dmi-to-pci-bridge': 'i82801b11-bridge',
  'pcie-to-pci-bridge': 'pcie-pci-bridge',
  'pcie-root-port': 'pcie-root-port',
  'pcie-switch-upstream-port': 'x3130-upstream',
  'pcie-switch-downstream-port': 'xio3130-downstream',
  'pci-expander-bus': 'pxb',
  'pcie-expander-bus': 'pxb-pcie',
}

/** The device of a controller; undefined for one that is part of the machine. */
export function controllerDevice(controller: ControllerDoc, buses: BusNames): QmpObject | undefined {
  switch (controller.type) {
    case 'pci':
      return pciController(controller, buses)
    case 'usb':
      return usbController(controller, buses)
    case 'scsi':
      return scsiController(controller, buses)
    case 'virtio-serial':
      return serialController(controller, buses)
    case 'sata':
      return (controller.index ?? 0) === 0 && buses.express
        ? undefined
        : placed(controller, buses, { driver: 'ahci' })
    case 'ide':
    case 'fdc':
    case 'isa':
      return undefined
    case 'ccid':
      return ccidController(controller)
    default:
      throw new VirtError('configUnsupported', `a controller of type '${controller.type}' is not supported`, {
        domain: 'qemu',
      })
  }
}

function placed(controller: ControllerDoc, buses: BusNames, props: QmpObject): QmpObject {
  const id = aliasOf(controller)
  return { ...props, id, ...pciProps(controller.address, buses, `controller '${id}'`) }
}

function modelError(controller: ControllerDoc, known: Readonly<Record<string, string>>): VirtError {
  return new VirtError(
    'configUnsupported',
    `the ${controller.type} controller ${controller.index ?? 0} has the model '${controller.model}'; supported are ${Object.keys(known).join(', ')}`,
    { domain: 'qemu' },
  )
}

function pciController(controller: ControllerDoc, buses: BusNames): QmpObject | undefined {
  const { model, target, index = 0 } = controller
  if (model === 'pci-root' || model === 'pcie-root') return undefined
  const driver = controller.modelElement?.name ?? pciDrivers[model ?? '']
  if (driver === undefined) throw modelError(controller, pciDrivers)
  switch (model) {
    case 'pci-bridge':
      return placed(controller, buses, { driver, chassis_nr: target?.chassisNr ?? index })
    case 'pcie-root-port':
    case 'pcie-switch-downstream-port':
      return placed(controller, buses, {
        driver,
        port: target?.port ?? 0,
        chassis: target?.chassis ?? index,
        ...(target?.hotplug === false ? { hotplug: false } : {}),
      })
    case 'pci-expander-bus':
    case 'pcie-expander-bus':
      return placed(controller, buses, {
        driver,
        bus_nr: target?.busNr ?? 254,
        ...(target?.node === undefined ? {} : { numa_node: target.node }),
      })
    default:
      return placed(controller, buses, { driver })
  }
}

/** Where the ports of each companion begin on the bus of its EHCI controller. */
const firstPorts: Readonly<Record<string, number>> = { 'ich9-uhci1': 0, 'ich9-uhci2': 2, 'ich9-uhci3': 4 }

/** Companions share the bus of their EHCI controller, which has the same index. */
function usbController(controller: ControllerDoc, buses: BusNames): QmpObject | undefined {
  const { model, ports, index = 0 } = controller
  if (model === 'none') return undefined
  const driver = usbDrivers[model ?? '']
  if (driver === undefined) throw modelError(controller, usbDrivers)
  const who = `USB controller ${index}`
  if (model?.startsWith('ich9-uhci')) {
    return {
      driver,
      masterbus: `${buses.controller('usb', index)}.0`,
      firstport: controller.master?.startport ?? firstPorts[model] ?? 0,
      ...pciProps(controller.address, buses, who),
    }
  }
  return {
    driver,
    ...(ports ? { p2: ports, p3: ports } : {}),
    id: aliasOf(controller),
    ...pciProps(controller.address, buses, who),
  }
}

function scsiController(controller: ControllerDoc, buses: BusNames): QmpObject {
  const driver = scsiDrivers[controller.model ?? '']
  if (driver === undefined) throw modelError(controller, scsiDrivers)
  const { queues, cmd_per_lun, max_sectors, ioeventfd, iothread } = controller.driver ?? {}
  return placed(controller, buses, {
    driver,
    ...(iothread ? { iothread: `iothread${iothread}` } : {}),
    ...(queues ? { num_queues: queues } : {}),
    ...(cmd_per_lun ? { cmd_per_lun } : {}),
    ...(max_sectors ? { max_sectors } : {}),
    ...(ioeventfd === undefined ? {} : { ioeventfd }),
  })
}

function serialController(controller: ControllerDoc, buses: BusNames): QmpObject {
  const { ports, vectors } = controller
  return placed(controller, buses, {
    driver: 'virtio-serial-pci',
    ...(ports === undefined ? {} : { max_ports: ports }),
    ...(vectors === undefined ? {} : { vectors }),
  })
}

function ccidController(controller: ControllerDoc): QmpObject {
  throw new VirtError(
    'configUnsupported',
    `the smart card controller ${controller.index ?? 0} is not supported`,
    {
      domain: 'qemu',
    },
  )
}

/** In which order libvirt adds the types: those that others hang on come first. */
const order = [
  'pci',
  'usb',
  'scsi',
  'sata',
  'virtio-serial',
  'ide',
  'fdc',
  'isa',
  'ccid',
  'nvme',
  'xenbus',
] as const

/** Adds all controllers; a USB master comes before its companions. */
export function addControllers(argv: Argv, doc: DomainDoc, buses: BusNames): void {
  const { controllers } = devicesOf(doc)
  for (const type of order) {
    const same = controllers.filter((controller) => controller.type === type)
    const sorted = type === 'usb' ? [...same].sort(mastersFirst) : same
    for (const controller of sorted) {
      const device = controllerDevice(controller, buses)
      if (device) argv.json('device', device)
    }
  }
  addHoles(argv, controllers, buses)
}

function mastersFirst(a: ControllerDoc, b: ControllerDoc): number {
  const companion = (c: ControllerDoc) => (c.model?.startsWith('ich9-uhci') ? 1 : 0)
  return (a.index ?? 0) - (b.index ?? 0) || companion(a) - companion(b)
}

function addHoles(argv: Argv, controllers: readonly ControllerDoc[], buses: BusNames): void {
  const hole = controllers.find((c) => c.type === 'pci' && c.pcihole64 !== undefined)?.pcihole64
  if (hole === undefined) return
  argv.add('global', `${buses.express ? 'q35' : 'i440FX'}-pcihost.pci-hole64-size=${hole}K`)
}
