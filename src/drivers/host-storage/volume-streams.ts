import { chmod, chown, type FileHandle } from 'node:fs/promises'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import type { ByteStream, StreamPiece } from '../../core/lib/byte-stream.ts'
import { Draft, openVolume } from './draft.ts'
import { identityOf } from './scan.ts'
import { copySparse, readBytes, readPieces, writeBytes } from './sparse.ts'
import { checkUnused, type FoundVolume, findVolume, noticeVolume, type Storage } from './storage.ts'
import { volumeKey } from './volume.ts'

/** Which part of a volume a stream is about. */
export interface StreamRange {
  readonly offset: bigint
  /** Most bytes; 0 for all. */
  readonly length: bigint
  readonly sparse: boolean
}

function place({ volume }: FoundVolume, bytes: bigint): number {
  if (bytes <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(bytes)
  throw new VirtError('overflow', `volume '${volume.name}' has no byte ${bytes}`, { domain: 'storage' })
}

/** Reads the file of a volume as it is. */
export async function downloadVolume(found: FoundVolume, range: StreamRange): Promise<ByteStream> {
  checkFile(found)
  const from = place(found, range.offset)
  const wanted = range.length === 0n ? undefined : place(found, range.offset + range.length)
  const [file] = await openVolume(found.volume.path, 'read')
  let open = true
  const end = async () => {
    if (!open) return
    open = false
    await file.close()
  }
  const to = wanted ?? Number.MAX_SAFE_INTEGER
  return {
    incoming: guarded(range.sparse ? readPieces(file, from, to) : readBytes(file, from, to), found),
    write: async () => {
      throw new VirtError('invalidStream', `volume '${found.volume.name}' is read; nothing can be written`, {
        domain: 'streams',
      })
    },
    finish: end,
    abort: end,
  }
}

async function* guarded(
  pieces: AsyncIterable<StreamPiece>,
  { volume }: FoundVolume,
): AsyncGenerator<StreamPiece, void, undefined> {
  try {
    yield* pieces
  } catch (error) {
    throw fromSystem(error, `volume '${volume.name}' cannot be read`)
  }
}

/** Writes a volume: it is as it was until the stream is finished, then what was written is in it, all of it. */
export async function uploadVolume(
  storage: Storage,
  found: FoundVolume,
  range: StreamRange,
): Promise<ByteStream> {
  checkFile(found)
  if (found.volume.type === 'block') {
    throw new VirtError(
      'operationUnsupported',
      `volume '${found.volume.name}' is a device and cannot be written`,
      {
        domain: 'storage',
      },
    )
  }
  checkUnused(storage, found)
  const from = place(found, range.offset)
  const to = range.length === 0n ? Number.MAX_SAFE_INTEGER : place(found, range.offset + range.length)
  return new Upload({
    storage,
    found,
    from,
    to,
    sparse: range.sparse,
    draft: await Draft.make(found.pool.dir),
  })
}

function checkFile({ volume }: FoundVolume): void {
  if (volume.type !== 'dir') return
  throw new VirtError('operationUnsupported', `volume '${volume.name}' is a directory`, { domain: 'storage' })
}

interface UploadParts {
  readonly storage: Storage
  readonly found: FoundVolume
  readonly from: number
  readonly to: number
  readonly sparse: boolean
  readonly draft: Draft
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
    return nothing()
  }

  async write(piece: StreamPiece): Promise<void> {
    this.#check()
    const { to, draft, sparse, found } = this.#parts
    const isHole = !(piece instanceof Uint8Array)
    if (isHole && !sparse) {
      throw new VirtError(
        'invalidStream',
        `a hole came for volume '${found.volume.name}', bytes were expected`,
        {
          domain: 'streams',
        },
      )
    }
    const length = isHole ? Number(piece.hole) : piece.length
    if (length > to - this.#at) {
      throw new VirtError('systemError', 'cannot write to stream: No space left on device', {
        domain: 'streams',
      })
    }
    try {
      if (!isHole) await writeBytes(draft.file, piece, this.#at)
    } catch (error) {
      throw fromSystem(error, 'cannot write to stream')
    }
    this.#at += length
  }

  async finish(): Promise<void> {
    this.#check()
    this.#open = false
    try {
      await this.#keep()
    } finally {
      await this.#parts.draft.discard()
    }
  }

  async abort(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    await this.#parts.draft.discard()
  }

  #check(): void {
    if (this.#open) return
    throw new VirtError(
      'invalidStream',
      `the upload to volume '${this.#parts.found.volume.name}' has ended`,
      {
        domain: 'streams',
      },
    )
  }

  /** Completes what was written by what the volume has around it, and puts that into its place. */
  async #keep(): Promise<void> {
    const { storage, found, draft } = this.#parts
    const { pool, volume } = found
    const now = this.#current()
    checkUnused(storage, now)
    const release = pool.hold(volume.name)
    try {
      const [file, info] = await openVolume(volume.path, 'read')
      try {
        if (identityOf(info) !== volume.identity) throw this.#removed()
        await this.#surround(file, Number(info.size))
        await chown(draft.path, Number(info.uid), Number(info.gid))
        await chmod(draft.path, Number(info.mode & 0o7777n))
      } finally {
        await file.close()
      }
      await draft.replace(volume.name)
    } catch (error) {
      throw fromSystem(error, `volume '${volume.name}' cannot be written`)
    } finally {
      release()
      await noticeVolume(storage, pool, volume.name)
    }
  }

  async #surround(file: FileHandle, size: number): Promise<void> {
    const { draft, from } = this.#parts
    // An upload has no caller any more who could give it up.
    const { signal } = new AbortController()
    await copySparse(file, draft.file, { start: 0, end: Math.min(from, size), signal })
    if (size > this.#at) await copySparse(file, draft.file, { start: this.#at, end: size, signal })
    await draft.file.truncate(Math.max(size, this.#at))
  }

  #current(): FoundVolume {
    const { storage, found } = this.#parts
    const now = findVolume(storage, volumeKey(found.pool.uuid, found.volume.name))
    if (now.volume.identity === found.volume.identity) return now
    throw this.#removed()
  }

  #removed(): VirtError {
    const { name } = this.#parts.found.volume
    return new VirtError('noStorageVol', `volume '${name}' was removed while it was written`, {
      domain: 'storage',
    })
  }
}

async function* nothing(): AsyncGenerator<StreamPiece> {}
