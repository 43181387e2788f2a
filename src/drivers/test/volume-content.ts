import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem } from '../../core/errors/index.ts'
import type { StreamPiece } from '../../core/lib/byte-stream.ts'
import { type Extents, inside, sizeOf } from './extents.ts'

const chunkSize = 256 * 1024

/** A sparse file without a name, which is gone once nobody uses it any more. */
class ContentFile {
  readonly #handle: FileHandle
  #users = 1

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  static async make(dir: string): Promise<ContentFile> {
    const path = join(dir, `volume-${randomUUID()}`)
    try {
      const handle = await open(path, 'wx+', 0o600)
      // Nobody needs its name: what a daemon that was killed leaves behind is nothing.
      await unlink(path)
      return new ContentFile(handle)
    } catch (thrown) {
      throw fromSystem(thrown, `the file '${path}' of a volume cannot be made`)
    }
  }

  retain(): this {
    this.#users++
    return this
  }

  async release(): Promise<void> {
    this.#users--
    if (this.#users === 0) await this.#handle.close()
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.#handle.read(bytes, done, length - done, position + done)
      if (bytesRead === 0) break
      done += bytesRead
    }
    return bytes
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, position + done)
        done += bytesWritten
      }
    } catch (thrown) {
      throw fromSystem(thrown, 'cannot write to stream')
    }
  }
}

/** What is stored in a volume. It never changes: who writes makes another one, so that copies share it and readers keep it. */
export class VolumeContent {
  readonly extents: Extents
  readonly #file: ContentFile

  constructor(file: ContentFile, extents: Extents) {
    this.#file = file
    this.extents = extents
  }

  /** Bytes that are stored. */
  get size(): number {
    return sizeOf(this.extents)
  }

  /** The same for one more user, perhaps only up to a place. Each user releases it once. */
  share(to = Number.MAX_SAFE_INTEGER): VolumeContent {
    return new VolumeContent(this.#file.retain(), inside(this.extents, 0, to))
  }

  async release(): Promise<void> {
    await this.#file.release()
  }

  /** Everything between two places in order: stored bytes, and holes between them. */
  async *pieces(from: number, to: number): AsyncGenerator<StreamPiece> {
    let at = from
    for (const [start, end] of inside(this.extents, from, to)) {
      if (start > at) yield { hole: BigInt(start - at) }
      for (at = start; at < end; ) {
        const bytes = await this.#file.read(at, Math.min(chunkSize, end - at))
        yield bytes
        at += bytes.length
      }
    }
    if (to > at) yield { hole: BigInt(to - at) }
  }
}

/** Content that is being written from one place on; nobody sees it before it is done. */
export class ContentDraft {
  readonly #file: ContentFile
  readonly #written: Array<readonly [number, number]> = []

  constructor(file: ContentFile) {
    this.#file = file
  }

  static async make(dir: string): Promise<ContentDraft> {
    return new ContentDraft(await ContentFile.make(dir))
  }

  /** Where bytes were written. */
  get extents(): Extents {
    return this.#written
  }

  /** Writes bytes behind all that were written before. */
  async write(bytes: Uint8Array, position: number): Promise<void> {
    if (bytes.length === 0) return
    await this.#file.write(bytes, position)
    const last = this.#written.at(-1)
    const end = position + bytes.length
    if (last !== undefined && last[1] === position) this.#written[this.#written.length - 1] = [last[0], end]
    else this.#written.push([position, end])
  }

  /** Takes bytes of other content over at their places; they are not among the extents. */
  async copy(from: VolumeContent, extents: Extents): Promise<void> {
    for (const [start, end] of extents) {
      let at = start
      for await (const piece of from.pieces(start, end)) {
        if (!(piece instanceof Uint8Array)) throw new Error('a stored part of a volume has a hole')
        await this.#file.write(piece, at)
        at += piece.length
      }
    }
  }

  /** Makes it content with the given extents; it is no draft any more. */
  finish(extents: Extents): VolumeContent {
    return new VolumeContent(this.#file, extents)
  }

  async discard(): Promise<void> {
    await this.#file.release()
  }
}
