import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DriverRegistry } from '../../../src/core/driver.ts'
import { Inventory } from '../../../src/core/inventory/inventory.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { Autostart } from '../../../src/daemon/autostart.ts'
import { operations } from '../control/support.ts'

let runDir: string
let inventory: Inventory
let started: string[]

beforeEach(async () => {
  runDir = await mkdtemp(join(tmpdir(), 'vg-auto-'))
  inventory = new Inventory({ clock: systemClock, log: silentLogger })
  started = []
})
afterEach(() => rm(runDir, { recursive: true, force: true }))

function autostart(
  fact: 'startsMarked' | 'simulated' | 'none' = 'none',
  invoke?: (op: string, key: string) => void,
): Autostart {
  const driver = { id: 'fake', schemes: ['fake'], [fact]: true }
  const drivers = { all: () => [{ id: 'fake', load: async () => driver }] } as unknown as DriverRegistry
  const run = async (op: string, ref: { key: string }) => {
    started.push(`${op} ${ref.key}`)
    invoke?.(op, ref.key)
  }
  return new Autostart({
    reader: inventory,
    operations: operations({ invoke: run as never }),
    drivers,
    runDir,
    clock: systemClock,
    log: silentLogger,
    signal: new AbortController().signal,
  })
}

function host(status: string): void {
  inventory.put('a', 'host', 'host', {
    connection: 'a',
    uri: 'fake:///',
    driver: 'fake',
    hvType: 'FAKE',
    status,
  })
}

function objects(): void {
  inventory.addConnection('a')
  inventory.put('a', 'domain', 'd1', { uuid: 'd1', name: 'marked', state: 'shutoff', autostart: true })
  inventory.put('a', 'domain', 'd2', { uuid: 'd2', name: 'up', state: 'running', autostart: true })
  inventory.put('a', 'domain', 'd3', { uuid: 'd3', name: 'unmarked', state: 'shutoff', autostart: false })
  inventory.put('a', 'network', 'n1', { uuid: 'n1', name: 'net', active: false, autostart: true })
  inventory.put('a', 'pool', 'p1', { uuid: 'p1', name: 'pool', state: 'inactive', autostart: true })
}

const all = ['network.start a/n1', 'pool.start a/p1', 'domain.start a/d1']

describe('what is marked for it', () => {
  test('is started, networks and pools before guests', async () => {
    objects()
    host('connected')
    await autostart().start()
    await expect.poll(() => started).toEqual(all)
  })

  test('waits until its hypervisor is connected', async () => {
    objects()
    host('connecting')
    await autostart().start()
    expect(started).toEqual([])
    host('connected')
    await expect.poll(() => started).toEqual(all)
  })

  test('is not started again when the daemon or the hypervisor comes back', async () => {
    objects()
    host('connected')
    const first = autostart()
    await first.start()
    await expect.poll(() => started).toEqual(all)
    host('unreachable')
    host('connected')
    first.stop()
    // The file that remembers it is written when all was tried.
    await expect
      .poll(async () => {
        started = []
        const next = autostart()
        await next.start()
        next.stop()
        return started
      })
      .toEqual([])
  })

  test.each(['startsMarked', 'simulated'] as const)(
    'is left alone where the driver says %s',
    async (fact) => {
      objects()
      host('connected')
      await autostart(fact).start()
      await new Promise((go) => setImmediate(go))
      expect(started).toEqual([])
    },
  )

  test('does not stop at one that fails', async () => {
    objects()
    host('connected')
    await autostart('none', (op) => {
      if (op === 'network.start') throw new Error('no')
    }).start()
    await expect.poll(() => started).toEqual(all)
  })
})
