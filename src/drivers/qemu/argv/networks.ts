import type { NetDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { QmpObject } from '../../../qmp/index.ts'
import { aliasOf } from '../definition/devices.ts'
import type { BootOrder } from './boot-order.ts'
import { type BusNames, pciProps } from './places.ts'

/** Interface types that this driver can connect. */
export const netBackends = ['user', 'bridge', 'ethernet'] as const

/** Models of network cards with the device that QEMU has for each. */
export const netModels: Readonly<Record<string, string>> = {
  virtio: 'virtio-net-pci',
  e1000: 'e1000',
  e1000e: 'e1000e',
  rtl8139: 'rtl8139',
  'e1000-82544gc': 'e1000-82544gc',
  'e1000-82545em': 'e1000-82545em',
  ne2k_pci: 'ne2k_pci',
  pcnet: 'pcnet',
  vmxnet3: 'vmxnet3',
  i82551: 'i82551',
  i82557b: 'i82557b',
  i82559er: 'i82559er',
  igb: 'igb',
}

/** The host end of a network interface. `tap` is the device made for it. */
export function netBackend(net: NetDoc, tap: string | undefined): QmpObject {
  const id = `host${aliasOf(net)}`
  if (net.type === 'user') return { type: 'user', ...userAddresses(net), id }
  if (tap === undefined) {
    throw new VirtError('internalError', `interface '${aliasOf(net)}' has no tap device`, { domain: 'qemu' })
  }
  const queues = net.driver?.queues ?? 1
  return {
    type: 'tap',
    ifname: tap,
    script: 'no',
    downscript: 'no',
    ...(queues > 1 ? { queues } : {}),
    ...(net.driver?.name === 'vhost' ? { vhost: true } : {}),
    ...(net.tune?.sndbuf === undefined ? {} : { sndbuf: net.tune.sndbuf }),
    id,
  }
}

function userAddresses(net: NetDoc): QmpObject {
  const ipv4 = net.ips?.find((ip) => ip.family !== 'ipv6')
  const ipv6 = net.ips?.find((ip) => ip.family === 'ipv6')
  return {
    ...(ipv4 ? { net: `${ipv4.address}${ipv4.prefix ? `/${ipv4.prefix}` : ''}` } : {}),
    ...(ipv6 ? { 'ipv6-prefix': ipv6.address } : {}),
    ...(ipv6?.prefix ? { 'ipv6-prefixlen': ipv6.prefix } : {}),
  }
}

const onOff = (value: boolean | undefined, name: string): QmpObject =>
  value === undefined ? {} : { [name]: value }

/** Offloads of a virtio card with their names in QEMU; the guest's have a prefix. */
function offloads(net: NetDoc): QmpObject {
  const { host, guest } = net.driver ?? {}
  return {
    ...onOff(host?.csum, 'csum'),
    ...onOff(host?.gso, 'gso'),
    ...onOff(host?.tso4, 'host_tso4'),
    ...onOff(host?.tso6, 'host_tso6'),
    ...onOff(host?.ecn, 'host_ecn'),
    ...onOff(host?.ufo, 'host_ufo'),
    ...onOff(host?.mrg_rxbuf, 'mrg_rxbuf'),
    ...onOff(guest?.csum, 'guest_csum'),
    ...onOff(guest?.tso4, 'guest_tso4'),
    ...onOff(guest?.tso6, 'guest_tso6'),
    ...onOff(guest?.ecn, 'guest_ecn'),
    ...onOff(guest?.ufo, 'guest_ufo'),
  }
}

function virtioProps(net: NetDoc): QmpObject {
  const { driver } = net
  const queues = driver?.queues ?? 1
  return {
    ...(driver?.txmode ? { tx: driver.txmode === 'iothread' ? 'bh' : 'timer' } : {}),
    ...onOff(driver?.ioeventfd, 'ioeventfd'),
    ...onOff(driver?.event_idx, 'event_idx'),
    ...offloads(net),
    ...(queues > 1 ? { mq: true, vectors: queues * 2 + 2 } : {}),
    ...(driver?.rx_queue_size ? { rx_queue_size: driver.rx_queue_size } : {}),
    ...(driver?.tx_queue_size ? { tx_queue_size: driver.tx_queue_size } : {}),
    ...(net.mtu?.size ? { host_mtu: net.mtu.size } : {}),
  }
}

/** The network card of the guest. */
export function netDevice(net: NetDoc, places: { buses: BusNames; boot: BootOrder }): QmpObject {
  const alias = aliasOf(net)
  const model = net.model?.type ?? 'rtl8139'
  const driver = netModels[model]
  if (driver === undefined) {
    throw new VirtError(
      'configUnsupported',
      `interface '${alias}' has the model '${model}'; supported are ${Object.keys(netModels).join(', ')}`,
      { domain: 'qemu' },
    )
  }
  const order = places.boot.of(net)
  return {
    driver,
    ...(model === 'virtio' ? virtioProps(net) : {}),
    netdev: `host${alias}`,
    id: alias,
    mac: net.mac?.address,
    ...(order === undefined ? {} : { bootindex: order }),
    ...pciProps(net.address, places.buses, `interface '${alias}'`),
    ...romProps(net),
  }
}

function romProps(net: NetDoc): QmpObject {
  const { rom } = net
  if (rom === undefined) return {}
  return {
    ...(rom.enabled === 'no' ? { romfile: '' } : {}),
    ...(rom.bar === undefined ? {} : { rombar: rom.bar ? 1 : 0 }),
    ...(rom.file ? { romfile: rom.file } : {}),
  }
}
