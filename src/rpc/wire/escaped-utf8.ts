const FIRST_ESCAPE = 0xdc80
const LAST_ESCAPE = 0xdcff
const ESCAPE_BASE = 0xdc00

/**
 * Reads text of the wire. Octets that are no UTF-8 become lone surrogates, U+DC80 to U+DCFF, so that `writeUtf8` gives
 * the same octets back; no valid text contains these.
 */
export function readUtf8(buffer: Buffer, start: number, end: number): string {
  const text = buffer.toString('utf8', start, end)
  return text.includes('\ufffd') ? readEscaping(buffer, start, end) : text
}

/** Whether a text may hold escaped octets, so that it needs `escapedLength` and `writeEscaped`. */
export function hasEscapes(text: string): boolean {
  return /[\udc80-\udcff]/.test(text)
}

/** Octets that a text with escaped octets takes. */
export function escapedLength(text: string): number {
  let escapes = 0
  for (let i = 0; i < text.length; i++) if (isEscape(text, i)) escapes++
  // A lone surrogate counts as the three octets of its replacement.
  return Buffer.byteLength(text) - 2 * escapes
}

/** Writes a text with escaped octets and returns where it ends; there is room for `escapedLength`. */
export function writeEscaped(buffer: Buffer, start: number, text: string): number {
  let pos = start
  let run = 0
  for (let i = 0; i < text.length; i++) {
    if (!isEscape(text, i)) continue
    if (i > run) pos += buffer.write(text.slice(run, i), pos, 'utf8')
    buffer[pos++] = text.charCodeAt(i) - ESCAPE_BASE
    run = i + 1
  }
  return run < text.length ? pos + buffer.write(text.slice(run), pos, 'utf8') : pos
}

function isEscape(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < FIRST_ESCAPE || code > LAST_ESCAPE) return false
  const before = at > 0 ? text.charCodeAt(at - 1) : 0
  return before < 0xd800 || before > 0xdbff
}

function readEscaping(buffer: Buffer, start: number, end: number): string {
  const parts: string[] = []
  let run = start
  for (let pos = start; pos < end; ) {
    const length = sequenceLength(buffer, pos, end)
    if (length > 0) {
      pos += length
      continue
    }
    if (pos > run) parts.push(buffer.toString('utf8', run, pos))
    parts.push(String.fromCharCode(ESCAPE_BASE + (buffer[pos] as number)))
    run = ++pos
  }
  if (run < end) parts.push(buffer.toString('utf8', run, end))
  return parts.join('')
}

/** Octets of the well-formed sequence at a place (Unicode 15, table 3-7), or 0 when there is none. */
function sequenceLength(buffer: Buffer, pos: number, end: number): number {
  const first = buffer[pos] as number
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return 0
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  if (pos + length > end) return 0
  const second = buffer[pos + 1] as number
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (second < least || second > most) return 0
  for (let i = 2; i < length; i++) if (((buffer[pos + i] as number) & 0xc0) !== 0x80) return 0
  return length
}
