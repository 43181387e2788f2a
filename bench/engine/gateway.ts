import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGateway, type Gateway } from '../../src/core/engine/gateway.ts'
import { systemClock } from '../../src/core/lib/clock.ts'
import { silentLogger } from '../../src/core/log/logger.ts'
import { createDriverRegistry } from '../../src/drivers/registry.ts'

/** Runs something with an engine over the real drivers in directories of its own, which are removed afterwards. */
export async function withGateway(use: (gateway: Gateway) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'vgb-'))
  const dirs = { state: `${root}/s`, run: `${root}/r`, cache: `${root}/c`, log: `${root}/l` }
  const gateway = createGateway({
    clock: systemClock,
    log: silentLogger,
    dirs,
    drivers: createDriverRegistry(),
  })
  try {
    await use(gateway)
  } finally {
    await gateway.close()
    await rm(root, { recursive: true, force: true })
  }
}

/** Opens a connection and fails if the hypervisor is not reached. */
export async function connect(gateway: Gateway, name: string, uri: string): Promise<void> {
  const info = await gateway.connections.open(name, uri)
  if (info.status !== 'connected') throw new Error(`${uri} is ${info.status}: ${info.statusText}`)
}
