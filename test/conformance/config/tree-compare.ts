import { parseXml } from '../../../src/core/config/xml/reader.ts'
import type { XmlElement } from '../../../src/core/config/xml/tree.ts'

/** A tree in a form in which two documents that say the same look the same: blank text and attribute order are gone. */
export function canonical(node: XmlElement, depth = 0): string {
  const indent = '  '.repeat(depth)
  const attrs = node.attrs
    .map(({ name, value }) => ` ${name}='${value}'`)
    .sort()
    .join('')
  const children: string[] = []
  for (const child of node.children) {
    if (typeof child !== 'string') children.push(canonical(child, depth + 1))
    else if (child.trim() !== '') children.push(`${indent}  ${child}`)
  }
  return [`${indent}<${node.name}${attrs}>`, ...children].join('\n')
}

/** The lines of a document that can be compared. */
export function canonicalOf(xml: string | Uint8Array): string {
  return canonical(parseXml(xml))
}

/** The first lines that differ, for a message. */
export function firstDifference(actual: string, expected: string): string {
  const a = actual.split('\n')
  const b = expected.split('\n')
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return `line ${i + 1}: got ${JSON.stringify(a[i]?.trim() ?? 'the end')}, expected ${JSON.stringify(b[i]?.trim() ?? 'the end')}`
}
