import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem, systemCode, VirtError } from '../../core/errors/index.ts'
import { syncDirectory } from '../../core/store/atomic-file.ts'
import { newDraftName } from './file-names.ts'

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_NONBLOCK } = constants

/** A file that is being written under a name that no volume has; it becomes one whole, or never. */
export class Draft {
  readonly path: string
  readonly file: FileHandle
  readonly #dir: string
  #open = true

  constructor(dir: string, path: string, file: FileHandle) {
    this.#dir = dir
    this.path = path
    this.file = file
  }

  static async make(dir: string): Promise<Draft> {
    const path = join(dir, newDraftName())
    try {
      return new Draft(dir, path, await open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600))
    } catch (error) {
      throw fromSystem(error, `a file in '${dir}' cannot be made`)
    }
  }

  /** Gives it its name, on the disk when this resolves. Throws `storageVolExist` where something has it. */
  async become(name: string): Promise<void> {
    const path = join(this.#dir, name)
    await this.#close(true)
    try {
      await linkNew(this.path, path)
    } catch (error) {
      await unlink(this.path).catch(() => undefined)
      if (systemCode(error) !== 'EEXIST') throw fromSystem(error, `volume '${path}' cannot be made`)
      throw new VirtError('storageVolExist', `a file '${path}' exists already`, { domain: 'storage' })
    }
    await syncDirectory(this.#dir)
  }

  /** Takes the place of a volume, which is the old one or the new one at each moment. */
  async replace(name: string): Promise<void> {
    await this.#close(true)
    await rename(this.path, join(this.#dir, name))
    await syncDirectory(this.#dir)
  }

  /** Removes it; does nothing once it is a volume. */
  async discard(): Promise<void> {
    if (!this.#open) return
    await this.#close(false)
    await unlink(this.path).catch(() => undefined)
  }

  async #close(keep: boolean): Promise<void> {
    this.#open = false
    try {
      if (keep) await this.file.sync()
    } catch (error) {
      await unlink(this.path).catch(() => undefined)
      throw fromSystem(error, `file '${this.path}' cannot be written`)
    } finally {
      await this.file.close()
    }
  }
}

/** Moves a file to a name that nobody has; where there are no hard links, a look before has to do. */
async function linkNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
    await unlink(from)
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(systemCode(error) ?? '')) throw error
    const there = await lstat(to).catch(() => undefined)
    if (there !== undefined) throw Object.assign(new Error(`'${to}' exists`), { code: 'EEXIST' })
    await rename(from, to)
  }
}

/** Opens the file of a volume itself, never what a link leads to. */
export async function openVolume(path: string, how: 'read' | 'write'): Promise<[FileHandle, BigIntStats]> {
  const mode = how === 'read' ? O_RDONLY : O_RDWR
  const file = await open(path, mode | O_NOFOLLOW | O_NONBLOCK).catch((error) => {
    throw fromSystem(error, `volume '${path}' cannot be opened`)
  })
  try {
    const info = await file.stat({ bigint: true })
    if (info.isFile() || info.isBlockDevice()) return [file, info]
    throw new VirtError('operationFailed', `volume '${path}' is neither a file nor a device`, {
      domain: 'storage',
    })
  } catch (error) {
    await file.close()
    throw error
  }
}
