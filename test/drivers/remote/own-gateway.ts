import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGateway } from '../../../src/core/engine/gateway.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { checkSettings } from '../../../src/core/settings/load.ts'
import { readSource } from '../../../src/core/settings/source.ts'
import { createDriverRegistry } from '../../../src/drivers/registry.ts'
import { startRpc } from '../../../src/rpc/index.ts'

/** A gateway of our own with the test hypervisor, which speaks libvirt's protocol at a socket. */
export class OwnGateway {
  readonly dir = mkdtempSync(join(tmpdir(), 'vgo-'))
  readonly socket = join(this.dir, 'v/libvirt-sock')
  #end: (() => Promise<void>) | undefined

  /** `settings` are more of the group rpc, as text of the settings file. */
  async start(settings = ''): Promise<void> {
    const at = (name: string) => join(this.dir, name)
    const dirs = { state: at('s'), run: at('r'), cache: at('c'), log: at('l') }
    const text = `rpc: { socket_dir: ${at('v')}${settings && `, ${settings}`} }`
    const gateway = createGateway({
      clock: systemClock,
      log: silentLogger,
      dirs,
      drivers: createDriverRegistry(),
    })
    await gateway.connections.open('own', 'test:///default')
    const surface = await startRpc({
      reader: gateway.inventory,
      operations: gateway.operations,
      settings: checkSettings(readSource(text, 'settings'), [], dirs).rpc,
      dirs,
      log: silentLogger,
      clock: systemClock,
      hostname: 'here',
      activated: { rw: [], ro: [], admin: [], tcp: [], tls: [] },
      daemon: { logRules: { level: 'info', modules: {} }, setLogRules: () => {}, stop: () => {} },
    })
    this.#end = async () => {
      await surface.close(AbortSignal.abort())
      await gateway.close()
    }
  }

  async stop(): Promise<void> {
    await this.#end?.()
    rmSync(this.dir, { recursive: true, force: true })
  }
}
