/** Where bytes are stored: from a place on, up to another that does not belong to it any more. In order, without overlap. */
export type Extents = ReadonlyArray<readonly [start: number, end: number]>

/** The parts of extents that lie between two places. */
export function inside(extents: Extents, from: number, to: number): Extents {
  return extents
    .map(([start, end]) => [Math.max(start, from), Math.min(end, to)] as const)
    .filter(([start, end]) => start < end)
}

/** The parts of extents before a place and from another on. */
export function outside(extents: Extents, from: number, to: number): Extents {
  return [...inside(extents, 0, from), ...inside(extents, to, Number.MAX_SAFE_INTEGER)]
}

/** The extents of two sets that do not overlap. */
export function union(a: Extents, b: Extents): Extents {
  const sorted = [...a, ...b].sort(([x], [y]) => x - y)
  const joined: Array<readonly [number, number]> = []
  for (const [start, end] of sorted) {
    const last = joined.at(-1)
    if (last !== undefined && last[1] === start) joined[joined.length - 1] = [last[0], end]
    else joined.push([start, end])
  }
  return joined
}

/** Bytes in extents. */
export function sizeOf(extents: Extents): number {
  return extents.reduce((sum, [start, end]) => sum + end - start, 0)
}
