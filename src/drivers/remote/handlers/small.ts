import type { Handlers } from '../../../core/driver.ts'
import { ask, type HandlerContext, impact, run, wireRef } from './context.ts'

const VALIDATE = 1
const INACTIVE = 1
const transactions = {
  begin: 'INTERFACE_CHANGE_BEGIN',
  commit: 'INTERFACE_CHANGE_COMMIT',
  rollback: 'INTERFACE_CHANGE_ROLLBACK',
} as const

/** Devices of the host. */
export function nodedevHandlers(context: HandlerContext): Handlers {
  return {
    'nodedev.define': async (ctx, _ref, { xml, validate }) => {
      const args = { xml_desc: xml, flags: validate === true ? VALIDATE : 0 }
      return (await ask(context, ctx, 'NODE_DEVICE_DEFINE_XML', args)).dev.name
    },
    'nodedev.create': async (ctx, _ref, { xml, validate }) => {
      const args = { xml_desc: xml, flags: validate === true ? VALIDATE : 0 }
      return (await ask(context, ctx, 'NODE_DEVICE_CREATE_XML', args)).dev.name
    },
    'nodedev.undefine': (ctx, { key: name }) => run(context, ctx, 'NODE_DEVICE_UNDEFINE', { name, flags: 0 }),
    'nodedev.getXml': async (ctx, { key: name }, { inactive }) => {
      const args = { name, flags: inactive === true ? INACTIVE : 0 }
      return (await ask(context, ctx, 'NODE_DEVICE_GET_XML_DESC', args)).xml
    },
    'nodedev.start': (ctx, { key: name }) => run(context, ctx, 'NODE_DEVICE_CREATE', { name, flags: 0 }),
    'nodedev.destroy': (ctx, { key: name }) => run(context, ctx, 'NODE_DEVICE_DESTROY', { name }),
    'nodedev.setAutostart': (ctx, { key: name }, { autostart }) =>
      run(context, ctx, 'NODE_DEVICE_SET_AUTOSTART', { name, autostart: autostart ? 1 : 0 }),
    'nodedev.update': (ctx, { key: name }, { xml, ...where }) =>
      run(context, ctx, 'NODE_DEVICE_UPDATE', { name, xml_desc: xml, flags: impact(where) }),
    'nodedev.dettach': async (ctx, { key: name }, { driver }) => {
      if (driver === undefined) await ask(context, ctx, 'NODE_DEVICE_DETTACH', { name })
      else await ask(context, ctx, 'NODE_DEVICE_DETACH_FLAGS', { name, driverName: driver, flags: 0 })
    },
    'nodedev.reattach': (ctx, { key: name }) => run(context, ctx, 'NODE_DEVICE_RE_ATTACH', { name }),
    'nodedev.reset': (ctx, { key: name }) => run(context, ctx, 'NODE_DEVICE_RESET', { name }),
  }
}

/** Secrets. */
export function secretHandlers(context: HandlerContext): Handlers {
  const secretOf = (ref: { readonly key: string }) => wireRef(context, 'secret', ref)
  return {
    'secret.define': async (ctx, _ref, { xml, validate }) => {
      const args = { xml, flags: validate === true ? VALIDATE : 0 }
      return (await ask(context, ctx, 'SECRET_DEFINE_XML', args)).secret.uuid
    },
    'secret.undefine': (ctx, ref) => run(context, ctx, 'SECRET_UNDEFINE', { secret: secretOf(ref) }),
    'secret.getXml': async (ctx, ref) =>
      (await ask(context, ctx, 'SECRET_GET_XML_DESC', { secret: secretOf(ref), flags: 0 })).xml,
    'secret.getValue': async (ctx, ref) =>
      (await ask(context, ctx, 'SECRET_GET_VALUE', { secret: secretOf(ref), flags: 0 })).value,
    'secret.setValue': (ctx, ref, { value }) =>
      run(context, ctx, 'SECRET_SET_VALUE', { secret: secretOf(ref), value, flags: 0 }),
  }
}

/** Network filters. */
export function nwfilterHandlers(context: HandlerContext): Handlers {
  const filterOf = (ref: { readonly key: string }) => wireRef(context, 'nwfilter', ref)
  return {
    'nwfilter.define': async (ctx, _ref, { xml, validate }) => {
      if (validate === true) {
        return (await ask(context, ctx, 'NWFILTER_DEFINE_XML_FLAGS', { xml, flags: VALIDATE })).nwfilter.uuid
      }
      return (await ask(context, ctx, 'NWFILTER_DEFINE_XML', { xml })).nwfilter.uuid
    },
    'nwfilter.undefine': (ctx, ref) => run(context, ctx, 'NWFILTER_UNDEFINE', { nwfilter: filterOf(ref) }),
    'nwfilter.getXml': async (ctx, ref) =>
      (await ask(context, ctx, 'NWFILTER_GET_XML_DESC', { nwfilter: filterOf(ref), flags: 0 })).xml,
    'host.listNwfilterBindings': async (ctx) => {
      const args = { need_results: 1, flags: 0 }
      const { bindings } = await ask(context, ctx, 'CONNECT_LIST_ALL_NWFILTER_BINDINGS', args)
      return bindings.map(({ portdev, filtername }) => ({ portDev: portdev, filter: filtername }))
    },
    'host.getNwfilterBindingXml': async (ctx, _ref, { portDev }) =>
      (await ask(context, ctx, 'NWFILTER_BINDING_GET_XML_DESC', { nwfilter: binding(portDev), flags: 0 }))
        .xml,
    'host.createNwfilterBinding': async (ctx, _ref, { xml, validate }) => {
      const args = { xml, flags: validate === true ? VALIDATE : 0 }
      return (await ask(context, ctx, 'NWFILTER_BINDING_CREATE_XML', args)).nwfilter.portdev
    },
    'host.deleteNwfilterBinding': (ctx, _ref, { portDev }) =>
      run(context, ctx, 'NWFILTER_BINDING_DELETE', { nwfilter: binding(portDev) }),
  }
}

/** Bindings are found by the device of the port alone. */
function binding(portdev: string) {
  return { portdev, filtername: '' }
}

/** Network interfaces of the host. */
export function interfaceHandlers(context: HandlerContext): Handlers {
  const ifaceOf = (ref: { readonly key: string }) => wireRef(context, 'interface', ref)
  return {
    'interface.define': async (ctx, _ref, { xml, validate }) => {
      const args = { xml, flags: validate === true ? VALIDATE : 0 }
      return (await ask(context, ctx, 'INTERFACE_DEFINE_XML', args)).iface.name
    },
    'interface.undefine': (ctx, ref) => run(context, ctx, 'INTERFACE_UNDEFINE', { iface: ifaceOf(ref) }),
    'interface.getXml': async (ctx, ref, { inactive }) => {
      const args = { iface: ifaceOf(ref), flags: inactive === true ? INACTIVE : 0 }
      return (await ask(context, ctx, 'INTERFACE_GET_XML_DESC', args)).xml
    },
    'interface.start': (ctx, ref) => run(context, ctx, 'INTERFACE_CREATE', { iface: ifaceOf(ref), flags: 0 }),
    'interface.destroy': (ctx, ref) =>
      run(context, ctx, 'INTERFACE_DESTROY', { iface: ifaceOf(ref), flags: 0 }),
    'host.changeInterfaces': (ctx, _ref, { action }) => run(context, ctx, transactions[action], { flags: 0 }),
  }
}
