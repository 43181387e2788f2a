import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Driver, DriverRegistry, ProbeResult } from '../../../src/core/driver.ts'
import { createGateway, type Gateway } from '../../../src/core/engine/gateway.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { type DriverProbe, planConnections, probeDrivers } from '../../../src/daemon/connection-plan.ts'
import { Hypervisors } from '../../../src/daemon/hypervisors.ts'

const usable = (uri: string): DriverProbe => ({
  driver: 'x',
  simulated: false,
  usable: true,
  uri,
  found: [],
  missing: [],
})

describe('the plan of connections', () => {
  test('names connections after their scheme, and keeps the names apart', () => {
    const settings = [
      { uri: 'test:///default' },
      { uri: 'test:///a.xml' },
      { name: 'test-2', uri: 'qemu:///system' },
    ]
    expect(planConnections(settings, [])).toEqual([
      { name: 'test', uri: 'test:///default' },
      { name: 'test-3', uri: 'test:///a.xml' },
      { name: 'test-2', uri: 'qemu:///system' },
    ])
  })

  test('puts what was found where auto stands, but not what is named by hand', () => {
    const found = [usable('qemu:///system'), usable('lxc:///'), { ...usable('xen:///'), usable: false }]
    const settings = [{ uri: 'auto' }, { name: 'mine', uri: 'qemu:///system' }]
    expect(planConnections(settings, found)).toEqual([
      { name: 'lxc', uri: 'lxc:///' },
      { name: 'mine', uri: 'qemu:///system' },
    ])
  })

  test('does not take the embedded test hypervisor for one that was found', () => {
    const found = [{ ...usable('test:///default'), simulated: true }]
    expect(planConnections([{ uri: 'auto' }], found)).toEqual([])
  })

  test('refuses a name that is there twice', () => {
    const settings = [
      { name: 'a', uri: 'test:///default' },
      { name: 'a', uri: 'qemu:///system' },
    ]
    expect(() => planConnections(settings, [])).toThrow("the name 'a' is there twice")
  })
})

/** A registry of drivers whose opening is up to the test. */
function registry(open: Driver['open'], probe?: () => Promise<ProbeResult>): DriverRegistry {
  const driver: Driver = { id: 'fake', schemes: ['fake'], open, ...(probe && { probe }) }
  const load = async () => driver
  return {
    ids: ['fake'],
    schemes: () => ['fake'],
    forScheme: (scheme) => (scheme === 'fake' ? load : undefined),
    all: () => [{ id: 'fake', load }],
  }
}

let folder: string
const gateways: Gateway[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vg-hyp-'))
})
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function hypervisors(drivers: DriverRegistry) {
  const [clock, log] = [systemClock, silentLogger]
  const dirs = {
    state: join(folder, 's'),
    run: join(folder, 'r'),
    cache: join(folder, 'c'),
    log: join(folder, 'l'),
  }
  const gateway = createGateway({ clock, log, dirs, drivers, limits: { graceMs: 50 } })
  gateways.push(gateway)
  const { connections } = gateway
  const signal = new AbortController().signal
  return new Hypervisors({ connections, drivers, dirs, clock, log, signal })
}

const quiet: Driver['open'] = async () => ({ handlers: {}, lag: 'none', close: async () => {} })

describe('the connections of the daemon', () => {
  test('do not hold up the start when a hypervisor does not answer', async () => {
    const all = hypervisors(registry(() => new Promise(() => {})))
    await all.follow([{ uri: 'fake:///slow' }], 20)
    expect(all.report()).toEqual([{ name: 'fake', uri: 'fake:///slow', status: 'connecting' }])
  })

  test('are closed and opened as the settings change, and left alone otherwise', async () => {
    const opened: string[] = []
    const open: Driver['open'] = async (uri, env, signal) => {
      opened.push(env.connection)
      return quiet(uri, env, signal)
    }
    const all = hypervisors(registry(open))
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, uri: `fake:///${name}` })) as [
      Named,
      Named,
      Named,
    ]
    await all.follow([a, b], 5000)
    await all.follow([b, c], 5000)
    expect(opened.toSorted()).toEqual(['a', 'b', 'c'])
    expect(all.report().map(({ name, status }) => [name, status])).toEqual([
      ['b', 'connected'],
      ['c', 'connected'],
    ])
    await all.follow([{ ...b, uri: 'fake:///other' }], 5000)
    expect(opened.at(-1)).toBe('b')
    expect(opened).toHaveLength(4)
  })

  test('that are named do not wait for the search for others', async () => {
    const all = hypervisors(registry(quiet, () => new Promise(() => {})))
    await all.follow([{ uri: 'auto' }, { uri: 'fake:///named' }], 200)
    expect(all.report()).toEqual([{ name: 'fake', uri: 'fake:///named', status: 'connected' }])
  })

  test('report one whose URI no driver serves, and try it again at the next reload', async () => {
    const all = hypervisors(registry(quiet))
    const wrong = { name: 'x', uri: 'nothing:///' }
    const faults = await all.follow([wrong], 5000)
    expect(faults).toEqual([
      expect.stringContaining("connection 'x': no driver serves the URI scheme 'nothing'"),
    ])
    expect(all.report()).toMatchObject([{ name: 'x', status: 'closed' }])
    expect(await all.follow([wrong], 5000)).toHaveLength(1)
    expect(await all.follow([], 5000)).toEqual([])
    expect(all.report()).toEqual([])
  })
})

interface Named {
  readonly name: string
  readonly uri: string
}

describe('probing', () => {
  const options = (drivers: DriverRegistry, signal = new AbortController().signal) => {
    const dirs = { state: folder, run: folder, cache: folder, log: folder }
    return { drivers, dirs, log: silentLogger, signal }
  }

  test('goes on when a driver fails', async () => {
    const broken = registry(quiet, async () => {
      throw new Error('no emulator')
    })
    expect(await probeDrivers(options(broken))).toMatchObject([
      { usable: false, missing: [{ what: 'no emulator' }] },
    ])
  })

  test('does not wait longer for a driver than it is told', async () => {
    const hanging = registry(quiet, () => new Promise(() => {}))
    const found = await probeDrivers(options(hanging, AbortSignal.timeout(20)))
    expect(found).toMatchObject([{ usable: false }])
  })

  test('takes a driver that cannot probe as not usable', async () => {
    expect(await probeDrivers(options(registry(quiet)))).toMatchObject([{ usable: false, missing: [] }])
  })
})
