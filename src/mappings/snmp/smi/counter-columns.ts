import type { TypeName } from '../../../core/model/index.ts'
import { compareOids, isBelow, type Oid } from '../engine/oid.ts'
import type { MibDefinition } from './definition.ts'

interface Place {
  readonly prefix: Oid
  readonly counters: TypeName | undefined
  /** Instances that the column has at the least. */
  count(): number
}

/** Tells which counters a request needs, so that nobody pays for a sweep who reads names only. */
export class CounterColumns {
  readonly #places: readonly Place[]

  constructor(places: readonly Place[]) {
    this.#places = places
  }

  /** The columns of a module below its node of objects. */
  static of<View>(definition: MibDefinition<View>, objects: Oid, view: View): CounterColumns {
    const places = (definition.tables ?? []).flatMap((table) => {
      const count = () => table.count?.(view) ?? 0
      return table.columns.map(({ id, counters }) => ({
        prefix: [...objects, table.id, 1, id],
        counters,
        count,
      }))
    })
    return new CounterColumns(places.sort((a, b) => compareOids(a.prefix, b.prefix)))
  }

  /** Whether there is any counter at all. */
  get any(): boolean {
    return this.#places.some((place) => place.counters !== undefined)
  }

  /** Types whose counters may be among the `span` instances that are read from each of these identifiers on. */
  types(oids: readonly Oid[], span: number): ReadonlySet<TypeName> {
    const types = new Set<TypeName>()
    for (const oid of oids) this.#addTypes(types, oid, span)
    return types
  }

  #addTypes(types: Set<TypeName>, oid: Oid, span: number): void {
    let at = this.#lastAtOrBefore(oid)
    const here = this.#places[at]
    if (here?.counters !== undefined && isBelow(here.prefix, oid)) types.add(here.counters)
    // How many rows of the first column are left is not known, so all the span may fall to those that follow.
    for (let left = span; left > 0; left -= this.#places[at]?.count() ?? left) {
      const next = this.#places[++at]
      if (next === undefined) return
      if (next.counters !== undefined) types.add(next.counters)
    }
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
