import type { Entry } from '../../core/contracts.ts'
import type { Args } from '../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import {
  virConnectListAllInterfacesFlags as listFlags,
  virInterfaceDefineFlags,
  virInterfaceXMLFlags,
} from '../wire/protocol/enums.ts'
import { checkFlags, has } from './flags.ts'
import { answer, either, type FilterGroup, filterOf, names, shown } from './listing.ts'
import { findByName, findInterface, findInterfaceByMac, interfaceRef, madeBy } from './lookup.ts'

const filters: ReadonlyArray<FilterGroup<'interface'>> = [
  either(
    listFlags.VIR_CONNECT_LIST_INTERFACES_ACTIVE,
    listFlags.VIR_CONNECT_LIST_INTERFACES_INACTIVE,
    (attrs) => attrs.active,
  ),
]

const { VIR_INTERFACE_DEFINE_VALIDATE: VALIDATE } = virInterfaceDefineFlags
const { VIR_INTERFACE_XML_INACTIVE: INACTIVE } = virInterfaceXMLFlags

const active = (call: Call) => shown(call, 'interface', (attrs) => attrs.active)
const inactive = (call: Call) => shown(call, 'interface', (attrs) => !attrs.active)
const nameOf = ({ attrs }: Entry<'interface'>): string => attrs.name

/** Interfaces of the host. */
export const interfaceHandlers: RemoteHandlers = {
  CONNECT_NUM_OF_INTERFACES: (call) => ({ num: active(call).length }),
  CONNECT_LIST_INTERFACES: (call, { maxnames }) => names(active(call), maxnames, nameOf),
  CONNECT_NUM_OF_DEFINED_INTERFACES: (call) => ({ num: inactive(call).length }),
  CONNECT_LIST_DEFINED_INTERFACES: (call, { maxnames }) => names(inactive(call), maxnames, nameOf),
  CONNECT_LIST_ALL_INTERFACES: (call, { need_results, flags }) => {
    const fits = filterOf(call, 'interface', flags, filters)
    const { refs, ret } = answer(call, shown(call, 'interface', fits), need_results, interfaceRef)
    return { ifaces: refs, ret }
  },
  INTERFACE_LOOKUP_BY_NAME: (call, { name }) => ({
    iface: interfaceRef(findByName(call, 'interface', name)),
  }),
  INTERFACE_LOOKUP_BY_MAC_STRING: (call, { mac }) => ({ iface: interfaceRef(findInterfaceByMac(call, mac)) }),
  INTERFACE_GET_XML_DESC: async (call, { iface, flags }) => {
    checkFlags(call, 'interface', flags, INACTIVE)
    const entry = findInterface(call, iface)
    return { xml: await call.invoke('interface.getXml', entry, { inactive: has(flags, INACTIVE) }) }
  },
  INTERFACE_DEFINE_XML: async (call, { xml, flags }) => {
    checkFlags(call, 'interface', flags, VALIDATE)
    const validate = has(flags, VALIDATE)
    const key = await call.invoke('interface.define', call.host(), { xml, validate })
    return { iface: interfaceRef(madeBy(call, 'interface', key)) }
  },
  INTERFACE_UNDEFINE: (call, { iface }) => call.invoke('interface.undefine', findInterface(call, iface), {}),
  INTERFACE_CREATE: (call, { iface, flags }) => {
    checkFlags(call, 'interface', flags, 0)
    return call.invoke('interface.start', findInterface(call, iface), {})
  },
  INTERFACE_DESTROY: (call, { iface, flags }) => {
    checkFlags(call, 'interface', flags, 0)
    return call.invoke('interface.destroy', findInterface(call, iface), {})
  },
  INTERFACE_IS_ACTIVE: (call, { iface }) => ({ active: Number(findInterface(call, iface).attrs.active) }),
  INTERFACE_CHANGE_BEGIN: (call, { flags }) => change(call, flags, 'begin'),
  INTERFACE_CHANGE_COMMIT: (call, { flags }) => change(call, flags, 'commit'),
  INTERFACE_CHANGE_ROLLBACK: (call, { flags }) => change(call, flags, 'rollback'),
}

function change(call: Call, flags: number, action: Args<'host.changeInterfaces'>['action']): Promise<void> {
  checkFlags(call, 'interface', flags, 0)
  return call.invoke('host.changeInterfaces', call.host(), { action })
}
