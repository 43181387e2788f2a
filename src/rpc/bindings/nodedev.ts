import { parseNodedev } from '../../core/config/index.ts'
import type { Entry } from '../../core/contracts.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import type { RemoteNonnullNodeDevice } from '../wire/generated/types.ts'
import {
  virConnectListAllNodeDeviceFlags as listFlags,
  virNodeDeviceUpdateFlags as updateFlags,
  virNodeDeviceCreateXMLFlags,
  virNodeDeviceDefineXMLFlags,
  virNodeDeviceXMLFlags,
} from '../wire/protocol/enums.ts'
import { badArgument, checkFlags, has, maskOf } from './flags.ts'
import {
  answer,
  checkRoom,
  either,
  type FilterGroup,
  filterOf,
  NODEDEV_LIST_MAX,
  names,
  shown,
} from './listing.ts'
import { findNodedev, madeBy, nodedevRef } from './lookup.ts'
import { missingError } from './missing.ts'

/** Names of capabilities in lists, with the flag under which devices that have one are listed. */
const capabilityFlags = {
  system: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_SYSTEM,
  pci: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV,
  usb_device: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV,
  usb: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_INTERFACE,
  net: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET,
  scsi_host: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_HOST,
  scsi_target: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_TARGET,
  scsi: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI,
  storage: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE,
  fc_host: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_FC_HOST,
  vports: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPORTS,
  scsi_generic: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_GENERIC,
  drm: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_DRM,
  mdev_types: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV_TYPES,
  mdev: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV,
  ccw: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCW_DEV,
  css: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_CSS_DEV,
  vdpa: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_VDPA,
  ap_card: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_CARD,
  ap_queue: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_QUEUE,
  ap_matrix: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_MATRIX,
  vpd: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPD,
  ccwgroup: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCWGROUP_DEV,
  ccwgroup_member: listFlags.VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCWGROUP_MEMBER,
} as const

const filters: ReadonlyArray<FilterGroup<'nodedev'>> = [
  Object.entries(capabilityFlags).map(
    ([name, bit]) => [bit, ({ capabilities }) => capabilities.some((each) => listed(each) === name)] as const,
  ),
  either(
    listFlags.VIR_CONNECT_LIST_NODE_DEVICES_PERSISTENT,
    listFlags.VIR_CONNECT_LIST_NODE_DEVICES_TRANSIENT,
    ({ persistent }) => persistent,
  ),
  either(
    listFlags.VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE,
    listFlags.VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE,
    ({ active }) => active,
  ),
]

/** Lists call a capability otherwise than documents do. */
function listed(capability: string): string {
  return capability === 'vport_ops' ? 'vports' : capability
}

const { VIR_NODE_DEVICE_CREATE_XML_VALIDATE: VALIDATE } = virNodeDeviceCreateXMLFlags
const { VIR_NODE_DEVICE_DEFINE_XML_VALIDATE: DEFINE_VALIDATE } = virNodeDeviceDefineXMLFlags
const { VIR_NODE_DEVICE_XML_INACTIVE: INACTIVE } = virNodeDeviceXMLFlags
const LIVE = updateFlags.VIR_NODE_DEVICE_UPDATE_AFFECT_LIVE
const CONFIG = updateFlags.VIR_NODE_DEVICE_UPDATE_AFFECT_CONFIG
const CAPS_MAX = 65_536

const nameOf = ({ attrs }: Entry<'nodedev'>): string => attrs.name

function withCapability(call: Call, cap: string | null): Entry<'nodedev'>[] {
  return shown(call, 'nodedev', ({ active, capabilities }) =>
    cap === null ? active : active && capabilities.some((each) => listed(each) === cap),
  )
}

function capabilitiesOf(call: Call, name: string): string[] {
  return findNodedev(call, name).attrs.capabilities.map(listed)
}

