import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { fromSystem, VirtError } from '../../core/errors/index.ts'

/** What a saved guest and a core dump begin with: fifteen bytes. */
const saveMagic = Buffer.from('TestGuestMagic\0', 'latin1')

const lengthSize = 4
const maxDocument = 8192

/**
 * Writes a saved guest:
 *
 *     0   15  TestGuestMagic and NUL
 *     15  4   length of the document, little endian
 *     19  n   document of the running domain, with its secrets
 */
export async function writeSaveFile(path: string, xml: string): Promise<void> {
  const document = Buffer.from(xml, 'utf8')
  if (document.length > maxDocument) {
    throw new VirtError(
      'operationFailed',
      `the document of the domain has ${document.length} bytes; a saved guest can hold ${maxDocument}`,
    )
  }
  const head = Buffer.alloc(saveMagic.length + lengthSize)
  saveMagic.copy(head)
  head.writeInt32LE(document.length, saveMagic.length)
  await writeFile(path, Buffer.concat([head, document]))
}

/** Writes a core dump: nothing but the magic. */
export async function writeCoreDump(path: string): Promise<void> {
  await writeFile(path, saveMagic)
}

/** Document of a saved guest. */
export async function readSaveFile(path: string): Promise<string> {
  const bytes = await readStart(path, saveMagic.length + lengthSize + maxDocument)
  if (!bytes.subarray(0, saveMagic.length).equals(saveMagic)) {
    throw new VirtError('internalError', `the file '${path}' does not begin like a saved guest`)
  }
  if (bytes.length < saveMagic.length + lengthSize) throw cutShort(path)
  const length = bytes.readInt32LE(saveMagic.length)
  if (length < 1 || length > maxDocument) {
    throw new VirtError(
      'internalError',
      `the document in the saved guest '${path}' is ${length} bytes long; 1 to ${maxDocument} were expected`,
    )
  }
  const from = saveMagic.length + lengthSize
  if (bytes.length < from + length) throw cutShort(path)
  return bytes.toString('utf8', from, from + length)
}

function cutShort(path: string): VirtError {
  return new VirtError('internalError', `the saved guest '${path}' ends too early`)
}

async function writeFile(path: string, data: Uint8Array): Promise<void> {
  checkPath(path)
  try {
    const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600)
    try {
      await file.chmod(0o600) // a file that was there keeps its mode otherwise
      await file.writeFile(data)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw fromSystem(thrown, `cannot write the file '${path}'`)
  }
}

async function readStart(path: string, most: number): Promise<Buffer> {
  checkPath(path)
  try {
    // A FIFO without a writer would hold the open for ever otherwise.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const buffer = Buffer.alloc(most)
      let filled = 0
      for (;;) {
        const { bytesRead } = await file.read(buffer, filled, most - filled, filled)
        filled += bytesRead
        if (bytesRead === 0 || filled === most) return buffer.subarray(0, filled)
      }
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw fromSystem(thrown, `cannot read the file '${path}'`)
  }
}

function checkPath(path: string): void {
  if (!path.startsWith('/') || path.includes('\0')) {
    throw new VirtError('invalidArg', `the path '${path.replaceAll('\0', '\\0')}' is not absolute`)
  }
}
