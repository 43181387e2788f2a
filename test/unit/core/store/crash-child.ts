/**
 * A process that writes one object over and is killed by itself in the middle:
 * `node crash-child.js DIR NAME TEXT STEP` stops at the call number STEP of the file system, half-way through it.
 * Prints `done` when the write came to its end before that.
 */
import { systemClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import { FileStore } from '../../../../src/core/store/file-store.ts'
import { nodeFs, type StoreFs } from '../../../../src/core/store/store-fs.ts'

const [dir = '', name = '', text = '', step = '0', action = 'put'] = process.argv.slice(2)
let left = Number(step)

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('not reached: the signal cannot be caught')
}

/** Counts a call and dies before it when it is the one. */
function count(): void {
  if (left-- === 0) die()
}

const dying: StoreFs = {
  ...nodeFs,
  create: async (path, mode) => {
    count()
    const file = await nodeFs.create(path, mode)
    return {
      write: async (content) => {
        count()
        if (left === 0) {
          await file.write(content.slice(0, content.length / 2))
          die()
        }
        await file.write(content)
      },
      sync: async () => {
        count()
        await file.sync()
      },
      close: async () => {
        count()
        await file.close()
      },
    }
  },
  rename: async (from, to) => {
    count()
    await nodeFs.rename(from, to)
  },
  unlink: async (path) => {
    count()
    await nodeFs.unlink(path)
  },
  syncDir: async (path) => {
    count()
    await nodeFs.syncDir(path)
  },
  mkdir: async (path) => {
    count()
    await nodeFs.mkdir(path)
  },
}

const store = new FileStore({ dir, log: silentLogger, clock: systemClock, fs: dying })
await (action === 'put' ? store.put(name, text) : store.delete(name))
process.stdout.write('done\n')
