import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem, systemCode } from '../../core/errors/index.ts'
import { readIfPresent, replaceDurably } from './engine/durable-file.ts'
import type { IndexStorage } from './index-store.ts'

const suffix = '.idx'
/** What a writer that was killed leaves behind. */
const unfinished = /\.idx\.\d+\.new$/

/** Keeps indexes in one file each below a folder, replaced whole and synced. */
export function indexFiles(folder: string): IndexStorage {
  return {
    async load() {
      const texts = new Map<string, string>()
      for (const file of await filesIn(folder)) {
        if (unfinished.test(file)) await rm(join(folder, file), { force: true })
        if (!file.endsWith(suffix)) continue
        const text = await readIfPresent(join(folder, file))
        if (text !== undefined) texts.set(file.slice(0, -suffix.length), text)
      }
      return texts
    },
    put: (name, text) => replaceDurably(join(folder, `${name}${suffix}`), text),
  }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return []
    throw fromSystem(cause, `${folder} cannot be read`)
  }
}
