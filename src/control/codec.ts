import { VirtError } from '../core/errors/index.ts'

/**
 * Values as JSON. What JSON has no form for is an object with one tag:
 *   { "$n": "123" }     a 64-bit integer
 *   { "$b": "aGk=" }    bytes, base64
 *   { "$f": "NaN" }     a number that is not finite
 * A key of data that begins with `$` gets a second one, so that no data can look like a tag.
 */
const maxDepth = 64
const decimal = /^-?\d{1,39}$/
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const notFinite: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity }

/** Writes a value as one line of JSON without the line end. */
export function encode(value: unknown): string {
  return JSON.stringify(tag(value, 0)) ?? 'null'
}

function tag(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return { $n: value.toString() }
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $f: String(value) }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return { $b: Buffer.from(value).toString('base64') }
  if (depth >= maxDepth) throw new VirtError('invalidArg', `a value is nested more than ${maxDepth} deep`)
  if (Array.isArray(value)) return value.map((item) => tag(item, depth + 1))
  const out: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined) set(out, key.startsWith('$') ? `$${key}` : key, tag(inner, depth + 1))
  }
  return out
}

/** Reads what `encode` wrote; throws `rpc` for anything that it cannot have written. */
export function decode(line: string): unknown {
  refuseDepth(line)
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch (cause) {
    throw new VirtError('rpc', 'a message on the control socket is not JSON', { cause })
  }
  return untag(parsed)
}

// JSON.parse takes any depth, but what it makes of a hostile line fills memory; so brackets are counted before.
function refuseDepth(line: string): void {
  let depth = 0
  let inString = false
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i)
    if (inString) {
      if (code === 92) i++
      else if (code === 34) inString = false
    } else if (code === 34) inString = true
    else if (code === 91 || code === 123) {
      // A tag is one level more than the value that it stands for.
      if (++depth > maxDepth + 1) throw new VirtError('rpc', `a message is nested more than ${maxDepth} deep`)
    } else if (code === 93 || code === 125) depth--
  }
}

function untag(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(untag)
  const entries = Object.entries(value)
  const [first] = entries
  if (first && entries.length === 1 && /^\$[^$]/.test(first[0])) return untagged(first[0], first[1])
  const out: Record<string, unknown> = {}
  for (const [key, inner] of entries) set(out, plainKey(key), untag(inner))
  return out
}

function untagged(name: string, text: unknown): unknown {
  if (typeof text === 'string') {
    if (name === '$n' && decimal.test(text)) return BigInt(text)
    if (name === '$b' && base64.test(text)) return new Uint8Array(Buffer.from(text, 'base64'))
    if (name === '$f' && Object.hasOwn(notFinite, text)) return notFinite[text]
  }
  throw new VirtError('rpc', `a message holds the tag ${name} with a value that does not belong to it`)
}

function plainKey(key: string): string {
  if (!key.startsWith('$')) return key
  if (key.startsWith('$$')) return key.slice(1)
  throw new VirtError('rpc', `a message holds the key ${key} beside others; a tag stands alone`)
}

// An assignment to __proto__ would change the object's prototype instead of adding a key.
function set(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}
