import type { Codec } from './codec.ts'

/** Highest number that a set of processors or NUMA nodes may hold. */
const maxMember = 16_383
const form = /^\s*\^?\d+(\s*-\s*\d+)?(\s*,\s*\^?\d+(\s*-\s*\d+)?)*\s*,?\s*$/

/** The members of a set written like `0-3,^2,8`; undefined if it is not one. */
export function parseCpuset(text: string): Set<number> | undefined {
  if (!form.test(text)) return undefined
  const members = new Set<number>()
  for (const part of text.split(',')) {
    const range = part.replace(/\s/g, '')
    if (range === '') continue
    const off = range.startsWith('^')
    const [first, last = first] = (off ? range.slice(1) : range).split('-').map(Number) as [number, number?]
    if (last < first || last > maxMember || (off && last !== first)) return undefined
    for (let n = first; n <= last; n++) off ? members.delete(n) : members.add(n)
  }
  return members
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
    const members = parseCpuset(text)
    return members === undefined || members.size === 0 ? undefined : formatCpuset(members)
  },
  format: (value) => value,
  accepts: (value) => typeof value === 'string' && canonical.test(value),
}
