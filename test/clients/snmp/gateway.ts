import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGateway, type Gateway } from '../../../src/core/engine/gateway.ts'
import { type Clock, systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { createTestDriver } from '../../../src/drivers/test/driver.ts'

/** An engine with the test driver, its connections and its folder. */
export interface TestGateway {
  readonly gateway: Gateway
  close(): Promise<void>
}

/** Opens an engine with connections of the test driver by their names. */
export async function openGateway(
  connections: Readonly<Record<string, string>>,
  clock: Clock = systemClock,
): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'virtgate-snmp-gw-'))
  const dirs = {
    state: join(folder, 's'),
    run: join(folder, 'r'),
    cache: join(folder, 'c'),
    log: join(folder, 'l'),
  }
  for (const dir of Object.values(dirs)) await mkdir(dir)
  const driver = createTestDriver()
  const load = async () => driver
  const gateway = createGateway({
    clock,
    log: silentLogger,
    dirs,
    drivers: {
      ids: [driver.id],
      schemes: () => driver.schemes,
      forScheme: (scheme) => (driver.schemes.includes(scheme) ? load : undefined),
      all: () => [{ id: driver.id, load }],
    },
  })
  for (const [name, uri] of Object.entries(connections)) await gateway.connections.open(name, uri)
  return {
    gateway,
    close: async () => {
      await gateway.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
