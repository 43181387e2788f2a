import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { addUser } from '../../../src/mappings/snmp/engine/users-file.ts'
import { disk, nic, running, uuid, World } from '../../unit/mappings/snmp/objects.ts'
import { hasSnmpTools, TestAgent, testSettings } from './tools.ts'

const vm = '1.3.6.1.2.1.236.1'
const secret = 'correct horse battery'

describe.skipIf(!hasSnmpTools)('net-snmp tools', () => {
  const world = new World()
  let agent: TestAgent

  beforeAll(async () => {
    world.host('lab')
    world.host('shop')
    world.domain(
      1,
      {
        ...running(Date.now() - 60_000),
        name: 'web',
        disks: [disk('vda', { capacity: 1024n ** 3n, allocation: 4096n })],
        interfaces: [nic(1)],
      },
      'lab',
    )
    world.domain(2, { name: 'database' }, 'shop')
    world.counters.set(uuid(1), { cpuTime: 7_000_000n, vcpuTimes: [7_000_000n] })
    agent = await TestAgent.start(world.inventory, {
      settings: { communities: [{ name: 'public' }, { name: 'shopkeeper', context: 'shop' }] },
      prepare: (folder) =>
        addUser(
          folder,
          {
            name: 'monitor',
            auth: 'sha256',
            authPassphrase: secret,
            priv: 'aes128',
            privPassphrase: secret,
            group: 'admins',
          },
          silentLogger,
        ),
    })
  })
  afterAll(() => agent?.close())

  const v3 = (...args: string[]) => [
    ...['-v3', '-l', 'authPriv', '-u', 'monitor', '-a', 'SHA-256', '-A', secret, '-x', 'AES', '-X', secret],
    ...args,
  ]

  test('snmpbulkwalk sees the guests of all connections in the default context', async () => {
    const lines = await agent.walk(`${vm}.4`)
    expect(lines).toContain(`.${vm}.4.1.2.1 = STRING: "web"`)
    expect(lines).toContain(`.${vm}.4.1.6.1 = INTEGER: 4`)
    expect(lines).toContain(`.${vm}.4.1.17.1 = Counter64: 7000`)
    expect(lines).toContain(`.${vm}.4.1.2.2 = STRING: "database"`)
    expect(lines).toHaveLength(32)
  })

  test('a community leads into the context of its connection', async () => {
    expect(await agent.walk(`${vm}.4.1.2`, 'shopkeeper')).toEqual([`.${vm}.4.1.2.2 = STRING: "database"`])
  })

  test('snmpget -Ox shows the octets of a UUID', async () => {
    const text = await agent.tool('snmpget', [
      '-v2c',
      '-c',
      'public',
      '-Ox',
      '-Oqv',
      agent.address,
      `${vm}.4.1.3.1`,
    ])
    expect(text.replaceAll(/[" \n]/g, '').toLowerCase()).toBe(uuid(1).replaceAll('-', ''))
  })

  test('SNMPv3 reads each context by its name', async () => {
    const get = (...args: string[]) =>
      agent.tool('snmpwalk', [...v3('-Oqv', ...args), agent.address, `${vm}.4.1.2`])
    expect(await get()).toBe('"web"\n"database"\n')
    expect(await get('-n', 'lab')).toBe('"web"\n')
    expect(await get('-n', 'shop')).toBe('"database"\n')
    await expect(get('-n', 'nowhere')).rejects.toThrow(/context/i)
  })

  test('snmptable prints vmTable with the names of its columns', async () => {
    const text = await agent.tool(
      'snmptable',
      ['-v2c', '-c', 'public', '-Cb', '-Ci', '-Cf', ';', agent.address, 'VM-MIB::vmTable'],
      { names: true },
    )
    const [, , heads = '', row = ''] = text.split('\n')
    const cells = Object.fromEntries(heads.split(';').map((head, at) => [head, row.split(';')[at]]))
    expect(cells).toMatchObject({
      index: '1',
      Name: 'web',
      OperState: 'running',
      AutoStart: 'disabled',
      MemUnit: '1048576',
    })
  })

  test('snmptable prints tables that extend others', async () => {
    const text = await agent.tool(
      'snmptable',
      ['-v2c', '-c', 'public', '-Cb', '-Cf', ';', agent.address, 'VIRTGATE-MIB::vgDiskTable'],
      { names: true },
    )
    expect(text).toContain('vda;file;1073741824 octets;4096 octets')
  })

  test('snmptable prints the connections', async () => {
    const text = await agent.tool(
      'snmptable',
      ['-v2c', '-c', 'public', '-Cb', '-Cf', ';', agent.address, 'VIRTGATE-MIB::vgHostTable'],
      { names: true },
    )
    expect(text).toMatch(/lab;test:\/\/\/lab;test;TEST;\d+;connected/)
    expect(text).toMatch(/shop;test:\/\/\/shop;test;TEST;\d+;connected/)
  })

  test('the switches of notifications can be written by an administrator, and by no community', async () => {
    const oid = `${vm}.10.0`
    await expect(
      agent.tool('snmpset', ['-v2c', '-c', 'public', agent.address, oid, 'i', '1']),
    ).rejects.toThrow(/noAccess/)
    await agent.tool('snmpset', [...v3(), agent.address, oid, 'i', '1'])
    expect(await agent.get(oid)).toEqual(['1'])
    await expect(agent.tool('snmpset', [...v3(), agent.address, oid, 'i', '3'])).rejects.toThrow(/wrongValue/)
    await expect(agent.tool('snmpset', [...v3(), agent.address, `${vm}.4.1.5.1`, 'i', '4'])).rejects.toThrow(
      /notWritable/,
    )
    await agent.tool('snmpset', [...v3(), agent.address, oid, 'i', '2'])
  })

  test('sysORTable lists the modules', async () => {
    const lines = await agent.walk('1.3.6.1.2.1.1.9.1.2')
    const ids = lines.map((line) => line.split(' = OID: ')[1])
    expect(ids).toContain('.1.3.6.1.2.1.236')
    expect(ids).toContain('.1.3.6.1.4.1.32473.7666')
  })

  test('the engine id begins with the enterprise number of VIRTGATE-MIB', async () => {
    const text = await agent.tool('snmpget', [
      '-v2c',
      '-c',
      'public',
      '-Ox',
      '-Oqv',
      agent.address,
      '1.3.6.1.6.3.10.2.1.1.0',
    ])
    expect(text.replaceAll(/[" \n]/g, '')).toMatch(/^80007ED905/)
  })

  test('new settings take effect without a restart', async () => {
    await agent.surface.reload(testSettings({ listen: [], communities: [{ name: 'fresh' }] }))
    expect(await agent.walk(`${vm}.4.1.2`, 'fresh')).toHaveLength(2)
  })
})

describe.skipIf(!hasSnmpTools)('after a restart', () => {
  test('guests have their numbers, and the switches what the settings say', async () => {
    const first = new World()
    first.host('lab')
    for (const n of [1, 2, 3]) first.domain(n, {}, 'lab')
    const group = 'admins'
    const before = await TestAgent.start(first.inventory, {
      prepare: (folder) =>
        addUser(
          folder,
          { name: 'u', group, auth: 'sha256', authPassphrase: secret, priv: 'aes128' },
          silentLogger,
        ),
    })
    const user = [
      '-v3',
      '-l',
      'authPriv',
      '-u',
      'u',
      '-a',
      'SHA-256',
      '-A',
      secret,
      '-x',
      'AES',
      '-X',
      secret,
    ]
    await before.tool('snmpset', [...user, before.address, `${vm}.9.0`, 'i', '1'])
    await before.close({ keep: true })

    const second = new World()
    second.host('lab')
    for (const n of [3, 4, 2]) second.domain(n, {}, 'lab')
    const after = await TestAgent.start(second.inventory, { folder: before.folder })
    try {
      expect(await after.get(`${vm}.4.1.2.2`, `${vm}.4.1.2.3`, `${vm}.4.1.2.4`)).toEqual([
        '"guest2"',
        '"guest3"',
        '"guest4"',
      ])
      expect(await after.get(`${vm}.9.0`)).toEqual(['2'])
    } finally {
      await after.close()
    }
  })
})
