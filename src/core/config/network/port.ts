import { randomUUID } from 'node:crypto'
import { mac, oneOf, uint, uuid, word, yesNo } from '../descriptor/codec.ts'
import { element, variants } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaf } from '../descriptor/field.ts'
import { hostPciAddress } from '../domain/address.ts'
import { bandwidth, filterref, virtualport, vlan } from '../domain/net.ts'

const macTableManager = attr(oneOf('default', 'kernel', 'libvirt'), { omit: ['default'] })

const plug = variants('type', {
  none: {},
  network: { bridge: attr(word, { required: true }), macTableManager },
  bridge: { bridge: attr(word, { required: true }), macTableManager },
  direct: {
    dev: attr(word, { required: true }),
    mode: attr(oneOf('vepa', 'private', 'bridge', 'passthrough')),
  },
  'hostdev-pci': {
    managed: attr(yesNo),
    driver: child(element({ name: attr(word) })),
    address: child(hostPciAddress, { required: true }),
  },
})

const owner = element({ name: leaf(word), uuid: leaf(uuid) })

const portFields = {
  uuid: leaf(uuid, { filled: true }),
  owner: child(owner),
  group: leaf(word),
  mac: child(element({ address: attr(mac, { required: true }) })),
  virtualport: child(virtualport),
  bandwidth: child(bandwidth),
  class: child(element({ id: attr(uint) })),
  rxfilters: child(element({ trustGuest: attr(yesNo) })),
  port: child(element({ isolated: attr(yesNo) })),
  vlan: child(vlan),
  plug: child(plug),
}

/** A port of a network: the connection of one interface. */
export type PortDoc = DocOf<typeof portFields>

/** A port of a network. */
export const networkPort = element(portFields, {
  after(draft) {
    draft.uuid ??= randomUUID()
  },
})

const bindingFields = {
  owner: child(owner, { required: true }),
  portdev: child(element({ name: attr(word, { required: true }) }), { required: true }),
  linkdev: child(element({ name: attr(word, { required: true }) })),
  mac: child(element({ address: attr(mac, { required: true }) }), { required: true }),
  filterref: child(filterref, { required: true }),
}

/** The binding of a network filter to a port. */
export type NwfilterBindingDoc = DocOf<typeof bindingFields>

/** The binding of a network filter to a port. */
export const nwfilterBinding = element(bindingFields)
