/** One attribute as written; `name` keeps its prefix. */
export interface XmlAttribute {
  readonly name: string
  readonly value: string
}

/** What stands between the tags of an element: elements and text, in document order. */
export type XmlNode = XmlElement | string

/** One element of a document. Namespace declarations stay among its attributes. */
export interface XmlElement {
  /** Name as written, with its prefix. */
  readonly name: string
  /** Name without the prefix. */
  readonly local: string
  /** URI of the namespace; empty if it is in none. */
  readonly ns: string
  readonly attrs: readonly XmlAttribute[]
  readonly children: readonly XmlNode[]
  /** Where its tag begins, counted from 1; 0 for an element that was not read from text. */
  readonly line: number
  readonly column: number
}

/** The value of an attribute. */
export function attribute(node: XmlElement, name: string): string | undefined {
  for (const a of node.attrs) if (a.name === name) return a.value
  return undefined
}

/** All text directly inside an element, joined. */
export function textOf(node: XmlElement): string {
  const { children } = node
  if (children.length === 0) return ''
  if (children.length === 1) return typeof children[0] === 'string' ? children[0] : ''
  let text = ''
  for (const child of children) if (typeof child === 'string') text += child
  return text
}

/** The child elements, without text. */
export function elementsOf(node: XmlElement): XmlElement[] {
  return node.children.filter((child): child is XmlElement => typeof child !== 'string')
}

/** The first child element of that name in the same namespace as `node`. */
export function childOf(node: XmlElement, local: string): XmlElement | undefined {
  for (const child of node.children) {
    if (typeof child !== 'string' && child.local === local && child.ns === node.ns) return child
  }
  return undefined
}

/** Makes an element that does not come from text. */
export function element(
  name: string,
  attrs: Readonly<Record<string, string>> = {},
  children: readonly XmlNode[] = [],
  ns = '',
): XmlElement {
  const colon = name.indexOf(':')
  return {
    name,
    local: colon < 0 ? name : name.slice(colon + 1),
    ns,
    attrs: Object.entries(attrs).map(([key, value]) => ({ name: key, value })),
    children,
    line: 0,
    column: 0,
  }
}
