import type { ObjectRef } from '../core/contracts.ts'
import { VirtError } from '../core/errors/index.ts'
import { nearest } from '../core/lib/nearest.ts'
import { isTypeName, type TypeName, typeNames } from '../core/model/index.ts'
import { isRecord } from './protocol.ts'

/** Arguments as they came in: read field by field, each with its check. */
export class WireArgs {
  readonly #fields: Readonly<Record<string, unknown>>

  constructor(value: unknown) {
    if (!isRecord(value)) throw new VirtError('invalidArg', 'the arguments of a request are no object')
    this.#fields = value
  }

  /** A text. */
  text(name: string): string {
    const value = this.#own(name)
    if (typeof value !== 'string') throw this.#wrong(name, 'a text')
    return value
  }

  /** A text that may be absent. */
  optionalText(name: string): string | undefined {
    return this.#own(name) === undefined ? undefined : this.text(name)
  }

  /** A number that is whole and not negative. */
  count(name: string): number {
    const value = this.#own(name)
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw this.#wrong(name, 'a whole number')
    }
    return value
  }

  /** One of some words. */
  oneOf<W extends string>(name: string, words: readonly W[]): W {
    const given = this.text(name)
    const word = words.find((candidate) => candidate === given)
    if (word !== undefined) return word
    throw new VirtError('invalidArg', `argument ${name} is '${given}'; expected ${words.join(', ')}`)
  }

  /** Name of an object type. */
  type(name = 'type'): TypeName {
    const word = this.text(name)
    if (isTypeName(word)) return word
    const near = nearest(word, typeNames)
    throw new VirtError('invalidArg', `there is no type '${word}'${near ? `; did you mean '${near}'?` : ''}`)
  }

  /** Reference to an object: fields `type` and `key`. */
  ref(): ObjectRef {
    return { type: this.type(), key: this.text('key') }
  }

  /** Fields of an object inside. */
  nested(name: string): WireArgs {
    return new WireArgs(this.#own(name) ?? {})
  }

  /** All fields as they are, for those who check them further on. */
  all(): Readonly<Record<string, unknown>> {
    return this.#fields
  }

  /** A list of words; undefined when absent. */
  words(name: string): readonly string[] | undefined {
    const value = this.#own(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      throw this.#wrong(name, 'a list of words')
    }
    return value
  }

  #own(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
  }

  #wrong(name: string, expected: string): VirtError {
    const value = this.#own(name)
    return new VirtError(
      'invalidArg',
      `argument ${name} is ${value === undefined ? 'missing' : typeof value}; expected ${expected}`,
    )
  }
}
