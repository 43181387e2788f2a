import { formatInterface, parseInterface } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import type { TestContext } from '../context.ts'

/** Interfaces of the host, with sets of changes. */
export function interfaceHandlers({ node }: TestContext): Handlers {
  const { interfaces } = node
  return {
    'interface.define': async (_ctx, _ref, { xml, validate = false }) =>
      interfaces.define(node, parseInterface(xml, { validate })).name,
    'interface.undefine': async (_ctx, ref) => interfaces.undefine(node, interfaces.get(ref.key)),
    'interface.start': async (_ctx, ref) => interfaces.activate(node, interfaces.get(ref.key), true),
    'interface.destroy': async (_ctx, ref) => interfaces.activate(node, interfaces.get(ref.key), false),
    'interface.getXml': async (_ctx, ref, { inactive }) =>
      formatInterface(interfaces.get(ref.key).doc, { inactive: inactive === true }),
    'host.changeInterfaces': async (_ctx, _ref, { action }) => {
      if (action === 'begin') interfaces.begin()
      else if (action === 'commit') interfaces.commit()
      else interfaces.rollback(node)
    },
  }
}
