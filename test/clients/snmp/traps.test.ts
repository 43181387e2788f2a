import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { internalCaller } from '../../../src/core/access/caller.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { readIdentity } from '../../../src/mappings/snmp/engine/engine-state.ts'
import { discoverEngine } from '../../../src/mappings/snmp/engine/notify/discovery.ts'
import { addUser } from '../../../src/mappings/snmp/engine/users-file.ts'
import type { SnmpSettings } from '../../../src/mappings/snmp/index.ts'
import { openGateway, type TestGateway } from './gateway.ts'
import { hasSnmpTools, TestAgent } from './tools.ts'
import { hasTrapd, TrapReceiver } from './trap-receiver.ts'

const vm = '.1.3.6.1.2.1.236'
const own = '.1.3.6.1.4.1.32473.7666'
const trapOid = '.1.3.6.1.6.3.1.1.4.1.0 = OID: '
const words = 'a long pass phrase'
const protocols = { auth: 'sha256', priv: 'aes128', authPassphrase: words } as const

type TargetSetting = SnmpSettings['targets'][number]

describe.skipIf(!hasTrapd || !hasSnmpTools)('notifications of a guest that is paused', () => {
  let engine: TestGateway
  let agent: TestAgent
  let receiver: TrapReceiver
  const common = { timeout: 2000, retries: 3, queue: 100, context: '', level: 'authPriv' } as const

  const target = (name: string, changes: Partial<TargetSetting>): TargetSetting => ({
    ...common,
    name,
    address: '127.0.0.1',
    port: receiver.port,
    version: 'v2c',
    type: 'trap',
    ...changes,
  })

  beforeAll(async () => {
    engine = await openGateway({ test: 'test:///default' })
    const first = await TestAgent.start(engine.gateway.inventory)
    const { engineId } = await readIdentity(first.folder, silentLogger)
    await first.close({ keep: true })
    receiver = await TrapReceiver.start([
      `createUser -e 0x${engineId.toString('hex')} trapper SHA-256 "${words}" AES "${words}"`,
      `createUser informer SHA-256 "${words}" AES "${words}"`,
      'authUser log trapper authPriv',
      'authUser log informer authPriv',
      'authCommunity log one',
      'authCommunity log two',
      'authCommunity log three',
    ])
    const engineOfReceiver = await discoverEngine(target('probe', {}), systemClock)
    await addUser(first.folder, { name: 'trapper', ...protocols }, silentLogger)
    await addUser(first.folder, { name: 'informer', engineId: engineOfReceiver, ...protocols }, silentLogger)
    agent = await TestAgent.start(engine.gateway.inventory, {
      folder: first.folder,
      settings: {
        per_vm_notifications: true,
        bulk_notifications: true,
        targets: [
          target('old', { version: 'v1', community: 'one' }),
          target('plain', { community: 'two' }),
          target('asked', { community: 'three', type: 'inform' }),
          target('safe', { version: 'v3', user: 'trapper' }),
          // The user of informs is in a group by the keys for its receiver alone.
          target('sure', { version: 'v3', user: 'informer', type: 'inform' }),
        ],
      },
    })
    const domain = engine.gateway.inventory.findByName('domain', 'test', 'test')
    if (!domain) throw new Error('the default node has no domain test')
    const ref = { type: 'domain', key: domain.key } as const
    await engine.gateway.operations.invoke('domain.suspend', ref, {}, internalCaller)
    await engine.gateway.operations.invoke('domain.resume', ref, {}, internalCaller)
  })
  afterAll(async () => {
    await agent?.close()
    await receiver?.stop()
    await engine?.close()
  })

  const objects = (state: number) => [
    `${vm}.1.4.1.2.1 = STRING: "test"`,
    `${vm}.1.4.1.3.1 = Hex-STRING: 66 95 EB 01 F6 A4 83 04 79 AA 97 F2 50 2E 19 3F`,
    `${vm}.1.4.1.6.1 = INTEGER: ${state}`,
  ]

  test.each([
    ['a v2c trap', 'TRAP2, SNMP v2c, community two'],
    ['a v2c inform', 'INFORM, SNMP v2c, community three'],
    ['a v3 trap', 'TRAP2, SNMP v3, user trapper, context '],
    ['a v3 inform', 'INFORM, SNMP v3, user informer, context '],
  ])('come as %s with the state before the change', async (_, kind) => {
    await receiver.expect(kind, `${trapOid}${vm}.0.4`, ...objects(4))
    await receiver.expect(kind, `${trapOid}${vm}.0.1`, ...objects(8))
    await receiver.expect(kind, `${trapOid}${vm}.0.14`, `${vm}.1.11.0 = Hex-STRING: 80`)
  })

  test('come as a v1 trap with enterprise, specific number and the address of the agent', async () => {
    // Source, enterprise, generic and specific number.
    const kind = `TRAP, SNMP v1, community one|127.0.0.1|${vm}|6|.`
    await receiver.expect(`${kind}4|`, ...objects(4))
    await receiver.expect(`${kind}1|`, ...objects(8))
    await receiver.expect(`${kind}14|`, `${vm}.1.11.0 = Hex-STRING: 80`)
    await receiver.expect('TRAP, SNMP v1, community one|127.0.0.1|.1.3.6.1.6.3.1.1.5|0|0|')
  })

  test('each come once', async () => {
    const kinds = receiver.notifications.filter((one) => one.includes(`${trapOid}${vm}.0.4`))
    expect(kinds).toHaveLength(4)
  })

  test('are counted, with every inform acknowledged and nothing dropped', async () => {
    const index = [...Buffer.from('sure')].join('.')
    const column = (n: number) => `${own}.1.31.1.${n}.4.${index}`
    const [sent, acknowledged, waiting] = await agent.get(column(4), column(5), column(3))
    expect(Number(sent)).toBeGreaterThanOrEqual(5)
    expect([acknowledged, waiting]).toEqual([sent, '0'])
    expect(await agent.get(`${own}.1.30.3.0`)).toEqual(['0'])
  })

  test('are in the log, with their objects', async () => {
    const log = await agent.walk('1.3.6.1.2.1.92.1.3')
    const entry = log.find((line) => line.endsWith(`OID: ${vm}.0.4`)) ?? ''
    const at = /\.9\.(0\.\d+) = /.exec(entry)?.[1] ?? 'none'
    const variable = (column: number, n: number) =>
      log.find((line) => line.startsWith(`.1.3.6.1.2.1.92.1.3.2.1.${column}.${at}.${n} = `))?.split(' = ')[1]
    expect([1, 2, 3].map((n) => variable(2, n))).toEqual([
      `OID: ${vm}.1.4.1.2.1`,
      `OID: ${vm}.1.4.1.3.1`,
      `OID: ${vm}.1.4.1.6.1`,
    ])
    expect([variable(3, 1), variable(8, 1)]).toEqual(['INTEGER: 6', 'STRING: "test"'])
    expect([variable(3, 3), variable(7, 3)]).toEqual(['INTEGER: 4', 'INTEGER: 4'])
    expect(Number((await agent.get('1.3.6.1.2.1.92.1.2.1.0'))[0])).toBeGreaterThanOrEqual(5)
  })

  test('go where SNMP-TARGET-MIB and SNMP-NOTIFICATION-MIB say', async () => {
    const name = [...Buffer.from('asked')].join('.')
    const columns = [2, 3, 4, 5, 6, 7, 8, 9].map((n) => `1.3.6.1.6.3.12.1.2.1.${n}.${name}`)
    const port = receiver.port.toString(16).padStart(4, '0').toUpperCase()
    expect(await agent.get(...columns)).toEqual([
      'iso.3.6.1.6.1.1',
      `"7F 00 00 01 ${port.slice(0, 2)} ${port.slice(2)} "`,
      '200',
      '3',
      '"inform"',
      '"asked"',
      '5',
      '1',
    ])
    const params = [2, 3, 4, 5].map((n) => `1.3.6.1.6.3.12.1.3.1.${n}.${[...Buffer.from('safe')].join('.')}`)
    expect(await agent.get(...params)).toEqual(['3', '3', '"trapper"', '3'])
    expect(await agent.walk('1.3.6.1.6.3.13.1.1')).toContain(
      `.1.3.6.1.6.3.13.1.1.1.3.${[...Buffer.from('inform')].join('.')} = INTEGER: 2`,
    )
  })

  test('can be tried: each receiver gets the test notification', async () => {
    const deliveries = await agent.surface.testTrap()
    expect(deliveries.map(({ target: name, outcome }) => [name, outcome])).toEqual([
      ['old', 'sent'],
      ['plain', 'sent'],
      ['asked', 'acknowledged'],
      ['safe', 'sent'],
      ['sure', 'acknowledged'],
    ])
    await receiver.expect('v1', `|${own}|6|.9|`, `${own}.1.1.1.0 = STRING: "0.0.0"`)
    await receiver.expect('user informer', `${trapOid}${own}.0.9`)
    await expect(agent.surface.testTrap('nobody')).rejects.toThrow(/no target 'nobody'; known are old, plain/)
  })
})
