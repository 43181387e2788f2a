import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../../../src/core/lib/clock.ts'
import { Contexts } from '../../../../src/mappings/snmp/contexts.ts'
import type { MibModule } from '../../../../src/mappings/snmp/engine/module.ts'
import type { Oid } from '../../../../src/mappings/snmp/engine/oid.ts'
import { virtgateBase } from '../../../../src/mappings/snmp/virtgate/base.ts'
import { GatewayHealth } from '../../../../src/mappings/snmp/virtgate/health.ts'
import { cells, disk, instances, nic, running, uuid, World } from './objects.ts'

/** An agent that only keeps what is registered. */
class Registry {
  readonly contexts = new Map<string, Set<MibModule>>()
  context(name: string) {
    const modules = this.contexts.get(name) ?? new Set()
    this.contexts.set(name, modules)
    return {
      register: (module: MibModule) => {
        modules.add(module)
        return () => {
          modules.delete(module)
        }
      },
    }
  }
  removeContext(name: string) {
    this.contexts.delete(name)
  }
  module(context: string, name: string): MibModule {
    for (const module of this.contexts.get(context) ?? []) if (module.name === name) return module
    throw new Error(`no ${name} in context '${context}'`)
  }
}

const noNotifications = { generated: 0, suppressed: 0, dropped: 0, targets: [] }

async function contextsOf(world: World, base: Oid = virtgateBase) {
  const agent = new Registry()
  const health = new GatewayHealth({ version: '1.2.3', reader: world.inventory, clock: world.clock })
  const contexts = new Contexts({
    ...(await world.options()),
    agent,
    health,
    base,
    control: await world.control(),
    notify: noNotifications,
  })
  await contexts.start()
  health.close()
  return { agent, contexts }
}

const names = (agent: Registry, context: string) =>
  Object.entries(cells(agent.module(context, 'VM-MIB'), 'vmTable'))
    .filter(([at]) => at.startsWith('2.'))
    .map(([, name]) => name)

describe('contexts', () => {
  test('each connection has one, and the default one shows the objects of all', async () => {
    const world = new World()
    world.host('one')
    world.host('two')
    world.domain(1, {}, 'one')
    world.domain(2, {}, 'two')
    const { agent } = await contextsOf(world)
    expect([...agent.contexts.keys()].sort()).toEqual(['', 'one', 'two'])
    expect([names(agent, ''), names(agent, 'one'), names(agent, 'two')]).toEqual([
      ['guest1', 'guest2'],
      ['guest1'],
      ['guest2'],
    ])
  })

  test('come with a connection and go with it, and so do its objects in the default context', async () => {
    const world = new World()
    const { agent } = await contextsOf(world)
    expect(names(agent, '')).toEqual([])
    world.host('one')
    world.domain(1, {}, 'one')
    world.host('two')
    world.domain(2, {}, 'two')
    expect(names(agent, '')).toEqual(['guest1', 'guest2'])
    await world.inventory.removeConnection('one')
    expect([...agent.contexts.keys()].sort()).toEqual(['', 'two'])
    expect(names(agent, '')).toEqual(['guest2'])
  })

  test('the default context tells of all connections, another one of its own', async () => {
    const world = new World()
    world.host('one')
    world.host('two', { status: 'unreachable', statusText: 'start the service' })
    world.domain(1, {}, 'one')
    world.domain(1, {}, 'two')
    const { agent } = await contextsOf(world)
    const hosts = (context: string) => cells(agent.module(context, 'VIRTGATE-MIB'), 'vgHostTable')
    expect(hosts('')).toMatchObject({
      '2.1': 'one',
      '2.2': 'two',
      '7.1': 2,
      '7.2': 3,
      '8.2': 'start the service',
    })
    expect(Object.keys(hosts('two')).filter((at) => at.startsWith('2.'))).toEqual(['2.2'])
    const index = Buffer.from(uuid(1).replaceAll('-', ''), 'hex').join('.')
    expect(cells(agent.module('', 'VIRTGATE-MIB'), 'vgUuidTable')).toEqual({
      [`2.${index}.1`]: 'one',
      [`2.${index}.2`]: 'two',
      [`3.${index}.1`]: 1,
      [`3.${index}.2`]: 2,
      [`4.${index}.1`]: 'guest1',
      [`4.${index}.2`]: 'guest1',
    })
    expect(Object.keys(cells(agent.module('two', 'VIRTGATE-MIB'), 'vgUuidTable'))).toHaveLength(3)
  })

  test('indexes of guests that did not come back age only once the connection is up', async () => {
    const first = new World()
    first.host('one')
    first.domain(1, {}, 'one')
    await contextsOf(first)
    await first.indexes?.close()

    const second = new World(first.storage)
    second.host('one', { status: 'connecting' })
    await contextsOf(second)
    expect(second.indexes?.space('domain').find(`one/${uuid(1)}`)?.gone).toBe(-1)
    second.host('one')
    expect(second.indexes?.space('domain').find(`one/${uuid(1)}`)?.gone).toBeGreaterThan(0)
  })

  test('a request for counters sweeps once, a request for names never', async () => {
    const world = new World()
    world.host('one')
    world.domain(1, running(), 'one')
    world.counters.set(uuid(1), { cpuTime: 1000n })
    const { agent } = await contextsOf(world)
    const module = agent.module('one', 'VM-MIB')
    world.clock.advance(60_000)
    for (let id = 2; id < 17; id++) expect(prepare(module, id)).toBeUndefined()
    const wait = prepare(module, 17)
    expect(wait).toBeInstanceOf(Promise)
    await wait
    expect(cells(module, 'vmTable')['17.1']).toBe(1)
    expect(prepare(module, 17)).toBeUndefined()
    world.clock.advance(60_000)
    expect(prepare(module, 17)).toBeInstanceOf(Promise)
  })
})

