import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, lstat, open, readdir, statfs, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { VolumeDoc } from '../../core/config/index.ts'
import { fromSystem, systemCode } from '../../core/errors/index.ts'
import { isStaleDraft, isVolumeName } from './file-names.ts'
import { headerBytes, readImageHeader } from './image-header.ts'
import type { PoolSizes } from './pool.ts'
import type { HostVolume, ImageHeader } from './volume.ts'

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
const readers = 16

/** Volumes in a directory, by name. What is neither file, directory nor block device is left out, and so are links. */
export async function scanDirectory(dir: string): Promise<Map<string, HostVolume>> {
  const names = await readdir(dir).catch((error) => {
    throw fromSystem(error, `directory '${dir}' cannot be read`)
  })
  const waiting = names.filter(isVolumeName)
  const found: HostVolume[] = []
  const lane = async () => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const volume = await readVolume(dir, name)
      if (volume !== undefined) found.push(volume)
    }
  }
  await Promise.all(Array.from({ length: readers }, lane))
  found.sort((a, b) => (a.name < b.name ? -1 : 1))
  return new Map(found.map((volume) => [volume.name, volume]))
}

/** One volume as it is on the disk; undefined if it is none. */
export async function readVolume(dir: string, name: string): Promise<HostVolume | undefined> {
  const path = join(dir, name)
  try {
    const info = await lstat(path, { bigint: true })
    if (info.isDirectory()) return describe(path, name, 'dir', info)
    if (!info.isFile() && !info.isBlockDevice()) return undefined
    return await readOpened(path, name)
  } catch (error) {
    // Somebody removed it, or it is a link by now.
    if (['ENOENT', 'ELOOP', 'ENXIO'].includes(systemCode(error) ?? '')) return undefined
    throw fromSystem(error, `volume '${path}' cannot be read`)
  }
}

async function readOpened(path: string, name: string): Promise<HostVolume | undefined> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const info = await file.stat({ bigint: true })
    if (info.isBlockDevice()) return describe(path, name, 'block', info)
    if (!info.isFile()) return undefined
    return describe(path, name, 'file', info, await readHeader(file, info.size))
  } finally {
    await file.close()
  }
}

/** What the header of an open file says. */
export async function readHeader(file: FileHandle, size: bigint): Promise<ImageHeader | undefined> {
  const buffer = Buffer.alloc(headerBytes)
  const { bytesRead } = await file.read(buffer, 0, headerBytes, 0)
  return readImageHeader(buffer.subarray(0, bytesRead), size)
}

function describe(
  path: string,
  name: string,
  type: HostVolume['type'],
  info: BigIntStats,
  image?: ImageHeader,
): HostVolume {
  const allocation = info.blocks * 512n
  const doc: VolumeDoc = {
    type,
    name,
    key: path,
    source: {},
    capacity: image?.capacity ?? (type === 'dir' ? 0n : info.size),
    allocation,
    physical: info.size,
    target: {
      path,
      format: { type: image?.format ?? (type === 'dir' ? 'dir' : 'raw') },
      permissions: permissionsOf(info),
      timestamps: timesOf(info),
      ...(image?.compat === undefined ? {} : { compat: image.compat }),
      ...(image?.clusterSize === undefined ? {} : { clusterSize: image.clusterSize }),
      ...featuresOf(image),
    },
    ...backingOf(path, image),
  }
  return { name, path, type, doc, image, identity: identityOf(info) }
}

/** Device and inode of a file. */
export function identityOf(info: BigIntStats): string {
  return `${info.dev}:${info.ino}`
}

/** Owner and mode as a document has them. */
export function permissionsOf({ mode, uid, gid }: BigIntStats) {
  return { mode: `0${(mode & 0o7777n).toString(8)}`, owner: String(uid), group: String(gid) }
}

function timesOf(info: BigIntStats) {
  const time = (ns: bigint) => `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, '0')}`
  return {
    atime: time(info.atimeNs),
    mtime: time(info.mtimeNs),
    ctime: time(info.ctimeNs),
    btime: time(info.birthtimeNs),
  }
}

function featuresOf(image: ImageHeader | undefined): Pick<VolumeDoc['target'], 'features'> {
  if (image?.compat !== '1.1') return {}
  return {
    features: {
      ...(image.lazyRefcounts ? { lazyRefcounts: true } : {}),
      ...(image.extendedL2 ? { extendedL2: true } : {}),
    },
  }
}

function backingOf(path: string, image: ImageHeader | undefined): Pick<VolumeDoc, 'backingStore'> {
  const below = backingPath(path, image)
  if (below === undefined) return {}
  return { backingStore: { path: below, format: { type: image?.backingFormat ?? 'raw' } } }
}

/** Path of the image below one; names with a protocol stay as they are. */
export function backingPath(path: string, image: ImageHeader | undefined): string | undefined {
  const { backing } = image ?? {}
  if (backing === undefined || /^[a-z0-9+-]+:/i.test(backing)) return backing
  return resolve(dirname(path), backing)
}

/** Space of the file system that a directory is on. */
export async function readSizes(dir: string): Promise<PoolSizes> {
  const { bsize, blocks, bfree } = await statfs(dir, { bigint: true })
  const capacity = bsize * blocks
  const available = bsize * bfree
  return { capacity, available, allocation: capacity - available }
}

/** Removes drafts of processes that are no more. */
export async function clearDrafts(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (isStaleDraft(name)) await unlink(join(dir, name)).catch(() => undefined)
  }
}
