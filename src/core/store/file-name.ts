import { createHash } from 'node:crypto'
import { VirtError } from '../errors/index.ts'

/** Longest file name that an object's own name is written in; file systems take 255 bytes. */
const longest = 200
const longForm = /^~[0-9a-f]{64}$/
const shortForm = /^(?:[A-Za-z0-9_-]|%[0-9A-F]{2})(?:[A-Za-z0-9_.-]|%[0-9A-F]{2})*$/
const plainBytes = /[A-Za-z0-9_.-]/

/** Where the text of an object is kept: its file, and for a long name the file that keeps the name itself. */
export interface FileName {
  readonly file: string
  readonly nameFile: string | undefined
}

/**
 * The file of an object of any name: letters, digits, `_`, `-` and `.` stand for themselves, all other bytes of its UTF-8
 * form are written `%XX`, and so is a dot at the beginning. A name too long for that goes by its hash.
 */
export function fileNameOf(name: string): FileName {
  const file = escapeName(name)
  if (file.length <= longest) return { file, nameFile: undefined }
  const hash = hashOf(name)
  return { file: `~${hash}`, nameFile: nameFileOf(hash) }
}

/** Whether a file keeps the text of an object with a long name; then the answer is the file with the name. */
export function nameFileFor(file: string): string | undefined {
  return longForm.test(file) ? nameFileOf(file.slice(1)) : undefined
}

/** Whether a file keeps a long name; then the answer is the file with the text. */
export function textFileFor(file: string): string | undefined {
  const text = file.startsWith('.name-') ? `~${file.slice('.name-'.length)}` : ''
  return longForm.test(text) ? text : undefined
}

/** The name of the object whose text a file keeps; undefined when no object's file is called so. */
export function nameOfFile(file: string): string | undefined {
  if (!shortForm.test(file) || file.length > longest) return undefined
  try {
    const name = decodeURIComponent(file)
    return escapeName(name) === file ? name : undefined
  } catch {
    return undefined
  }
}

/** Whether a long name is the one that a file goes by. */
export function isNameOf(name: string, file: string): boolean {
  return file === `~${hashOf(name)}`
}

function nameFileOf(hash: string): string {
  return `.name-${hash}`
}

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex')
}

function escapeName(name: string): string {
  if (name === '') throw new VirtError('invalidArg', 'an object without a name cannot be kept in a file')
  let escaped = ''
  for (const byte of utf8(name)) {
    const char = String.fromCharCode(byte)
    const plain = plainBytes.test(char) && !(escaped === '' && char === '.')
    escaped += plain ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return escaped
}

function utf8(name: string): Uint8Array {
  const bytes = Buffer.from(name, 'utf8')
  if (bytes.toString('utf8') === name) return bytes
  throw new VirtError(
    'invalidArg',
    'the name of an object is broken: half of a surrogate pair stands alone in it',
  )
}
