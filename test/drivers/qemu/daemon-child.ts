import { spawnSync } from 'node:child_process'
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')

/** A daemon in small: opens the connection, starts one transient guest, says so, and waits to be killed. */
const daemon = `
import { createGateway } from './src/core/engine/gateway.js'
import { internalCaller } from './src/core/access/caller.js'
import { systemClock } from './src/core/lib/clock.js'
import { silentLogger } from './src/core/log/logger.js'
import { createQemuDriver } from './src/drivers/qemu/driver.js'

const [root, xml, cache] = process.argv.slice(2)
const load = async () => createQemuDriver()
const dir = (name) => root + '/' + name
const gateway = createGateway({
  clock: systemClock,
  log: silentLogger,
  dirs: { state: dir('s'), run: dir('r'), cache, log: dir('l') },
  drivers: {
    ids: ['qemu'],
    schemes: () => ['qemu'],
    forScheme: () => load,
    all: () => [{ id: 'qemu', schemes: ['qemu'], load }],
  },
})
await gateway.connections.open('q', 'qemu:///system')
const key = await gateway.operations.invoke('domain.create', { type: 'host', key: 'q/host' }, { xml }, internalCaller)
const { id, startedAt } = gateway.inventory.get('domain', key).attrs
console.log(JSON.stringify({ key, id, startedAt }))
setInterval(() => {}, 1000)
`

/** Compiles the product and the small daemon into a new directory; answers the path of the daemon. */
export function compileDaemon(): { readonly folder: string; readonly daemon: string } {
  const folder = mkdtempSync(join(tmpdir(), 'vgq-daemon-'))
  const config = join(folder, 'tsconfig.json')
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        rootDir: root,
        outDir: folder,
        declaration: false,
        sourceMap: false,
        noCheck: true,
        typeRoots: [join(root, 'node_modules/@types')],
      },
      include: [],
      files: ['core/engine/gateway.ts', 'drivers/qemu/driver.ts'].map((file) => join(root, 'src', file)),
    }),
  )
  const done = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', config], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stdout + done.stderr)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'daemon.js'), daemon)
  return { folder, daemon: join(folder, 'daemon.js') }
}
