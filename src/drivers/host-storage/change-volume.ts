import { randomFillSync } from 'node:crypto'
import { rmdir, unlink } from 'node:fs/promises'
import type { OpContext } from '../../core/driver.ts'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import { nearest } from '../../core/lib/nearest.ts'
import { syncDirectory } from '../../core/store/atomic-file.ts'
import { openVolume } from './draft.ts'
import { checkPlainImage, resizeImage } from './image-tool.ts'
import { allocateTo, overwrite } from './raw-space.ts'
import { heldFile, runTool } from './run-tool.ts'
import { readHeader } from './scan.ts'
import { checkUnused, type FoundVolume, noticeVolume, type Storage } from './storage.ts'

type Context = Pick<OpContext, 'signal' | 'progress'>

/** Patterns of the program that overwrites by them. */
const patterns = ['nnsa', 'dod', 'bsi', 'gutmann', 'schneier', 'pfitzner7', 'pfitzner33'] as const
const algorithms = ['zero', 'random', ...patterns]

/** Overwrites what is in a volume, in its place. */
export async function wipeVolume(
  storage: Storage,
  found: FoundVolume,
  algorithm: string,
  ctx: Context,
): Promise<void> {
  const { pool, volume } = found
  checkAlgorithm(algorithm)
  checkUnused(storage, found)
  if (volume.type === 'dir') throw noFile(found, 'wiped')
  const release = pool.hold(volume.name)
  try {
    await wipeFile(volume.path, algorithm, ctx)
  } finally {
    release()
    await noticeVolume(storage, pool, volume.name)
  }
}

function checkAlgorithm(algorithm: string): void {
  if (algorithms.includes(algorithm)) return
  if (algorithm === 'trim') {
    throw new VirtError('argumentUnsupported', "'trim' does not work on volumes that are files", {
      domain: 'storage',
    })
  }
  const hint = nearest(algorithm, algorithms)
  throw new VirtError(
    'invalidArg',
    `there is no way to wipe '${algorithm}'${hint === undefined ? '' : `; did you mean '${hint}'?`}`,
    { domain: 'storage' },
  )
}

async function wipeFile(path: string, algorithm: string, ctx: Context): Promise<void> {
  const [file, info] = await openVolume(path, 'write')
  try {
    if ((patterns as readonly string[]).includes(algorithm)) {
      await runTool({
        program: 'scrub',
        args: ['-f', '-p', algorithm, '--', heldFile(0)],
        files: [file],
        purpose: `wipe by '${algorithm}'`,
        signal: ctx.signal,
      })
    } else if (algorithm === 'zero' && info.isFile() && info.blocks * 512n < info.size) {
      // Zeroes that take no room: they were none before, so that nothing of the content stays.
      await file.truncate(0)
      await file.truncate(Number(info.size))
      await file.sync()
    } else {
      const fill = algorithm === 'random' ? (piece: Buffer) => void randomFillSync(piece) : undefined
      await overwrite(file, Number(info.size), ctx, fill)
    }
  } finally {
    await file.close()
  }
}

/** Removes a volume. */
export async function deleteVolume(
  storage: Storage,
  found: FoundVolume,
  flags: { readonly zeroed: boolean; readonly withSnapshots: boolean },
  ctx: Context,
): Promise<void> {
  const { pool, volume } = found
  checkUnused(storage, found)
  if (flags.withSnapshots) {
    throw new VirtError('argumentUnsupported', `volume '${volume.name}' has no snapshots of its own`, {
      domain: 'storage',
    })
  }
  if (volume.type === 'block') throw noFile(found, 'removed')
  if (flags.zeroed && volume.type === 'file') await wipeFile(volume.path, 'zero', ctx)
  try {
    await (volume.type === 'dir' ? rmdir(volume.path) : unlink(volume.path))
    await syncDirectory(pool.dir)
  } catch (error) {
    throw fromSystem(error, `volume '${volume.path}' cannot be removed`)
  } finally {
    await noticeVolume(storage, pool, volume.name)
  }
}

/** What a resize may do. */
export interface ResizeRequest {
  readonly capacity: bigint
  readonly shrink?: boolean
  readonly allocate?: boolean
}

/** Gives a volume another size. */
export async function resizeVolume(
  storage: Storage,
  found: FoundVolume,
  { capacity, shrink = false, allocate = false }: ResizeRequest,
  ctx: Context,
): Promise<void> {
  const { pool, volume } = found
  checkUnused(storage, found)
  if (volume.type !== 'file') throw noFile(found, 'resized')
  checkPlainImage(volume.name, volume.image)
  checkSize(found, capacity, shrink)
  const format = volume.image?.format ?? 'raw'
  const release = pool.hold(volume.name)
  try {
    if (format === 'raw' || format === 'iso') await resizeRaw(volume.path, capacity, allocate, ctx)
    else if (format === 'qcow2') {
      const how = { capacity, shrink: capacity < volume.doc.capacity, allocate }
      await resizeQcow2(found, how, ctx)
    } else {
      throw new VirtError(
        'operationUnsupported',
        `volume '${volume.name}' of format '${format}' cannot be resized`,
        {
          domain: 'storage',
        },
      )
    }
  } finally {
    release()
    await noticeVolume(storage, pool, volume.name)
  }
}

function checkSize({ pool, volume }: FoundVolume, capacity: bigint, shrink: boolean): void {
  const fail = (clause: string) => new VirtError('invalidArg', clause, { domain: 'storage' })
  if (capacity < volume.doc.capacity && !shrink) {
    throw fail("Can't shrink capacity below current capacity unless shrink flag explicitly specified")
  }
  if (capacity < volume.doc.allocation && shrink && volume.image === undefined && capacity === 0n) {
    throw fail(`volume '${volume.name}' cannot have no size at all`)
  }
  const more = capacity - volume.doc.capacity
  if (more > 0n && more > pool.sizes.available && volume.image === undefined) {
    throw new VirtError('operationFailed', 'Not enough space left in storage pool', { domain: 'storage' })
  }
}

async function resizeQcow2(
  { volume }: FoundVolume,
  how: Parameters<typeof resizeImage>[1],
  { signal }: Context,
): Promise<void> {
  const [file, info] = await openVolume(volume.path, 'write')
  try {
    checkPlainImage(volume.name, await readHeader(file, info.size))
    await resizeImage({ file, format: 'qcow2' }, how, signal)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function resizeRaw(path: string, capacity: bigint, allocate: boolean, ctx: Context): Promise<void> {
  const [file] = await openVolume(path, 'write')
  try {
    await file.truncate(Number(capacity))
    if (allocate) await allocateTo(file, capacity, ctx)
    await file.sync()
  } catch (error) {
    throw fromSystem(error, `volume '${path}' cannot be resized`)
  } finally {
    await file.close()
  }
}

function noFile({ volume }: FoundVolume, done: string): VirtError {
  return new VirtError(
    'operationUnsupported',
    `volume '${volume.name}' is of type '${volume.type}' and cannot be ${done}`,
    {
      domain: 'storage',
    },
  )
}
