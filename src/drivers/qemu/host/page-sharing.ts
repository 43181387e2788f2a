import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem, VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'

/** Parameters of the kernel's sharing of equal pages (KSM) by their names in calls; all stand in files of one folder. */
const parameters = {
  shm_pages_to_scan: { file: 'pages_to_scan', settable: true },
  shm_sleep_millisecs: { file: 'sleep_millisecs', settable: true },
  shm_pages_shared: { file: 'pages_shared', settable: false },
  shm_pages_sharing: { file: 'pages_sharing', settable: false },
  shm_pages_unshared: { file: 'pages_unshared', settable: false },
  shm_pages_volatile: { file: 'pages_volatile', settable: false },
  shm_full_scans: { file: 'full_scans', settable: false },
  shm_merge_across_nodes: { file: 'merge_across_nodes', settable: true },
} as const

const folder = '/sys/kernel/mm/ksm'

/** How the machine shares equal pages, and how many; a kernel without it has no parameters. */
export async function readPageSharing(dir = folder): Promise<Result<'host.getMemoryParameters'>> {
  const read = await Promise.all(
    Object.entries(parameters).map(async ([name, { file }]) => {
      const text = await readFile(join(dir, file), 'utf8').catch(() => undefined)
      return text === undefined ? [] : [{ name, value: text.trim() }]
    }),
  )
  return read.flat()
}

/** Sets how the machine shares equal pages; all parameters are checked before one is set. */
export async function setPageSharing(
  params: Args<'host.setMemoryParameters'>['params'],
  dir = folder,
): Promise<void> {
  const wanted = params.map(({ name, value }) => ({ path: join(dir, fileOf(name)), name, value }))
  for (const { path, name, value } of wanted) {
    await writeFile(path, value, { flag: 'r+' }).catch((thrown) => {
      throw fromSystem(thrown, `the memory parameter '${name}' cannot be set`)
    })
  }
}

function fileOf(name: string): string {
  const row = Object.hasOwn(parameters, name) ? parameters[name as keyof typeof parameters] : undefined
  if (row?.settable === true) return row.file
  const known = Object.entries(parameters).flatMap(([each, { settable }]) => (settable ? [each] : []))
  throw new VirtError(
    'argumentUnsupported',
    `the memory parameter '${name}' cannot be set; those that can are ${known.join(', ')}`,
    { domain: 'qemu' },
  )
}
