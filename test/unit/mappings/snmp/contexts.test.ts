import { describe, expect, test } from 'vitest'
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

async function contextsOf(world: World, base: Oid = virtgateBase) {
  const agent = new Registry()
  const health = new GatewayHealth({ version: '1.2.3', reader: world.inventory, clock: world.clock })
  const contexts = new Contexts({ ...(await world.options()), agent, health, base })
  contexts.start()
  health.close()
  return { agent, contexts }
}

const names = (agent: Registry, context: string) =>
  Object.entries(cells(agent.module(context, 'VM-MIB'), 'vmTable'))
    .filter(([at]) => at.startsWith('2.'))
    .map(([, name]) => name)

describe('contexts', () => {
  test('each connection has one, and the default one shows the first', async () => {
    const world = new World()
    world.host('one')
    world.host('two')
    world.domain(1, {}, 'one')
    world.domain(2, {}, 'two')
    const { agent } = await contextsOf(world)
    expect([...agent.contexts.keys()].sort()).toEqual(['', 'one', 'two'])
    expect([names(agent, ''), names(agent, 'one'), names(agent, 'two')]).toEqual([
      ['guest1'],
      ['guest1'],
      ['guest2'],
    ])
  })

  test('come with a connection and go with it; the default context moves on', async () => {
    const world = new World()
    const { agent } = await contextsOf(world)
    expect([...(agent.contexts.get('') ?? [])].map(({ name }) => name)).toEqual(['VIRTGATE-MIB'])
    world.host('one')
    world.domain(1, {}, 'one')
    world.host('two')
    world.domain(2, {}, 'two')
    expect(names(agent, '')).toEqual(['guest1'])
    world.inventory.removeConnection('one')
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
      [`3.${index}.2`]: 1,
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
    expect(second.indexes?.space('one', 'domain').find(uuid(1))?.gone).toBe(-1)
    second.host('one')
    expect(second.indexes?.space('one', 'domain').find(uuid(1))?.gone).toBeGreaterThan(0)
  })

  test('a request for counters sweeps once, a request for names never', async () => {
    const world = new World()
    world.host('one')
    world.domain(1, running(), 'one')
    world.counters.set(uuid(1), { cpuTime: 1000n })
    const { agent } = await contextsOf(world)
    const module = agent.module('one', 'VM-MIB')
    const entry = [1, 3, 6, 1, 2, 1, 236, 1, 4, 1]
    world.clock.advance(60_000)
    expect(module.prepare?.([[...entry, 2, 1]], 1)).toBeUndefined()
    const wait = module.prepare?.([[...entry, 17, 1]], 1)
    expect(wait).toBeInstanceOf(Promise)
    await wait
    expect(cells(module, 'vmTable')['17.1']).toBe(1n)
    expect(module.prepare?.([[...entry, 17, 1]], 1)).toBeUndefined()
    world.clock.advance(60_000)
    // GETNEXT from the column before lands in the counters.
    expect(module.prepare?.([[...entry, 16, 1]], 1)).toBeInstanceOf(Promise)
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
    contexts.resync()
    expect(names(agent, '')).toEqual(['still hidden'])
    const module = agent.module('', 'VIRTGATE-MIB')
    expect(cells(module, 'vgHostTable')).toEqual({})
    expect(cells(module, 'vgTypeTable')).toMatchObject({ '3.1': 0, '3.2': 1 })
  })
})

describe('a GETBULK', () => {
  async function bulk(guests: number, column: number, repetitions: number) {
    const world = new World()
    world.host('one')
    for (let n = 1; n <= guests; n++) world.domain(n, {}, 'one')
    const { agent } = await contextsOf(world)
    world.clock.advance(60_000)
    const wait = agent
      .module('one', 'VM-MIB')
      .prepare?.([[1, 3, 6, 1, 2, 1, 236, 1, 4, 1, column, 1]], repetitions)
    return wait !== undefined
  }

  test('that runs over a small table into its counters has them swept', async () => {
    expect(await bulk(2, 2, 50)).toBe(true)
  })

  test('that stays among the names of a large table does not', async () => {
    expect(await bulk(100, 2, 50)).toBe(false)
    expect(await bulk(100, 14, 250)).toBe(true)
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
    expect(Object.keys(found)).toEqual(['2.1', '3.1', '4.1', '6.1', '7.1'])
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
    const scalars = instances({ name: '', scalars: agent.module('', 'VIRTGATE-MIB').scalars ?? [] })
    const values = Object.fromEntries(scalars.map(([oid, value]) => [oid.split('.').at(-2), value]))
    expect(values).toMatchObject({ 1: '1.2.3', 2: 123, 4: 1 })
    expect(Number(values[5])).toBeGreaterThan(1_000_000)
  })
})
