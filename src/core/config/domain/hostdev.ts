import {
  type Codec,
  capitalHex,
  flexUint,
  hex,
  oneOf,
  onOff,
  pattern,
  string,
  u64,
  uuid,
  word,
  yesNo,
} from '../descriptor/codec.ts'
import { element, type Site } from '../descriptor/element.ts'
import { attr, child, type DocOf, flag, leaf, leaves, list, on, onParent } from '../descriptor/field.ts'
import { deviceTail, hostPciAddress } from './address.ts'
import { chardevBackend, chardevTypes, checkBackend, completeBackend } from './chardev.ts'
import { ipAddress, route } from './net.ts'
import { auth } from './source.ts'

const hexId = element({ id: attr(hex(4, 0xffff), { required: true }) })

const iscsiHost = element({ name: attr(word, { required: true }), port: attr(string) })

const source = element({
  startupPolicy: attr(oneOf('default', 'mandatory', 'requisite', 'optional'), { omit: ['default'] }),
  guestReset: attr(oneOf('default', 'on', 'uninitialized', 'off'), { omit: ['default'] }),
  protocol: attr(oneOf('adapter', 'iscsi', 'none', 'vhost')),
  name: attr(word),
  wwpn: attr(word, { when: onParent('type', 'scsi_host') }),
  writeFiltering: attr(yesNo, { when: onParent('type', 'pci') }),
  vendor: child(hexId),
  product: child(hexId),
  adapter: child(element({ name: attr(word, { required: true }) })),
  hosts: list(iscsiHost, { name: 'host' }),
  auth: child(auth),
  initiator: child(element({ iqn: child(element({ name: attr(word) })) })),
  address: child(hostPciAddress, { when: onParent('type', 'pci') }),
  usb: child(element({ bus: attr(flexUint), device: attr(flexUint), port: attr(word) }), {
    name: 'address',
    when: onParent('type', 'usb'),
  }),
  scsi: child(element({ bus: attr(flexUint), target: attr(flexUint), unit: attr(u64) }), {
    name: 'address',
    when: onParent('type', 'scsi'),
  }),
  mdev: child(element({ uuid: attr(uuid) }), {
    keep: true,
    name: 'address',
    when: onParent('type', 'mdev'),
  }),
  block: leaf(word, { when: onParent('type', 'storage') }),
  char: leaf(word, { when: onParent('type', 'misc') }),
  interface: leaf(word, { when: onParent('type', 'net') }),
})

const hostdevFields = {
  mode: attr(oneOf('subsystem', 'capabilities'), { default: 'subsystem' }),
  type: attr(oneOf('usb', 'pci', 'scsi', 'scsi_host', 'mdev', 'storage', 'misc', 'net'), { required: true }),
  managed: attr(yesNo),
  model: attr(word),
  display: attr(onOff),
  ramfb: attr(onOff),
  sgio: attr(oneOf('default', 'filtered', 'unfiltered'), { omit: ['default'] }),
  rawio: attr(yesNo),
  driver: child(
    element({
      name: attr(oneOf('default', 'kvm', 'vfio', 'xen'), { omit: ['default'] }),
      model: attr(word),
      iommufd: attr(yesNo),
    }),
  ),
  teaming: child(
    element({
      type: attr(oneOf('persistent', 'transient'), { required: true }),
      persistent: attr(word, { when: on('type', 'transient') }),
    }),
  ),
  source: child(source, { required: true }),
  ips: list(ipAddress, { name: 'ip' }),
  routes: list(route, { name: 'route' }),
  readonly: flag(),
  shareable: flag(),
  ...deviceTail,
}

/** A device of the host that the guest takes over. */
export type HostdevDoc = DocOf<typeof hostdevFields>

/** A device of the host that the guest takes over. */
export const hostdev = element(hostdevFields, {
  after(draft) {
    if (draft.mode === 'subsystem') draft.managed ??= false
  },
  check(doc, site) {
    if (doc.type === 'pci' && doc.mode === 'subsystem' && doc.source.address === undefined) {
      site.fail("of type 'pci' has no source address")
    }
    if (doc.type === 'usb' && doc.source.usb === undefined && doc.source.vendor === undefined) {
      site.fail("of type 'usb' has neither a source address nor a vendor")
    }
    if (doc.type === 'mdev') checkMediated(doc, site)
    if (doc.source.vendor !== undefined && doc.source.product === undefined) {
      site.fail('has a vendor without a product')
    }
  },
})

/** Kind of address that each model of a mediated device has in the guest. */
const mediatedAddress: Readonly<Record<string, string>> = { 'vfio-pci': 'pci', 'vfio-ccw': 'ccw' }

function checkMediated(doc: HostdevDoc, site: Site): void {
  if (doc.source.mdev?.uuid === undefined) {
    site.fail("of type 'mdev' has no source address with 'uuid'", 'configUnsupported')
  }
  if (doc.model === undefined) site.fail("of type 'mdev' lacks the attribute 'model'")
  const expected = mediatedAddress[doc.model]
  const found = doc.address?.type
  if (expected !== undefined && found !== undefined && found !== expected && found !== 'unassigned') {
    site.fail(`of model '${doc.model}' has an address of type '${found}', expected '${expected}'`)
  }
}

/** `<redirdev>`: a USB device of a viewer that the guest takes over. */
export const redirdev = element(
  { bus: attr(oneOf('usb'), { default: 'usb' }), ...chardevBackend, ...deviceTail },
  { after: completeBackend, check: (doc, site) => checkBackend(doc, site) },
)

/** -1 stands for any value, which is the same as none. */
function orAny(codec: Codec<number>): Codec<number> {
  return { ...codec, parse: (value) => (value === '-1' ? -1 : codec.parse(value)) }
}

/** `<redirfilter>`: which USB devices may be redirected. */
export const redirfilter = element({
  usbdevs: list(
    element({
      class: attr(orAny(capitalHex(2, 0xff)), { omit: [-1] }),
      vendor: attr(orAny(capitalHex(4, 0xffff)), { omit: [-1] }),
      product: attr(orAny(capitalHex(4, 0xffff)), { omit: [-1] }),
      version: attr(pattern(/^(-1|\d{1,2}\.\d{1,2})$/, "a version like '1.10'"), { omit: ['-1'] }),
      allow: attr(yesNo, { required: true }),
    }),
    { name: 'usbdev' },
  ),
})

/** `<smartcard>`. */
export const smartcard = element(
  {
    mode: attr(oneOf('host', 'host-certificates', 'passthrough'), { required: true }),
    ...chardevBackend,
    type: attr(oneOf(...chardevTypes), { when: on('mode', 'passthrough') }),
    certificates: leaves(word, { name: 'certificate', when: on('mode', 'host-certificates') }),
    database: leaf(word, { when: on('mode', 'host-certificates') }),
    ...deviceTail,
  },
  {
    after(draft) {
      if (draft.type !== undefined) completeBackend({ ...draft, type: draft.type })
    },
    check(doc, site) {
      if (doc.mode === 'passthrough' && doc.type === undefined) site.fail("lacks the attribute 'type'")
      if (doc.mode === 'host-certificates' && doc.certificates?.length !== 3) {
        site.fail('has another number of certificates than 3')
      }
      if (doc.type !== undefined) checkBackend({ ...doc, type: doc.type }, site)
    },
  },
)
