import { VirtError } from '../../../core/errors/index.ts'

const magicWhole = 'LibvirtQemudSave'
const magicPart = 'LibvirtQemudPart'
const version = 2

/**
 * Length of the header: 16 bytes of magic, then little-endian u32: version, length of what lies between header and
 * stream, whether the guest ran, compression (0 none), offset of the cookie in that part, 14 unused.
 */
export const headerLength = 16 + 4 * 19

/** What stands before the state in a file. */
export interface SaveHeader {
  readonly whole: boolean
  readonly dataLength: number
  readonly running: boolean
  readonly cookieOffset: number
}

/** The header as bytes; one that is not `whole` marks a file that is still being written. */
export function writeHeader(header: SaveHeader): Buffer {
  const bytes = Buffer.alloc(headerLength)
  bytes.write(header.whole ? magicWhole : magicPart, 0, 'latin1')
  const words = [version, header.dataLength, header.running ? 1 : 0, 0, header.cookieOffset]
  for (const [i, word] of words.entries()) bytes.writeUInt32LE(word, 16 + 4 * i)
  return bytes
}

/** Reads a header; throws for a file that is none, is not finished, or is compressed. */
export function readHeader(bytes: Buffer, path: string): SaveHeader {
  const fail = (what: string): never => {
    throw new VirtError('operationFailed', `saved state '${path}' ${what}`, { domain: 'qemu' })
  }
  if (bytes.length < headerLength) fail('is too short to be one')
  const magic = bytes.toString('latin1', 0, 16)
  if (magic === magicPart) fail('was not written to its end')
  if (magic !== magicWhole) fail('has another beginning than a saved state')
  const [found = 0, dataLength = 0, running = 0, compressed = 0, cookieOffset = 0] = [0, 1, 2, 3, 4].map(
    (i) => bytes.readUInt32LE(16 + 4 * i),
  )
  if (found > version) fail(`is of version ${found}; up to ${version} can be read`)
  if (compressed !== 0) fail(`is compressed (method ${compressed}), which is not supported`)
  if (dataLength < 2 || dataLength > 16 * 1024 * 1024)
    fail(`names a length of ${dataLength} for its definition`)
  return { whole: true, dataLength, running: running === 1, cookieOffset }
}

/** Whether a file was written to its end, as far as its beginning tells; one of another kind is left to its reader. */
export function isWhole(bytes: Buffer): boolean {
  return bytes.length === headerLength && bytes.toString('latin1', 0, 16) !== magicPart
}
