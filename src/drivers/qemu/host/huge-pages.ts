import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem, VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'

const system = '/sys'

/** Adds huge pages to the pools of the machine or of some NUMA cells, or sets their number; answers how many pools changed. */
export async function allocatePages(args: Args<'host.allocPages'>, root = system): Promise<number> {
  const { pages, startCell, cellCount = 1, set = false } = args
  const folders =
    startCell === undefined
      ? [join(root, 'kernel/mm/hugepages')]
      : Array.from({ length: cellCount }, (_, n) =>
          join(root, `devices/system/node/node${startCell + n}/hugepages`),
        )
  let changed = 0
  for (const folder of folders) {
    for (const { size, count } of pages) {
      await changePool(join(folder, `hugepages-${size}kB`, 'nr_hugepages'), { size, count, set })
      changed++
    }
  }
  return changed
}

interface Wanted {
  readonly size: number
  readonly count: bigint
  readonly set: boolean
}

async function changePool(path: string, { size, count, set }: Wanted): Promise<void> {
  const before = await pagesIn(path, size)
  const wanted = set ? count : before + count
  await writeFile(path, `${wanted}`, { flag: 'r+' }).catch((thrown) => {
    throw fromSystem(thrown, `the number of pages of ${size} KiB cannot be changed`)
  })
  const now = await pagesIn(path, size)
  if (now === wanted) return
  // The kernel gives what it finds in one piece and says nothing.
  throw new VirtError(
    'operationFailed',
    `${wanted} pages of ${size} KiB were asked for; the machine has memory for ${now}`,
    { domain: 'qemu' },
  )
}

async function pagesIn(path: string, size: number): Promise<bigint> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text !== undefined) return BigInt(text.trim())
  throw new VirtError('operationFailed', `page size ${size} is not available`, { domain: 'qemu' })
}
