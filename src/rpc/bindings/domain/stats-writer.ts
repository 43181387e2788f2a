import type { RemoteTypedParam } from '../../wire/generated/types.ts'

/** Names of numbered fields (`net.0.rx.bytes`), each put together once for an answer about many guests. */
export class FieldNames {
  readonly #rows = new Map<string, string[][]>()

  /** The names of a family at a place of its list. */
  at(family: string, suffixes: readonly string[], index: number): readonly string[] {
    let rows = this.#rows.get(family)
    if (rows === undefined) {
      rows = []
      this.#rows.set(family, rows)
    }
    let row = rows[index]
    if (row === undefined) {
      row = suffixes.map((suffix) => `${family}.${index}.${suffix}`)
      rows[index] = row
    }
    return row
  }
}

/** Gathers the numbers of one guest. What is not known is left out. */
export class StatsWriter {
  readonly params: RemoteTypedParam[] = []
  readonly names: FieldNames

  constructor(names: FieldNames) {
    this.names = names
  }

  int(field: string, value: number): void {
    this.params.push({ field, value: { type: 1, value } })
  }

  uint(field: string, value: number): void {
    this.params.push({ field, value: { type: 2, value } })
  }

  ullong(field: string, value: bigint | undefined): void {
    if (value !== undefined && value >= 0n) this.params.push({ field, value: { type: 4, value } })
  }

  text(field: string, value: string | undefined): void {
    if (value !== undefined) this.params.push({ field, value: { type: 7, value } })
  }
}
