import { constants } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { systemCode } from '../errors/index.ts'

/** A file that is being written. */
export interface StoreFile {
  write(text: string): Promise<void>
  /** Resolves when its content is on the disk. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** The calls of the file system that a store makes, one by one, so that tests can stop after any of them. */
export interface StoreFs {
  /** Makes a new file; fails when there is one. */
  create(path: string, mode: number): Promise<StoreFile>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  /** Resolves when the names in a directory are on the disk. */
  syncDir(path: string): Promise<void>
  mkdir(path: string): Promise<void>
  /** Names in a directory, with whether each is a plain file; undefined when there is no directory. */
  list(path: string): Promise<ReadonlyArray<{ readonly name: string; readonly plain: boolean }> | undefined>
  read(path: string): Promise<Uint8Array>
}

/** File systems that cannot sync a directory say so with one of these; they keep names safe by other means or not at all. */
const noDirSync = ['EINVAL', 'ENOTSUP', 'EISDIR']

/** The file system of the machine. */
export const nodeFs: StoreFs = {
  create: async (path, mode) => {
    const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode)
    return {
      write: (text) => file.writeFile(text, 'utf8'),
      sync: () => file.sync(),
      close: () => file.close(),
    }
  },
  rename,
  unlink,
  syncDir: async (path) => {
    const dir = await open(path, constants.O_RDONLY)
    try {
      await dir.sync()
    } catch (error) {
      if (!noDirSync.includes(systemCode(error) ?? '')) throw error
    } finally {
      await dir.close()
    }
  },
  mkdir: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 })
  },
  list: async (path) => {
    try {
      const entries = await readdir(path, { withFileTypes: true })
      return entries.map((entry) => ({ name: entry.name, plain: entry.isFile() }))
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined
      throw error
    }
  },
  read: (path) => readFile(path),
}
