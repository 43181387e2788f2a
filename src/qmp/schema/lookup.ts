import { enumValues, type SchemaEntry } from './entries.ts'

/** Where a path led: the entry, and the features of the member, word or entry itself. */
export interface Found {
  readonly entry: SchemaEntry
  readonly features: readonly string[]
}

type Entries = ReadonlyMap<string, SchemaEntry>

const NO_FEATURES: readonly string[] = []

/** Follows a path through the schema. */
export function lookup(entries: Entries, path: string): Found | undefined {
  const [first = '', ...steps] = path.split('/')
  const root = at(entries, first)
  return root && (root.entry['meta-type'] === 'command' || root.entry['meta-type'] === 'event')
    ? follow(entries, root, steps)
    : undefined
}

function follow(entries: Entries, from: Found, steps: readonly string[]): Found | undefined {
  const [step, ...rest] = steps
  if (step === undefined) return from
  for (const next of take(entries, from, step)) {
    const found = follow(entries, next, rest)
    if (found) return found
  }
  return undefined
}

/** All entries that one step may lead to: an alternate offers several. */
function take(entries: Entries, from: Found, step: string): Found[] {
  if (step.startsWith('$')) return from.features.includes(step.slice(1)) ? [from] : []
  const { entry } = from
  switch (entry['meta-type']) {
    case 'command':
    case 'event':
      return attribute(entries, entry, step)
    case 'object':
      return step.startsWith('+') ? variant(entries, entry, step.slice(1)) : member(entries, entry, step)
    case 'enum':
      return word(entry, step)
    case 'array':
      return through(entries, [entry['element-type']], step)
    case 'alternate':
      return through(
        entries,
        entry.members.map((choice) => choice.type),
        step,
      )
    case 'builtin':
      return step === `!${entry.name}` ? [from] : []
  }
}

function attribute(entries: Entries, entry: SchemaEntry, step: string): Found[] {
  const name = step === 'arg-type' && 'arg-type' in entry ? entry['arg-type'] : undefined
  return named(entries, step === 'ret-type' && 'ret-type' in entry ? entry['ret-type'] : name)
}

function member(entries: Entries, entry: SchemaEntry & { 'meta-type': 'object' }, step: string): Found[] {
  const optional = step.startsWith('*')
  const name = optional ? step.slice(1) : step
  const found = entry.members.find((candidate) => candidate.name === name)
  if (!found || (optional && !('default' in found))) return []
  return named(entries, found.type, found.features)
}

function variant(entries: Entries, entry: SchemaEntry & { 'meta-type': 'object' }, name: string): Found[] {
  return named(entries, entry.variants?.find((branch) => branch.case === name)?.type)
}

function word(entry: SchemaEntry & { 'meta-type': 'enum' }, step: string): Found[] {
  if (!step.startsWith('^')) return []
  const found = enumValues(entry).find((value) => value.name === step.slice(1))
  return found ? [{ entry, features: found.features ?? NO_FEATURES }] : []
}

function through(entries: Entries, types: readonly string[], step: string): Found[] {
  return types.flatMap((type) => named(entries, type).flatMap((found) => take(entries, found, step)))
}

function named(
  entries: Entries,
  type: string | undefined,
  features: readonly string[] = NO_FEATURES,
): Found[] {
  const found = type === undefined ? undefined : at(entries, type)
  return found ? [{ entry: found.entry, features: [...features, ...found.features] }] : []
}

function at(entries: Entries, name: string): Found | undefined {
  const entry = entries.get(name)
  return entry && { entry, features: entry.features ?? NO_FEATURES }
}
