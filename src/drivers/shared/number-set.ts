import { VirtError } from '../../core/errors/index.ts'

const form = /^\s*\^?\d+(\s*-\s*\d+)?(\s*,\s*\^?\d+(\s*-\s*\d+)?)*\s*$/
const maxMember = 16_383

/** The members of a set like `0-3,^2,8` in ascending order; throws `invalidArg` for text that is none. */
export function parseNumberSet(text: string): number[] {
  if (!form.test(text)) throw notASet(text)
  const members = new Set<number>()
  for (const part of text.replace(/\s/g, '').split(',')) {
    const off = part.startsWith('^')
    const [first = 0, last = first] = part.replace('^', '').split('-').map(Number)
    if (last < first || last > maxMember) throw notASet(text)
    for (let n = first; n <= last; n++) off ? members.delete(n) : members.add(n)
  }
  return [...members].sort((a, b) => a - b)
}

function notASet(text: string): VirtError {
  return new VirtError('invalidArg', `'${text}' is not a set of numbers like '0-3,^2,8'`)
}

/** A set in its shortest form: `0-1,3,8`. */
export function formatNumberSet(members: Iterable<number>): string {
  const sorted = [...new Set(members)].sort((a, b) => a - b)
  const parts: string[] = []
  let first: number | undefined
  for (const [index, n] of sorted.entries()) {
    first ??= n
    if (sorted[index + 1] === n + 1) continue
    parts.push(first === n ? `${n}` : `${first}-${n}`)
    first = undefined
  }
  return parts.join(',')
}
