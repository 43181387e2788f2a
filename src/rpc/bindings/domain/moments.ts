import type { Entry } from '../../../core/contracts.ts'
import type { Call } from '../../binding.ts'

/** Snapshots or checkpoints: moments of a domain, each made after another. */
type MomentType = 'snapshot' | 'checkpoint'

/** What is asked of the moments of a domain. */
export interface MomentWish {
  /** Only those made after this one. */
  readonly below?: string | undefined
  /** With all that were made after those; else only the first of them, or those directly after `below`. */
  readonly deep: boolean
  /** Nothing before what it was made after. */
  readonly ordered?: boolean
}

/** Moments of a domain in the tree that they form. */
export class MomentTree<T extends MomentType> {
  readonly #byName = new Map<string, Entry<T>>()
  readonly #children = new Map<string | undefined, Entry<T>[]>()

  constructor(call: Call, type: T, domain: string) {
    for (const entry of call.reader.list(type, call.connection)) {
      if (attrsOf(entry).domain === domain && call.operations.visible(entry, call.caller))
        this.#byName.set(attrsOf(entry).name, entry)
    }
    for (const entry of this.#byName.values()) {
      const { parent } = attrsOf(entry)
      const above = parent !== undefined && this.#byName.has(parent) ? parent : undefined
      const siblings = this.#children.get(above)
      if (siblings === undefined) this.#children.set(above, [entry])
      else siblings.push(entry)
    }
  }

  /** Whether others were made after it. */
  hasChildren(name: string): boolean {
    return this.#children.has(name)
  }

  /** Those that a call is about, in the order in which they were made or, if wanted, of the tree. */
  select({ below, deep, ordered = false }: MomentWish): Entry<T>[] {
    if (!deep) return [...(this.#children.get(below) ?? [])]
    if (below === undefined && !ordered) return [...this.#byName.values()]
    return this.#under(below)
  }

  #under(name: string | undefined): Entry<T>[] {
    const found: Entry<T>[] = []
    const open = [...(this.#children.get(name) ?? [])].reverse()
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      found.push(next)
      open.push(...[...(this.#children.get(attrsOf(next).name) ?? [])].reverse())
    }
    return found
  }
}

/** What both kinds have in common. */
function attrsOf<T extends MomentType>(entry: Entry<T>): { domain: string; name: string; parent?: string } {
  // The compiler does not look into a record whose type is still open; both have these.
  return (entry as Entry as Entry<MomentType>).attrs
}
