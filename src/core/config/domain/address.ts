import { flexUint, hex, hex64, onOff, pattern, uint } from '../descriptor/codec.ts'
import { type Doc, element, variants } from '../descriptor/element.ts'
import { attr, child } from '../descriptor/field.ts'

const zpci = element({ uid: attr(hex(4, 0xffff)), fid: attr(hex(8)) })

const pciFields = {
  domain: attr(hex(4, 0xffff)),
  bus: attr(hex(2, 0xff)),
  slot: attr(hex(2, 0x1f)),
  function: attr(hex(1, 7)),
  multifunction: attr(onOff),
}

/** A PCI address of the host, as node devices and hostdev sources have it. */
export const hostPciFields = {
  domain: attr(hex(4), { default: 0 }),
  bus: attr(hex(2, 0xff), { default: 0 }),
  slot: attr(hex(2, 0x1f), { default: 0 }),
  function: attr(hex(1, 7), { default: 0 }),
}

/** A PCI address of the host. */
export const hostPciAddress = element(hostPciFields)

const drive = {
  controller: attr(flexUint, { default: 0 }),
  bus: attr(flexUint, { default: 0 }),
  target: attr(flexUint, { default: 0 }),
  unit: attr(flexUint, { default: 0 }),
}

/** Where a device sits in its guest. An address of type `pci` with nothing else asks for one to be chosen. */
export const address = variants(
  'type',
  {
    pci: { ...pciFields, zpci: child(zpci) },
    drive: { ...drive, diskbus: attr(pattern(/^[a-z0-9-]+$/, 'the name of a bus')) },
    'virtio-serial': {
      controller: attr(flexUint, { default: 0 }),
      bus: attr(flexUint, { default: 0 }),
      port: attr(flexUint),
    },
    ccid: { controller: attr(flexUint, { default: 0 }), slot: attr(flexUint) },
    usb: {
      bus: attr(flexUint, { default: 0 }),
      port: attr(pattern(/^\d+(\.\d+){0,3}$/, "a port like '1.2'")),
      device: attr(flexUint),
    },
    'spapr-vio': { reg: attr(hex64()) },
    ccw: { cssid: attr(hex(1, 0xfe)), ssid: attr(hex(1, 3)), devno: attr(hex(4, 0xffff)) },
    'virtio-s390': {},
    'virtio-mmio': {},
    isa: { iobase: attr(hex(1)), irq: attr(hex(1)) },
    dimm: { slot: attr(flexUint, { default: 0 }), base: attr(hex64()) },
    unassigned: {},
  },
  {
    after(draft, site) {
      if (draft.type === 'pci') completePci(draft)
      if (draft.type === 'ccw' && new Set([draft.cssid, draft.ssid, draft.devno].map(isGiven)).size > 1) {
        site.fail("has only some of 'cssid', 'ssid' and 'devno'")
      }
    },
  },
)

/** The place of a device in its guest. */
export type AddressDoc = Doc<typeof address>

function isGiven(value: unknown): boolean {
  return value !== undefined
}

interface PciParts {
  domain?: number
  bus?: number
  slot?: number
  function?: number
}

/** One part given means that all are: the others are zero. */
function completePci(draft: object): void {
  const parts = draft as PciParts // the pci variant has these fields
  if (![parts.domain, parts.bus, parts.slot, parts.function].some(isGiven)) return
  parts.domain ??= 0
  parts.bus ??= 0
  parts.slot ??= 0
  parts.function ??= 0
}

/** `<alias>`: names that users give begin with `ua-`; all others exist only while the guest runs. */
export const alias = element({ name: attr(pattern(/^[\s\S]+$/, 'a name')) })

const boot = element({
  order: attr(uint, { required: true }),
  loadparm: attr(pattern(/^[A-Za-z0-9. ]{1,8}$/, 'one to eight letters, digits, dots or blanks')),
})

const rom = element({
  enabled: attr(pattern(/^(yes|no)$/, "'yes' or 'no'")),
  bar: attr(onOff),
  file: attr(pattern(/^[\s\S]*$/, 'a path')),
})

/** Per-device option of the virtio transport. */
export const virtioDriver = {
  iommu: attr(onOff),
  ats: attr(onOff),
  packed: attr(onOff),
  page_per_vq: attr(onOff),
}

/** Fields that end almost every device: boot order, alias, option ROM, ACPI index, address. */
export const deviceTail = {
  boot: child(boot),
  alias: child(alias, { liveValue: (value: { readonly name?: string }) => !value.name?.startsWith('ua-') }),
  master: child(element({ startport: attr(uint) })),
  rom: child(rom),
  acpi: child(element({ index: attr(uint) })),
  address: child(address),
}
