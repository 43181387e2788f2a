import { flexUint, hex, int, oneOf, string, u64, uint, uuid, word } from '../descriptor/codec.ts'
import { type Doc, type ElementType, element, variants } from '../descriptor/element.ts'
import { attr, child, type DocOf, type Fields, leaf, list, text } from '../descriptor/field.ts'
import { hostPciAddress } from '../domain/address.ts'

const named = element({ id: attr(word), value: text(string) })
const number = leaf(flexUint)

const iommuGroup = element({
  number: attr(uint, { required: true }),
  addresses: list(hostPciAddress, { name: 'address' }),
})

const mdevTypes = {
  types: list(
    element({
      id: attr(word, { required: true }),
      name: leaf(word),
      deviceAPI: leaf(word),
      availableInstances: leaf(uint),
    }),
    { name: 'type' },
  ),
}

const pcieLink = element({
  validity: attr(oneOf('cap', 'sta'), { required: true }),
  port: attr(uint),
  speed: attr(word),
  width: attr(uint),
})

const vpdFields = element({
  access: attr(word),
  changeLevel: leaf(string, { name: 'change_level' }),
  manufactureId: leaf(string, { name: 'manufacture_id' }),
  partNumber: leaf(string, { name: 'part_number' }),
  serialNumber: leaf(string, { name: 'serial_number' }),
  assetTag: leaf(string, { name: 'asset_tag' }),
  vendorFields: list(element({ index: attr(word), value: text(string) }), { name: 'vendor_field' }),
  systemFields: list(element({ index: attr(word), value: text(string) }), { name: 'system_field' }),
})

/** What a PCI device can do beside. */
const pciCapability = variants('type', {
  phys_function: { addresses: list(hostPciAddress, { name: 'address' }) },
  virt_functions: { maxCount: attr(uint), addresses: list(hostPciAddress, { name: 'address' }) },
  'pci-bridge': {},
  'cardbus-bridge': {},
  mdev_types: mdevTypes,
  vpd: { name: leaf(string), fields: list(vpdFields) },
})

const hostFunctions = variants('type', {
  fc_host: { wwnn: leaf(word), wwpn: leaf(word), fabric_wwn: leaf(word) },
  vports: {},
  vport_ops: { max_vports: number, vports: number },
})

const scsiTargetFunctions = variants('type', {
  fc_remote_port: { rport: leaf(word, { required: true }), wwpn: leaf(word, { required: true }) },
})

const storageFunctions = variants('type', {
  hotpluggable: {},
  removable: {
    media_available: number,
    media_size: leaf(u64),
    media_label: leaf(string),
    logical_block_size: leaf(u64),
    num_blocks: leaf(u64),
  },
})

const netFunctions = variants('type', { '80203': {}, '80211': {} })

const mdevTypesOnly = variants('type', { mdev_types: mdevTypes })

const capabilityTable = {
  system: {
    product: leaf(string),
    hardware: child(
      element({ vendor: leaf(string), version: leaf(string), serial: leaf(string), uuid: leaf(uuid) }),
    ),
    firmware: child(
      element({
        vendor: leaf(string),
        version: leaf(string),
        releaseDate: leaf(string, { name: 'release_date' }),
      }),
    ),
  },
  pci: {
    class: leaf(word),
    domain: number,
    bus: number,
    slot: number,
    function: number,
    product: child(named),
    vendor: child(named),
    capabilities: list(pciCapability, { name: 'capability' }),
    iommuGroup: child(iommuGroup),
    numa: child(element({ node: attr(int) })),
    pciExpress: child(element({ links: list(pcieLink, { name: 'link' }) }), {
      name: 'pci-express',
      keep: true,
    }),
  },
  usb_device: { bus: number, device: number, product: child(named), vendor: child(named) },
  usb: { number: number, class: number, subclass: number, protocol: number, description: leaf(string) },
  net: {
    interface: leaf(word, { required: true }),
    address: leaf(word),
    link: child(element({ speed: attr(uint), state: attr(string) })),
    features: list(element({ name: attr(word, { required: true }) }), { name: 'feature' }),
    capabilities: list(netFunctions, { name: 'capability' }),
  },
  scsi_host: {
    host: number,
    uniqueId: leaf(int, { name: 'unique_id' }),
    capabilities: list(hostFunctions, { name: 'capability' }),
  },
  scsi_target: { target: leaf(word), capabilities: list(scsiTargetFunctions, { name: 'capability' }) },
  scsi: { host: number, bus: number, target: number, lun: number, type: leaf(word) },
  storage: {
    block: leaf(word, { required: true }),
    bus: leaf(word),
    driveType: leaf(word, { name: 'drive_type' }),
    model: leaf(string),
    vendor: leaf(string),
    serial: leaf(string),
    size: leaf(u64),
    logicalBlockSize: leaf(u64, { name: 'logical_block_size' }),
    numBlocks: leaf(u64, { name: 'num_blocks' }),
    capabilities: list(storageFunctions, { name: 'capability' }),
  },
  drm: { type: leaf(oneOf('primary', 'control', 'render')) },
  mdev: {
    type: child(element({ id: attr(word, { required: true }) })),
    uuid: leaf(uuid),
    parentAddr: leaf(word, { name: 'parent_addr' }),
    iommuGroup: child(iommuGroup),
    attrs: list(element({ name: attr(word, { required: true }), value: attr(string, { required: true }) }), {
      name: 'attr',
    }),
  },
  ccw: { cssid: leaf(hex(1, 0xfe)), ssid: leaf(hex(1, 3)), devno: leaf(hex(4, 0xffff)) },
  css: {
    cssid: leaf(hex(1, 0xfe)),
    ssid: leaf(hex(1, 3)),
    devno: leaf(hex(4, 0xffff)),
    channelDevAddr: child(
      element({ cssid: leaf(hex(1, 0xfe)), ssid: leaf(hex(1, 3)), devno: leaf(hex(4, 0xffff)) }),
      {
        name: 'channel_dev_addr',
      },
    ),
    capabilities: list(mdevTypesOnly, { name: 'capability' }),
  },
  vdpa: { chardev: leaf(word) },
  ap_card: { apAdapter: leaf(word, { name: 'ap-adapter' }) },
  ap_queue: { apAdapter: leaf(word, { name: 'ap-adapter' }), apDomain: leaf(word, { name: 'ap-domain' }) },
  ap_matrix: { capabilities: list(mdevTypesOnly, { name: 'capability' }) },
} satisfies Readonly<Record<string, Fields>>

/** What a device of the host is. */
const capability = variants('type', capabilityTable)

/** What a device of the host is. */
export type NodedevCapabilityDoc = Doc<typeof capability>

const nodedevFields = {
  name: leaf(word),
  path: leaf(word),
  devnodes: list(element({ type: attr(oneOf('dev', 'link'), { required: true }), value: text(word) }), {
    name: 'devnode',
  }),
  parent: leaf(word),
  driver: child(element({ name: leaf(word) })),
  capabilities: list(capability, { name: 'capability', required: true }),
}

/** A device of the host. */
export type NodedevDoc = DocOf<typeof nodedevFields>

/** A device of the host. */
export const nodedev: ElementType<NodedevDoc> = element(nodedevFields, {
  after(draft) {
    draft.name ??= 'new device'
  },
})
