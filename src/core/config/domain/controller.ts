import { flexUint, int, oneOf, onOff, pattern, positive, uint, word } from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaf, on } from '../descriptor/field.ts'
import { memory } from '../descriptor/size.ts'
import { deviceTail, virtioDriver } from './address.ts'

const driver = element({
  queues: attr(positive),
  cmd_per_lun: attr(uint),
  max_sectors: attr(uint),
  ioeventfd: attr(onOff),
  iothread: attr(positive),
  ...virtioDriver,
})

const pciTarget = element({
  chassisNr: attr(flexUint),
  chassis: attr(flexUint),
  port: attr({ ...flexUint, format: (value) => `0x${value.toString(16)}` }),
  busNr: attr(flexUint),
  index: attr(flexUint),
  hotplug: attr(onOff),
  node: leaf(uint),
})

const controllerFields = {
  type: attr(
    oneOf('ide', 'fdc', 'scsi', 'sata', 'virtio-serial', 'ccid', 'usb', 'pci', 'xenbus', 'isa', 'nvme'),
    {
      required: true,
    },
  ),
  index: attr(uint),
  model: attr(word),
  ports: attr(int, { when: on('type', 'usb', 'virtio-serial') }),
  vectors: attr(int, { when: on('type', 'virtio-serial') }),
  maxGrantFrames: attr(int, { when: on('type', 'xenbus') }),
  maxEventChannels: attr(int, { when: on('type', 'xenbus') }),
  modelElement: child(element({ name: attr(word) }), { name: 'model' }),
  target: child(pciTarget, { when: on('type', 'pci') }),
  serial: leaf(word, { when: on('type', 'nvme') }),
  driver: child(driver),
  ...deviceTail,
  pcihole64: leaf(memory, { when: on('type', 'pci') }),
}

/** A controller that other devices hang on. */
export const controller = element(controllerFields, {
  check(doc, site) {
    const known = models[doc.type]
    if (doc.model !== undefined && known !== undefined && !known.includes(doc.model)) {
      site.fail(`of type '${doc.type}' has the model '${doc.model}', expected one of ${known.join(', ')}`)
    }
    if (
      doc.type === 'pci' &&
      doc.model !== undefined &&
      doc.model === 'pcie-root' &&
      (doc.index ?? 0) !== 0
    ) {
      site.fail(`of model '${doc.model}' has the index ${doc.index}, expected 0`)
    }
  },
})

/** A controller that other devices hang on. */
export type ControllerDoc = DocOf<typeof controllerFields>

/** Models that a controller of each type may be of. */
const models: Partial<Record<ControllerDoc['type'], readonly string[]>> = {
  ide: ['piix3', 'piix4', 'ich6'],
  scsi: [
    'auto',
    'buslogic',
    'lsilogic',
    'lsisas1068',
    'vmpvscsi',
    'ibmvscsi',
    'virtio-scsi',
    'lsisas1078',
    'virtio-transitional',
    'virtio-non-transitional',
    'ncr53c90',
    'dc390',
    'am53c974',
  ],
  'virtio-serial': ['virtio', 'virtio-transitional', 'virtio-non-transitional'],
  usb: [
    'piix3-uhci',
    'piix4-uhci',
    'ehci',
    'ich9-ehci1',
    'ich9-uhci1',
    'ich9-uhci2',
    'ich9-uhci3',
    'vt82c686b-uhci',
    'pci-ohci',
    'nec-xhci',
    'qusb1',
    'qusb2',
    'qemu-xhci',
    'none',
  ],
  pci: [
    'pci-root',
    'pcie-root',
    'pci-bridge',
    'dmi-to-pci-bridge',
    'pcie-to-pci-bridge',
    'pcie-root-port',
    'pcie-switch-upstream-port',
    'pcie-switch-downstream-port',
    'pci-expander-bus',
    'pcie-expander-bus',
  ],
}

/** `<lease>`: a lock that must be held while the guest runs. */
export const lease = element({
  lockspace: leaf(word),
  key: leaf(word, { required: true }),
  target: child(element({ path: attr(word, { required: true }), offset: attr(flexUint) }), {
    required: true,
  }),
})

/** `<hub>`. */
export const hub = element({ type: attr(oneOf('usb'), { required: true }), ...deviceTail })

/** `<input>`: keyboard, mouse or another source of input. */
export const input = element({
  type: attr(oneOf('mouse', 'tablet', 'keyboard', 'passthrough', 'evdev'), { required: true }),
  bus: attr(oneOf('default', 'ps2', 'usb', 'xen', 'parallels', 'virtio', 'none'), { omit: ['default'] }),
  model: attr(oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional')),
  driver: child(element(virtioDriver)),
  source: child(
    element({
      dev: attr(word, { when: { up: 1, field: 'type', in: ['evdev'] } }),
      evdev: attr(word, { when: { up: 1, field: 'type', in: ['passthrough'] } }),
      grab: attr(oneOf('all')),
      repeat: attr(onOff),
      grabToggle: attr(
        oneOf('ctrl-ctrl', 'alt-alt', 'shift-shift', 'meta-meta', 'scrolllock', 'ctrl-scrolllock'),
      ),
    }),
  ),
  ...deviceTail,
})

/** `<watchdog>`. */
export const watchdog = element({
  model: attr(oneOf('i6300esb', 'ib700', 'diag288', 'itco'), { required: true }),
  action: attr(oneOf('reset', 'shutdown', 'poweroff', 'pause', 'dump', 'none', 'inject-nmi'), {
    default: 'reset',
  }),
  ...deviceTail,
})

/** `<memballoon>`. */
export const memballoon = element({
  model: attr(oneOf('virtio', 'xen', 'none', 'virtio-transitional', 'virtio-non-transitional'), {
    required: true,
  }),
  autodeflate: attr(onOff),
  freePageReporting: attr(onOff),
  stats: child(element({ period: attr(uint, { omit: [0] }) })),
  driver: child(element(virtioDriver)),
  ...deviceTail,
})

/** `<panic>`: how the guest tells that it crashed. */
export const panic = element({
  model: attr(oneOf('default', 'pseries', 'isa', 'hyperv', 's390', 'pvpanic'), { omit: ['default'] }),
  ...deviceTail,
})

/** `<iommu>`. */
export const iommu = element({
  model: attr(oneOf('intel', 'smmuv3', 'virtio', 'amd'), { required: true }),
  driver: child(
    element({
      intremap: attr(onOff),
      caching_mode: attr(onOff),
      eim: attr(onOff),
      iotlb: attr(onOff),
      aw_bits: attr(uint),
      dma_translation: attr(onOff),
      passthrough: attr(onOff),
      xtsup: attr(onOff),
      granule: attr(oneOf('4k', '8k', '16k', '64k', 'host')),
      pciBus: attr(uint),
    }),
  ),
  ...deviceTail,
})

/** `<vsock>`: sockets between host and guest. */
export const vsock = element({
  model: attr(oneOf('default', 'virtio', 'virtio-transitional', 'virtio-non-transitional'), {
    omit: ['default'],
  }),
  cid: child(element({ auto: attr(pattern(/^(yes|no)$/, "'yes' or 'no'")), address: attr(uint) })),
  driver: child(element(virtioDriver)),
  ...deviceTail,
})

/** `<pstore>`: where the guest keeps its last words. */
export const pstore = element({
  backend: attr(oneOf('acpi-erst'), { required: true }),
  path: leaf(word),
  size: leaf(memory),
  ...deviceTail,
})
