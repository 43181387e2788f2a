import type { TestNode } from './node.ts'

/** A name for a snapshot or checkpoint that was given none: the seconds since 1970, or the next that is free. */
export function freeMomentName(node: TestNode, taken: (name: string) => boolean): string {
  let seconds = Math.floor(node.clock.now() / 1000)
  while (taken(String(seconds))) seconds++
  return String(seconds)
}

/** The time of a document, in seconds, in milliseconds. */
export function momentTime(seconds: bigint | undefined): number | undefined {
  return seconds === undefined ? undefined : Number(seconds) * 1000
}
