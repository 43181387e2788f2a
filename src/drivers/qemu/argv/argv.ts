import { printQmp, type QmpObject } from '../../../qmp/index.ts'

/** Text as a value of a `key=value,key=value` option: a comma inside a value is written twice. */
export function plain(text: string): string {
  return text.replaceAll(',', ',,')
}

/** An option text of parts; parts that are undefined are left out. */
export function joined(...parts: ReadonlyArray<string | undefined>): string {
  return parts.filter((part) => part !== undefined).join(',')
}

/** A command line under construction. */
export class Argv {
  readonly #words: string[] = []

  /** Adds an option, with its value if it takes one. */
  add(option: string, value?: string): this {
    this.#words.push(`-${option}`)
    if (value !== undefined) this.#words.push(value)
    return this
  }

  /** Adds an option whose value is JSON; members that are undefined are left out. */
  json(option: 'device' | 'object' | 'blockdev' | 'netdev' | 'audiodev', value: QmpObject): this {
    return this.add(option, printQmp(value))
  }

  /** Adds a word as it stands. */
  addRaw(word: string): this {
    this.#words.push(word)
    return this
  }

  words(): string[] {
    return [...this.#words]
  }
}
