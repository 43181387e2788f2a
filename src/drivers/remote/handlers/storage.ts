import type { Handlers } from '../../../core/driver.ts'
import { memberKey } from '../units.ts'
import { ask, bits, type HandlerContext, numberOfWord, run, wireRef } from './context.ts'

const VALIDATE = 1
const INACTIVE = 1
const SPARSE = 1
const ZEROED = 1
const poolCreateBits = { build: 1, overwrite: 2, noOverwrite: 4 } as const
const buildBits = { noOverwrite: 4, overwrite: 8 } as const
const createBits = { preallocMetadata: 1, reflink: 2, validate: 4 } as const
const deleteBits = { zeroed: 1, withSnapshots: 2 } as const
const resizeBits = { allocate: 1, shrink: 4 } as const
const wipeAlgorithms = [
  'zero',
  'nnsa',
  'dod',
  'bsi',
  'gutmann',
  'schneier',
  'pfitzner7',
  'pfitzner33',
  'random',
  'trim',
] as const

/** Storage pools and volumes. */
export function storageHandlers(context: HandlerContext): Handlers {
  const poolOf = (ref: { readonly key: string }) => wireRef(context, 'pool', ref)
  const volOf = (ref: { readonly key: string }) => wireRef(context, 'volume', ref)
  const { daemon } = context
  return {
    'pool.define': async (ctx, _ref, { xml, validate }) => {
      const args = { xml, flags: validate === true ? VALIDATE : 0 }
      return (await ask(context, ctx, 'STORAGE_POOL_DEFINE_XML', args)).pool.uuid
    },
    'pool.create': async (ctx, _ref, { xml, validate: _validate, ...switches }) => {
      const args = { xml, flags: bits(poolCreateBits, switches) }
      return (await ask(context, ctx, 'STORAGE_POOL_CREATE_XML', args)).pool.uuid
    },
    'pool.undefine': (ctx, ref) => run(context, ctx, 'STORAGE_POOL_UNDEFINE', { pool: poolOf(ref) }),
    'pool.getXml': async (ctx, ref, { inactive }) => {
      const args = { pool: poolOf(ref), flags: inactive === true ? INACTIVE : 0 }
      return (await ask(context, ctx, 'STORAGE_POOL_GET_XML_DESC', args)).xml
    },
    'pool.start': (ctx, ref) => run(context, ctx, 'STORAGE_POOL_CREATE', { pool: poolOf(ref), flags: 0 }),
    'pool.destroy': (ctx, ref) => run(context, ctx, 'STORAGE_POOL_DESTROY', { pool: poolOf(ref) }),
    'pool.setAutostart': (ctx, ref, { autostart }) =>
      run(context, ctx, 'STORAGE_POOL_SET_AUTOSTART', { pool: poolOf(ref), autostart: autostart ? 1 : 0 }),
    'pool.build': (ctx, ref, switches) =>
      run(context, ctx, 'STORAGE_POOL_BUILD', { pool: poolOf(ref), flags: bits(buildBits, switches) }),
    'pool.delete': (ctx, ref, { zeroed }) =>
      run(context, ctx, 'STORAGE_POOL_DELETE', { pool: poolOf(ref), flags: zeroed === true ? ZEROED : 0 }),
    'pool.refresh': (ctx, ref) => run(context, ctx, 'STORAGE_POOL_REFRESH', { pool: poolOf(ref), flags: 0 }),
    'volume.create': async ({ signal }, ref, { xml, from, ...switches }) => {
      const pool = poolOf(ref)
      const flags = bits(createBits, switches)
      const options = { signal, long: true }
      const ret =
        from === undefined
          ? await daemon.call('STORAGE_VOL_CREATE_XML', { pool, xml, flags }, options)
          : await daemon.call(
              'STORAGE_VOL_CREATE_XML_FROM',
              { pool, xml, clonevol: volOf({ key: from }), flags },
              options,
            )
      return memberKey(ref.key, ret.vol.name)
    },
    'volume.getXml': async (ctx, ref) =>
      (await ask(context, ctx, 'STORAGE_VOL_GET_XML_DESC', { vol: volOf(ref), flags: 0 })).xml,
    'volume.delete': (ctx, ref, switches) =>
      run(context, ctx, 'STORAGE_VOL_DELETE', { vol: volOf(ref), flags: bits(deleteBits, switches) }),
    'volume.resize': (ctx, ref, { capacity, ...switches }) =>
      run(context, ctx, 'STORAGE_VOL_RESIZE', {
        vol: volOf(ref),
        capacity,
        flags: bits(resizeBits, switches),
      }),
    'volume.wipe': async ({ signal }, ref, { algorithm }) => {
      const vol = volOf(ref)
      const options = { signal, long: true }
      if (algorithm === undefined) await daemon.call('STORAGE_VOL_WIPE', { vol, flags: 0 }, options)
      else {
        const args = {
          vol,
          algorithm: numberOfWord(wipeAlgorithms, algorithm, 'the way to overwrite a volume'),
          flags: 0,
        }
        await daemon.call('STORAGE_VOL_WIPE_PATTERN', args, options)
      }
    },
    'volume.upload': async ({ signal }, ref, { offset, length, sparse = false }) => {
      const args = { vol: volOf(ref), offset, length, flags: sparse ? SPARSE : 0 }
      return (await daemon.stream('STORAGE_VOL_UPLOAD', args, { signal, sparse })).stream
    },
    'volume.download': async ({ signal }, ref, { offset, length, sparse = false }) => {
      const args = { vol: volOf(ref), offset, length, flags: sparse ? SPARSE : 0 }
      return (await daemon.stream('STORAGE_VOL_DOWNLOAD', args, { signal, sparse })).stream
    },
  }
}
