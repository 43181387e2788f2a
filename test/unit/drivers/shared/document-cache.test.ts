import { expect, test } from 'vitest'
import { parseDomain } from '../../../../src/core/config/index.ts'
import { DocumentCache } from '../../../../src/drivers/shared/document-cache.ts'

const definition = () =>
  parseDomain(`<domain type='test'><name>a</name><memory>1024</memory><os><type>hvm</type></os></domain>`)

test('a text is made once for each form of a definition', () => {
  const cache = new DocumentCache()
  const doc = definition()
  let made = 0
  const ask = (form: string) =>
    cache.text(doc, form, () => {
      made++
      return form
    })
  expect([ask('public'), ask('public'), ask('secure')]).toEqual(['public', 'public', 'secure'])
  expect(made).toBe(2)
})

test('an equal definition has a text of its own', () => {
  const cache = new DocumentCache()
  cache.text(definition(), 'public', () => 'old')
  expect(cache.text(definition(), 'public', () => 'new')).toBe('new')
})

test('of very many definitions only the last are kept', () => {
  const cache = new DocumentCache()
  const first = definition()
  cache.text(first, 'public', () => 'kept')
  for (let i = 0; i < 300; i++) cache.text(definition(), 'public', () => 'other')
  expect(cache.text(first, 'public', () => 'made anew')).toBe('made anew')
})
