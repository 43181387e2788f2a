/** Finds keys by name. Names may be shared (snapshots of different domains): the first that came is found. */
export class NameIndex {
  /** A set where many share a name, as the snapshots of all domains may: taking one out must not cost their number. */
  readonly #keys = new Map<string, string | Set<string>>()

  /** Enters an object. */
  add(name: string, key: string): void {
    const held = this.#keys.get(name)
    if (held === undefined) this.#keys.set(name, key)
    else if (typeof held === 'string') this.#keys.set(name, new Set([held, key]))
    else held.add(key)
  }

  /** Takes an object out. */
  remove(name: string, key: string): void {
    const held = this.#keys.get(name)
    if (held === key) this.#keys.delete(name)
    else if (typeof held === 'object' && held.delete(key) && held.size === 0) this.#keys.delete(name)
  }

  /** Key of the first object of that name. */
  first(name: string): string | undefined {
    const held = this.#keys.get(name)
    return typeof held === 'object' ? held.values().next().value : held
  }
}
