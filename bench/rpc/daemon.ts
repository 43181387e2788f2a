// Our daemon with the test driver and no other surface than libvirt's RPC: `daemon.js FOLDER`, which has the folders of
// its state and, in `sockets`, the sockets. Ends with SIGTERM.
import { join } from 'node:path'
import { systemClock } from '../../src/core/lib/clock.ts'
import { loadSettings } from '../../src/core/settings/index.ts'
import { runDaemon } from '../../src/daemon/daemon.ts'
import { createDriverRegistry } from '../../src/drivers/registry.ts'

const [folder = ''] = process.argv.slice(2)
const dirs = {
  state: join(folder, 'state'),
  run: join(folder, 'run'),
  cache: join(folder, 'cache'),
  log: join(folder, 'log'),
}
const set = [
  'connections=test:///default',
  'snmp.listen=off',
  'log.level=error',
  `rpc.socket_dir=${join(folder, 'sockets')}`,
]
const load = () => loadSettings({ dirs, set })
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort(new Error('SIGTERM')))

await runDaemon({
  settings: await load(),
  loadSettings: load,
  drivers: createDriverRegistry(),
  version: '0.0.0',
  clock: systemClock,
  env: process.env,
  ready: async () => {},
  signal: stop.signal,
})
process.exit(0)
