import type { TypeName } from '../../../core/model/index.ts'
import { compareOids, isBelow, type Oid } from '../engine/oid.ts'
import type { MibDefinition } from './definition.ts'

interface Place {
  readonly prefix: Oid
  readonly counters: TypeName | undefined
}

/** Tells which counters a request needs, so that nobody pays for a sweep who reads names only. */
export class CounterColumns {
  readonly #places: readonly Place[]

  constructor(definition: MibDefinition<never>, objects: Oid) {
    this.#places = (definition.tables ?? [])
      .flatMap((table) =>
        table.columns.map((column) => ({
          prefix: [...objects, table.id, 1, column.id],
          counters: column.counters,
        })),
      )
      .sort((a, b) => compareOids(a.prefix, b.prefix))
  }

  /** Whether there is any counter at all. */
  get any(): boolean {
    return this.#places.some((place) => place.counters !== undefined)
  }

  /** Types whose counters are needed to answer for these objects or for those that follow them. */
  types(oids: readonly Oid[]): ReadonlySet<TypeName> {
    const types = new Set<TypeName>()
    for (const oid of oids) {
      const at = this.#lastAtOrBefore(oid)
      const here = this.#places[at]
      if (here?.counters !== undefined && isBelow(here.prefix, oid)) types.add(here.counters)
      // A GETNEXT from the last row of a column, or from before it, lands in the next one.
      const following = this.#places[at + 1]?.counters
      if (following !== undefined) types.add(following)
    }
    return types
  }

  #lastAtOrBefore(oid: Oid): number {
    let low = -1
    let high = this.#places.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (compareOids(this.#places[middle]?.prefix ?? [], oid) <= 0) low = middle
      else high = middle - 1
    }
    return low
  }
}
