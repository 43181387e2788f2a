// npm run gen: writes what is rendered from model and binding tables: docs/reference, mibs/, docs/man, QMP and RPC types.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { renderReference } from './render-reference.mjs'
import { build, root } from './steps.mjs'

build()

const from = (path) => import(join(root, 'dist', path))
const { model } = await from('core/model/index.js')
const { errorTable } = await from('core/errors/index.js')

const { renderMibs } = await from('mappings/snmp/render-mibs.js')
const { renderManPage } = await from('daemon/man-page.js')
const { generate } = await from('qmp/schema/generate.js')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const { renderSettingsReference, standardDirs } = await from('core/settings/index.js')

write('docs/reference', renderReference({ model, errorTable }))
write(
  'docs/reference',
  new Map([['settings.md', renderSettingsReference(standardDirs({ uid: 0, home: '/root', env: {} }))]]),
)
write('mibs', renderMibs())
write('docs/man', new Map([['virtgate.1', await renderManPage(version)]]))
const { renderTypes } = await from('rpc/wire/render-types.js')
write('src/rpc/wire/generated', new Map([['types.ts', renderTypes()]]))
await generate(join(root, 'src/qmp/generated/qmp-types.ts')).then(
  () => console.log('src/qmp/generated/qmp-types.ts'),
  (error) => console.log(`src/qmp/generated/qmp-types.ts stays as it is: ${error.message}`),
)

function write(folder, files) {
  mkdirSync(join(root, folder), { recursive: true })
  for (const [name, text] of files) {
    const path = join(root, folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`${folder}/${name}`)
  }
}
