import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { disk, nic, running, uuid, World } from '../../unit/mappings/snmp/objects.ts'
import { openGateway } from './gateway.ts'
import { hasSnmpTools, TestAgent } from './tools.ts'

const golden = join(dirname(fileURLToPath(import.meta.url)), '../../golden/snmp/host-walk.txt')
const mib2 = '1.3.6.1.2.1'
const firstNic = 16_777_472
const firstGuest = 1_073_742_336

const network = {
  uuid: uuid(70),
  name: 'default',
  active: true,
  persistent: true,
  autostart: true,
  bridge: 'virbr0',
  addresses: [],
  stateSince: 1_700_000_000_000,
}

const pool = {
  uuid: uuid(80),
  name: 'images',
  type: 'dir',
  state: 'running',
  persistent: true,
  autostart: true,
  path: '/images',
  capacity: 4n * 1024n ** 4n,
  allocation: 1024n ** 4n,
  available: 3n * 1024n ** 4n,
} as const

function fill(world: World): void {
  world.host('lab', { cpus: 2, memory: 8_388_608n, cpuModel: 'x86_64' })
  world.host('shop', { cpus: 1 })
  world.inventory.put('lab', 'network', uuid(70), network)
  world.inventory.put('lab', 'pool', uuid(80), pool)
  world.inventory.put('lab', 'interface', 'br0', { name: 'br0', type: 'bridge', active: true })
  const plugged = { ...nic(1), source: 'default', target: 'vnet3' }
  const bridged = { ...nic(2), type: 'bridge', source: 'br0' }
  world.domain(
    1,
    {
      ...running(),
      name: 'web',
      disks: [disk('vda'), disk('vdb', { source: '/elsewhere/x' })],
      interfaces: [plugged, bridged],
    },
    'lab',
  )
  world.domain(2, { name: 'database', interfaces: [nic(3)] }, 'shop')
  const zero = { rxErrors: 0n, rxDropped: 5n, txPackets: 3n, txErrors: 0n, txDropped: 0n }
  const stats = { mac: plugged.mac, rxBytes: 2n ** 40n + 7n, rxPackets: 9n, txBytes: 11n, ...zero }
  world.counters.set(uuid(1), { cpuTime: 7_000_000_000n, interfaceStats: [stats] })
}

