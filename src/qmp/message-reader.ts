import { VirtError } from '../core/errors/index.ts'
import { parseQmp, QMP_MAX_DEPTH } from './json.ts'
import type { QmpObject } from './value.ts'

/** Bytes of one message that a reader takes unless told otherwise. */
export const QMP_MAX_BYTES = 64 * 1024 * 1024

/** Who gets what a reader finds. */
export interface MessageSink {
  /** One whole message. */
  message(message: QmpObject): void
  /** Bytes that are no message; the reader has gone on behind them unless it is `broken`. */
  fault(fault: VirtError): void
}

/** Bounds of a reader. */
export interface ReaderLimits {
  readonly maxBytes?: number
  readonly maxDepth?: number
}

const NEWLINE = 0x0a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
/** Resets a JSON parser at the other end: it occurs in no UTF-8 text. */
export const QMP_RESET = 0xff
// A buffer that grew for one large message is not kept for the small ones after it.
const KEEP_BYTES = 1024 * 1024

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09
}

/**
 * Cuts a byte stream into JSON objects, wherever its chunks end and whether or not newlines part them.
 * Bytes 0xFF drop what is incomplete. Never throws: what is no message goes to the sink as a fault.
 *
 * QEMU sends one object a line, so a whole line is tried first; only what that does not explain is scanned
 * byte by byte. Both ways find the same messages.
 */
export class MessageReader {
  readonly #sink: MessageSink
  readonly #maxBytes: number
  readonly #maxDepth: number
  /** The incomplete message, in the first `#length` bytes. */
  #held: Buffer = Buffer.alloc(0)
  #length = 0
  /** Bytes of the incomplete message that hold no newline for certain. */
  #searched = 0
  /** Scanner: offset from the message's start, or -1 while lines are tried. */
  #scanned = -1
  #depth = 0
  #inString = false
  /** Garbage is being dropped up to the next newline. */
  #skipping = false
  #stopped = false
  #broken = false

  constructor(sink: MessageSink, limits: ReaderLimits = {}) {
    this.#sink = sink
    this.#maxBytes = limits.maxBytes ?? QMP_MAX_BYTES
    this.#maxDepth = limits.maxDepth ?? QMP_MAX_DEPTH
  }

  /** Whether the stream went past a bound and cannot be read on. */
  get broken(): boolean {
    return this.#broken
  }

  /** Takes the next bytes; they are copied where they must be kept. */
  push(chunk: Buffer): void {
    let start = 0
    for (let reset = chunk.indexOf(QMP_RESET); reset >= 0; reset = chunk.indexOf(QMP_RESET, start)) {
      this.#feed(chunk.subarray(start, reset))
      this.reset()
      start = reset + 1
    }
    this.#feed(start === 0 ? chunk : chunk.subarray(start))
  }

  /** Drops the incomplete message. */
  reset(): void {
    this.#length = 0
    this.#searched = 0
    this.#skipping = false
    this.#endScan()
  }

  /** Ignores all further bytes. */
  stop(): void {
    this.#stopped = true
    this.reset()
    this.#held = Buffer.alloc(0)
  }

