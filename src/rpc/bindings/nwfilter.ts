import type { Entry } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import type { RemoteNonnullNwfilter, RemoteNonnullNwfilterBinding } from '../wire/generated/types.ts'
import { virNWFilterBindingCreateFlags, virNWFilterDefineFlags } from '../wire/protocol/enums.ts'
import { checkFlags, has } from './flags.ts'
import { answer, names, shown } from './listing.ts'
import { findByName, findByUuid, findNwfilter, madeBy, nwfilterRef } from './lookup.ts'

const { VIR_NWFILTER_DEFINE_VALIDATE: VALIDATE } = virNWFilterDefineFlags
const { VIR_NWFILTER_BINDING_CREATE_VALIDATE: VALIDATE_BINDING } = virNWFilterBindingCreateFlags
const nameOf = ({ attrs }: Entry<'nwfilter'>): string => attrs.name

async function define(
  call: Call,
  xml: string,
  validate: boolean,
): Promise<{ nwfilter: RemoteNonnullNwfilter }> {
  const key = await call.invoke('nwfilter.define', call.host(), { xml, validate })
  return { nwfilter: nwfilterRef(madeBy(call, 'nwfilter', key)) }
}

/** Network filters and what they are bound to. */
export const nwfilterHandlers: RemoteHandlers = {
  CONNECT_NUM_OF_NWFILTERS: (call) => ({ num: shown(call, 'nwfilter').length }),
  CONNECT_LIST_NWFILTERS: (call, { maxnames }) => names(shown(call, 'nwfilter'), maxnames, nameOf),
  CONNECT_LIST_ALL_NWFILTERS: (call, { need_results, flags }) => {
    checkFlags(call, 'nwfilter', flags, 0)
    const { refs, ret } = answer(call, shown(call, 'nwfilter'), need_results, nwfilterRef)
    return { filters: refs, ret }
  },
  NWFILTER_LOOKUP_BY_NAME: (call, { name }) => ({
    nwfilter: nwfilterRef(findByName(call, 'nwfilter', name)),
  }),
  NWFILTER_LOOKUP_BY_UUID: (call, { uuid }) => ({
    nwfilter: nwfilterRef(findByUuid(call, 'nwfilter', uuid)),
  }),
  NWFILTER_GET_XML_DESC: async (call, { nwfilter, flags }) => {
    checkFlags(call, 'nwfilter', flags, 0)
    return { xml: await call.invoke('nwfilter.getXml', findNwfilter(call, nwfilter), {}) }
  },
  NWFILTER_DEFINE_XML: (call, { xml }) => define(call, xml, false),
  NWFILTER_DEFINE_XML_FLAGS: (call, { xml, flags }) => {
    checkFlags(call, 'nwfilter', flags, VALIDATE)
    return define(call, xml, has(flags, VALIDATE))
  },
  NWFILTER_UNDEFINE: (call, { nwfilter }) =>
    call.invoke('nwfilter.undefine', findNwfilter(call, nwfilter), {}),
  CONNECT_LIST_ALL_NWFILTER_BINDINGS: async (call, { need_results, flags }) => {
    checkFlags(call, 'nwfilter', flags, 0)
    const { refs, ret } = answer(call, await bindings(call), need_results, (binding) => binding)
    return { bindings: refs, ret }
  },
  NWFILTER_BINDING_LOOKUP_BY_PORT_DEV: async (call, { name }) => ({
    nwfilter: await findBinding(call, name),
  }),
  NWFILTER_BINDING_GET_XML_DESC: async (call, { nwfilter, flags }) => {
    checkFlags(call, 'nwfilter', flags, 0)
    const { portdev: portDev } = await findBinding(call, nwfilter.portdev)
    return { xml: await call.invoke('host.getNwfilterBindingXml', call.host(), { portDev }) }
  },
  NWFILTER_BINDING_CREATE_XML: async (call, { xml, flags }) => {
    checkFlags(call, 'nwfilter', flags, VALIDATE_BINDING)
    const validate = has(flags, VALIDATE_BINDING)
    const name = await call.invoke('host.createNwfilterBinding', call.host(), { xml, validate })
    return { nwfilter: await findBinding(call, name) }
  },
  NWFILTER_BINDING_DELETE: async (call, { nwfilter }) => {
    const { portdev: portDev } = await findBinding(call, nwfilter.portdev)
    return call.invoke('host.deleteNwfilterBinding', call.host(), { portDev })
  },
}

async function bindings(call: Call): Promise<RemoteNonnullNwfilterBinding[]> {
  const all = await call.invoke('host.listNwfilterBindings', call.host(), {})
  return all.map(({ portDev, filter }) => ({ portdev: portDev, filtername: filter }))
}

async function findBinding(call: Call, portDev: string): Promise<RemoteNonnullNwfilterBinding> {
  const found = (await bindings(call)).find(({ portdev }) => portdev === portDev)
  if (found !== undefined) return found
  throw new VirtError(
    'noNwfilterBinding',
    `Network filter binding not found: no nwfilter binding for port dev '${portDev}'`,
    { domain: 'nwfilter' },
  )
}
