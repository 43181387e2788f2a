import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  formatDomain,
  formatNetwork,
  formatNwfilter,
  formatPool,
  formatVolume,
  parseDomain,
  parseNetwork,
  parseNwfilter,
  parsePool,
  parseVolume,
} from '../../../src/core/config/index.ts'

const folder = join(import.meta.dirname, 'documents')

const normalise: Readonly<Record<string, (xml: string) => string>> = {
  domain: (xml) => formatDomain(parseDomain(xml)),
  network: (xml) => formatNetwork(parseNetwork(xml)),
  nwfilter: (xml) => formatNwfilter(parseNwfilter(xml)),
  pool: (xml) => formatPool(parsePool(xml)),
  volume: (xml) => formatVolume(parseVolume(xml)),
}

describe('the normal form of a document', () => {
  it.each(Object.entries(normalise))('is the recorded one: %s', (kind, run) => {
    const actual = run(readFileSync(join(folder, `${kind}.in.xml`), 'utf8'))
    const file = join(folder, `${kind}.out.xml`)
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, actual)
    expect(actual).toBe(readFileSync(file, 'utf8'))
    expect(run(actual)).toBe(actual)
  })

  it('is recorded for every input in the folder', () => {
    const inputs = readdirSync(folder).filter((name) => name.endsWith('.in.xml'))
    expect(inputs.map((name) => name.replace('.in.xml', '')).sort()).toEqual(Object.keys(normalise))
  })
})
