import { VirtError } from '../../core/errors/index.ts'
import { openVolume } from './draft.ts'
import { checkPlainImage, type OpenImage } from './image-tool.ts'
import { backingPath, readHeader } from './scan.ts'
import type { Storage } from './storage.ts'
import type { HostVolume } from './volume.ts'

/** Most images that may lie on each other. */
const deepest = 64

/**
 * Opens a volume with what lies below it and lets it be used. An image names the one below it in its own content, which
 * a guest may have written: only volumes of active pools are followed, and only where the format is named, too.
 */
export async function withChain<T>(
  storage: Storage,
  top: HostVolume,
  use: (chain: readonly OpenImage[]) => Promise<T>,
): Promise<T> {
  const chain: OpenImage[] = []
  try {
    for (const { volume, format } of volumesBelow(storage, top)) {
      const [file, info] = await openVolume(volume.path, 'read')
      chain.push({ file, format })
      const header = format === 'raw' ? undefined : await readHeader(file, info.size)
      checkPlainImage(volume.name, header)
    }
    return await use(chain)
  } finally {
    for (const { file } of chain) await file.close()
  }
}

interface Layer {
  readonly volume: HostVolume
  readonly format: string
}

function volumesBelow({ pools }: Storage, top: HostVolume): Layer[] {
  const known = new Map(
    [...pools.values()].flatMap((pool) =>
      [...pool.volumes.values()].map((each) => [each.path, each] as const),
    ),
  )
  const layers: Layer[] = [{ volume: top, format: top.image?.format ?? 'raw' }]
  for (let last = layers[0]; last !== undefined && last.format !== 'raw'; last = layers.at(-1)) {
    const { volume } = last
    const path = backingPath(volume.path, volume.image)
    if (path === undefined) break
    const next = known.get(path)
    const format = volume.image?.backingFormat
    if (next === undefined) throw unsafe(volume, `'${path}', which is no volume of an active pool`)
    if (format === undefined) throw unsafe(volume, `'${path}' without naming its format`)
    if (layers.length > deepest) throw unsafe(volume, `more than ${deepest} others`)
    if (format !== 'raw' && format !== next.image?.format) {
      throw unsafe(volume, `'${path}' as of format '${format}', which it is not`)
    }
    layers.push({ volume: next, format })
  }
  return layers
}

function unsafe(volume: HostVolume, what: string): VirtError {
  return new VirtError(
    'operationUnsupported',
    `volume '${volume.name}' is backed by ${what}; it is not followed`,
    {
      domain: 'storage',
    },
  )
}

/** Size that a guest sees of an image that is to lie below another. */
export async function backingCapacity(path: string, format: string): Promise<bigint> {
  const [file, info] = await openVolume(path, 'read')
  try {
    if (format === 'raw') return info.size
    const header = await readHeader(file, info.size)
    if (header?.format === format) return header.capacity
  } finally {
    await file.close()
  }
  throw new VirtError('operationFailed', `backing store '${path}' is not of the format '${format}'`, {
    domain: 'storage',
  })
}