/** Contexts over 200 guests that take them up in many turns: each look at the clock takes so long that a turn is over. */
async function slowContexts(world: World) {
  world.host('one')
  for (let n = 1; n <= 200; n++) world.domain(n, {}, 'one')
  const health = new GatewayHealth({ version: '1', reader: world.inventory, clock: world.clock })
  health.close()
  const agent = new Registry()
  const { clock } = world
  const slow: Clock = {
    now: () => clock.now(),
    monotonic: () => {
      clock.advance(20)
      return clock.monotonic()
    },
    sleep: (ms, signal) => clock.sleep(ms, signal),
    after: (ms, fn) => clock.after(ms, fn),
  }
  const options = {
    ...(await world.options()),
    clock: slow,
    agent,
    health,
    base: virtgateBase,
    control: await world.control(),
    notify: noNotifications,
  }
  return { agent, contexts: new Contexts(options) }
}

test('objects that change, come and go while all are being taken up are shown as they are', async () => {
  const world = new World()
  const { agent, contexts } = await slowContexts(world)
  const started = contexts.start()
  await nextTurn()
  const shown = names(agent, '').length
  expect(shown).toBeGreaterThan(0)
  expect(shown).toBeLessThan(100)
  world.inventory.remove('one', 'domain', uuid(199))
  world.domain(200, { name: 'renamed' }, 'one')
  world.domain(201, { name: 'late' }, 'one')
  world.inventory.remove('one', 'domain', uuid(1))
  await started
  const all = names(agent, '')
  expect(all).toHaveLength(199)
  expect(all).toEqual(expect.arrayContaining(['renamed', 'late', 'guest2']))
  expect(all).not.toContain('guest199')
  contexts.close()
})

test('a connection that is closed and opened again while its objects are being taken up is shown as it is then', async () => {
  const world = new World()
  const { agent, contexts } = await slowContexts(world)
  const started = contexts.start()
  await nextTurn()
  await world.inventory.removeConnection('one')
  expect(names(agent, '')).toEqual([])
  world.host('one')
  world.domain(2, { name: 'new' }, 'one')
  await started
  for (let turns = 0; turns < 50; turns++) await nextTurn()
  expect([names(agent, ''), names(agent, 'one')]).toEqual([['new'], ['new']])
  world.domain(2, { name: 'newer' }, 'one')
  expect(names(agent, '')).toEqual(['newer'])
  contexts.close()
})

/** Scalars of VM-MIB by their identifier below its objects. */
function vmScalars(agent: Registry, context: string): Record<string, unknown> {
  const prefix = '1.3.6.1.2.1.236.1.'
  const found = instances({ name: '', scalars: agent.module(context, 'VM-MIB').scalars ?? [] })
  return Object.fromEntries(found.map(([oid, value]) => [oid.slice(prefix.length, -2), value]))
}

