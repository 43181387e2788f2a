import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { internalCaller } from '../../../src/core/access/caller.ts'
import { globalKey } from '../../../src/core/contracts.ts'
import { hostKey } from '../../../src/core/driver.ts'
import { createGateway } from '../../../src/core/engine/gateway.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { createDriverRegistry } from '../../../src/drivers/registry.ts'
import { driverSuite } from './suite.ts'

driverSuite('test', {
  uri: 'test:///default',
  guest: ({ name, uuid, title }) => `<domain type='test'>
    <name>${name}</name><uuid>${uuid}</uuid>
    ${title === undefined ? '' : `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`}
    <memory>131072</memory><vcpu>1</vcpu><os><type>hvm</type></os>
  </domain>`,
  shutdownWorks: true,
  startTwice: 'internalError',
  wrongState: 'internalError',
})

describe('two connections of the test driver', () => {
  test('a guest that migrates is found under its new connection', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'vgm-'))
    const gateway = createGateway({
      clock: systemClock,
      log: silentLogger,
      dirs: { state: join(dir, 's'), run: join(dir, 'r'), cache: join(dir, 'c'), log: join(dir, 'l') },
      drivers: createDriverRegistry(),
    })
    try {
      await gateway.connections.open('one', 'test:///default')
      await gateway.connections.open('two', 'test:///default?job_ms=1')
      const host = { type: 'host', key: globalKey('one', hostKey) } as const
      const xml = `<domain type='test'><name>guest</name><memory>1024</memory><os><type>hvm</type></os></domain>`
      const key = await gateway.operations.invoke('domain.create', host, { xml }, internalCaller)
      const args = { to: 'two', live: true }
      const moved = await gateway.operations.invoke(
        'domain.migrate',
        { type: 'domain', key },
        args,
        internalCaller,
      )
      expect(moved.startsWith('two/')).toBe(true)
      expect(gateway.inventory.get('domain', key)).toBeUndefined()
      expect(gateway.inventory.get('domain', moved)?.attrs).toMatchObject({ name: 'guest', state: 'running' })
    } finally {
      await gateway.close()
      await rm(dir, { recursive: true, force: true })
    }
  })
})
