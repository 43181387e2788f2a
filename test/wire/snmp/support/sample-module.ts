import { defineTable, type MibModule } from '../../../../src/mappings/snmp/engine/module.ts'
import { parseOid } from '../../../../src/mappings/snmp/engine/oid.ts'
import { OrderedIndex } from '../../../../src/mappings/snmp/engine/ordered-index.ts'

/** A row of the table of `sampleModule`. */
export interface SampleRow {
  readonly name: string
  /** No instance of the column when it is undefined. */
  readonly size: number | undefined
  readonly time: bigint
}

/** Root of the sample objects. */
export const sampleRoot = '1.3.6.1.4.1.32473.7'

/**
 * A module with every kind of object: scalars 1.1 (text), 1.2 (number 0..100, writable), 1.3 (Counter64), 1.4 (absent);
 * and the table 2.1 with rows 1, 2, 3, 7 and 4294967295 and the columns 2 (name), 3 (size, missing in row 2), 4 (time).
 */
export function sampleModule(): MibModule & { level: number; rows: OrderedIndex<SampleRow> } {
  const rows = new OrderedIndex<SampleRow>()
  for (const i of [1, 2, 3, 7, 4_294_967_295]) {
    rows.set([i], {
      name: `row${i}`,
      size: i === 2 ? undefined : i % 1000,
      time: BigInt(i) * 1_000_000_000_000n,
    })
  }
  const module = {
    name: 'SAMPLE-MIB',
    level: 5,
    rows,
    scalars: [
      {
        name: 'sampleScalars',
        prefix: parseOid(`${sampleRoot}.1`),
        scalars: [
          { id: 1, name: 'sampleText', syntax: 'OctetString' as const, get: () => 'hello' },
          {
            id: 2,
            name: 'sampleLevel',
            syntax: 'Integer32' as const,
            get: () => module.level,
            write: {
              range: [0, 100] as const,
              test: (_target: undefined, value: number) => {
                const before = module.level
                return {
                  commit: () => {
                    module.level = value
                  },
                  undo: () => {
                    module.level = before
                  },
                }
              },
            },
          },
          { id: 3, name: 'sampleCounter', syntax: 'Counter64' as const, get: () => 2n ** 64n - 1n },
          { id: 4, name: 'sampleAbsent', syntax: 'Gauge32' as const, get: () => undefined },
        ],
      },
    ],
    tables: [
      defineTable<SampleRow>({
        name: 'sampleTable',
        entry: parseOid(`${sampleRoot}.2.1`),
        notAccessible: [1],
        rows,
        columns: [
          { id: 2, name: 'sampleName', syntax: 'OctetString', get: (row) => row.name },
          { id: 3, name: 'sampleSize', syntax: 'Gauge32', get: (row) => row.size },
          { id: 4, name: 'sampleTime', syntax: 'Counter64', get: (row) => row.time },
        ],
      }),
    ],
  }
  return module
}
