const COLUMNS = 72

/** A clause with its value below it, line by line. */
export function clause(keyword: string, lines: readonly string[]): string[] {
  const [only] = lines
  if (lines.length === 1 && only !== undefined && keyword.length + only.length + 5 <= COLUMNS) {
    return [`    ${keyword} ${only}`]
  }
  return [`    ${keyword}`, ...lines.map((line) => `        ${line}`)]
}

/** Text in quotes, broken into lines. */
export function quoted(text: string): string[] {
  const lines = wrapped(text.replaceAll('"', "'"))
  return lines.map((line, at) => `${at === 0 ? '"' : ' '}${line}${at === lines.length - 1 ? '"' : ''}`)
}

/** An object identifier that only names a node. */
export function node(name: string, parent: string, id: number): string {
  return `${name} OBJECT IDENTIFIER ::= { ${parent} ${id} }`
}

/** Text broken into lines. */
export function wrapped(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +/)) {
    if (line !== '' && line.length + word.length + 1 > COLUMNS - 10) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  lines.push(line)
  return lines
}
