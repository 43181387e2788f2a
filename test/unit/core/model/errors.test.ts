import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  errorCodes,
  errorDomains,
  errorTable,
  fromSystem,
  toVirtError,
  VirtError,
} from '../../../../src/core/errors/index.ts'

const facts = join(import.meta.dirname, '../../../../../shared/spec/rpc/enums.json')
const there = existsSync(facts)

interface Enums {
  readonly enums: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> }>>
}

/** libvirt's numbers of an enumeration by our spelling of their names. */
function numbersOf(name: string): Readonly<Record<string, number>> {
  const { enums } = JSON.parse(readFileSync(facts, 'utf8')) as Enums
  const entries = Object.entries(enums[name]?.values ?? {})
  return Object.fromEntries(
    entries.map(([word, number]) => [camel(word.replace(/^VIR_(ERR_|FROM_)?/, '')), number]),
  )
}

function camel(word: string): string {
  return word.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

describe.skipIf(!there)('against the published numbers (needs spec/rpc/enums.json)', () => {
  test('every error number of libvirt has a code, and every code its number', () => {
    const published = Object.values(numbersOf('virErrorNumber')).filter((number) => number !== 0)
    const ours = errorCodes.map((code) => errorTable[code].number)
    expect([...ours].sort((a, b) => a - b)).toEqual([...published].sort((a, b) => a - b))
    expect(published.length).toBeGreaterThanOrEqual(114)
  })

  test('codes whose name is the same in libvirt have the same number there', () => {
    const published = numbersOf('virErrorNumber')
    const same = errorCodes.filter((code) => published[code] !== undefined)
    for (const code of same) expect([code, errorTable[code].number]).toEqual([code, published[code]])
    expect(same.length).toBeGreaterThanOrEqual(90)
  })

  test('every error domain of libvirt has its number', () => {
    const published = Object.values(numbersOf('virErrorDomain'))
    expect([...Object.values(errorDomains)].sort((a, b) => a - b)).toEqual(
      [...published].sort((a, b) => a - b),
    )
    expect(published.length).toBeGreaterThanOrEqual(72)
  })
})

test('numbers are unique and in order, exit codes are those of the list', () => {
  const numbers = errorCodes.map((code) => errorTable[code].number)
  expect(numbers).toEqual(Array.from(numbers, (_, i) => i + 1))
  expect(new Set(Object.values(errorDomains)).size).toBe(Object.keys(errorDomains).length)
  for (const code of errorCodes) expect([1, 2, 3, 4, 5, 6, 7, 8, 9]).toContain(errorTable[code].exit)
})

test('every sentence is a clause in lower case', () => {
  const wrong = errorCodes.filter((code) => !/^(?:[a-z]|.*?'s)[^.]*$/.test(errorTable[code].sentence))
  expect(wrong.filter((code) => !/^an S-expression/.test(errorTable[code].sentence))).toEqual([])
})

test('an error knows its number and exit code', () => {
  const error = new VirtError('noDomain', "there is no domain 'x'", { detail: 'native', domain: 'qemu' })
  expect([error.number, error.exitCode, error.detail, error.domain]).toEqual([42, 3, 'native', 'qemu'])
})

test('what is no VirtError becomes one and keeps its cause', () => {
  const cause = new Error('x')
  expect(toVirtError(cause)).toMatchObject({ code: 'internalError', message: 'x', cause })
  expect(toVirtError('text', 'rpc')).toMatchObject({ code: 'rpc', message: 'text' })
  const error = new VirtError('rpc', 'y')
  expect(toVirtError(error)).toBe(error)
})

for (const [code, reason] of [
  ['ENOSPC', 'no space is left on the device'],
  ['EROFS', 'the file system is read-only'],
  ['EACCES', 'permission denied'],
  ['EIO', 'raw'],
] as const) {
  test(`the system's ${code} is told as '${reason}'`, () => {
    const error = fromSystem(Object.assign(new Error('raw'), { code }), 'file x')
    expect(error).toMatchObject({ code: 'systemError', message: `file x: ${reason}` })
  })
}
