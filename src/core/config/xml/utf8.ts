import { isUtf8 } from 'node:buffer'
import { VirtError } from '../../errors/index.ts'

/** Length of the valid UTF-8 sequence that starts at `i`; 0 if there is none. */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const first = bytes[i] ?? 0
  const length =
    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  return length > 0 && isUtf8(bytes.subarray(i, i + length)) && i + length <= bytes.length ? length : 0
}

/** Decodes the bytes of a document; bytes that are not UTF-8 are an error at their line and column. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes)
  let line = 1
  let column = 1
  for (let i = 0; i < bytes.length; column++) {
    const length = sequenceLength(bytes, i)
    if (length === 0) break
    if (bytes[i] === 0x0a) {
      line++
      column = 0
    }
    i += length
  }
  throw new VirtError('xmlError', `the document is not valid UTF-8 at line ${line}, column ${column}`, {
    domain: 'xml',
    at: { line, column },
  })
}