/** Devices of the host. */
export const nodedevHandlers: RemoteHandlers = {
  NODE_NUM_OF_DEVICES: (call, { cap, flags }) => {
    checkFlags(call, 'nodedev', flags, 0)
    return { num: withCapability(call, cap).length }
  },
  NODE_LIST_DEVICES: (call, { cap, maxnames, flags }) => {
    checkFlags(call, 'nodedev', flags, 0)
    return names(withCapability(call, cap), maxnames, nameOf, NODEDEV_LIST_MAX)
  },
  CONNECT_LIST_ALL_NODE_DEVICES: (call, { need_results, flags }) => {
    const devices = shown(call, 'nodedev', filterOf(call, 'nodedev', flags, filters))
    const { refs, ret } = answer(call, devices, need_results, nodedevRef, NODEDEV_LIST_MAX)
    return { devices: refs, ret }
  },
  NODE_DEVICE_LOOKUP_BY_NAME: (call, { name }) => ({ dev: nodedevRef(findNodedev(call, name)) }),
  NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN: async (call, { wwnn, wwpn, flags }) => {
    checkFlags(call, 'nodedev', flags, 0)
    return { dev: await findByWwn(call, wwnn.toLowerCase(), wwpn.toLowerCase()) }
  },
  NODE_DEVICE_GET_XML_DESC: async (call, { name, flags }) => {
    checkFlags(call, 'nodedev', flags, INACTIVE)
    const device = findNodedev(call, name)
    return { xml: await call.invoke('nodedev.getXml', device, { inactive: has(flags, INACTIVE) }) }
  },
  NODE_DEVICE_GET_PARENT: (call, { name }) => ({ parentName: findNodedev(call, name).attrs.parent ?? null }),
  NODE_DEVICE_NUM_OF_CAPS: (call, { name }) => ({ num: capabilitiesOf(call, name).length }),
  NODE_DEVICE_LIST_CAPS: (call, { name, maxnames }) => {
    checkRoom(maxnames, CAPS_MAX)
    return { names: capabilitiesOf(call, name).slice(0, maxnames) }
  },
  NODE_DEVICE_DETTACH: (call, { name }) => call.invoke('nodedev.dettach', findNodedev(call, name), {}),
  NODE_DEVICE_DETACH_FLAGS: (call, { name, driverName, flags }) => {
    checkFlags(call, 'nodedev', flags, 0)
    const driver = driverName === null ? {} : { driver: driverName }
    return call.invoke('nodedev.dettach', findNodedev(call, name), driver)
  },
  NODE_DEVICE_RE_ATTACH: (call, { name }) => call.invoke('nodedev.reattach', findNodedev(call, name), {}),
  NODE_DEVICE_RESET: (call, { name }) => call.invoke('nodedev.reset', findNodedev(call, name), {}),
  NODE_DEVICE_CREATE_XML: async (call, { xml_desc: xml, flags }) => {
    checkFlags(call, 'nodedev', flags, VALIDATE)
    const key = await call.invoke('nodedev.create', call.host(), { xml, validate: has(flags, VALIDATE) })
    return { dev: nodedevRef(madeBy(call, 'nodedev', key)) }
  },
  NODE_DEVICE_DESTROY: (call, { name }) => call.invoke('nodedev.destroy', findNodedev(call, name), {}),
  NODE_DEVICE_DEFINE_XML: async (call, { xml_desc: xml, flags }) => {
    checkFlags(call, 'nodedev', flags, DEFINE_VALIDATE)
    const validate = has(flags, DEFINE_VALIDATE)
    const key = await call.invoke('nodedev.define', call.host(), { xml, validate })
    return { dev: nodedevRef(madeBy(call, 'nodedev', key)) }
  },
  NODE_DEVICE_UNDEFINE: (call, { name, flags }) => {
    checkFlags(call, 'nodedev', flags, 0)
    return call.invoke('nodedev.undefine', findNodedev(call, name), {})
  },
  NODE_DEVICE_CREATE: (call, { name, flags }) => {
    checkFlags(call, 'nodedev', flags, 0)
    return call.invoke('nodedev.start', findNodedev(call, name), {})
  },
  NODE_DEVICE_GET_AUTOSTART: (call, { name }) => ({
    autostart: Number(findNodedev(call, name).attrs.autostart),
  }),
  NODE_DEVICE_SET_AUTOSTART: (call, { name, autostart }) =>
    call.invoke('nodedev.setAutostart', findNodedev(call, name), { autostart: autostart !== 0 }),
  NODE_DEVICE_IS_PERSISTENT: (call, { name }) => ({
    persistent: Number(findNodedev(call, name).attrs.persistent),
  }),
  NODE_DEVICE_IS_ACTIVE: (call, { name }) => ({ active: Number(findNodedev(call, name).attrs.active) }),
  NODE_DEVICE_UPDATE: (call, { name, xml_desc: xml, flags }) => {
    checkFlags(call, 'nodedev', flags, maskOf(LIVE, CONFIG))
    return call.invoke('nodedev.update', findNodedev(call, name), {
      xml,
      live: has(flags, LIVE),
      config: has(flags, CONFIG),
    })
  },
}

/** The adapter with two world wide names, which stand only in the documents of devices. */
async function findByWwn(call: Call, wwnn: string, wwpn: string): Promise<RemoteNonnullNodeDevice> {
  for (const name of [wwnn, wwpn]) {
    if (!/^[0-9a-f]{16}$/.test(name)) throw badArgument(call, 'nodedev', `Malformed wwn: ${name}`)
  }
  for (const device of shown(call, 'nodedev', ({ capabilities }) => capabilities.includes('fc_host'))) {
    const { capabilities } = parseNodedev(await call.invoke('nodedev.getXml', device, {}))
    const inner = capabilities.flatMap((each) => (each.type === 'scsi_host' ? (each.capabilities ?? []) : []))
    const found = inner.some(
      (each) =>
        each.type === 'fc_host' && each.wwnn?.toLowerCase() === wwnn && each.wwpn?.toLowerCase() === wwpn,
    )
    if (found) return nodedevRef(findNodedev(call, device.attrs.name))
  }
  throw missingError(
    call,
    'nodedev',
    `Node device not found: no node device with matching wwnn '${wwnn}' and wwpn '${wwpn}'`,
  )
}
