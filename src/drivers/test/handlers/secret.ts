import {
  formatNwfilter,
  formatNwfilterBinding,
  formatSecret,
  parseNwfilter,
  parseNwfilterBinding,
  parseSecret,
} from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { TestContext } from '../context.ts'
import { defineNwfilter, undefineNwfilter } from '../nwfilters.ts'
import type { TestSecret } from '../secrets.ts'

/** Secrets. Their values go only to who asks for them by `getValue`. */
export function secretHandlers({ node }: TestContext): Handlers {
  const { secrets } = node
  return {
    'secret.define': async (_ctx, _ref, { xml, validate = false }) =>
      secrets.define(node, parseSecret(xml, { validate })).uuid,
    'secret.undefine': async (_ctx, ref) => secrets.undefine(node, secrets.get(ref.key)),
    'secret.getXml': async (_ctx, ref) => formatSecret(secrets.get(ref.key).doc),
    'secret.getValue': async (_ctx, ref) => readValue(secrets.get(ref.key)),
    'secret.setValue': async (_ctx, ref, { value }) => {
      const secret = secrets.get(ref.key)
      secret.setValue(value)
      node.emit({ kind: 'event', type: 'secret', key: secret.uuid, event: 'valueChanged', fields: {} })
    },
  }
}

function readValue(secret: TestSecret): Uint8Array {
  if (secret.doc.private) {
    throw new VirtError('operationDenied', `the secret ${secret.uuid} is private; its value cannot be read`)
  }
  if (secret.value === undefined) {
    throw new VirtError('noSecret', `the secret ${secret.uuid} has no value`)
  }
  return Uint8Array.from(secret.value)
}

/** Network filters, and what they are bound to. */
export function nwfilterHandlers({ node }: TestContext): Handlers {
  const bindings = node.nwfilterBindings
  return {
    'nwfilter.define': async (_ctx, _ref, { xml, validate = false }) =>
      defineNwfilter(node, parseNwfilter(xml, { validate })).uuid,
    'nwfilter.undefine': async (_ctx, ref) => undefineNwfilter(node, node.nwfilters.get(ref.key)),
    'nwfilter.getXml': async (_ctx, ref) => formatNwfilter(node.nwfilters.get(ref.key).doc),
    'host.listNwfilterBindings': async () =>
      Array.from(bindings.all(node), ([portDev, doc]) => ({ portDev, filter: doc.filterref.filter })),
    'host.getNwfilterBindingXml': async (_ctx, _ref, { portDev }) =>
      formatNwfilterBinding(bindings.get(node, portDev)),
    'host.createNwfilterBinding': async (_ctx, _ref, { xml, validate = false }) =>
      bindings.add(node, parseNwfilterBinding(xml, { validate })),
    'host.deleteNwfilterBinding': async (_ctx, _ref, { portDev }) => bindings.remove(node, portDev),
  }
}
