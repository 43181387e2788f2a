import { dirname, join } from 'node:path'
import { fromSystem, systemCode, VirtError } from '../errors/index.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../log/logger.ts'
import { isStaleTemp, syncDirectory, writeFileAtomic } from './atomic-file.ts'
import { fileNameOf, isNameOf, nameFileFor, nameOfFile, textFileFor } from './file-name.ts'
import type { ObjectStore } from './object-store.ts'
import { nodeFs, type StoreFs } from './store-fs.ts'

/** What a store is made with. */
export interface FileStoreOptions {
  /** Its directory, made when it is first written to. Nobody else may write there. */
  readonly dir: string
  readonly log: Logger
  readonly clock: Clock
  readonly fs?: StoreFs
}

/** Files read at the same time. */
const readers = 64

/** What is wrong with the content of a file. */
class Corrupt extends Error {}

/** Keeps one file for each object in a directory. */
export class FileStore implements ObjectStore {
  readonly #dir: string
  readonly #log: Logger
  readonly #clock: Clock
  readonly #fs: StoreFs
  /** The last write of each name, so that writes of one name happen in the order of their calls. */
  readonly #writes = new Map<string, Promise<void>>()
  /** Files that could not be read: they are set aside before anything is written over them. */
  readonly #unread = new Set<string>()
  #made = false

  constructor(options: FileStoreOptions) {
    this.#dir = options.dir
    this.#log = options.log
    this.#clock = options.clock
    this.#fs = options.fs ?? nodeFs
  }

  async load(): Promise<ReadonlyMap<string, string>> {
    const files = await this.#list()
    const names = new Set(files.map((file) => file.name))
    for (const { name } of files) await this.#sweep(name, names)
    const kept = files.filter(({ name }) => !name.startsWith('.'))
    const texts = new Map<string, string>()
    for (let i = 0; i < kept.length; i += readers) {
      const loaded = await Promise.all(kept.slice(i, i + readers).map((file) => this.#load(file)))
      for (const pair of loaded) if (pair) texts.set(...pair)
    }
    return texts
  }

  put(name: string, text: string): Promise<void> {
    return this.#inTurn(name, async () => {
      if (text.includes('\0')) {
        throw new VirtError('invalidArg', `the text of '${name}' has a NUL character and cannot be kept`)
      }
      const { file, nameFile } = fileNameOf(name)
      await this.#make()
      if (this.#unread.has(file)) await this.#setAside(file)
      if (nameFile !== undefined) await writeFileAtomic(join(this.#dir, nameFile), name, { fs: this.#fs })
      await writeFileAtomic(join(this.#dir, file), text, { fs: this.#fs })
    })
  }

  delete(name: string): Promise<void> {
    return this.#inTurn(name, async () => {
      const { file, nameFile } = fileNameOf(name)
      try {
        const there = await this.#unlink(file)
        if (nameFile !== undefined) await this.#unlink(nameFile)
        if (there) await this.#fs.syncDir(this.#dir)
      } catch (error) {
        throw fromSystem(error, `file '${file}' in '${this.#dir}' cannot be removed`)
      }
    })
  }

  async #inTurn(name: string, write: () => Promise<void>): Promise<void> {
    const before = this.#writes.get(name) ?? Promise.resolve()
    const turn = before.then(write, write)
    this.#writes.set(name, turn)
    try {
      await turn
    } finally {
      if (this.#writes.get(name) === turn) this.#writes.delete(name)
    }
  }

  async #list() {
    try {
      return (await this.#fs.list(this.#dir)) ?? []
    } catch (error) {
      throw fromSystem(error, `directory '${this.#dir}' cannot be read`)
    }
  }

  async #make(): Promise<void> {
    if (this.#made) return
    try {
      await this.#fs.mkdir(this.#dir)
    } catch (error) {
      throw fromSystem(error, `directory '${this.#dir}' cannot be made`)
    }
    await syncDirectory(dirname(this.#dir), this.#fs)
    this.#made = true
  }

  /** Removes what a crash left: files that were being written, and long names whose text was never written. */
  async #sweep(file: string, all: ReadonlySet<string>): Promise<void> {
    const text = textFileFor(file)
    const orphan = text !== undefined && !all.has(text) && this.#writes.size === 0
    if (!orphan && !isStaleTemp(file)) return
    try {
      await this.#unlink(file)
    } catch (error) {
      this.#log.warn('a file left by a crash cannot be removed', { file, dir: this.#dir, error })
    }
  }

  async #load(file: { name: string; plain: boolean }): Promise<[string, string] | undefined> {
    try {
      const name = file.plain ? await this.#nameOf(file.name) : undefined
      if (name !== undefined) return [name, await this.#text(file.name)]
      this.#log.warn('a file that does not belong into a store was left alone', {
        file: file.name,
        dir: this.#dir,
      })
    } catch (error) {
      if (error instanceof Corrupt) await this.#report(file.name, error)
      else {
        this.#unread.add(file.name)
        this.#log.error('a file cannot be read; its object is left out', {
          file: file.name,
          dir: this.#dir,
          error,
        })
      }
    }
    return undefined
  }

  async #nameOf(file: string): Promise<string | undefined> {
    const nameFile = nameFileFor(file)
    if (nameFile === undefined) return nameOfFile(file)
    const name = await this.#text(nameFile)
    if (!isNameOf(name, file)) throw new Corrupt('the name kept beside it is of another object')
    return name
  }

  async #text(file: string): Promise<string> {
    const bytes = await this.#fs.read(join(this.#dir, file))
    if (bytes.includes(0)) throw new Corrupt('it holds NUL bytes')
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      throw new Corrupt('it is not UTF-8 text')
    }
  }

  async #report(file: string, corrupt: Corrupt): Promise<void> {
    const facts = { file, dir: this.#dir, reason: corrupt.message }
    try {
      const keptAs = await this.#setAside(file)
      this.#log.error('a file is corrupt; it was set aside and its object is left out', { ...facts, keptAs })
    } catch (error) {
      this.#unread.add(file)
      this.#log.error('a file is corrupt and cannot be set aside; its object is left out', {
        ...facts,
        error,
      })
    }
  }

  /** Renames a file so that it is out of the way and nothing in it is lost. */
  async #setAside(file: string): Promise<string> {
    const aside = `.bad-${this.#clock.now()}-${file}`
    try {
      await this.#fs.rename(join(this.#dir, file), join(this.#dir, aside))
    } catch (error) {
      // Somebody has removed it: nothing is left that could be written over.
      if (systemCode(error) !== 'ENOENT')
        throw fromSystem(error, `file '${file}' in '${this.#dir}' cannot be set aside`)
    }
    this.#unread.delete(file)
    return aside
  }

  async #unlink(file: string): Promise<boolean> {
    try {
      await this.#fs.unlink(join(this.#dir, file))
      return true
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return false
      throw error
    }
  }
}
