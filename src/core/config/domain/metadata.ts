import { parseXml } from '../xml/reader.ts'
import { formatXml } from '../xml/writer.ts'

/** Metadata holds one element for each namespace: later ones and those without a namespace are left out. */
export function cleanMetadata(xml: string): string {
  const root = parseXml(xml)
  const seen = new Set<string>()
  const children = root.children.filter((item) => {
    if (typeof item === 'string') return true
    if (item.ns === '' || seen.has(item.ns)) return false
    seen.add(item.ns)
    return true
  })
  return children.length === root.children.length ? xml : formatXml({ ...root, children })
}
