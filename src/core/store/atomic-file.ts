import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { fromSystem } from '../errors/index.ts'
import { nodeFs, type StoreFs } from './store-fs.ts'

/** What all files that are being written begin with. */
const tempPrefix = '.new-'

/** What may be said of an atomic write. */
export interface WriteOptions {
  /** Permissions of the file; for its owner alone unless given. */
  readonly mode?: number
  readonly fs?: StoreFs
}

/**
 * Writes a file so that at any moment, also after a crash or a power cut, either the old text or the new one is there,
 * whole. When it resolves, the new one is on the disk. Throws `systemError` (no space, read-only ...): then the old text
 * is still there.
 */
export async function writeFileAtomic(path: string, text: string, options: WriteOptions = {}): Promise<void> {
  const { mode = 0o600, fs = nodeFs } = options
  const temp = join(dirname(path), ownPrefix() + randomBytes(8).toString('hex'))
  try {
    await writeSynced(fs, temp, text, mode)
    await fs.rename(temp, path)
  } catch (error) {
    await fs.unlink(temp).catch(() => {})
    throw fromSystem(error, `file '${basename(path)}' in '${dirname(path)}' cannot be written`)
  }
  await syncDirectory(dirname(path), fs)
}

/** Makes the names in a directory lasting. */
export async function syncDirectory(dir: string, fs: StoreFs = nodeFs): Promise<void> {
  try {
    await fs.syncDir(dir)
  } catch (error) {
    throw fromSystem(error, `directory '${dir}' cannot be synced`)
  }
}

/** Whether a file was being written by a process that is no more: it never became anything. */
export function isStaleTemp(name: string): boolean {
  return name.startsWith(tempPrefix) && !name.startsWith(ownPrefix())
}

/** Names the life of this process: its number may come again, but not with the same start. */
function ownPrefix(): string {
  return `${tempPrefix}${process.pid}-${Math.round(performance.timeOrigin)}-`
}

async function writeSynced(fs: StoreFs, path: string, text: string, mode: number): Promise<void> {
  const file = await fs.create(path, mode)
  try {
    await file.write(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
