import { open } from 'node:fs/promises'
import type { Handlers } from '../../../core/driver.ts'
import { fromSystem, VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { nodeNames, sourcePath } from '../argv/block-nodes.ts'
import { aliasOf } from '../definition/devices.ts'
import type { Guest } from '../guest/guest.ts'
import type { Services } from '../guest/services.ts'
import { withVolumePath } from '../guest/volume-disks.ts'
import { findDisk } from './block.ts'
import { guestOf, unsupportedArgument } from './context.ts'

type Job = Result<'domain.getBlockJob'>[number]

/** Kinds of job as QEMU names them. */
const jobTypes: Readonly<Record<string, Job['type']>> = {
  stream: 'pull',
  commit: 'commit',
  mirror: 'copy',
  backup: 'backup',
}

/** Work on the disks of running guests that goes on after the call, and a look at their containers. */
export function blockJobHandlers(services: Services): Handlers {
  return {
    'domain.blockPull': (ctx, ref, args) => pull(guestOf(services, ref), args, ctx.signal),
    'domain.getBlockJob': async (ctx, ref, { disk }) => {
      const guest = guestOf(services, ref)
      const job = await jobOf(guest, disk, ctx.signal)
      if (job === undefined) return []
      const { type, speed, offset, len, ready } = job
      const kind = jobTypes[type] ?? 'unknown'
      return [{ type: kind, bandwidth: BigInt(speed), done: BigInt(offset), total: BigInt(len), ready }]
    },
    'domain.setBlockJobSpeed': async (ctx, ref, { disk, bandwidth }) => {
      const guest = guestOf(services, ref)
      const { device } = await neededJob(guest, disk, ctx.signal)
      const args = { device, speed: bandwidth }
      await guest.running().monitor.execute('block-job-set-speed', args, { signal: ctx.signal })
    },
    'domain.abortBlockJob': (ctx, ref, args) => abort(guestOf(services, ref), args, ctx.signal),
    'domain.blockPeek': (_ctx, ref, args) => peek(services, guestOf(services, ref), args),
  }
}

async function jobOf(guest: Guest, name: string, signal: AbortSignal) {
  const live = guest.running()
  const alias = aliasOf(findDisk(live.doc, name))
  const jobs = await live.monitor.execute('query-block-jobs', undefined, { signal })
  return jobs.find(({ device }) => device === jobName(alias))
}

async function neededJob(guest: Guest, name: string, signal: AbortSignal) {
  const job = await jobOf(guest, name, signal)
  if (job) return job
  throw new VirtError('operationInvalid', `no block job runs on disk '${name}' of domain '${guest.name}'`, {
    domain: 'qemu',
  })
}

/** Events of a job are told of the disk whose alias is in its name. */
const jobName = (alias: string): string => `job-${alias}`

/** The image then stands alone: what it was built on is found out anew at the next start. */
async function pull(guest: Guest, args: Args<'domain.blockPull'>, signal: AbortSignal): Promise<void> {
  if (args.base !== undefined) throw unsupportedArgument('pulling down to a base')
  const live = guest.running()
  const disk = findDisk(live.doc, args.disk)
  const number = live.diskNodes.get(disk.target.dev ?? '')
  if (number === undefined || sourcePath(disk) === undefined) {
    throw new VirtError('operationInvalid', `disk '${args.disk}' of domain '${guest.name}' is empty`, {
      domain: 'qemu',
    })
  }
  const { bandwidth: speed } = args
  await live.monitor.execute(
    'block-stream',
    {
      'job-id': jobName(aliasOf(disk)),
      device: nodeNames(number).format,
      ...(speed === undefined ? {} : { speed }),
    },
    { signal },
  )
}

/** Longest that a job may take to end once it was told to. */
const abortMs = 30_000

async function abort(guest: Guest, args: Args<'domain.abortBlockJob'>, signal: AbortSignal): Promise<void> {
  if (args.pivot) throw unsupportedArgument('going on with another image')
  const live = guest.running()
  const { device } = await neededJob(guest, args.disk, signal)
  const ended = live.monitor.waitEvent(
    ({ name, data }) =>
      (name === 'BLOCK_JOB_CANCELLED' || name === 'BLOCK_JOB_COMPLETED') && data.device === device,
    { signal, timeoutMs: abortMs },
  )
  ended.catch(() => undefined)
  await live.monitor.execute('block-job-cancel', { device }, { signal })
  if (!args.async) await ended
}

/** Reads what lies in the container, as it lies there. */
async function peek(
  services: Services,
  guest: Guest,
  { disk, offset, size }: Args<'domain.blockPeek'>,
): Promise<Uint8Array> {
  const path = sourcePath(withVolumePath(services, findDisk(guest.doc, disk)))
  if (path === undefined) {
    throw new VirtError('operationInvalid', `disk '${disk}' of domain '${guest.name}' is empty`, {
      domain: 'qemu',
    })
  }
  try {
    const file = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, Number(offset))
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fromSystem(error, `disk '${path}' cannot be read`)
  }
}
