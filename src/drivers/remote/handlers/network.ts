import type { Handlers } from '../../../core/driver.ts'
import type { RemoteTypedParam } from '../../../rpc/wire/generated/types.ts'
import { feature } from '../registrations.ts'
import { memberKey } from '../units.ts'
import { ask, type HandlerContext, impact, numberOf, numberOfWord, run, wireRef } from './context.ts'
import { allParams } from './params.ts'

const VALIDATE = 1
const RECLAIM = 1
const PORT_VALIDATE = 2
const INACTIVE = 1
/** Number of the feature that the order of two arguments is the right one. */
const FEATURE_UPDATE_ORDER = 16

const updateCommands = { modify: 1, delete: 2, 'add-last': 3, 'add-first': 4 } as const
/** Parts of a network; libvirt's numbers of them begin with 1. */
const updateSections = [
  'bridge',
  'domain',
  'ip',
  'ip-dhcp-host',
  'ip-dhcp-range',
  'forward',
  'forward-interface',
  'forward-pf',
  'portgroup',
  'dns-host',
  'dns-txt',
  'dns-srv',
] as const
const metadataTypes = ['description', 'title', 'element'] as const

const boundNames = {
  inboundAverage: 'inbound.average',
  inboundPeak: 'inbound.peak',
  inboundFloor: 'inbound.floor',
  inboundBurst: 'inbound.burst',
  outboundAverage: 'outbound.average',
  outboundPeak: 'outbound.peak',
  outboundBurst: 'outbound.burst',
} as const

/** Virtual networks and their ports. */
export function networkHandlers(context: HandlerContext): Handlers {
  const netOf = (ref: { readonly key: string }) => wireRef(context, 'network', ref)
  return {
    'network.define': async (ctx, _ref, { xml, validate }) => {
      if (validate === true) {
        return (await ask(context, ctx, 'NETWORK_DEFINE_XML_FLAGS', { xml, flags: VALIDATE })).net.uuid
      }
      return (await ask(context, ctx, 'NETWORK_DEFINE_XML', { xml })).net.uuid
    },
    'network.create': async (ctx, _ref, { xml, validate }) => {
      if (validate === true) {
        return (await ask(context, ctx, 'NETWORK_CREATE_XML_FLAGS', { xml, flags: VALIDATE })).net.uuid
      }
      return (await ask(context, ctx, 'NETWORK_CREATE_XML', { xml })).net.uuid
    },
    'network.undefine': (ctx, ref) => run(context, ctx, 'NETWORK_UNDEFINE', { net: netOf(ref) }),
    'network.getXml': async (ctx, ref, { inactive }) => {
      const args = { net: netOf(ref), flags: inactive === true ? INACTIVE : 0 }
      return (await ask(context, ctx, 'NETWORK_GET_XML_DESC', args)).xml
    },
    'network.start': (ctx, ref) => run(context, ctx, 'NETWORK_CREATE', { net: netOf(ref) }),
    'network.destroy': (ctx, ref) => run(context, ctx, 'NETWORK_DESTROY', { net: netOf(ref) }),
    'network.setAutostart': (ctx, ref, { autostart }) =>
      run(context, ctx, 'NETWORK_SET_AUTOSTART', { net: netOf(ref), autostart: autostart ? 1 : 0 }),
    'network.update': async (ctx, ref, { command, section, parentIndex, xml, ...where }) => {
      const words = [
        updateCommands[command],
        1 + numberOfWord(updateSections, section, 'the section of a network'),
      ] as const
      // Releases before 7.2 took the two numbers the wrong way round, and their clients did the same.
      const right = await feature(context.daemon, FEATURE_UPDATE_ORDER)
      const [first, second] = right ? words : ([words[1], words[0]] as const)
      await ask(context, ctx, 'NETWORK_UPDATE', {
        net: netOf(ref),
        command: first,
        section: second,
        parentIndex,
        xml,
        flags: impact(where),
      })
    },
    'network.getDhcpLeases': async (ctx, ref, { mac }) => {
      const args = { net: netOf(ref), mac: mac ?? null, need_results: 1, flags: 0 }
      const { leases } = await ask(context, ctx, 'NETWORK_GET_DHCP_LEASES', args)
      return leases.map((lease) => ({
        interface: lease.iface,
        expiry: Number(lease.expirytime) * 1000,
        mac: (lease.mac ?? '00:00:00:00:00:00').toLowerCase(),
        address: lease.ipaddr,
        prefix: lease.prefix,
        ...(lease.hostname !== null && { hostname: lease.hostname }),
        ...(lease.clientid !== null && { clientId: lease.clientid }),
      }))
    },
    'network.getMetadata': async (ctx, ref, { type, uri, ...where }) => {
      const args = {
        network: netOf(ref),
        type: numberOf(metadataTypes, type),
        uri: uri ?? null,
        flags: impact(where),
      }
      return (await ask(context, ctx, 'NETWORK_GET_METADATA', args)).metadata
    },
    'network.setMetadata': (ctx, ref, { type, value, key, uri, ...where }) =>
      run(context, ctx, 'NETWORK_SET_METADATA', {
        network: netOf(ref),
        type: numberOf(metadataTypes, type),
        metadata: value ?? null,
        key: key ?? null,
        uri: uri ?? null,
        flags: impact(where),
      }),
    'port.create': async (ctx, ref, { xml, reclaim, validate }) => {
      const flags = (reclaim === true ? RECLAIM : 0) + (validate === true ? PORT_VALIDATE : 0)
      const args = { network: netOf(ref), xml, flags }
      const { port } = await ask(context, ctx, 'NETWORK_PORT_CREATE_XML', args)
      return memberKey(ref.key, port.uuid)
    },
    'port.getXml': async (ctx, ref) =>
      (
        await ask(context, ctx, 'NETWORK_PORT_GET_XML_DESC', {
          port: wireRef(context, 'port', ref),
          flags: 0,
        })
      ).xml,
    'port.getParameters': async (ctx, ref) => {
      const port = wireRef(context, 'port', ref)
      const found = await allParams((nparams) =>
        ask(context, ctx, 'NETWORK_PORT_GET_PARAMETERS', { port, nparams, flags: 0 }),
      )
      const values = new Map(found.map(({ name, value }) => [name, Number(value)]))
      const known = Object.entries(boundNames).flatMap(([name, field]) => {
        const value = values.get(field)
        return value === undefined ? [] : [[name, value] as const]
      })
      return Object.fromEntries(known)
    },
    'port.setParameters': (ctx, ref, bounds) => {
      const params = Object.entries(boundNames).flatMap(([name, field]): RemoteTypedParam[] => {
        // The names of the table are those of the arguments.
        const value = bounds[name as keyof typeof boundNames]
        return value === undefined ? [] : [{ field, value: { type: 2, value } }]
      })
      return run(context, ctx, 'NETWORK_PORT_SET_PARAMETERS', {
        port: wireRef(context, 'port', ref),
        params,
        flags: 0,
      })
    },
    'port.delete': (ctx, ref) =>
      run(context, ctx, 'NETWORK_PORT_DELETE', { port: wireRef(context, 'port', ref), flags: 0 }),
  }
}
