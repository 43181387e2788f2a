import { copyFile, open, rename, stat, truncate } from 'node:fs/promises'
import { fromSystem, systemCode } from '../../../core/errors/index.ts'

/** Reads a piece of a file; nothing if it is not there. Without `offset` the last `limit` bytes. */
export async function readPiece(path: string, limit: number, offset?: bigint): Promise<Uint8Array> {
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(path, 'r')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return new Uint8Array()
    throw fromSystem(error, `log file '${path}' cannot be read`)
  }
  try {
    const { size } = await file.stat()
    const start = offset === undefined ? Math.max(0, size - limit) : Number(offset)
    const buffer = Buffer.alloc(Math.max(0, Math.min(limit, size - start)))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Size of a file; 0 if it is not there. */
export async function fileSize(path: string): Promise<number> {
  return stat(path).then(
    (info) => info.size,
    () => 0,
  )
}

/**
 * The last lines that a program wrote after `from`, without QEMU's time stamps and blank lines; they become
 * part of an error.
 */
export async function tailLines(path: string, from: number, lines = 8): Promise<string[]> {
  const size = await fileSize(path)
  const start = Math.max(from, size - 16 * 1024)
  const text = Buffer.from(await readPiece(path, 16 * 1024, BigInt(start))).toString('utf8')
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z\s+/, '').trim())
    .filter((line) => line !== '' && !line.startsWith(headerMark))
    .slice(-lines)
}

const headerMark = '== '

/** Adds a line of the driver itself to the log of a guest. */
export async function appendNote(path: string, text: string, now: number): Promise<void> {
  const file = await open(path, 'a', 0o600).catch((error) => {
    throw fromSystem(error, `log file '${path}' cannot be written`)
  })
  try {
    await file.write(`${headerMark}${new Date(now).toISOString()} ${text}\n`)
  } catch (error) {
    throw fromSystem(error, `log file '${path}' cannot be written`)
  } finally {
    await file.close()
  }
}

/** Moves a log that no process holds out of the way when it is larger than `limit`: `PATH` becomes `PATH.0`. */
export async function rotate(path: string, limit: number): Promise<void> {
  if ((await fileSize(path)) > limit) await rename(path, `${path}.0`)
}

/** The same for a log that a process has open for appending: copied, then emptied in place. */
export async function rotateInPlace(path: string, limit: number): Promise<void> {
  if ((await fileSize(path)) <= limit) return
  await copyFile(path, `${path}.0`)
  await truncate(path, 0)
}
