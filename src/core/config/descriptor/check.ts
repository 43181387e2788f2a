import { type ErrorCode, VirtError } from '../../errors/index.ts'
import { type ElementType, type NamedField, type Site, variantFor } from './element.ts'
import { type Draft, holds, type Place } from './field.ts'

function fail(path: string, clause: string, code: ErrorCode = 'xmlError'): never {
  throw new VirtError(code, `${path} ${clause}`, { domain: 'xml' })
}

function isObject(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A found value for a message: shortened, and never a secret. */
function shown(entry: NamedField, value: unknown): string {
  if (entry.field.options.secret) return 'a value that is not shown'
  const text = typeof value === 'object' ? 'an object' : String(value)
  return text.length > 64 ? `'${text.slice(0, 64)}...'` : `'${text}'`
}

function checkScalar(entry: NamedField, value: unknown, path: string): void {
  const { codec } = entry.field
  if (codec === undefined || codec.accepts(value)) return
  fail(path, `is ${shown(entry, value)}, expected ${codec.expects}`)
}

function checkList(value: unknown, path: string, each: (item: unknown, path: string) => void): void {
  if (!Array.isArray(value)) fail(path, 'is no list')
  value.forEach((item, i) => {
    each(item, `${path}[${i}]`)
  })
}

function checkField(entry: NamedField, value: unknown, path: string, up: Place): void {
  const { form, type, types } = entry.field
  if (form === 'attr' || form === 'text' || form === 'leaf') checkScalar(entry, value, path)
  else if (form === 'leaves') checkList(value, path, (item, at) => checkScalar(entry, item, at))
  else if (form === 'child' && type) checkElement(type(), value, path, up)
  else if (form === 'list' && type) checkList(value, path, (item, at) => checkElement(type(), item, at, up))
  else if (form === 'flag' && value !== true)
    fail(path, `is ${shown(entry, value)}, expected true or absence`)
  else if (form === 'raw' && typeof value !== 'string') fail(path, 'is no text')
  else if (form === 'raws') {
    checkList(value, path, (item, at) => typeof item === 'string' || fail(at, 'is no text'))
  } else if (form === 'mixed' && types) {
    checkList(value, path, (item, at) => {
      const tag = isObject(item) ? String(item.tag) : ''
      const member = types()[tag] ?? fail(at, `has the tag '${tag}', which is not known`)
      checkElement(member, item, at, up, 'tag')
    })
  }
}

function checkElement(
  type: ElementType<unknown>,
  value: unknown,
  path: string,
  up: Place | undefined,
  extra?: string,
): void {
  if (!isObject(value)) fail(path, 'is no object')
  const chosen = variantFor(type, value)
  if (chosen === undefined) fail(path, `has the ${type.tag} '${value[type.tag ?? '']}', which is not known`)
  const place: Place = { self: value, up }
  const known = new Set([type.tag, extra])
  for (const entry of chosen.index.all) {
    known.add(entry.key)
    const item = value[entry.key]
    const { required, filled, when } = entry.field.options
    if (item !== undefined) checkField(entry, item, `${path}.${entry.key}`, place)
    else if ((required || filled) && holds(when, place)) fail(path, `lacks the field '${entry.key}'`)
  }
  for (const key of Object.keys(value))
    if (!known.has(key)) fail(path, `has the field '${key}', which is not known`)
  const site: Site = {
    up,
    live: true,
    abiUpdate: false,
    fail: (clause, code) => fail(path, clause, code),
  }
  type.options.check?.(value, site)
}

/**
 * Checks a document that was not read from text: that every field is known and holds a value of its kind, that nothing
 * needed is missing and that the parts fit each other. The error names the field by its path.
 */
export function checkDocument<D>(name: string, type: ElementType<D>, doc: unknown): asserts doc is D {
  checkElement(type as ElementType<unknown>, doc, name, undefined)
}

/** The document after the rules of its root element have filled in what they fill in. */
export function completeDocument<D extends object>(type: ElementType<D>, doc: D): D {
  const draft = { ...doc }
  type.options.after?.(draft, {
    up: undefined,
    live: true,
    abiUpdate: false,
    fail: (clause, code = 'xmlError') => {
      throw new VirtError(code, `the document ${clause}`, { domain: 'xml' })
    },
  })
  return draft
}