  #feed(chunk: Buffer): void {
    if (this.#stopped || chunk.length === 0) return
    if (this.#length === 0) {
      const used = this.#consume(chunk)
      if (!this.#stopped && used < chunk.length) this.#append(chunk.subarray(used))
      return
    }
    this.#append(chunk)
    const used = this.#consume(this.#held.subarray(0, this.#length))
    if (this.#stopped) return
    if (used > 0) this.#held.copyWithin(0, used, this.#length)
    this.#length -= used
    if (this.#length === 0 && this.#held.length > KEEP_BYTES) this.#held = Buffer.alloc(0)
  }

  #append(bytes: Buffer): void {
    const length = this.#length + bytes.length
    if (length > this.#held.length) {
      const grown = Buffer.allocUnsafe(Math.max(length, 2 * this.#held.length, 4096))
      this.#held.copy(grown, 0, 0, this.#length)
      this.#held = grown
    }
    bytes.copy(this.#held, this.#length)
    this.#length = length
  }

  /** Finds all messages in `bytes`, which begin at a message's start; returns how many bytes are done with. */
  #consume(bytes: Buffer): number {
    let at = 0
    // No line is tried before this offset: it was tried, so objects there share a line or span several.
    let scanTo = this.#scanned >= 0 ? bytes.length : 0
    while (at < bytes.length && !this.#stopped) {
      if (this.#skipping) {
        at = this.#skipLine(bytes, at)
      } else if (this.#scanned >= 0 || at < scanTo) {
        const next = this.#scan(bytes, at)
        if (next < 0) break
        at = next
      } else {
        const newline = bytes.indexOf(NEWLINE, at + this.#searched)
        if (newline < 0 && !endsInBrace(bytes)) {
          this.#searched = bytes.length - at
          break
        }
        this.#searched = 0
        if (newline >= 0 && this.#line(bytes, at, newline)) at = newline + 1
        else scanTo = newline < 0 ? bytes.length : newline + 1
      }
    }
    if (!this.#stopped && bytes.length - at > this.#maxBytes) this.#oversize()
    return Math.min(at, bytes.length)
  }

  /** Takes the line as one message, if it is one. */
  #line(bytes: Buffer, from: number, to: number): boolean {
    let start = from
    while (start < to && isSpace(bytes[start])) start++
    if (start === to) return true
    if (bytes[start] !== OPEN_BRACE || to - from > this.#maxBytes) return false
    let message: QmpObject
    try {
      // A JSON text that begins with a brace is an object.
      message = parseQmp(bytes.toString('utf8', start, to), this.#maxDepth) as QmpObject
    } catch {
      return false
    }
    this.#sink.message(message)
    return true
  }

  #skipLine(bytes: Buffer, at: number): number {
    const newline = bytes.indexOf(NEWLINE, at)
    this.#skipping = newline < 0
    return newline < 0 ? bytes.length : newline + 1
  }

  /** Scans on from where the last call stopped; returns the offset behind the message, or -1 without its end. */
  #scan(bytes: Buffer, start: number): number {
    if (this.#scanned < 0) {
      let first = start
      while (first < bytes.length && isSpace(bytes[first])) first++
      if (first > start) return first
      if (bytes[start] !== OPEN_BRACE)
        return this.#garbage(start, 'the stream holds bytes outside of any JSON object')
    }
    for (let i = start + Math.max(this.#scanned, 0); i < bytes.length; i++) {
      const byte = bytes[i]
      if (this.#inString) {
        if (byte === QUOTE) this.#inString = false
        else if (byte === BACKSLASH && ++i === bytes.length) {
          // The escaped byte is not here yet: look at the backslash again with it.
          this.#scanned = i - 1 - start
          return -1
        } else if (byte === NEWLINE) return this.#garbage(i, 'a JSON string holds a bare newline')
      } else if (byte === QUOTE) this.#inString = true
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth++
      else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --this.#depth === 0) {
        return this.#object(bytes, start, i + 1)
      }
    }
    this.#scanned = bytes.length - start
    return -1
  }

  #object(bytes: Buffer, start: number, end: number): number {
    this.#endScan()
    if (end - start > this.#maxBytes) {
      this.#oversize()
      return end
    }
    let message: QmpObject
    try {
      // A JSON text that begins with a brace is an object.
      message = parseQmp(bytes.toString('utf8', start, end), this.#maxDepth) as QmpObject
    } catch (fault) {
      this.#sink.fault(fault as VirtError)
      return end
    }
    this.#sink.message(message)
    return end
  }

  #garbage(at: number, what: string): number {
    this.#endScan()
    this.#skipping = true
    this.#sink.fault(new VirtError('parseFailed', what, { domain: 'qemu' }))
    return at
  }

  #endScan(): void {
    this.#scanned = -1
    this.#depth = 0
    this.#inString = false
  }

  #oversize(): void {
    this.#broken = true
    this.stop()
    const what = `a message is longer than the ${this.#maxBytes} bytes allowed`
    this.#sink.fault(new VirtError('overflow', what, { domain: 'qemu' }))
  }
}

/** Whether the last byte that is no space could end a message. */
function endsInBrace(bytes: Buffer): boolean {
  let last = bytes.length - 1
  while (last >= 0 && isSpace(bytes[last])) last--
  return bytes[last] === CLOSE_BRACE
}
