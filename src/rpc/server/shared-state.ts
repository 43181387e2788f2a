/** Values that are made at the first asking and found again by who makes them. */
export class SharedState<S> {
  readonly #scope: S
  readonly #values = new Map<unknown, unknown>()

  constructor(scope: S) {
    this.#scope = scope
  }

  /** The value of this maker. */
  get<T>(make: (scope: S) => T): T {
    if (!this.#values.has(make)) this.#values.set(make, make(this.#scope))
    // Under a maker there is only what it made.
    return this.#values.get(make) as T
  }
}
