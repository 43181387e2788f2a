import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { renderTypes } from '../../../../src/rpc/wire/render-types.ts'

test('the types of the wire are what the tables render; run `npm run gen` after a change', () => {
  const file = resolve(import.meta.dirname, '../../../../src/rpc/wire/generated/types.ts')
  expect(readFileSync(file, 'utf8')).toBe(renderTypes())
})
