import type { Args } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteNonnullDomain } from '../../wire/generated/types.ts'
import { checkFlags, has, switches } from '../flags.ts'
import { copyTarget } from './copy-target.ts'
import { domainError, onDomain } from './on-domain.ts'
import { type ParamTable, readParams } from './typed-params.ts'

const jobTypes = { unknown: 0, pull: 1, copy: 2, commit: 3, 'active-commit': 4, backup: 5 } as const
const abortBits = { async: 1, pivot: 2 } as const
const commitBits = { shallow: 1, delete: 2, active: 4 } as const
const rebaseCopyBits = { shallow: 1, reuse: 2, block: 32 } as const
const copyBits = { shallow: 1, reuse: 2 } as const

const REBASE_COPY_RAW = 4
const REBASE_COPY = 8
const MIB = 1_048_576n

const copyParams = {
  bandwidth: 'ullong',
  granularity: 'uint',
  'buf-size': 'ullong',
} as const satisfies ParamTable

/** Long work on the disks of running guests. */
export const blockJobHandlers: RemoteHandlers = {
  DOMAIN_BLOCK_PULL: (call, { dom, path, bandwidth, flags }) => {
    checkFlags(call, 'domain', flags, 64)
    return onDomain(call, dom, 'domain.blockPull', { disk: path, ...speed(bandwidth, has(flags, 64)) })
  },
  DOMAIN_BLOCK_REBASE: (call, args) =>
    has(args.flags, REBASE_COPY) ? rebaseCopy(call, args) : rebase(call, args),
  DOMAIN_BLOCK_COMMIT: (call, { dom, disk, base, top, bandwidth, flags }) => {
    checkFlags(call, 'domain', flags, 23)
    return onDomain(call, dom, 'domain.blockCommit', {
      disk,
      ...(base === null ? {} : { base }),
      ...(top === null ? {} : { top }),
      ...switches(flags, commitBits),
      ...speed(bandwidth, has(flags, 16)),
    })
  },
  DOMAIN_BLOCK_COPY: (call, { dom, path, destxml, params, flags }) => {
    checkFlags(call, 'domain', flags, 3)
    const given = new Map(
      readParams(call, copyParams, params).map(({ name, value }) => [name, BigInt(value)]),
    )
    const bandwidth = given.get('bandwidth')
    const granularity = given.get('granularity')
    const bufferSize = given.get('buf-size')
    return onDomain(call, dom, 'domain.blockCopy', {
      disk: path,
      ...copyTarget(call, destxml),
      ...switches(flags, copyBits),
      ...(bandwidth === undefined ? {} : { bandwidth }),
      ...(granularity === undefined ? {} : { granularity: Number(granularity) }),
      ...(bufferSize === undefined ? {} : { bufferSize }),
    })
  },
  DOMAIN_GET_BLOCK_JOB_INFO: async (call, { dom, path, flags }) => {
    checkFlags(call, 'domain', flags, 1)
    const [job] = await onDomain(call, dom, 'domain.getBlockJob', { disk: path })
    if (job === undefined) return { found: 0, type: 0, bandwidth: 0n, cur: 0n, end: 0n }
    const bandwidth = has(flags, 1) ? job.bandwidth : (job.bandwidth + MIB - 1n) / MIB
    return { found: 1, type: jobTypes[job.type], bandwidth, ...progress(job) }
  },
  DOMAIN_BLOCK_JOB_SET_SPEED: (call, { dom, path, bandwidth, flags }) => {
    checkFlags(call, 'domain', flags, 1)
    const bytes = has(flags, 1) ? bandwidth : bandwidth * MIB
    return onDomain(call, dom, 'domain.setBlockJobSpeed', { disk: path, bandwidth: bytes })
  },
  DOMAIN_BLOCK_JOB_ABORT: (call, { dom, path, flags }) => {
    checkFlags(call, 'domain', flags, 3)
    return onDomain(call, dom, 'domain.abortBlockJob', { disk: path, ...switches(flags, abortBits) })
  },
}

interface Rebase {
  readonly dom: RemoteNonnullDomain
  readonly path: string
  readonly base: string | null
  readonly bandwidth: bigint
  readonly flags: number
}

/** Speed in bytes a second; clients give MiB unless a flag says otherwise, and 0 for no limit. */
function speed(bandwidth: bigint, inBytes: boolean): { bandwidth?: bigint } {
  return bandwidth === 0n ? {} : { bandwidth: inBytes ? bandwidth : bandwidth * MIB }
}

function rebase(call: Call, { dom, path, base, bandwidth, flags }: Rebase): Promise<void> {
  checkFlags(call, 'domain', flags, 64)
  const args = { disk: path, ...(base === null ? {} : { base }), ...speed(bandwidth, has(flags, 64)) }
  return onDomain(call, dom, 'domain.blockPull', args)
}

function rebaseCopy(call: Call, { dom, path, base, bandwidth, flags }: Rebase): Promise<void> {
  checkFlags(call, 'domain', flags, 111)
  if (base === null) throw domainError(call, 'invalidArg', 'a copy needs a destination')
  const args: Args<'domain.blockCopy'> = {
    disk: path,
    path: base,
    ...switches(flags, rebaseCopyBits),
    ...(has(flags, REBASE_COPY_RAW) ? { format: 'raw' } : {}),
    ...speed(bandwidth, has(flags, 64)),
  }
  return onDomain(call, dom, 'domain.blockCopy', args)
}

/** A job that is not ready must not look as if it were: clients wait for both numbers to be equal. */
function progress(job: { readonly done: bigint; readonly total: bigint; readonly ready: boolean }): {
  cur: bigint
  end: bigint
} {
  const { done, total, ready } = job
  if (ready || done < total) return { cur: done, end: total }
  return total === 0n ? { cur: 0n, end: 1n } : { cur: total - 1n, end: total }
}
