import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { type SourcePosition, VirtError } from '../errors/index.ts'

const maxBytes = 1024 * 1024

/** A settings file that was read: its value, and where each part of it stands. */
export interface SettingsSource {
  readonly value: unknown
  /** Position of the key at a path, or of the nearest part around it. */
  locate(path: readonly PropertyKey[]): SourcePosition | undefined
}

/** Reads YAML; a fault says file, line and column. */
export function readSource(text: string, file: string): SettingsSource {
  if (text.length > maxBytes) {
    throw new VirtError(
      'confSyntax',
      `${file} has ${text.length} characters; a settings file has at most ${maxBytes}`,
    )
  }
  const lines = new LineCounter()
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const [fault] = doc.errors
  if (fault) {
    const place = at(fault.pos[0])
    const text = `${file}:${place.line}:${place.column}: ${lowerFirst(fault.message)}`
    throw new VirtError('confSyntax', text, { at: place })
  }
  return {
    value: plain(() => doc.toJS({ maxAliasCount: 100 }), file),
    locate: (path) => {
      const offset = offsetOf(doc.contents, path)
      return offset === undefined ? undefined : at(offset)
    },
  }
}

function plain(read: () => unknown, file: string): unknown {
  try {
    return read()
  } catch (thrown) {
    throw new VirtError(
      'confSyntax',
      `${file} cannot be read: ${lowerFirst(String((thrown as Error).message))}`,
      {
        cause: thrown,
      },
    )
  }
}

function offsetOf(node: unknown, path: readonly PropertyKey[]): number | undefined {
  let at = node as Node | null
  let offset = at?.range?.[0]
  for (const step of path) {
    const next = childOf(at, step)
    if (!next) break
    at = next.value
    offset = next.offset ?? offset
  }
  return offset
}

function childOf(
  node: Node | null,
  step: PropertyKey,
): { value: Node | null; offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === step,
    )
    return pair && { value: pair.value as Node | null, offset: (pair.key as Node).range?.[0] }
  }
  if (node && 'items' in node && typeof step === 'number') {
    const item = (node.items as (Node | null)[])[step] ?? null
    return { value: item, offset: item?.range?.[0] }
  }
  return undefined
}

/** A message of a library as a clause of ours. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
