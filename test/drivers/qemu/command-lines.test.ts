import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import ledgerText from './command-lines.ledger.json' with { type: 'json' }
import { describeQemu, emulatorVersion } from './needs.ts'
import {
  difference,
  type OracleCase,
  options,
  oracleCases,
  oracleFolder,
  ourLine,
  recordedEmulators,
  words,
} from './oracle.ts'

interface Expected {
  /** Why the definition is refused. */
  readonly refused?: string
  /** Why the line is another one. */
  readonly differs?: string
}

const ledger: Readonly<Record<string, Expected | undefined>> = ledgerText
// What depends on the processor of the host that the recording was made on says nothing here.
const cases = oracleCases().filter((recorded) => !recorded.hostDependent)
const version = emulatorVersion()
const missing =
  cases.length === 0
    ? 'no recordings beside the checkout'
    : version?.startsWith('7.2.')
      ? undefined
      : `QEMU ${version}`
if (missing) process.stderr.write(`skipped the comparison of command lines: ${missing}\n`)

describe.skipIf(missing !== undefined)('command lines', () => {
  describeQemu('beside those that libvirt 9.0 prints', () => {
    test('are equal in effect, but for those in the ledger', async () => {
      const emulators = await recordedEmulators()
      const wrong: string[] = []
      let equal = 0
      for (const recorded of cases) {
        const found = await compare(recorded, emulators)
        if (found === undefined) equal++
        const expected = ledger[recorded.name]
        const kind = expected?.refused !== undefined ? 'refused' : expected ? 'differs' : 'equal'
        const outcome = found?.kind ?? 'equal'
        if (kind !== outcome) wrong.push(`${recorded.name}: ${outcome}, not ${kind}: ${found?.text ?? ''}`)
      }
      await emulators.close()
      process.stderr.write(`${equal} of ${cases.length} command lines are equal in effect\n`)
      expect(wrong).toEqual([])
      expect(equal).toBeGreaterThanOrEqual(150)
    })

    test('the ledger names only cases that there are', () => {
      const names = new Set(cases.map(({ name }) => name))
      expect(Object.keys(ledger).filter((name) => !names.has(name))).toEqual([])
    })
  })
})

async function compare(
  { name }: OracleCase,
  emulators: Awaited<ReturnType<typeof recordedEmulators>>,
): Promise<{ kind: 'refused' | 'differs'; text: string } | undefined> {
  const recorded = readFileSync(join(oracleFolder, `${name}.args`), 'utf8')
  try {
    const lines = difference(options(await ourLine(name, recorded, emulators)), options(words(recorded)))
    return lines.length === 0 ? undefined : { kind: 'differs', text: lines.join('; ') }
  } catch (error) {
    return { kind: 'refused', text: error instanceof Error ? error.message : String(error) }
  }
}
