import { VirtError } from '../../../core/errors/index.ts'
import { isQmpObject, parseQmp, type QmpObject, type QmpValue } from '../../../qmp/index.ts'
import type { ChainImage } from '../argv/block-nodes.ts'
import { runProgram } from './run-program.ts'

/** An image as `qemu-img info` tells of it. */
export interface ImageInfo {
  readonly path: string
  readonly format: string
  readonly capacity: bigint
  readonly allocation: bigint
  /** Format that the image itself names for the one below it. */
  readonly backingFormat: string | undefined
  readonly backed: boolean
}

function readInfo(value: QmpObject): ImageInfo {
  const text = (member: string) => (typeof value[member] === 'string' ? value[member] : undefined)
  return {
    path: text('filename') ?? '',
    format: text('format') ?? 'raw',
    capacity: BigInt(Number(value['virtual-size'] ?? 0)),
    allocation: BigInt(Number(value['actual-size'] ?? 0)),
    backingFormat: text('backing-filename-format'),
    backed: text('backing-filename') !== undefined,
  }
}

/** A path that `qemu-img` takes for nothing but a file: not for an option, nor for a protocol such as `nbd:`. */
export function filePath(path: string): string {
  return path.startsWith('/') ? path : `./${path}`
}

/** What `qemu-img` tells of an image whose format is known, and of those below it if asked for. */
export async function imageInfo(
  path: string,
  format: string,
  options: { readonly chain?: boolean; readonly signal?: AbortSignal } = {},
): Promise<ImageInfo[]> {
  const text = await runProgram({
    program: 'qemu-img',
    args: [
      'info',
      '--output=json',
      '-U',
      ...(options.chain ? ['--backing-chain'] : []),
      '-f',
      format,
      filePath(path),
    ],
    purpose: 'read disk images',
    ...(options.signal ? { signal: options.signal } : {}),
  })
  const value: QmpValue = parseQmp(text)
  const list: readonly QmpValue[] = Array.isArray(value) ? value : [value]
  return list.filter((item) => isQmpObject(item)).map(readInfo)
}

/**
 * The images below an image. A lower image must be named with its format: to guess it would let a guest that
 * writes a header into a raw disk read any file of the host.
 */
export async function backingChain(
  path: string,
  format: string,
  signal?: AbortSignal,
): Promise<ChainImage[]> {
  const images = await imageInfo(path, format, { chain: true, ...(signal ? { signal } : {}) })
  return images.slice(1).map((image, i) => {
    const stated = images[i]?.backingFormat
    if (stated === undefined) {
      throw new VirtError(
        'configUnsupported',
        `image '${images[i]?.path}' is backed by '${image.path}' without naming its format; set it with 'qemu-img rebase -u -F FORMAT'`,
        { domain: 'qemu' },
      )
    }
    return { path: image.path, format: stated, block: image.path.startsWith('/dev/') }
  })
}
