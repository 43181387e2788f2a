import { escapeAttribute } from '../../../core/config/xml/writer.ts'
import type { Handlers } from '../../../core/driver.ts'
import type { RemoteTypedParam } from '../../../rpc/wire/generated/types.ts'
import { ask, bits, type HandlerContext, impact, run, wireRef } from './context.ts'

const diskErrors = ['none', 'unspec', 'no-space'] as const
const blockJobTypes = ['unknown', 'pull', 'copy', 'commit', 'active-commit', 'backup'] as const
const commitBits = { shallow: 1, delete: 2, active: 4 } as const
const copyBits = { shallow: 1, reuse: 2 } as const
const abortBits = { async: 1, pivot: 2 } as const
/** Says that speeds are in bytes. */
const PULL_BYTES = 64
const COMMIT_BYTES = 16
const SPEED_BYTES = 1
const RESIZE_BYTES = 1
const MAX_ERRORS = 256

/** Devices and disks of domains. */
export function domainDeviceHandlers(context: HandlerContext): Handlers {
  const domOf = (ref: { readonly key: string }) => wireRef(context, 'domain', ref)
  return {
    'domain.attachDevice': (ctx, ref, { xml, ...where }) =>
      run(context, ctx, 'DOMAIN_ATTACH_DEVICE_FLAGS', { dom: domOf(ref), xml, flags: impact(where) }),
    'domain.detachDevice': (ctx, ref, { xml, ...where }) =>
      run(context, ctx, 'DOMAIN_DETACH_DEVICE_FLAGS', { dom: domOf(ref), xml, flags: impact(where) }),
    'domain.detachDeviceAlias': (ctx, ref, { alias, ...where }) =>
      run(context, ctx, 'DOMAIN_DETACH_DEVICE_ALIAS', { dom: domOf(ref), alias, flags: impact(where) }),
    'domain.updateDevice': (ctx, ref, { xml, ...where }) =>
      run(context, ctx, 'DOMAIN_UPDATE_DEVICE_FLAGS', { dom: domOf(ref), xml, flags: impact(where) }),
    'domain.getBlockInfo': async (ctx, ref, { disk }) => {
      const { capacity, allocation, physical } = await ask(context, ctx, 'DOMAIN_GET_BLOCK_INFO', {
        dom: domOf(ref),
        path: disk,
        flags: 0,
      })
      return { capacity, allocation, physical }
    },
    'domain.blockPeek': async (ctx, ref, { disk, offset, size }) =>
      (await ask(context, ctx, 'DOMAIN_BLOCK_PEEK', { dom: domOf(ref), path: disk, offset, size, flags: 0 }))
        .buffer,
    'domain.blockResize': (ctx, ref, { disk, size }) =>
      run(context, ctx, 'DOMAIN_BLOCK_RESIZE', { dom: domOf(ref), disk, size, flags: RESIZE_BYTES }),
    'domain.getDiskErrors': async (ctx, ref) => {
      const args = { dom: domOf(ref), maxerrors: MAX_ERRORS, flags: 0 }
      const { errors } = await ask(context, ctx, 'DOMAIN_GET_DISK_ERRORS', args)
      return errors.map(({ disk, error }) => ({ disk, error: diskErrors[error] ?? 'unspec' }))
    },
    'domain.blockPull': async (ctx, ref, { disk, base, bandwidth = 0n }) => {
      const args = { dom: domOf(ref), path: disk, bandwidth, flags: bandwidth === 0n ? 0 : PULL_BYTES }
      if (base === undefined) await ask(context, ctx, 'DOMAIN_BLOCK_PULL', args)
      else await ask(context, ctx, 'DOMAIN_BLOCK_REBASE', { ...args, base })
    },
    'domain.blockCommit': (ctx, ref, { disk, base, top, bandwidth = 0n, ...switches }) =>
      run(context, ctx, 'DOMAIN_BLOCK_COMMIT', {
        dom: domOf(ref),
        disk,
        base: base ?? null,
        top: top ?? null,
        bandwidth,
        flags: bits(commitBits, switches) + (bandwidth === 0n ? 0 : COMMIT_BYTES),
      }),
    'domain.blockCopy': (
      ctx,
      ref,
      { disk, path, format, block, granularity, bufferSize, bandwidth, ...switches },
    ) =>
      run(context, ctx, 'DOMAIN_BLOCK_COPY', {
        dom: domOf(ref),
        path: disk,
        destxml: copyTarget(path, format, block === true),
        params: copyParams({ granularity, bufferSize, bandwidth }),
        flags: bits(copyBits, switches),
      }),
    'domain.getBlockJob': async (ctx, ref, { disk }) => {
      const args = { dom: domOf(ref), path: disk, flags: SPEED_BYTES }
      const { found, type, bandwidth, cur, end } = await ask(context, ctx, 'DOMAIN_GET_BLOCK_JOB_INFO', args)
      if (found === 0) return []
      return [
        {
          type: blockJobTypes[type] ?? 'unknown',
          bandwidth,
          done: cur,
          total: end,
          ready: cur === end && end > 0n,
        },
      ]
    },
    'domain.setBlockJobSpeed': (ctx, ref, { disk, bandwidth }) =>
      run(context, ctx, 'DOMAIN_BLOCK_JOB_SET_SPEED', {
        dom: domOf(ref),
        path: disk,
        bandwidth,
        flags: SPEED_BYTES,
      }),
    'domain.abortBlockJob': (ctx, ref, { disk, ...switches }) =>
      run(context, ctx, 'DOMAIN_BLOCK_JOB_ABORT', {
        dom: domOf(ref),
        path: disk,
        flags: bits(abortBits, switches),
      }),
  }
}

/** The destination of a copy as libvirt wants it: a disk of which only the source matters. */
function copyTarget(path: string, format: string | undefined, block: boolean): string {
  const driver = format === undefined ? '' : `<driver type='${escapeAttribute(format)}'/>`
  const source = block
    ? `<source dev='${escapeAttribute(path)}'/>`
    : `<source file='${escapeAttribute(path)}'/>`
  return `<disk type='${block ? 'block' : 'file'}'>${driver}${source}</disk>`
}

function copyParams(values: {
  readonly granularity: number | undefined
  readonly bufferSize: bigint | undefined
  readonly bandwidth: bigint | undefined
}): RemoteTypedParam[] {
  const { granularity, bufferSize, bandwidth } = values
  const params: RemoteTypedParam[] = []
  if (bandwidth !== undefined) params.push({ field: 'bandwidth', value: { type: 4, value: bandwidth } })
  if (granularity !== undefined) params.push({ field: 'granularity', value: { type: 2, value: granularity } })
  if (bufferSize !== undefined) params.push({ field: 'buf-size', value: { type: 4, value: bufferSize } })
  return params
}
