import type { DomainDoc } from '../../../core/config/index.ts'
import type { QemuCapabilities } from '../../../qmp/index.ts'
import { type ControllerDoc, devicesOf, withDevices } from './devices.ts'

/** Whether the machine type is one with PCI Express. */
export function isQ35(doc: DomainDoc): boolean {
  return doc.os.type?.machine?.startsWith('pc-q35') ?? false
}

/** Gives controllers their numbers and models, and adds those that every machine of the kind has. */
export function completeControllers(doc: DomainDoc, caps: QemuCapabilities): DomainDoc {
  const q35 = isQ35(doc)
  const controllers = numbered(devicesOf(doc).controllers).map((c) => withModel(c, caps))
  const has = (type: ControllerDoc['type']) => controllers.some((c) => c.type === type)
  if (!has('usb')) controllers.push(defaultUsb(q35, caps))
  if (q35 && !controllers.some((c) => c.type === 'sata' && c.index === 0)) {
    controllers.push({ type: 'sata', index: 0 })
  }
  if (!controllers.some((c) => c.type === 'pci' && c.index === 0)) {
    controllers.push({ type: 'pci', index: 0, model: q35 ? 'pcie-root' : 'pci-root' })
  }
  return withDevices(doc, { controllers })
}

function defaultUsb(q35: boolean, caps: QemuCapabilities): ControllerDoc {
  if (!q35) return { type: 'usb', index: 0, model: 'piix3-uhci' }
  return { type: 'usb', index: 0, model: caps.hasType('qemu-xhci') ? 'qemu-xhci' : 'nec-xhci' }
}

/** Controllers without a number get the lowest that none of their type has. */
function numbered(controllers: readonly ControllerDoc[]): ControllerDoc[] {
  const taken = new Map<string, Set<number>>()
  const of = (type: string) => {
    const set = taken.get(type) ?? new Set<number>()
    taken.set(type, set)
    return set
  }
  for (const { type, index } of controllers) if (index !== undefined) of(type).add(index)
  const done: ControllerDoc[] = []
  for (const controller of controllers) done.push(withIndex(controller, done))
  return done

  function withIndex(controller: ControllerDoc, before: readonly ControllerDoc[]): ControllerDoc {
    if (controller.index !== undefined) return controller
    const master = masterOf(controller, before)
    if (master !== undefined) return { ...controller, index: master }
    let index = controller.type === 'pci' && !controller.model?.endsWith('-root') ? 1 : 0
    while (of(controller.type).has(index)) index++
    of(controller.type).add(index)
    return { ...controller, index }
  }
}

/** Number of the USB 2 bus that a companion without a number joins: the last one that has no such companion yet. */
function masterOf({ type, model }: ControllerDoc, before: readonly ControllerDoc[]): number | undefined {
  if (type !== 'usb' || !model?.startsWith('ich9-')) return undefined
  const family = before.filter((c) => c.type === 'usb' && c.model?.startsWith('ich9-'))
  const last = family.at(-1)?.index
  return family.some((c) => c.index === last && c.model === model) ? undefined : last
}

function withModel(controller: ControllerDoc, caps: QemuCapabilities): ControllerDoc {
  if (controller.type === 'usb' && controller.model === undefined)
    return { ...controller, model: 'piix3-uhci' }
  if (controller.type === 'scsi' && (controller.model === undefined || controller.model === 'auto')) {
    return { ...controller, model: caps.hasType('lsi53c895a') ? 'lsilogic' : 'virtio-scsi' }
  }
  return controller
}
