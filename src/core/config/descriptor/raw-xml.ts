import type { XmlElement } from '../xml/tree.ts'

function prefixesUsed(node: XmlElement, declared: ReadonlySet<string>, found: Map<string, string>): void {
  const inside = new Set(declared)
  for (const { name } of node.attrs) {
    if (name === 'xmlns') inside.add('')
    else if (name.startsWith('xmlns:')) inside.add(name.slice(6))
  }
  const prefix = node.name.length > node.local.length ? node.name.slice(0, -node.local.length - 1) : ''
  if (!inside.has(prefix) && node.ns !== '') found.set(prefix, node.ns)
  for (const item of node.children) if (typeof item !== 'string') prefixesUsed(item, inside, found)
}

/** The element with the namespace declarations that it takes from elements around it, so that it can stand alone. */
export function selfContained(node: XmlElement): XmlElement {
  if (node.ns === '' && !node.children.some((item) => typeof item !== 'string')) return node
  const found = new Map<string, string>()
  prefixesUsed(node, new Set(['xml']), found)
  if (found.size === 0) return node
  const added = [...found].map(([prefix, uri]) => ({
    name: prefix === '' ? 'xmlns' : `xmlns:${prefix}`,
    value: uri,
  }))
  return { ...node, attrs: [...added, ...node.attrs] }
}
