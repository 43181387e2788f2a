import type { ElementType, NamedField } from './element.ts'

/** One element or attribute that documents of a kind can hold. */
export interface CoverageEntry {
  /** Names from the root on: `domain/devices/disk/target/@bus`; text of an element ends in `text()`. */
  readonly path: string
  /** What is expected of its value; absent for an element that only holds others. */
  readonly expects?: string
  readonly live?: true
  readonly secret?: true
}

function entryOf(field: NamedField, path: string): CoverageEntry {
  const { codec, options } = field.field
  return {
    path,
    ...(codec === undefined ? {} : { expects: codec.expects }),
    ...(options.live ? { live: true } : {}),
    ...(options.secret ? { secret: true } : {}),
  }
}

function* elementEntries(
  type: ElementType<unknown>,
  path: string,
  around: ReadonlySet<ElementType<unknown>>,
): Generator<CoverageEntry> {
  // An element that can hold itself is listed once on its way down.
  if (around.has(type)) return
  const inside = new Set([...around, type])
  if (type.variants !== undefined) {
    yield { path: `${path}/@${type.tag}`, expects: `one of ${[...type.variants.keys()].join(', ')}` }
    for (const variant of type.variants.values()) yield* elementEntries(variant, path, inside)
    return
  }
  for (const field of type.index.all) yield* fieldEntries(field, path, inside)
}

function* fieldEntries(
  field: NamedField,
  path: string,
  inside: ReadonlySet<ElementType<unknown>>,
): Generator<CoverageEntry> {
  const { form, type, types, options } = field.field
  const name = options.ns === undefined ? field.name : `${options.ns.prefix}:${field.name}`
  if (form === 'attr') yield entryOf(field, `${path}/@${name}`)
  else if (form === 'text') yield entryOf(field, `${path}/text()`)
  else if (form === 'mixed' && types !== undefined) {
    for (const [tag, member] of Object.entries(types())) {
      yield { path: `${path}/${tag}` }
      yield* elementEntries(member, `${path}/${tag}`, inside)
    }
  } else {
    yield entryOf(field, `${path}/${name}`)
    if (type !== undefined) yield* elementEntries(type(), `${path}/${name}`, inside)
  }
}

/** Everything that documents of a kind can hold, each path once, in the order in which it is printed. */
export function coverageOf(name: string, type: ElementType<unknown>): CoverageEntry[] {
  const seen = new Map<string, CoverageEntry>()
  for (const entry of elementEntries(type, name, new Set())) {
    if (!seen.has(entry.path)) seen.set(entry.path, entry)
  }
  return [...seen.values()]
}
