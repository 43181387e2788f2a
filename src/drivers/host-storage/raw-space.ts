import type { FileHandle } from 'node:fs/promises'
import type { OpContext } from '../../core/driver.ts'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import { heldFile, runTool } from './run-tool.ts'
import { readBytes, writeBytes } from './sparse.ts'

const zeroes = Buffer.alloc(1024 * 1024)

type Context = Pick<OpContext, 'signal' | 'progress'>

/** Gives a file blocks for its first bytes, which keep what is in them. */
export async function allocateTo(file: FileHandle, bytes: bigint, ctx: Context): Promise<void> {
  try {
    await runTool({
      program: 'fallocate',
      args: ['--keep-size', '--length', String(bytes), '--', heldFile(0)],
      files: [file],
      purpose: 'allocate space',
      signal: ctx.signal,
    })
  } catch (error) {
    const said = error instanceof VirtError ? (error.detail ?? '') : ''
    if (/no space left|quota/i.test(said))
      throw new VirtError('systemError', 'space cannot be allocated: no space is left on the device', {
        domain: 'storage',
      })
    if (!/not supported/i.test(said)) throw error
    await rewrite(file, bytes, ctx)
  }
}

/** Writes what is there once more: that allocates it on a file system that has no other way. */
async function rewrite(file: FileHandle, bytes: bigint, ctx: Context): Promise<void> {
  let at = 0
  for await (const part of readBytes(file, 0, Number(bytes))) {
    ctx.signal.throwIfAborted()
    await writeBytes(file, part, at)
    at += part.length
    ctx.progress({ processed: BigInt(at), total: bytes })
  }
}

/** Overwrites a whole file or device, with zeroes or with what `fill` puts into each piece. */
export async function overwrite(
  file: FileHandle,
  size: number,
  ctx: Context,
  fill?: (piece: Buffer) => void,
): Promise<void> {
  const piece = fill === undefined ? zeroes : Buffer.alloc(zeroes.length)
  try {
    for (let at = 0; at < size; at += piece.length) {
      ctx.signal.throwIfAborted()
      fill?.(piece)
      await writeBytes(file, piece.subarray(0, Math.min(piece.length, size - at)), at)
      ctx.progress({ processed: BigInt(Math.min(at + piece.length, size)), total: BigInt(size) })
    }
    await file.sync()
  } catch (error) {
    ctx.signal.throwIfAborted()
    throw fromSystem(error, 'a volume cannot be overwritten')
  }
}
