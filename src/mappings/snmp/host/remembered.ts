import type { Clock } from '../../../core/lib/clock.ts'

/** The shortest time for which a value stands, in ms. */
const STANDS_MS = 1_000
/** A value stands for at least so many times as long as it took: making it gets a twentieth of the time at most. */
const REST = 20

/** A value that is made when somebody asks for it, and made again when what it was made of has changed. */
export class Remembered<T> {
  readonly #clock: Clock
  readonly #version: () => number
  readonly #make: () => T
  #made: { readonly value: T; readonly version: number; readonly until: number } | undefined

  constructor(clock: Clock, version: () => number, make: () => T) {
    this.#clock = clock
    this.#version = version
    this.#make = make
  }

  /** The value, at the most a second behind what it is made of, or a little more where making it takes long. */
  get value(): T {
    const version = this.#version()
    const began = this.#clock.monotonic()
    const made = this.#made
    if (made && (made.version === version || began < made.until)) return made.value
    const value = this.#make()
    const took = this.#clock.monotonic() - began
    this.#made = { value, version, until: began + Math.max(STANDS_MS, REST * took) }
    return value
  }
}
