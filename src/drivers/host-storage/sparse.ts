import type { FileHandle } from 'node:fs/promises'
import type { StreamPiece } from '../../core/lib/byte-stream.ts'

/** Bytes that are read at once. */
const chunkBytes = 256 * 1024
/** Zeroes of at least so many bytes, at a multiple of so many, count as a hole. */
const blockBytes = 4096

/** Bytes of an open file from one place to another, or to its end, in order. */
export async function* readBytes(file: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes - (at % blockBytes), to - at))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

/**
 * The same with zeroes told as holes. A file that stores nothing is one hole, which spares the reading; Node cannot
 * ask where the holes of others are, so that their zeroes are found by looking at them.
 */
export async function* readPieces(file: FileHandle, from: number, to: number): AsyncGenerator<StreamPiece> {
  const { size, blocks } = await file.stat()
  const end = Math.min(to, size)
  if (blocks === 0) {
    if (end > from) yield { hole: BigInt(end - from) }
    return
  }
  let hole = 0
  for await (const bytes of readBytes(file, from, end)) {
    for (const part of split(bytes)) {
      if (part.zero) hole += part.bytes.length
      else {
        if (hole > 0) yield { hole: BigInt(hole) }
        hole = 0
        yield part.bytes
      }
    }
  }
  if (hole > 0) yield { hole: BigInt(hole) }
}

/** Runs of zero blocks and of others. */
function* split(bytes: Buffer): Generator<{ readonly zero: boolean; readonly bytes: Buffer }> {
  let start = 0
  let zero: boolean | undefined
  for (let at = 0; at < bytes.length; at += blockBytes) {
    const now = isZero(bytes.subarray(at, at + blockBytes))
    if (zero !== undefined && now !== zero) {
      yield { zero, bytes: bytes.subarray(start, at) }
      start = at
    }
    zero = now
  }
  if (zero !== undefined) yield { zero, bytes: bytes.subarray(start) }
}

const zeroBlock = Buffer.alloc(blockBytes)

function isZero(block: Buffer): boolean {
  return block.equals(block.length === blockBytes ? zeroBlock : zeroBlock.subarray(0, block.length))
}

/** Writes all bytes at a place. */
export async function writeBytes(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

/** Copies part of a file to the same place of another; zeroes are left as holes. */
export async function copySparse(
  from: FileHandle,
  to: FileHandle,
  range: {
    readonly start: number
    readonly end: number
    readonly signal: AbortSignal
    readonly onBytes?: (bytes: number) => void
  },
): Promise<void> {
  let at = range.start
  for await (const piece of readPieces(from, range.start, range.end)) {
    range.signal.throwIfAborted()
    if (piece instanceof Uint8Array) await writeBytes(to, piece, at)
    at += piece instanceof Uint8Array ? piece.length : Number(piece.hole)
    range.onBytes?.(at - range.start)
  }
}
