import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  formatNetwork,
  type NetworkUpdate,
  parseNetwork,
  updateNetwork,
} from '../../../src/core/config/index.ts'
import { VirtError } from '../../../src/core/errors/index.ts'
import { dataPresent, dataRoot } from './suites.ts'
import { canonicalOf } from './tree-compare.ts'

interface UpdateCase {
  readonly name: string
  readonly input: readonly [network: string, part: string]
  readonly expected: readonly string[]
  readonly expect: 'ok' | 'error'
  readonly section: string
  readonly command: string
  readonly parentIndex?: string
}

function cases(): readonly UpdateCase[] {
  return JSON.parse(readFileSync(join(dataRoot, 'networkxml2xmlupdate/manifest.json'), 'utf8')).cases
}

function apply(item: UpdateCase): string {
  const text = (file: string) => readFileSync(join(dataRoot, file), 'utf8')
  const update: NetworkUpdate = {
    command: word(item.command, 'VIR_NETWORK_UPDATE_COMMAND_') as NetworkUpdate['command'],
    section: word(item.section, 'VIR_NETWORK_SECTION_'),
    parentIndex: Number(item.parentIndex ?? -1),
    xml: text(item.input[1]),
  }
  return formatNetwork(updateNetwork(parseNetwork(text(item.input[0])), update))
}

function word(name: string, prefix: string): string {
  return name.slice(prefix.length).toLowerCase().replaceAll('_', '-')
}

const skipped = dataPresent ? '' : ` (skipped: there is nothing at ${dataRoot})`

describe.skipIf(!dataPresent)(`updates of a network${skipped}`, () => {
  const all = dataPresent ? cases() : []

  it('are all there', () => {
    expect(all.length).toBeGreaterThanOrEqual(22)
  })

  it.each(all.filter((item) => item.expect === 'ok'))('give the expected document: $name', (item) => {
    expect(canonicalOf(apply(item))).toBe(canonicalOf(readFileSync(join(dataRoot, item.expected[0] ?? ''))))
  })

  it.each(all.filter((item) => item.expect !== 'ok'))('are refused: $name', (item) => {
    expect(() => apply(item)).toThrow(VirtError)
  })
})
