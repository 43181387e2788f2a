import type { Handlers } from '../../../core/driver.ts'
import { ask, bits, type HandlerContext, numberOf, run, wireRef } from './context.ts'
import { longWork } from './long-work.ts'

const saveBits = { bypassCache: 1, running: 2, paused: 4 } as const
const dumpBits = { crash: 1, live: 2, bypassCache: 4, reset: 8, memoryOnly: 16 } as const
const dumpFormats = ['raw', 'kdump-zlib', 'kdump-lzo', 'kdump-snappy', 'win-dmp'] as const
const SECURE = 1

/** Guests written to files and read back. */
export function domainSavingHandlers(context: HandlerContext): Handlers {
  const { daemon } = context
  return {
    'domain.save': async (ctx, ref, { path, xml, ...switches }) => {
      const dom = wireRef(context, 'domain', ref)
      const flags = bits(saveBits, switches)
      await longWork(context, ctx, { dom, job: 'save' }, (options) =>
        flags === 0 && xml === undefined
          ? daemon.call('DOMAIN_SAVE', { dom, to: path }, options)
          : daemon.call('DOMAIN_SAVE_FLAGS', { dom, to: path, dxml: xml ?? null, flags }, options),
      )
    },
    'domain.restore': async (ctx, _ref, { path, xml, ...switches }) => {
      const flags = bits(saveBits, switches)
      const options = { signal: ctx.signal, long: true }
      if (flags === 0 && xml === undefined) await daemon.call('DOMAIN_RESTORE', { from: path }, options)
      else await daemon.call('DOMAIN_RESTORE_FLAGS', { from: path, dxml: xml ?? null, flags }, options)
    },
    'domain.managedSave': async (ctx, ref, switches) => {
      const dom = wireRef(context, 'domain', ref)
      const args = { dom, flags: bits(saveBits, switches) }
      await longWork(context, ctx, { dom, job: 'managed-save' }, (options) =>
        daemon.call('DOMAIN_MANAGED_SAVE', args, options),
      )
    },
    'domain.managedSaveRemove': (ctx, ref) =>
      run(context, ctx, 'DOMAIN_MANAGED_SAVE_REMOVE', { dom: wireRef(context, 'domain', ref), flags: 0 }),
    'domain.getManagedSaveXml': async (ctx, ref, { secure }) => {
      const args = { dom: wireRef(context, 'domain', ref), flags: secure === true ? SECURE : 0 }
      return (await ask(context, ctx, 'DOMAIN_MANAGED_SAVE_GET_XML_DESC', args)).xml
    },
    'domain.setManagedSaveXml': (ctx, ref, { xml, ...switches }) =>
      run(context, ctx, 'DOMAIN_MANAGED_SAVE_DEFINE_XML', {
        dom: wireRef(context, 'domain', ref),
        dxml: xml,
        flags: bits(saveBits, switches),
      }),
    'host.getSavedXml': async (ctx, _ref, { path, secure }) => {
      const args = { file: path, flags: secure === true ? SECURE : 0 }
      return (await ask(context, ctx, 'DOMAIN_SAVE_IMAGE_GET_XML_DESC', args)).xml
    },
    'host.setSavedXml': (ctx, _ref, { path, xml, ...switches }) =>
      run(context, ctx, 'DOMAIN_SAVE_IMAGE_DEFINE_XML', {
        file: path,
        dxml: xml,
        flags: bits(saveBits, switches),
      }),
    'domain.coreDump': async (ctx, ref, { path, format = 'raw', ...switches }) => {
      const dom = wireRef(context, 'domain', ref)
      const flags = bits(dumpBits, switches)
      await longWork(context, ctx, { dom, job: 'dump' }, (options) =>
        format === 'raw'
          ? daemon.call('DOMAIN_CORE_DUMP', { dom, to: path, flags }, options)
          : daemon.call(
              'DOMAIN_CORE_DUMP_WITH_FORMAT',
              { dom, to: path, dumpformat: numberOf(dumpFormats, format), flags },
              options,
            ),
      )
    },
  }
}
