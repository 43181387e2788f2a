import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { errorTable } from '../../src/core/errors/index.ts'
import { model } from '../../src/core/model/index.ts'
import { renderSettingsReference, standardDirs } from '../../src/core/settings/index.ts'

const root = resolve(import.meta.dirname, '../..')

test('docs/reference is what the model renders; run `npm run gen` after a change', async () => {
  // A script of plain JavaScript: its one export is declared here.
  const { renderReference } = (await import(join(root, 'scripts/render-reference.mjs'))) as {
    renderReference(from: { model: unknown; errorTable: unknown }): Map<string, string>
  }
  const pages = renderReference({ model, errorTable })
  expect([...pages.keys()]).toEqual(['objects.md', 'errors.md'])
  for (const [file, text] of pages) {
    expect(readFileSync(join(root, 'docs/reference', file), 'utf8')).toBe(text)
  }
})

test('docs/reference/settings.md is what the settings render', () => {
  const text = renderSettingsReference(standardDirs({ uid: 0, home: '/root', env: {} }))
  expect(readFileSync(join(root, 'docs/reference/settings.md'), 'utf8')).toBe(text)
})
