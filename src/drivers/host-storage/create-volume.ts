import { chmod, chown, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseVolume, type VolumeDoc } from '../../core/config/index.ts'
import type { OpContext } from '../../core/driver.ts'
import { fromSystem, systemCode, VirtError } from '../../core/errors/index.ts'
import { syncDirectory } from '../../core/store/atomic-file.ts'
import { backingCapacity, withChain } from './chain.ts'
import { Draft, openVolume } from './draft.ts'
import { checkVolumeName } from './file-names.ts'
import { checkPlainImage, convertImage, createImage, imageOptions, resizeImage } from './image-tool.ts'
import { type HostPool, volumeExists } from './pool.ts'
import { allocateTo } from './raw-space.ts'
import { runTool } from './run-tool.ts'
import { copySparse } from './sparse.ts'
import { type FoundVolume, noticeVolume, type Storage } from './storage.ts'

/** How a volume is made. */
export interface CreateRequest {
  readonly doc: VolumeDoc
  readonly from: FoundVolume | undefined
  readonly preallocMetadata: boolean
  /** The blocks must be shared with those of the source. */
  readonly reflink: boolean
}

type CopyRequest = CreateRequest & { readonly from: FoundVolume }
type Context = Pick<OpContext, 'signal' | 'progress'>

/** Formats that a volume can be made in. */
const creatable = ['raw', 'iso', 'qcow2', 'dir'] as const

/** Largest size that files can have here. */
const largest = BigInt(Number.MAX_SAFE_INTEGER)

/** Reads the description of a new volume and refuses what cannot be had here. */
export function readNewVolume(xml: string, validate: boolean): VolumeDoc {
  const doc = parseVolume(xml, { validate })
  checkVolumeName(doc.name)
  const format = doc.target.format?.type ?? 'raw'
  if (!(creatable as readonly string[]).includes(format)) {
    throw refused(doc, `the format '${format}'; supported are ${creatable.join(', ')}`)
  }
  if (doc.target.encryption !== undefined) throw refused(doc, 'encryption')
  if (doc.backingStore !== undefined && format !== 'qcow2') {
    throw refused(doc, `a backing store, which the format '${format}' cannot have`)
  }
  if (doc.capacity > largest || doc.allocation > largest) {
    throw new VirtError('overflow', `volume '${doc.name}' is too large: ${doc.capacity} bytes`, {
      domain: 'storage',
    })
  }
  return doc
}

function refused(doc: VolumeDoc, what: string): VirtError {
  return new VirtError('configUnsupported', `volume '${doc.name}' asks for ${what}`, { domain: 'storage' })
}

/** Makes a volume in a pool. It is listed once it is whole; whatever goes wrong, nothing of it stays. */
export async function createVolume(
  storage: Storage,
  pool: HostPool,
  request: CreateRequest,
  ctx: Context,
): Promise<string> {
  const { name } = request.doc
  const release = pool.running().reserve(name)
  const letGo = request.from?.pool.hold(request.from.volume.name)
  try {
    await (request.doc.target.format?.type === 'dir'
      ? makeDirectory(pool, request)
      : makeFile(storage, pool, request, ctx))
    await noticeVolume(storage, pool, name)
    return name
  } finally {
    letGo?.()
    release()
  }
}

async function makeDirectory(pool: HostPool, { doc, from }: CreateRequest): Promise<void> {
  if (from !== undefined) throw refused(doc, 'a copy, which a directory cannot be')
  const path = join(pool.dir, doc.name)
  try {
    await mkdir(path, { mode: 0o711 })
    await setOwner(path, doc)
    await syncDirectory(pool.dir)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw volumeExists(pool, doc.name)
    throw fromSystem(error, `volume '${path}' cannot be made`)
  }
}

async function makeFile(
  storage: Storage,
  pool: HostPool,
  request: CreateRequest,
  ctx: Context,
): Promise<void> {
  const draft = await Draft.make(pool.dir)
  try {
    await fill(storage, draft, request, ctx)
    ctx.signal.throwIfAborted()
    await setOwner(draft.path, request.doc)
    await draft.become(request.doc.name)
  } finally {
    await draft.discard()
  }
}

async function setOwner(path: string, doc: VolumeDoc): Promise<void> {
  const { mode, owner, group } = doc.target.permissions ?? {}
  try {
    if (owner !== undefined || group !== undefined)
      await chown(path, Number(owner ?? -1), Number(group ?? -1))
    if (mode !== undefined) await chmod(path, Number.parseInt(mode, 8))
  } catch (error) {
    throw fromSystem(error, `the owner of volume '${doc.name}' cannot be set`)
  }
}