describe('the default context', () => {
  test('shows with one connection its hypervisor, with several the gateway', async () => {
    const world = new World()
    const { agent } = await contextsOf(world)
    world.host('one', { hvType: 'QEMU', hvVersion: 8002001n })
    world.domain(1, {}, 'one')
    expect(vmScalars(agent, '')).toMatchObject({ '1.1': 'QEMU', '1.2': '8.2.1', '1.3': [0, 0], 2: 1 })
    world.host('two', { hvType: 'ESX' })
    world.domain(2, {}, 'two')
    expect(vmScalars(agent, '')).toMatchObject({
      '1.1': 'virtgate',
      '1.2': '1.2.3',
      '1.3': virtgateBase,
      2: 2,
    })
    expect(vmScalars(agent, 'two')).toMatchObject({ '1.1': 'ESX', 2: 1 })
    await world.inventory.removeConnection('two')
    expect(vmScalars(agent, '')).toMatchObject({ '1.1': 'QEMU', 2: 1 })
  })

  test('has a vmHvUpTime that connections which come and go never set back', async () => {
    const world = new World()
    const hours = (n: number) => n * 3_600_000
    const upTime = () => vmScalars(agent, '')['1.4']
    const { agent } = await contextsOf(world)
    world.host('old', { initializedAt: world.clock.now() - hours(5) })
    world.domain(1, {}, 'old')
    expect(upTime()).toBe(hours(5) / 10)
    world.clock.advance(hours(1))
    world.host('new', { initializedAt: world.clock.now() })
    expect(upTime()).toBe(hours(6) / 10)
    await world.inventory.removeConnection('old')
    expect(upTime()).toBe(hours(6) / 10)
    world.clock.advance(hours(1))
    world.domain(2, {}, 'new')
    world.clock.advance(hours(1))
    expect(vmScalars(agent, '')).toMatchObject({ '1.4': hours(8) / 10, 3: hours(7) / 10 })
  })

  test('has a vmHvUpTime that begins anew when its one hypervisor was initialised again', async () => {
    const world = new World()
    const { agent } = await contextsOf(world)
    world.host('one', { initializedAt: world.clock.now() - 60_000 })
    expect(vmScalars(agent, '')['1.4']).toBe(6000)
    world.host('one', { initializedAt: world.clock.now() - 1_000 })
    expect(vmScalars(agent, '')['1.4']).toBe(100)
  })

  test('counts with several connections from the start of the agent', async () => {
    const world = new World()
    for (const name of ['one', 'two']) world.host(name, { initializedAt: world.clock.now() - 90_000 })
    const { agent } = await contextsOf(world)
    world.clock.advance(5_000)
    world.domain(1, {}, 'two')
    world.clock.advance(5_000)
    expect(vmScalars(agent, '')).toMatchObject({ '1.4': 1000, 3: 500 })
  })

  test('gives a guest the number and the row that it has in the context of its connection', async () => {
    const world = new World()
    const parts = { disks: [disk('vda')], interfaces: [nic(1)], graphics: [{ type: 'vnc' as const }] }
    for (const name of ['one', 'two']) {
      world.host(name, { cpus: name === 'one' ? 2 : 3 })
      world.domain(1, { ...running(), ...parts, name: `of ${name}` }, name)
    }
    const { agent } = await contextsOf(world)
    let seen = 0
    for (const mib of ['VM-MIB', 'VIRTGATE-MIB']) {
      const ofAll = new Map(instances({ name: '', tables: agent.module('', mib).tables ?? [] }))
      for (const name of ['one', 'two']) {
        for (const [oid, value] of instances({ name: '', tables: agent.module(name, mib).tables ?? [] })) {
          if (oid.startsWith('1.3.6.1.4.1.32473.7666.1.2.1.3.')) continue
          expect(ofAll.get(oid), oid).toEqual(value)
          seen++
        }
      }
    }
    expect(seen).toBeGreaterThan(150)
    expect(names(agent, '')).toEqual(['of one', 'of two'])
    const affinities = Object.keys(cells(agent.module('', 'VM-MIB'), 'vmCpuAffinityTable'))
    expect(affinities).toEqual(
      [0, 1].map((n) => `3.1.1.${196608 + n}`).concat([0, 1, 2].map((n) => `3.2.1.${200704 + n}`)),
    )
    expect(cells(agent.module('', 'VIRTGATE-MIB'), 'vgDomainTable')).toMatchObject({ '28.1': 1, '28.2': 2 })
    expect(cells(agent.module('', 'VIRTGATE-MIB'), 'vgTypeTable')).toMatchObject({ '3.1': 2, '3.2': 2 })
  })

  test('has counters of all connections swept, and waits for none that hangs', async () => {
    const world = new World()
    for (const name of ['one', 'two']) {
      world.host(name)
      world.domain(1, running(), name)
    }
    let hanging: (() => void) | undefined
    world.inventory.setSweep('two', async function* () {
      yield []
      await new Promise<void>((resolve) => {
        hanging = resolve
      })
    } as Parameters<typeof world.inventory.setSweep>[1])
    world.counters.set(uuid(1), { cpuTime: 1000n })
    const { agent } = await contextsOf(world)
    const module = agent.module('', 'VM-MIB')
    const ask = () => prepare(module, 17)
    world.clock.advance(60_000)
    expect(ask()).toBeInstanceOf(Promise)
    await world.inventory.refresh('domain', 'one', 0)
    expect(cells(module, 'vmTable')['17.1']).toBe(1)
    world.clock.advance(2_000)
    await ask()
    world.clock.advance(100)
    expect(ask()).toBeUndefined()
    hanging?.()
  })

  test('keeps the numbers of a connection that is closed and opened again', async () => {
    const world = new World()
    const { agent } = await contextsOf(world)
    const fill = (name: string, guests: readonly number[]) => {
      world.host(name)
      for (const n of guests) world.domain(n, {}, name)
    }
    fill('one', [1, 2])
    fill('two', [3])
    await world.inventory.removeConnection('one')
    fill('two', [4])
    fill('one', [2, 1])
    expect(cells(agent.module('', 'VM-MIB'), 'vmTable')).toMatchObject({
      '2.1': 'guest1',
      '2.2': 'guest2',
      '2.3': 'guest3',
      '2.4': 'guest4',
    })
  })
})

