import type { Codec } from './codec.ts'

/** Highest number that a set of processors or NUMA nodes may hold. */
const maxMember = 16_383
const form = /^\s*\^?\d+(\s*-\s*\d+)?(\s*,\s*\^?\d+(\s*-\s*\d+)?)*\s*,?\s*$/

/** A set written like `0-3,^2,8` with a byte for each number that it may hold, 1 for a member; undefined if it is none. */
export function cpusetBytes(text: string): Uint8Array | undefined {
  if (!form.test(text)) return undefined
  const members = new Uint8Array(maxMember + 1)
  for (const part of text.split(',')) {
    const range = part.replace(/\s/g, '')
    if (range === '') continue
    const off = range.startsWith('^')
    const [first, last = first] = (off ? range.slice(1) : range).split('-').map(Number) as [number, number?]
    if (last < first || last > maxMember || (off && last !== first)) return undefined
    members.fill(off ? 0 : 1, first, last + 1)
  }
  return members
}

/** The members of a set written like `0-3,^2,8`, in ascending order; undefined if it is not one. */
export function parseCpuset(text: string): Set<number> | undefined {
  const bytes = cpusetBytes(text)
  if (bytes === undefined) return undefined
  const members = new Set<number>()
  for (let n = bytes.indexOf(1); n >= 0; n = bytes.indexOf(1, n + 1)) members.add(n)
  return members
}

/** The shortest form of a set given by its bytes; empty for the empty set. */
function formatBytes(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let first = bytes.indexOf(1); first >= 0; ) {
    const end = bytes.indexOf(0, first)
    const last = (end < 0 ? bytes.length : end) - 1
    parts.push(last === first ? `${first}` : `${first}-${last}`)
    first = bytes.indexOf(1, last + 1)
  }
  return parts.join(',')
}

/** A set in its shortest form: `0-1,3,8`. */
export function formatCpuset(members: Iterable<number>): string {
  const sorted = [...members].sort((a, b) => a - b)
  const parts: string[] = []
  for (let i = 0; i < sorted.length; i++) {
    const first = sorted[i]
    while (sorted[i + 1] === (sorted[i] as number) + 1) i++ // inside the loop's bound
    parts.push(sorted[i] === first ? `${first}` : `${first}-${sorted[i]}`)
  }
  return parts.join(',')
}

const canonical = /^(0|[1-9]\d*)(-\d+)?(,\d+(-\d+)?)*$/

/** A set of processors or NUMA nodes, kept as text in its shortest form. */
export const cpuset: Codec<string> = {
  expects: "a set of numbers like '0-3,^2,8'",
  parse(text) {
    const bytes = cpusetBytes(text)
    return (bytes && formatBytes(bytes)) || undefined
  },
  format: (value) => value,
  accepts: (value) => typeof value === 'string' && canonical.test(value),
}
