import type { Clock } from '../../core/lib/clock.ts'
import { Slices } from '../../core/lib/slices.ts'
import { type BodyWriter, encodeRet, XdrWriter } from '../wire/index.ts'
import type { Route } from './routes.ts'

/** Elements of a list that are written at once. */
const piece = 64
/** Shorter lists are written in a few milliseconds, longer ones are more than any answer may have. */
const longFrom = 512
const longUpTo = 65_536
const lengthOctets = 4

/** A reply that is one list and nothing else. */
interface LongAnswer {
  readonly field: string
  readonly list: readonly unknown[]
}

/** The list of which a reply consists, if it is so long that others would have to wait while it is written. */
export function longAnswer(reply: unknown): LongAnswer | undefined {
  if (typeof reply !== 'object' || reply === null) return undefined
  const [first, ...others] = Object.entries(reply)
  if (!first || others.length > 0) return undefined
  const [field, list] = first
  if (!Array.isArray(list) || list.length < longFrom || list.length > longUpTo) return undefined
  return { field, list }
}

/** Writes such a reply piece by piece; others have their turn in between. */
export async function writeInPieces(
  { program, name }: Pick<Route, 'program' | 'name'>,
  { field, list }: LongAnswer,
  clock: Clock,
): Promise<BodyWriter> {
  const slices = new Slices(clock)
  const pieces: Buffer[] = []
  for (let at = 0; at < list.length; at += piece) {
    const writer = new XdrWriter()
    // A reply of the same kind with fewer elements: what stands before them is their number.
    encodeRet(program, name, { [field]: list.slice(at, at + piece) } as never)(writer)
    pieces.push(writer.bytes().subarray(lengthOctets))
    if (slices.over) await slices.next()
  }
  return (writer) => {
    writer.int(list.length)
    for (const each of pieces) writer.raw(each)
  }
}