describe('objects that rules hide', () => {
  test('are not shown, and come and go when rules change', async () => {
    const world = new World()
    world.host('one')
    world.domain(1, {}, 'one')
    world.domain(2, {}, 'one')
    world.hidden.add(`one/${uuid(1)}`)
    const { agent, contexts } = await contextsOf(world)
    expect(names(agent, '')).toEqual(['guest2'])
    world.domain(1, { name: 'still hidden' }, 'one')
    expect(names(agent, '')).toEqual(['guest2'])
    world.hidden.clear()
    world.hidden.add(`one/${uuid(2)}`).add('one/host')
    await contexts.resync()
    expect(names(agent, '')).toEqual(['still hidden'])
    const module = agent.module('', 'VIRTGATE-MIB')
    expect(cells(module, 'vgHostTable')).toEqual({})
    expect(cells(module, 'vgTypeTable')).toMatchObject({ '3.1': 0, '3.2': 1 })
  })
})

describe('VIRTGATE-MIB', () => {
  test('shows more of guests, their memory, disks, interfaces and consoles', async () => {
    const world = new World()
    world.host('one')
    world.domain(
      1,
      {
        ...running(),
        title: 'shop',
        taints: ['custom-argv', 'high-privileges'],
        disks: [disk('vda', { capacity: 2n ** 41n, allocation: 7n })],
        interfaces: [nic(1)],
        graphics: [{ type: 'vnc', listen: '127.0.0.1', port: 5900 }],
      },
      'one',
    )
    world.counters.set(uuid(1), {
      balloon: { rss: 77n },
      diskStats: [
        {
          target: 'vda',
          readRequests: 1n,
          readBytes: 1n,
          writeRequests: 1n,
          writeBytes: 1n,
          flushRequests: 9n,
          errors: -1n,
        },
      ],
      interfaceStats: [
        {
          mac: nic(1).mac,
          rxBytes: 11n,
          rxPackets: 12n,
          rxErrors: 13n,
          rxDropped: 14n,
          txBytes: 15n,
          txPackets: 16n,
          txErrors: 17n,
          txDropped: 18n,
        },
      ],
    })
    await world.sweep('one')
    const { agent } = await contextsOf(world)
    const module = agent.module('', 'VIRTGATE-MIB')
    expect(cells(module, 'vgDomainTable')).toMatchObject({
      '1.1': 1,
      '2.1': 'shop',
      '4.1': 2,
      '5.1': 2,
      '20.1': 'custom-argv, high-privileges',
      '22.1': 1,
      '25.1': 0,
    })
    expect(cells(module, 'vgMemoryTable')).toEqual({ '13.1': 77n })
    expect(cells(module, 'vgDiskTable')).toEqual({
      '1.1.1': 'vda',
      '2.1.1': 1,
      '3.1.1': 2n ** 41n,
      '4.1.1': 7n,
      '5.1.1': 9n,
    })
    expect(cells(module, 'vgNicTable')).toMatchObject({ '1.1.1': 'network', '4.1.1': 11n, '11.1.1': 18n })
    expect(cells(module, 'vgGraphicsTable')).toEqual({ '2.1.1': 'vnc', '3.1.1': '127.0.0.1', '4.1.1': 5900 })
  })

  test('shows children below their parents, whichever comes first', async () => {
    const world = new World()
    world.host('one')
    const pool = uuid(100)
    const volume = {
      name: 'a.img',
      pool,
      volumeKey: '/a.img',
      path: '/a.img',
      type: 'file',
      capacity: 5n,
      allocation: 3n,
    }
    world.inventory.put('one', 'volume', `${pool}/a.img`, volume)
    world.domain(1, {}, 'one')
    for (const name of ['s1', 's2']) {
      world.inventory.put('one', 'snapshot', `${uuid(1)}/${name}`, {
        domain: uuid(1),
        name,
        createdAt: 0,
        state: 'running',
        current: name === 's2',
        location: 'internal',
      })
    }
    const { agent } = await contextsOf(world)
    const module = agent.module('one', 'VIRTGATE-MIB')
    expect(cells(module, 'vgVolumeTable')).toMatchObject({ '2.1.1': 'a.img', '7.1.1': 5n })
    expect(cells(module, 'vgSnapshotTable')).toMatchObject({ '2.1.1': 's1', '2.1.2': 's2', '7.1.2': 1 })
    expect(cells(module, 'vgDomainTable')['25.1']).toBe(2)
    world.inventory.remove('one', 'snapshot', `${uuid(1)}/s1`)
    expect(cells(module, 'vgDomainTable')['25.1']).toBe(1)
    expect(Object.keys(cells(module, 'vgSnapshotTable')).filter((at) => at.startsWith('2.'))).toEqual([
      '2.1.2',
    ])
  })

  test('never shows a value of a secret', async () => {
    const world = new World()
    world.host('one')
    world.inventory.put('one', 'secret', uuid(9), {
      uuid: uuid(9),
      usageType: 'ceph',
      usageId: 'client.admin',
      ephemeral: false,
      private: true,
    })
    const { agent } = await contextsOf(world)
    const found = cells(agent.module('one', 'VIRTGATE-MIB'), 'vgSecretTable')
    expect(Object.keys(found)).toEqual(['2.1', '3.1', '4.1', '6.1', '7.1', '8.1'])
  })

  test('hangs where the settings want it', async () => {
    const world = new World()
    world.host('one')
    const { agent } = await contextsOf(world, [1, 3, 6, 1, 4, 1, 99999, 1])
    const module = agent.module('', 'VIRTGATE-MIB')
    expect(module.identity?.id).toEqual([1, 3, 6, 1, 4, 1, 99999, 1])
    const oids = instances(module).map(([oid]) => oid)
    expect(oids.length).toBeGreaterThan(20)
    expect(oids.filter((oid) => !oid.startsWith('1.3.6.1.4.1.99999.1.1.'))).toEqual([])
  })

  test('tells how the gateway is', async () => {
    const world = new World()
    world.host('one')
    const { agent } = await contextsOf(world)
    world.clock.advance(1230)
    const scalars = instances({
      name: '',
      scalars: agent.module('', 'VIRTGATE-MIB').scalars?.slice(0, 1) ?? [],
    })
    const values = Object.fromEntries(scalars.map(([oid, value]) => [oid.split('.').at(-2), value]))
    expect(values).toMatchObject({ 1: '1.2.3', 2: 123, 4: 1 })
    expect(Number(values[5])).toBeGreaterThan(1_000_000)
  })
})

/** Has a column of vmTable made ready. */
function prepare(module: MibModule, id: number): Promise<void> | undefined {
  const columns = module.tables?.find((table) => table.name === 'vmTable')?.columns
  return columns?.find((column) => column.id === id)?.prepare?.()
}
