// A gateway with the test driver and VM-MIB, for the benchmark: `gateway.js DOMAINS FOLDER`. Prints one line of JSON when
// it listens, then answers each line that it reads: `stall` begins to watch the event loop, `report` ends it.
import { join } from 'node:path'
import { createGateway } from '../../src/core/engine/gateway.ts'
import { systemClock } from '../../src/core/lib/clock.ts'
import { silentLogger } from '../../src/core/log/logger.ts'
import { loadSettings } from '../../src/core/settings/index.ts'
import { createDriverRegistry } from '../../src/drivers/registry.ts'
import { startSnmp } from '../../src/mappings/snmp/index.ts'
import { answerStalls, say } from './stalls.ts'

const [domains = '10', folder = ''] = process.argv.slice(2)
const dirs = { state: folder, run: folder, cache: folder, log: folder }
const set = ['snmp.listen=127.0.0.1:0', 'snmp.communities=[public]']
const settings = await loadSettings({ dirs, set })

const gateway = createGateway({
  clock: systemClock,
  log: silentLogger,
  dirs,
  drivers: createDriverRegistry(),
})
await gateway.connections.open('bench', `test:///default?domains=${domains}`)
// The counters are the inventory's, so they are there before the surface is measured.
await gateway.inventory.refresh('domain', 'bench', 60_000)
const before = memory()
const snmp = await startSnmp({
  reader: gateway.inventory,
  operations: gateway.operations,
  settings: settings.snmp,
  stateDir: join(folder, 'snmp'),
  log: silentLogger,
  clock: systemClock,
  version: 'bench',
  hostname: 'bench',
})
const rows = gateway.inventory.count('domain')
say({ port: Number(snmp.endpoints[0]?.split(':').at(-1)), rows, octetsPerRow: (memory() - before) / rows })

await answerStalls()
await snmp.close()
await gateway.close()

/** Octets in use after the rubbish is collected. */
function memory(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
