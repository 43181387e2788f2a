// npm run gen: writes what is rendered from model and binding tables: docs/reference, mibs/, docs/man, QMP types.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { renderReference } from './render-reference.mjs'
import { build, root } from './steps.mjs'

build()

const from = (path) => import(join(root, 'dist', path))
const { model } = await from('core/model/index.js')
const { errorTable } = await from('core/errors/index.js')

write('docs/reference', renderReference({ model, errorTable }))

function write(folder, files) {
  mkdirSync(join(root, folder), { recursive: true })
  for (const [name, text] of files) {
    const path = join(root, folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`${folder}/${name}`)
  }
}
