import { VirtError } from '../errors/index.ts'
import { isSecretName, redacted, redactText } from './redact.ts'

/** A value as JSON can write it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain }

const maxDepth = 6
const maxItems = 100
const maxText = 8192
const maxCauses = 8

/** Any value as plain data for a log: bounded in depth and size, without secrets, and never throwing. */
export function plain(value: unknown, depth = 0): Plain {
  if (typeof value === 'string') return shorten(redactText(value))
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object') return typeof value === 'symbol' ? value.toString() : String(value)
  if (value instanceof Error) return plainError(value)
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString()
  if (value instanceof URL) return redactText(value.href)
  if (depth >= maxDepth) return '<deeper>'
  if (value instanceof Map) return plainFields(value.entries(), depth)
  if (Array.isArray(value) || value instanceof Set) return plainList([...value], depth)
  return plainFields(Object.entries(value), depth)
}

/** An error with its code, its causes, and the stack where that tells of a fault in the program. */
export function plainError(error: Error): Plain {
  const chain: Plain[] = []
  let next: unknown = error.cause
  for (let i = 0; next !== undefined && i < maxCauses; i++) {
    chain.push(next instanceof Error ? oneError(next) : plain(next, maxDepth - 1))
    next = next instanceof Error ? next.cause : undefined
  }
  return { ...oneError(error), ...(chain.length > 0 ? { causes: chain } : {}) }
}

function oneError(error: Error): { readonly [name: string]: Plain } {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const detail =
    error instanceof VirtError && error.detail !== undefined ? { detail: plain(error.detail) } : {}
  const expected = error instanceof VirtError && error.code !== 'internalError'
  const stack = expected || error.stack === undefined ? {} : { stack: plain(stackOf(error)) }
  return { message: plain(error.message), ...code, ...detail, ...stack }
}

/** The frames of a stack without the message, which stands beside it. */
function stackOf(error: Error): string {
  const stack = error.stack ?? ''
  const frames = stack.indexOf('\n    at ')
  return frames < 0 ? stack : stack.slice(frames + 1).replaceAll(/^ {4}/gm, '')
}

function plainFields(fields: Iterable<readonly [unknown, unknown]>, depth: number): Plain {
  const out: Record<string, Plain> = {}
  let count = 0
  for (const [key, value] of fields) {
    if (value === undefined) continue
    if (++count > maxItems) {
      out['...'] = 'more'
      break
    }
    const name = String(key)
    out[name] = isSecretName(name) ? redacted : plain(value, depth + 1)
  }
  return out
}

function plainList(items: readonly unknown[], depth: number): Plain {
  const out = items.slice(0, maxItems).map((item) => plain(item, depth + 1))
  return items.length > maxItems ? [...out, `... ${items.length - maxItems} more`] : out
}

function shorten(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText)}... ${text.length - maxText} more` : text
}