async function fill(storage: Storage, draft: Draft, request: CreateRequest, ctx: Context): Promise<void> {
  const { doc, from } = request
  if (from !== undefined) return copyVolume(storage, draft, { ...request, from }, ctx)
  if (doc.target.format?.type !== 'qcow2') return fillRaw(draft, doc, ctx)
  const backed = await withBacking(doc)
  await createImage(draft.path, backed, imageOptions(backed, preallocation(request)), ctx.signal)
}

const preallocation = ({ preallocMetadata }: CreateRequest): string | undefined =>
  preallocMetadata ? 'metadata' : undefined

async function fillRaw(draft: Draft, doc: VolumeDoc, ctx: Context): Promise<void> {
  try {
    await draft.file.truncate(Number(doc.capacity))
  } catch (error) {
    throw fromSystem(error, `volume '${doc.name}' cannot be made`)
  }
  const whole = doc.allocation >= doc.capacity
  const wanted = whole ? doc.capacity : doc.allocation
  if (wanted > 0n) await allocateTo(draft.file, wanted, ctx)
}

/** The description with the size of what lies below, where it names none of its own. */
async function withBacking(doc: VolumeDoc): Promise<VolumeDoc> {
  const path = doc.backingStore?.path
  if (path === undefined) return doc
  if (!path.startsWith('/')) throw refused(doc, `the backing store '${path}'; expected an absolute path`)
  const info = await stat(path, { bigint: true }).catch((error) => {
    throw fromSystem(error, `backing store '${path}' of volume '${doc.name}' cannot be used`)
  })
  if (!info.isFile() && !info.isBlockDevice()) {
    throw refused(doc, `the backing store '${path}', which is neither a file nor a device`)
  }
  if (doc.capacity > 0n) return doc
  const format = doc.backingStore?.format?.type ?? 'raw'
  return { ...doc, capacity: await backingCapacity(path, format) }
}

async function copyVolume(storage: Storage, draft: Draft, request: CopyRequest, ctx: Context): Promise<void> {
  const { from, doc } = request
  const { volume } = from
  if (volume.type === 'dir') throw refused(doc, `a copy of '${volume.name}', which is a directory`)
  checkPlainImage(volume.name, volume.image)
  const format = plainly(doc.target.format?.type)
  const source = plainly(volume.image?.format)
  if (isSameFile(request)) await copyFile(draft, request, ctx)
  else if (doc.backingStore !== undefined)
    throw refused(doc, 'another backing store than that of what it is a copy of')
  else if (request.reflink)
    throw refused(doc, `shared blocks, which a copy from '${source}' to '${format}' cannot have`)
  else {
    const options = format === 'qcow2' ? imageOptions(doc, preallocation(request)) : []
    const target = { path: draft.path, format, options }
    await withChain(storage, volume, (chain) => convertImage(chain, target, ctx))
  }
  if (doc.capacity > volume.doc.capacity) await grow(draft, format, doc.capacity, ctx)
}

/** Format of what is in a file; the image of a disc is plain content. */
const plainly = (format = 'raw'): string => (format === 'iso' ? 'raw' : format)

/** Whether the copy is the file as it is: raw content, or an overlay of the same image. */
function isSameFile({ from, doc }: CopyRequest): boolean {
  const { image, path, doc: source } = from.volume
  const formats = [plainly(doc.target.format?.type), plainly(image?.format)]
  if (formats[0] !== formats[1]) return false
  if (formats[0] === 'raw') return true
  const below = doc.backingStore?.path
  // A relative name leads from another directory elsewhere.
  return below !== undefined && below === source.backingStore?.path && below === (image?.backing ?? path)
}

async function grow(draft: Draft, format: string, capacity: bigint, { signal }: Context): Promise<void> {
  if (format === 'raw') await draft.file.truncate(Number(capacity))
  else await resizeImage({ file: draft.file, format }, { capacity, shrink: false, allocate: false }, signal)
}

async function copyFile(draft: Draft, { from, doc, reflink }: CopyRequest, ctx: Context): Promise<void> {
  const { path, name } = from.volume
  if (reflink) return shareBlocks(path, draft.path, ctx.signal)
  const [file, info] = await openVolume(path, 'read')
  const total = info.isFile() ? info.size : from.volume.doc.capacity
  try {
    await draft.file.truncate(Number(total))
    await copySparse(file, draft.file, {
      start: 0,
      end: Number(total),
      signal: ctx.signal,
      onBytes: (processed) => ctx.progress({ processed: BigInt(processed), total }),
    })
  } catch (error) {
    ctx.signal.throwIfAborted()
    throw fromSystem(error, `volume '${name}' cannot be copied to '${doc.name}'`)
  } finally {
    await file.close()
  }
}

/** Node's own call would remove the target where it fails. */
async function shareBlocks(from: string, to: string, signal: AbortSignal): Promise<void> {
  await runTool({
    program: 'cp',
    args: ['--reflink=always', '--no-dereference', '--', from, to],
    purpose: 'share blocks between volumes',
    signal,
  })
}
