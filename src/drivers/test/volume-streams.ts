import { VirtError } from '../../core/errors/index.ts'
import type { ByteStream, StreamPiece } from '../../core/lib/byte-stream.ts'
import { outside, sizeOf, union } from './extents.ts'
import type { TestNode } from './node.ts'
import { refreshPool, type TestPool, type TestVolume, volumePut } from './pools.ts'
import { ContentDraft } from './volume-content.ts'
import { checkSpace, type FoundVolume, findVolume } from './volumes.ts'

/** Which part of a volume a stream is about. */
export interface StreamRange {
  readonly offset: bigint
  /** Most bytes; 0 for all that the volume has from there on. */
  readonly length: bigint
}

const zeroes = 256 * 1024

/** The first and the last place of a range of a volume; throws for one that no file can have. */
function bounds(volume: TestVolume, { offset, length }: StreamRange): { from: number; to: number } {
  const { capacity } = volume.doc
  const from = offset > capacity ? capacity : offset
  const end = length === 0n || from + length > capacity ? capacity : from + length
  if (end > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new VirtError('overflow', `the volume '${volume.name}' is too large to be read or written`)
  }
  return { from: Number(from), to: Number(end) }
}

/** Reads a volume as it is now, whatever happens to it meanwhile. */
export function downloadVolume(
  { volume }: FoundVolume,
  range: StreamRange,
  { sparse }: { readonly sparse: boolean },
): ByteStream {
  const { from, to } = bounds(volume, range)
  const content = volume.content?.share()
  const all = content?.pieces(from, to) ?? nothingStored(from, to)
  let open = true
  const end = async (): Promise<void> => {
    if (!open) return
    open = false
    await content?.release()
  }
  return {
    incoming: sparse ? all : filled(all),
    write: async () => {
      throw new VirtError('invalidStream', `the volume '${volume.name}' is read; nothing can be written`)
    },
    finish: end,
    abort: end,
  }
}

async function* nothingStored(from: number, to: number): AsyncGenerator<StreamPiece> {
  if (to > from) yield { hole: BigInt(to - from) }
}

async function* filled(pieces: AsyncIterable<StreamPiece>): AsyncGenerator<StreamPiece> {
  for await (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece
    else
      for (let left = Number(piece.hole); left > 0; left -= zeroes)
        yield new Uint8Array(Math.min(left, zeroes))
  }
}

/** Writes a volume; what was written is in it once the stream is finished, all of it or nothing. */
export async function uploadVolume(
  node: TestNode,
  { pool, volume }: FoundVolume,
  range: StreamRange,
  { sparse, dir }: { readonly sparse: boolean; readonly dir: string },
): Promise<ByteStream> {
  const { from, to } = bounds(volume, range)
  return new Upload({ node, pool, volume, from, to, sparse, draft: await ContentDraft.make(dir) })
}

interface UploadParts {
  readonly node: TestNode
  readonly pool: TestPool
  readonly volume: TestVolume
  readonly from: number
  readonly to: number
  readonly sparse: boolean
  readonly draft: ContentDraft
}

class Upload implements ByteStream {
  readonly #parts: UploadParts
  #at: number
  #open = true

  constructor(parts: UploadParts) {
    this.#parts = parts
    this.#at = parts.from
  }

  get incoming(): AsyncIterable<StreamPiece> {
    return nothingStored(0, 0)
  }

  async write(piece: StreamPiece): Promise<void> {
    this.#check()
    const { to, draft, sparse, volume } = this.#parts
    const isHole = !(piece instanceof Uint8Array)
    if (isHole && !sparse) {
      throw new VirtError('invalidStream', `a hole came for the volume '${volume.name}', bytes were expected`)
    }
    const length = isHole ? Number(piece.hole) : piece.length
    if (length > to - this.#at) {
      // As libvirt tells it of the file behind a volume.
      throw new VirtError('systemError', 'cannot write to stream: No space left on device', {
        domain: 'streams',
      })
    }
    if (!isHole) await draft.write(piece, this.#at)
    this.#at += length
  }

  async finish(): Promise<void> {
    this.#check()
    this.#open = false
    try {
      await this.#keep()
    } catch (thrown) {
      await this.#parts.draft.discard()
      throw thrown
    }
  }

  async abort(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    await this.#parts.draft.discard()
  }

  #check(): void {
    if (this.#open) return
    throw new VirtError('invalidStream', `the upload to the volume '${this.#parts.volume.name}' has ended`)
  }

  /** Puts what was written into the volume as it is by now, which may have got another size. */
  async #keep(): Promise<void> {
    const { node, draft, from } = this.#parts
    const before = this.#current().volume.content
    const kept = before === undefined ? [] : outside(before.extents, from, this.#at)
    if (before !== undefined) {
      const held = before.share()
      await draft.copy(held, kept).finally(() => held.release())
    }
    const { pool, volume } = this.#current()
    if (volume.content !== before) return await this.#keep()
    const extents = union(kept, draft.extents)
    const allocation = grown(pool, volume, sizeOf(extents))
    const changed = { ...volume, content: draft.finish(extents), doc: { ...volume.doc, allocation } }
    pool.volumes.set(volume.name, changed)
    refreshPool(node, pool)
    node.emit(volumePut(pool, changed))
    await before?.release()
  }

  #current(): FoundVolume {
    const { node, pool, volume } = this.#parts
    const found = findVolume(node, `${pool.uuid}/${volume.name}`)
    if (found.volume.token === volume.token) return found
    throw new VirtError('noStorageVol', `the volume '${volume.name}' was removed while it was written`)
  }
}

/** The space that a volume takes once so many bytes are stored in it. */
function grown(pool: TestPool, { doc }: TestVolume, stored: number): bigint {
  const wanted = BigInt(stored)
  if (wanted <= doc.allocation) return doc.allocation
  checkSpace(pool, wanted - doc.allocation)
  return wanted
}
