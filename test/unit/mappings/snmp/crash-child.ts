/**
 * A process that changes indexes and is killed by itself in the middle of writing them:
 * `node crash-child.js FOLDER STEP` dies at the call number STEP of the file system, half-way through it.
 * Prints `done` when everything was written before that.
 */
import files, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { systemClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import { indexFiles } from '../../../../src/mappings/snmp/index-files.ts'
import { IndexStore } from '../../../../src/mappings/snmp/index-store.ts'
import { changeIndexes } from './crash-steps.ts'

const [folder = '', step = '0'] = process.argv.slice(2)
let left = Number(step)

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('not reached: the signal cannot be caught')
}

/** Counts a call and dies before it when it is the one. */
function count(): void {
  if (left-- === 0) die()
}

function dying(handle: FileHandle): FileHandle {
  const { writeFile, sync, close } = handle
  handle.writeFile = async (content) => {
    count()
    const text = String(content)
    if (left === 0) {
      await writeFile.call(handle, text.slice(0, text.length / 2))
      die()
    }
    await writeFile.call(handle, text)
  }
  handle.sync = async () => {
    count()
    await sync.call(handle)
  }
  handle.close = async () => {
    count()
    await close.call(handle)
  }
  return handle
}

const store = await IndexStore.open({ storage: indexFiles(folder), clock: systemClock, log: silentLogger })

const { open, rename } = files
files.open = async (path, flags, mode) => {
  count()
  return dying(await open(path, flags, mode))
}
files.rename = async (from, to) => {
  count()
  await rename(from, to)
}
// Modules that import these functions by name have the new ones from here on.
syncBuiltinESMExports()

changeIndexes(store)
await store.flush()
process.stdout.write('done\n')
