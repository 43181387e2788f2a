import { readFile } from 'node:fs/promises'
import type { PoolDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import { runTool } from './run-tool.ts'

/** Whether something is mounted on a directory. */
export async function isMounted(dir: string): Promise<boolean> {
  const table = await readFile('/proc/self/mountinfo', 'utf8')
  // ID, parent, device, root, place of the mount; odd characters are octal.
  const places = table.split('\n').map((line) => line.split(' ')[4] ?? '')
  return places.some((place) => plain(place) === dir)
}

function plain(place: string): string {
  return place.replace(/\\([0-7]{3})/g, (_all, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )
}

/** Whether the directory of a pool is a mount of its own. */
export function isMountPool({ type }: PoolDoc): boolean {
  return type === 'fs' || type === 'netfs'
}

/** Mounts the source of a pool on its directory, unless it is there. Answers whether it was mounted now. */
export async function mountPool(doc: PoolDoc, signal?: AbortSignal): Promise<boolean> {
  const dir = doc.target?.path ?? ''
  if (!isMountPool(doc) || (await isMounted(dir))) return false
  if (process.getuid?.() !== 0) {
    throw new VirtError(
      'configUnsupported',
      `storage pool '${doc.name}' of type '${doc.type}' needs a mount, which takes root; a pool of type 'dir' does not`,
      { domain: 'storage' },
    )
  }
  const options = (doc.mountOpts?.options ?? []).map(({ name }) => name)
  const format = mountType(doc)
  await runTool({
    program: 'mount',
    args: [
      ...(format === undefined ? [] : ['-t', format]),
      '-o',
      ['nodev', 'nosuid', 'noexec', ...options].join(','),
      '--',
      mountSource(doc),
      dir,
    ],
    purpose: `mount storage pool '${doc.name}'`,
    ...(signal === undefined ? {} : { signal }),
  })
  return true
}

/** Takes the mount of a pool away. */
export async function unmountPool(doc: PoolDoc): Promise<void> {
  const dir = doc.target?.path ?? ''
  if (!isMountPool(doc) || !(await isMounted(dir))) return
  await runTool({ program: 'umount', args: ['--', dir], purpose: `unmount storage pool '${doc.name}'` })
}

function mountType(doc: PoolDoc): string | undefined {
  const format = doc.source.format?.type
  return format === 'auto' ? undefined : format
}

function mountSource({ type, source }: PoolDoc): string {
  if (type === 'fs') return source.devices?.[0]?.path ?? ''
  const host = source.hosts?.[0]?.name ?? ''
  const dir = source.dir?.path ?? ''
  if (source.format?.type === 'cifs') return `//${host}/${dir.replace(/^\/+/, '')}`
  return `${host.includes(':') ? `[${host}]` : host}:${dir}`
}
