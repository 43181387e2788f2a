/** Finds keys by name. Names may be shared (snapshots of different domains): the first that came is found. */
export class NameIndex {
  readonly #keys = new Map<string, string | string[]>()

  /** Enters an object. */
  add(name: string, key: string): void {
    const held = this.#keys.get(name)
    if (held === undefined) this.#keys.set(name, key)
    else if (typeof held === 'string') this.#keys.set(name, [held, key])
    else held.push(key)
  }

  /** Takes an object out. */
  remove(name: string, key: string): void {
    const held = this.#keys.get(name)
    if (held === key) this.#keys.delete(name)
    else if (Array.isArray(held)) this.#shrink(name, held, key)
  }

  /** Key of the first object of that name. */
  first(name: string): string | undefined {
    const held = this.#keys.get(name)
    return typeof held === 'object' ? held[0] : held
  }

  #shrink(name: string, held: readonly string[], key: string): void {
    const rest = held.filter((other) => other !== key)
    if (rest.length > 1) this.#keys.set(name, rest)
    else if (rest[0] !== undefined) this.#keys.set(name, rest[0])
    else this.#keys.delete(name)
  }
}
