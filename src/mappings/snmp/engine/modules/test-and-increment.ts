import { randomInt } from 'node:crypto'
import type { Scalar } from '../module.ts'

const MAX = 0x7fffffff

/**
 * A lock for managers that must not write at the same time (TestAndIncr, RFC 2579): a write succeeds with the present
 * value only, and counts it up.
 */
export function testAndIncrement(id: number, name: string): Scalar {
  // A random start keeps a number from before a restart from fitting by chance.
  let value = randomInt(MAX)
  return {
    id,
    name,
    syntax: 'Integer32',
    get: () => value,
    write: {
      range: [0, MAX],
      test(_target, wanted) {
        if (wanted !== value) return 'inconsistentValue'
        const before = value
        return {
          commit: () => {
            value = value === MAX ? 0 : value + 1
          },
          undo: () => {
            value = before
          },
        }
      },
    },
  }
}
