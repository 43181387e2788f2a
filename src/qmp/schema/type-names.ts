import type { ObjectEntry, SchemaEntry } from './entries.ts'

type Entries = ReadonlyMap<string, SchemaEntry>

/** A type to be declared: its entry and the name it gets. */
export interface NamedType {
  readonly name: string
  readonly entry: SchemaEntry
}

function words(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word))
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')
}

/** Whether a type is declared by a name of its own; others are written where they are used. */
export function isDeclared(entry: SchemaEntry): boolean {
  const kind = entry['meta-type']
  if (kind === 'object') return !isEmptyObject(entry as ObjectEntry)
  return kind === 'enum' || kind === 'alternate'
}

/** Whether an object has no members at all. */
export function isEmptyObject(entry: SchemaEntry): boolean {
  return entry['meta-type'] === 'object' && entry.members.length === 0 && entry.variants === undefined
}

/** The steps from a type to those it is made of, each with the word that names it. */
function parts(entry: SchemaEntry): Array<readonly [string, string]> {
  switch (entry['meta-type']) {
    case 'object':
      return [
        ...entry.members.map((member) => [words(member.name), member.type] as const),
        ...(entry.variants ?? []).map((variant) => [words(variant.case), variant.type] as const),
      ]
    case 'array':
      return [['', entry['element-type']]]
    case 'alternate':
      return entry.members.map((member) => ['', member.type] as const)
    default:
      return []
  }
}

/**
 * Names every type by the shortest way to it from a command or event: the schema's own names are numbers that
 * change from build to build. The order of the result is that of declaration.
 */
export function nameTypes(entries: Entries): Map<string, NamedType> {
  const named = new Map<string, NamedType>()
  const used = new Set<string>()
  const visited = new Set<string>()
  const queue: Array<readonly [string, string]> = []
  for (const entry of entries.values()) {
    const stem = words(entry.name)
    if (entry['meta-type'] === 'command') {
      queue.push([`${stem}Args`, entry['arg-type']], [`${stem}Return`, entry['ret-type']])
    } else if (entry['meta-type'] === 'event') queue.push([`${stem}Event`, entry['arg-type']])
  }
  for (const [path, type] of queue) {
    const entry = entries.get(type)
    if (!entry || visited.has(type)) continue
    visited.add(type)
    if (isDeclared(entry)) named.set(type, { name: unique(path, used), entry })
    const stem = path.replace(/(Args|Return|Event)$/, '')
    for (const [step, part] of parts(entry)) queue.push([`${stem}${step}`, part])
  }
  return named
}

function unique(name: string, used: Set<string>): string {
  let free = name
  for (let n = 2; used.has(free); n++) free = `${name}${n}`
  used.add(free)
  return free
}
