import type { Entry } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Attrs, TypeName } from '../../core/model/index.ts'
import type { Call } from '../binding.ts'
import { checkFlags } from './flags.ts'
import { checkOffered, errorDomainOf } from './missing.ts'

/** Most entries of a list on the wire; node devices have a limit of their own. */
export const LIST_MAX = 16_384
/** Most node devices of a list. */
export const NODEDEV_LIST_MAX = 65_536

type Fits<T extends TypeName> = (attrs: Attrs<T>) => boolean

/** Flags of which one must hold for an object to be listed, if any of them is set. */
export type FilterGroup<T extends TypeName> = ReadonlyArray<readonly [bit: number, fits: Fits<T>]>

/** Two flags for what holds and what does not. */
export function either<T extends TypeName>(yes: number, no: number, fits: Fits<T>): FilterGroup<T> {
  return [
    [yes, fits],
    [no, (attrs) => !fits(attrs)],
  ]
}

/** What an object must be like to be listed under the flags; refuses flags of no group. */
export function filterOf<T extends TypeName>(
  call: Call,
  type: T,
  flags: number,
  groups: ReadonlyArray<FilterGroup<T>>,
): Fits<T> {
  checkFlags(
    call,
    type,
    flags,
    groups.flat().reduce((mask, [bit]) => mask | bit, 0),
  )
  const asked = groups.map((group) => group.filter(([bit]) => (flags & bit) !== 0))
  const tests = asked.filter((group) => group.length > 0).map((group) => group.map(([, fits]) => fits))
  return (attrs) => tests.every((group) => group.some((fits) => fits(attrs)))
}

/** The objects of a type that fit and that the caller may be shown. */
export function shown<T extends TypeName>(call: Call, type: T, fits: Fits<T> = () => true): Entry<T>[] {
  const found: Entry<T>[] = []
  for (const entry of call.reader.list(type, call.connection)) {
    if (fits(entry.attrs) && call.shows(entry)) found.push(entry)
  }
  if (found.length === 0) checkOffered(call, type)
  return found
}

/** The entries as a client is told of them: their number alone if he wants no more. */
export function answer<E, R>(
  call: Call,
  entries: readonly E[],
  needResults: number,
  refOf: (entry: E) => R,
  most = LIST_MAX,
): { readonly refs: readonly R[]; readonly ret: number } {
  if (needResults === 0) return { refs: [], ret: entries.length }
  if (entries.length > most) {
    throw new VirtError(
      'internalError',
      `internal error: Too many entries '${entries.length}' for limit '${most}'`,
      { domain: errorDomainOf(call, 'host') },
    )
  }
  return { refs: entries.map(refOf), ret: entries.length }
}

/** As many of the names as a client has room for; he may not claim more than a list can hold. */
export function names<E>(
  entries: readonly E[],
  room: number,
  nameOf: (entry: E) => string,
  most = LIST_MAX,
): { readonly names: readonly string[] } {
  checkRoom(room, most)
  return { names: entries.slice(0, room).map(nameOf) }
}

/** Refuses room for more entries than a list can hold. */
export function checkRoom(room: number, most: number): void {
  if (room >= 0 && room <= most) return
  throw new VirtError('internalError', `internal error: room for ${room} entries, the limit is ${most}`, {
    domain: 'rpc',
  })
}
