import type { Handlers } from '../../../core/driver.ts'
import { readState, stateWords } from '../objects/domain.ts'
import { ask, askEither, bits, type HandlerContext, run, wireRef } from './context.ts'

const VALIDATE = 1
const createBits = {
  paused: 1,
  autodestroy: 2,
  bypassCache: 4,
  forceBoot: 8,
  validate: 16,
  resetNvram: 32,
} as const
const undefineBits = {
  managedSave: 1,
  snapshotsMetadata: 2,
  nvram: 4,
  keepNvram: 8,
  checkpointsMetadata: 16,
} as const
const modeBits = { default: 0, acpi: 1, agent: 2, initctl: 4, signal: 8, paravirt: 16 } as const
const xmlBits = { secure: 1, inactive: 2, updateCpu: 4, migratable: 8 } as const
const sleepTargets = { mem: 0, disk: 1, hybrid: 2 } as const

/** Definition, start and end of domains. */
export function domainLifeHandlers(context: HandlerContext): Handlers {
  const { daemon } = context
  return {
    'domain.define': async (ctx, _ref, { xml, validate }) => {
      const flags = validate === true ? VALIDATE : 0
      const plain = ['DOMAIN_DEFINE_XML', { xml }] as const
      // What cannot be validated is not defined without it.
      const ret =
        flags === 0
          ? await askEither(context, ctx, ['DOMAIN_DEFINE_XML_FLAGS', { xml, flags }], plain)
          : await ask(context, ctx, 'DOMAIN_DEFINE_XML_FLAGS', { xml, flags })
      return ret.dom.uuid
    },
    'domain.create': async (ctx, _ref, { xml, ...switches }) => {
      const args = { xml_desc: xml, flags: bits(createBits, switches) }
      return (await ask(context, ctx, 'DOMAIN_CREATE_XML', args)).dom.uuid
    },
    'domain.undefine': async (ctx, ref, switches) => {
      const dom = wireRef(context, 'domain', ref)
      const flags = bits(undefineBits, switches)
      const newer = ['DOMAIN_UNDEFINE_FLAGS', { dom, flags }] as const
      if (flags !== 0) await ask(context, ctx, ...newer)
      else await askEither(context, ctx, newer, ['DOMAIN_UNDEFINE', { dom }])
    },
    'domain.rename': (ctx, ref, { name }) =>
      run(context, ctx, 'DOMAIN_RENAME', { dom: wireRef(context, 'domain', ref), new_name: name, flags: 0 }),
    'domain.start': async (ctx, ref, switches) => {
      const dom = wireRef(context, 'domain', ref)
      const flags = bits(createBits, switches)
      const newer = ['DOMAIN_CREATE_WITH_FLAGS', { dom, flags }] as const
      if (flags !== 0) await ask(context, ctx, ...newer)
      else await askEither(context, ctx, newer, ['DOMAIN_CREATE', { dom }])
    },
    'domain.shutdown': async (ctx, ref, { mode = 'default' }) => {
      const dom = wireRef(context, 'domain', ref)
      // The older call is what all hypervisors have, and means the same.
      if (mode === 'default') await ask(context, ctx, 'DOMAIN_SHUTDOWN', { dom })
      else await ask(context, ctx, 'DOMAIN_SHUTDOWN_FLAGS', { dom, flags: modeBits[mode] })
    },
    'domain.reboot': (ctx, ref, { mode = 'default' }) =>
      run(context, ctx, 'DOMAIN_REBOOT', { dom: wireRef(context, 'domain', ref), flags: modeBits[mode] }),
    'domain.reset': (ctx, ref) =>
      run(context, ctx, 'DOMAIN_RESET', { dom: wireRef(context, 'domain', ref), flags: 0 }),
    'domain.destroy': async (ctx, ref, { graceful }) => {
      const dom = wireRef(context, 'domain', ref)
      if (graceful === true) await ask(context, ctx, 'DOMAIN_DESTROY_FLAGS', { dom, flags: 1 })
      else await ask(context, ctx, 'DOMAIN_DESTROY', { dom })
    },
    'domain.suspend': (ctx, ref) =>
      run(context, ctx, 'DOMAIN_SUSPEND', { dom: wireRef(context, 'domain', ref) }),
    'domain.resume': (ctx, ref) =>
      run(context, ctx, 'DOMAIN_RESUME', { dom: wireRef(context, 'domain', ref) }),
    'domain.pmSuspend': (ctx, ref, { target, duration = 0n }) =>
      run(context, ctx, 'DOMAIN_PM_SUSPEND_FOR_DURATION', {
        dom: wireRef(context, 'domain', ref),
        target: sleepTargets[target],
        duration,
        flags: 0,
      }),
    'domain.pmWakeup': (ctx, ref) =>
      run(context, ctx, 'DOMAIN_PM_WAKEUP', { dom: wireRef(context, 'domain', ref), flags: 0 }),
    'domain.setAutostart': (ctx, ref, { autostart }) =>
      run(context, ctx, 'DOMAIN_SET_AUTOSTART', {
        dom: wireRef(context, 'domain', ref),
        autostart: autostart ? 1 : 0,
      }),
    'domain.getState': async (_ctx, ref) =>
      stateWords(await readState(daemon, wireRef(context, 'domain', ref))),
    'domain.getXml': async (ctx, ref, switches) => {
      const args = { dom: wireRef(context, 'domain', ref), flags: bits(xmlBits, switches) }
      return (await ask(context, ctx, 'DOMAIN_GET_XML_DESC', args)).xml
    },
    'domain.abortJob': (ctx, ref) =>
      run(context, ctx, 'DOMAIN_ABORT_JOB', { dom: wireRef(context, 'domain', ref) }),
  }
}
