import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VirtError } from '../../../src/core/errors/index.ts'
import { type Case, dataPresent, dataRoot, readings, roundTrips, type Suite } from './suites.ts'
import { canonicalOf, firstDifference } from './tree-compare.ts'

/** Cases that fail yet, by suite and name, each with its reason. */
const ledger: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'expectations.json'), 'utf8'),
)

/** What is wrong with a case, or undefined. */
function outcome(suite: Suite, item: Case): string | undefined {
  const input = readFileSync(join(dataRoot, item.input))
  let printed: string
  try {
    printed = suite.roundTrip(input, item)
  } catch (error) {
    if (!(error instanceof VirtError)) throw error
    return item.refused ? undefined : `refused: ${error.message}`
  }
  if (item.refused) return 'accepted, must be refused'
  if (item.expected === undefined) return undefined
  const expected = canonicalOf(readFileSync(join(dataRoot, item.expected)))
  const actual = canonicalOf(printed)
  return actual === expected ? undefined : firstDifference(actual, expected)
}

function surprises(suite: Suite, cases: readonly Case[]): string[] {
  const known = ledger[suite.name] ?? {}
  const found: string[] = []
  for (const item of cases) {
    const wrong = outcome(suite, item)
    const reason = known[item.name]
    if (wrong !== undefined && reason === undefined) found.push(`${item.name}: ${wrong}`)
    if (wrong === undefined && reason !== undefined)
      found.push(`${item.name}: passes, take it off the ledger`)
  }
  const names = new Set(cases.map((item) => item.name))
  for (const name of Object.keys(known)) if (!names.has(name)) found.push(`${name}: is no case of the suite`)
  return found
}

const skipped = dataPresent ? '' : ` (skipped: there is nothing at ${dataRoot})`

describe.skipIf(!dataPresent)(`documents of the conformance data${skipped}`, () => {
  it.each([...roundTrips, ...readings])('behave as recorded: $name', (suite) => {
    const cases = suite.cases()
    expect(cases.length).toBeGreaterThanOrEqual(suite.least)
    expect(surprises(suite, cases)).toEqual([])
  })
})