describe.skipIf(!hasSnmpTools)('modules about hosts, with the tools', () => {
  const world = new World()
  let agent: TestAgent

  beforeAll(async () => {
    fill(world)
    agent = await TestAgent.start(world.inventory)
  })
  afterAll(() => agent?.close())

  const table = async (name: string) => {
    const args = ['-v2c', '-c', 'public', '-Ci', '-Cf', ';', agent.address, name]
    const [, , heads = '', ...rows] = (await agent.tool('snmptable', args, { names: true }))
      .trimEnd()
      .split('\n')
    return rows.map((row) => {
      const cells = row.split(';')
      return Object.fromEntries(heads.split(';').map((head, at) => [head, cells[at]]))
    })
  }

  test('snmptable shows whose interface it is, and its counters of 64 bits', async () => {
    const rows = await table('IF-MIB::ifXTable')
    expect(rows).toContainEqual(
      expect.objectContaining({
        index: `${firstNic}`,
        ifName: 'web/net0',
        ifHCInOctets: `${2n ** 40n + 7n}`,
        ifHCOutUcastPkts: '3',
        ifAlias: 'web of lab on network default (vnet3)',
      }),
    )
    expect(rows.map((row) => row.ifName)).toEqual(['br0', 'virbr0', 'web/net0', 'web/net1', 'database/net0'])
  })

  test('a counter of 32 bits is the rest of the longer one', async () => {
    expect(await agent.get(`${mib2}.2.2.1.10.${firstNic}`)).toEqual(['7'])
    expect(await agent.get(`${mib2}.2.2.1.13.${firstNic}`, `${mib2}.2.1.0`)).toEqual(['5', '5'])
  })

  test('interfaces of guests that are off are down', async () => {
    expect(await agent.get(`${mib2}.2.2.1.8.${firstNic}`, `${mib2}.2.2.1.8.${firstNic + 256}`)).toEqual([
      '1',
      '2',
    ])
  })

  test('VM-MIB leads to interface, bridge and pool', async () => {
    const vm = `${mib2}.236.1`
    expect(await agent.get(`${vm}.8.1.2.1.1`, `${vm}.8.1.3.1.1`, `${vm}.8.1.3.1.2`)).toEqual([
      `${firstNic}`,
      '1048577',
      '1',
    ])
    expect(await agent.get(`${vm}.7.1.3.1.1`, `${vm}.7.1.3.1.2`)).toEqual(['65537', '0'])
    expect(await agent.get(`${mib2}.25.2.3.1.3.65537`)).toEqual(['"Pool images: /images"'])
    const affinity = await agent.walk(`${vm}.6.1.3`)
    for (const line of affinity) {
      const device = /\.(\d+) = /.exec(line)?.[1]
      expect(await agent.get(`${mib2}.25.3.2.1.1.${device}`)).toEqual([device])
    }
    expect(affinity).toHaveLength(3)
  })

  test('bridges lie on the interfaces that are plugged into them', async () => {
    expect((await agent.walk(`${mib2}.31.1.2.1.3`)).map((line) => line.slice(24).split(' ')[0])).toEqual([
      '0.1',
      '0.1048577',
      `0.${firstNic + 256}`,
      `1.${firstNic + 1}`,
      `1048577.${firstNic}`,
      `${firstNic}.0`,
      `${firstNic + 1}.0`,
      `${firstNic + 256}.0`,
    ])
  })

  test('sizes fit their unit and leave room to grow', async () => {
    const [unit = '', size = '', used = ''] = await agent.get(
      ...[4, 5, 6].map((column) => `${mib2}.25.2.3.1.${column}.65537`),
    )
    expect(BigInt(unit) * BigInt(size)).toBe(pool.capacity)
    expect(BigInt(unit) * BigInt(used)).toBe(pool.allocation)
    expect(await agent.get(`${mib2}.25.2.2.0`)).toEqual(['8388608'])
  })

  test('what runs has processor time and memory', async () => {
    expect(await agent.get(`${mib2}.25.4.2.1.2.1`, `${mib2}.25.5.1.1.1.1`, `${mib2}.25.5.1.1.2.1`)).toEqual([
      '"web"',
      '700',
      '1024',
    ])
    expect(await agent.get(`${mib2}.25.4.2.1.2.2`)).toEqual(['No Such Instance currently exists at this OID'])
  })

  test('hosts contain processors and guests, and guests their devices', async () => {
    const contains = (await agent.walk(`${mib2}.47.1.3.3.1.1`)).map(
      (line) => line.slice(`.${mib2}.47.1.3.3.1.1.`.length).split(' ')[0],
    )
    expect(contains).toEqual([
      '1.196608',
      '1.196609',
      `1.${firstGuest}`,
      '2.200704',
      `2.${firstGuest + 512}`,
      `${firstGuest}.${firstGuest + 1}`,
      `${firstGuest}.${firstGuest + 2}`,
      `${firstGuest}.${firstGuest + 257}`,
      `${firstGuest}.${firstGuest + 258}`,
      `${firstGuest + 512}.${firstGuest + 512 + 257}`,
    ])
    for (const pair of contains) {
      const [parent = '', child = ''] = pair?.split('.') ?? []
      expect(await agent.get(`${mib2}.47.1.1.1.1.4.${child}`)).toEqual([parent])
    }
    expect(await agent.get(`${mib2}.47.1.2.1.1.8.2`)).toEqual(['"shop"'])
  })

  test('a guest and an interface that go take their rows along, and come back with the same numbers', async () => {
    world.inventory.remove('shop', 'domain', uuid(2))
    expect(await agent.get(`${mib2}.2.2.1.1.${firstNic + 256}`)).toEqual([
      'No Such Instance currently exists at this OID',
    ])
    world.domain(2, { name: 'database', interfaces: [nic(3)] }, 'shop')
    expect(await agent.get(`${mib2}.31.1.1.1.1.${firstNic + 256}`)).toEqual(['"database/net0"'])
  })
})

/** What differs from one run to the next. */
const masked =
  /^\.1\.3\.6\.1\.(2\.1\.(2\.2\.1\.(9|1[0-9]|20)\.|31\.1\.1\.1\.([67]|1[019])\.|31\.1\.[56]\.|25\.1\.[12]\.|25\.2\.3\.1\.6\.|25\.3\.3\.1\.2\.|25\.5\.|47\.1\.4\.|47\.1\.1\.1\.1\.2\.1 )|4\.1\.2021\.)/

function mask(line: string): string {
  return masked.test(line) ? line.replace(/ = ([^:]*): .*/, ' = $1: *') : line
}

describe.skipIf(!hasSnmpTools)('walk of the modules about the host of the test driver', () => {
  test('is what the file says', async () => {
    const engine = await openGateway({ test: 'test:///default' })
    const agent = await TestAgent.start(engine.gateway.inventory)
    try {
      const lines: string[] = []
      for (const oid of [`${mib2}.2`, `${mib2}.25`, `${mib2}.31`, `${mib2}.47`, '1.3.6.1.4.1.2021']) {
        lines.push(...(await agent.walk(oid)).map(mask))
      }
      const text = `${lines.join('\n')}\n`
      if (process.env.UPDATE_GOLDEN === '1') await writeFile(golden, text)
      expect(text).toBe(await readFile(golden, 'utf8'))
      expect(lines.length).toBeGreaterThan(300)
    } finally {
      await agent.close()
      await engine.close()
    }
  })
})
