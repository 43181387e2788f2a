import { wrap } from '../../core/lib/wrap.ts'

/** Texts below each other: columns as wide as their widest cell, no blanks at line ends. */
export function alignColumns(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const all = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...all.map((row) => width(row[i] ?? ''))))
  return all
    .map((row) => row.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell))).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

/** A list of terms with their meanings beside them. */
export function alignTerms(
  terms: ReadonlyArray<readonly [term: string, meaning: string]>,
  columns = 96,
): string {
  const left = Math.min(30, Math.max(0, ...terms.map(([term]) => term.length)))
  return terms
    .map(([term, meaning]) => {
      const lines = wrap(meaning, columns - left - 4)
      const first = term.length > left ? `  ${term}\n${' '.repeat(left + 4)}` : `  ${term.padEnd(left)}  `
      return `${first}${lines.join(`\n${' '.repeat(left + 4)}`)}\n`
    })
    .join('')
}

// Wide characters of East Asian scripts take two columns of a terminal.
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

function width(text: string): number {
  let columns = 0
  for (const character of text) columns += wide.test(character) ? 2 : 1
  return columns
}
