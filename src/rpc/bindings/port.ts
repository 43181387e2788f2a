import { VirtError } from '../../core/errors/index.ts'
import type { Args } from '../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../binding.ts'
import { virNetworkPortCreateFlags } from '../wire/protocol/enums.ts'
import { checkFlags, has } from './flags.ts'
import { answer, shown } from './listing.ts'
import { findByKey, findNetwork, findPort, madeBy, portRef } from './lookup.ts'
import { errorDomainOf, noMatching } from './missing.ts'
import { numberParam, type ParamTypes, readNumbers } from './number-params.ts'

const { VIR_NETWORK_PORT_CREATE_RECLAIM: RECLAIM, VIR_NETWORK_PORT_CREATE_VALIDATE: VALIDATE } =
  virNetworkPortCreateFlags

/** Ports of virtual networks. */
export const portHandlers: RemoteHandlers = {
  NETWORK_LIST_ALL_PORTS: (call, { network, need_results, flags }) => {
    checkFlags(call, 'port', flags, 0)
    const owner = findNetwork(call, network)
    const ports = shown(call, 'port', (attrs) => attrs.network === owner.key)
    const { refs, ret } = answer(call, ports, need_results, (port) => portRef(port, owner))
    return { ports: refs, ret }
  },
  NETWORK_PORT_LOOKUP_BY_UUID: (call, { network, uuid }) => {
    const owner = findNetwork(call, network)
    const text = noMatching('port', 'uuid', uuid)
    return { port: portRef(findByKey(call, 'port', `${owner.attrs.uuid}/${uuid}`, text), owner) }
  },
  NETWORK_PORT_CREATE_XML: async (call, { network, xml, flags }) => {
    checkFlags(call, 'port', flags, RECLAIM | VALIDATE)
    const owner = findNetwork(call, network)
    const key = await call.invoke('port.create', owner, {
      xml,
      reclaim: has(flags, RECLAIM),
      validate: has(flags, VALIDATE),
    })
    return { port: portRef(madeBy(call, 'port', key), owner) }
  },
  NETWORK_PORT_GET_XML_DESC: async (call, { port, flags }) => {
    checkFlags(call, 'port', flags, 0)
    return { xml: await call.invoke('port.getXml', findPort(call, port), {}) }
  },
  NETWORK_PORT_GET_PARAMETERS: async (call, { port, nparams, flags }) => {
    checkFlags(call, 'port', flags, STRING_OKAY)
    const bounds = await call.invoke('port.getParameters', findPort(call, port), {})
    checkRoom(call, nparams)
    const params = Object.entries(fields).map(([field, name]) =>
      numberParam(field, 'uint', BigInt(bounds[name] ?? 0)),
    )
    if (nparams === 0) return { params: [], nparams: params.length }
    return { params: params.slice(0, nparams), nparams: 0 }
  },
  NETWORK_PORT_SET_PARAMETERS: (call, { port, params, flags }) => {
    checkFlags(call, 'port', flags, 0)
    const bounds: { [B in Bound]?: number } = {}
    for (const [field, value] of readNumbers(params, types)) {
      const name = fields[field]
      if (name !== undefined) bounds[name] = Number(value)
    }
    return call.invoke('port.setParameters', findPort(call, port), bounds)
  },
  NETWORK_PORT_DELETE: (call, { port, flags }) => {
    checkFlags(call, 'port', flags, 0)
    return call.invoke('port.delete', findPort(call, port), {})
  },
}

const STRING_OKAY = 4
const PARAMETERS_MAX = 16

type Bound = keyof Args<'port.setParameters'>

const fields: Readonly<Record<string, Bound>> = {
  'inbound.average': 'inboundAverage',
  'inbound.peak': 'inboundPeak',
  'inbound.floor': 'inboundFloor',
  'inbound.burst': 'inboundBurst',
  'outbound.average': 'outboundAverage',
  'outbound.peak': 'outboundPeak',
  'outbound.burst': 'outboundBurst',
}

const types: ParamTypes = Object.fromEntries(Object.keys(fields).map((field) => [field, 'uint' as const]))

function checkRoom(call: Call, nparams: number): void {
  if (nparams >= 0 && nparams <= PARAMETERS_MAX) return
  throw new VirtError('internalError', 'internal error: nparams too large', {
    domain: errorDomainOf(call, 'port'),
  })
}
