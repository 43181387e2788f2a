import type { FileHandle } from 'node:fs/promises'
import type { VolumeDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import { heldFile, runTool } from './run-tool.ts'

/** What of a volume becomes options of its image. */
export function imageOptions(doc: VolumeDoc, preallocation: string | undefined): string[] {
  const { compat, clusterSize, features, nocow } = doc.target
  const { backingStore } = doc
  return [
    ...(backingStore === undefined ? [] : [`backing_fmt=${backingStore.format?.type ?? 'raw'}`]),
    ...(preallocation === undefined ? [] : [`preallocation=${preallocation}`]),
    ...(nocow ? ['nocow=on'] : []),
    `compat=${compat ?? '1.1'}`,
    ...(clusterSize === undefined ? [] : [`cluster_size=${clusterSize}`]),
    ...(features?.lazyRefcounts ? ['lazy_refcounts=on'] : []),
    ...(features?.extendedL2 ? ['extended_l2=on'] : []),
  ]
}

/** Writes an empty image over a file. The one below it is not opened: its size is known. */
export async function createImage(
  path: string,
  doc: VolumeDoc,
  options: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const below = doc.backingStore?.path
  await runTool({
    program: 'qemu-img',
    args: [
      'create',
      '-q',
      '-f',
      doc.target.format?.type ?? 'raw',
      ...(below === undefined ? [] : ['-u', '-b', below]),
      '-o',
      options.join(','),
      path,
      String(doc.capacity),
    ],
    purpose: 'make an image',
    signal,
  })
}

/** An open image of a known format. */
export interface OpenImage {
  readonly file: FileHandle
  readonly format: string
}

/** Copies the content of an image, which lies on those after it, into another format. */
export async function convertImage(
  chain: readonly OpenImage[],
  target: { readonly path: string; readonly format: string; readonly options: readonly string[] },
  ctx: { readonly signal: AbortSignal; progress(done: { readonly percent: number }): void },
): Promise<void> {
  const { path, format, options } = target
  await runTool({
    program: 'qemu-img',
    args: [
      'convert',
      '-p',
      '-O',
      format,
      ...(options.length > 0 ? ['-o', options.join(',')] : []),
      imageName(chain),
      path,
    ],
    purpose: 'copy an image',
    files: chain.map(({ file }) => file),
    signal: ctx.signal,
    onOutput(text) {
      const percent = [...text.matchAll(/\((\d+(?:\.\d+)?)\/100%\)/g)].at(-1)?.[1]
      if (percent !== undefined) ctx.progress({ percent: Number(percent) })
    },
  })
}

/** A name that says of each image what it is and what lies below it, so that no image itself is asked. */
function imageName(chain: readonly OpenImage[]): string {
  const node = (index: number): object | null => {
    const image = chain[index]
    if (image === undefined) return null
    const file = { driver: 'file', filename: heldFile(index) }
    return { driver: image.format, file, ...(layered.has(image.format) ? { backing: node(index + 1) } : {}) }
  }
  return `json:${JSON.stringify(node(0))}`
}

/** Formats whose images can lie on others. */
const layered: ReadonlySet<string> = new Set(['qcow2', 'qcow', 'qed', 'vmdk'])

/** Gives an image another size. What it names as lying below it is not opened. */
export async function resizeImage(
  image: OpenImage,
  how: { readonly capacity: bigint; readonly shrink: boolean; readonly allocate: boolean },
  signal: AbortSignal,
): Promise<void> {
  await runTool({
    program: 'qemu-img',
    args: [
      'resize',
      '-q',
      ...(how.shrink ? ['--shrink'] : []),
      ...(how.allocate ? ['--preallocation=falloc'] : []),
      imageName([image]),
      String(how.capacity),
    ],
    purpose: 'resize an image',
    files: [image.file],
    signal,
  })
}

/** Refuses images that have their data in another file, or that nobody can read without a key. */
export function checkPlainImage(
  name: string,
  image: { dataFile?: boolean; encrypted?: boolean } | undefined,
): void {
  const what = image?.dataFile
    ? 'keeps its data in another file'
    : image?.encrypted
      ? 'is encrypted'
      : undefined
  if (what === undefined) return
  throw new VirtError('operationUnsupported', `volume '${name}' ${what}; that is not supported`, {
    domain: 'storage',
  })
}
