import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { internalCaller } from '../../../src/core/access/caller.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { addUser } from '../../../src/mappings/snmp/engine/users-file.ts'
import { openGateway, type TestGateway } from './gateway.ts'
import { hasSnmpTools, TestAgent } from './tools.ts'

const table = '1.3.6.1.4.1.36957.1.1.1'
const vmware = '1.3.6.1.4.1.6876.2.1.1'
const secret = 'correct horse battery'

async function reasonOf(answer: Promise<string>): Promise<string> {
  const text = await answer.catch((fault: Error & { stderr?: string }) => `${fault.stderr}${fault.message}`)
  return /Reason: \(?(\w+)/.exec(text)?.[1] ?? text
}

describe.skipIf(!hasSnmpTools)('guests as other agents show them', () => {
  let engine: TestGateway
  let agent: TestAgent

  beforeAll(async () => {
    engine = await openGateway({ test: 'test:///default', other: 'test:///default' })
    agent = await TestAgent.start(engine.gateway.inventory, {
      operations: engine.gateway.operations,
      settings: { communities: [{ name: 'public' }, { name: 'other', context: 'other' }], vmware_view: true },
      prepare: (folder) =>
        addUser(
          folder,
          { name: 'operator', group: 'operators', auth: 'sha256', authPassphrase: secret, priv: 'aes128' },
          silentLogger,
        ),
    })
  })
  afterAll(async () => {
    await agent?.close()
    await engine?.close()
  })

  const guest = (connection = 'test') => {
    const entry = engine.gateway.inventory.findByName('domain', connection, 'test')
    if (!entry) throw new Error(`${connection} has no domain test`)
    return entry
  }
  const index = (connection?: string) =>
    Buffer.from(guest(connection).attrs.uuid.replaceAll('-', ''), 'hex').join('.')
  const set = (...args: string[]) =>
    agent.tool('snmpset', [
      ...[
        '-v3',
        '-l',
        'authPriv',
        '-u',
        'operator',
        '-a',
        'SHA-256',
        '-A',
        secret,
        '-x',
        'AES',
        '-X',
        secret,
      ],
      ...['-n', 'test', '-t', '20', '-r', '0', agent.address, ...args],
    ])

  beforeEach(async () => {
    const { operations } = engine.gateway
    const ref = { type: 'domain', key: guest().key } as const
    if (guest().attrs.state === 'shutoff') await operations.invoke('domain.start', ref, {}, internalCaller)
    if (guest().attrs.state === 'paused') await operations.invoke('domain.resume', ref, {}, internalCaller)
  })

  describe('LIBVIRT-MIB', () => {
    test('shows a guest by its UUID with the columns of that module', async () => {
      const lines = await agent.walk(table)
      const own = lines.filter((line) => line.includes(`.${index()} =`))
      const { attrs } = guest()
      expect(own.map((line) => line.replace(`.${table}.`, '').replace(`.${index()}`, ''))).toEqual([
        '2 = STRING: "test"',
        '3 = INTEGER: 1',
        `4 = Gauge32: ${attrs.vcpus}`,
        `5 = Gauge32: ${attrs.memory / 1024n}`,
        `6 = Gauge32: ${attrs.maxMemory / 1024n}`,
        expect.stringMatching(/^7 = Counter64: \d+$/),
        '9 = INTEGER: 1',
      ])
    })

    test('shows the guest of the same UUID in the context of each connection', async () => {
      expect(guest('other').attrs.uuid).toBe(guest().attrs.uuid)
      expect(await agent.walk(`${table}.2`, 'other')).toEqual([`.${table}.2.${index()} = STRING: "test"`])
      expect(await agent.walk(`${table}.2`)).toHaveLength(1)
    })

    test('is known by name with the text in mibs/', async () => {
      const args = [
        '-v2c',
        '-c',
        'public',
        '-m',
        'LIBVIRT-MIB',
        agent.address,
        'LIBVIRT-MIB::libvirtGuestTable',
      ]
      const text = await agent.tool('snmpbulkwalk', args, { names: true })
      expect(text).toContain('LIBVIRT-MIB::libvirtGuestState')
      expect(text).toContain('INTEGER: running(1)')
      expect(text).toContain('INTEGER: active(1)')
    })

    test('pauses, resumes and shuts down by the state, and refuses every other change', async () => {
      await set(`${table}.3.${index()}`, 'i', '3')
      expect(guest().attrs.state).toBe('paused')
      expect(await reasonOf(set(`${table}.3.${index()}`, 'i', '4'))).toBe('inconsistentValue')
      await set(`${table}.3.${index()}`, 'i', '1')
      expect(guest().attrs.state).toBe('running')
      expect(await reasonOf(set(`${table}.3.${index()}`, 'i', '1'))).toBe('inconsistentValue')
      expect(await reasonOf(set(`${table}.3.${index()}`, 'i', '6'))).toBe('inconsistentValue')
      expect(await reasonOf(set(`${table}.3.${index()}`, 'i', '9'))).toBe('wrongValue')
      await set(`${table}.3.${index()}`, 'i', '4')
      expect(guest().attrs.state).toBe('shutoff')
      expect(await agent.get(`${table}.3.${index()}`)).not.toEqual([])
    })

    test('cuts the power by destroy, keeps the row, and starts again by createAndGo', async () => {
      await set(`${table}.9.${index()}`, 'i', '6')
      expect(guest().attrs.state).toBe('shutoff')
      expect(await agent.walk(`${table}.3`)).toHaveLength(1)
      expect(await reasonOf(set(`${table}.9.${index()}`, 'i', '6'))).toBe('inconsistentValue')
      await set(`${table}.9.${index()}`, 'i', '4')
      expect(guest().attrs.state).toBe('running')
      expect(await agent.get(`${table}.9.${index()}`)).toEqual(['1'])
      expect(await reasonOf(set(`${table}.9.${index()}`, 'i', '4'))).toBe('inconsistentValue')
    })

    test('starts paused when the state is written in the same request', async () => {
      await set(`${table}.9.${index()}`, 'i', '6')
      await set(`${table}.9.${index()}`, 'i', '4', `${table}.3.${index()}`, 'i', '3')
      expect(guest().attrs.state).toBe('paused')
      expect(await agent.get(`${table}.3.${index()}`)).toEqual(['3'])
    })

    test('takes active for what it is, and refuses what makes no row', async () => {
      const unknown = new Array(16).fill(9).join('.')
      await set(`${table}.9.${index()}`, 'i', '1')
      expect(await reasonOf(set(`${table}.9.${index()}`, 'i', '5'))).toBe('wrongValue')
      expect(await reasonOf(set(`${table}.9.${index()}`, 'i', '3'))).toBe('wrongValue')
      expect(await reasonOf(set(`${table}.9.${index()}`, 'i', '2'))).toBe('inconsistentValue')
      expect(await reasonOf(set(`${table}.9.${unknown}`, 'i', '4'))).toBe('inconsistentName')
      expect(await reasonOf(set(`${table}.2.${index()}`, 's', 'x'))).toBe('notWritable')
    })
  })

  describe('VMWARE-VMINFO-MIB', () => {
    test('is walked as LibreNMS walks it: numbers, then the columns of each', async () => {
      const args = ['-v2c', '-c', 'public', '-OQXUte', agent.address]
      const numbers = (await agent.tool('snmpbulkwalk', [...args, `${vmware}.7`])).trimEnd().split('\n')
      expect(numbers.length).toBe(engine.gateway.inventory.count('domain'))
      const number = numbers[0]?.split(' = ')[1] ?? ''
      const columns = [2, 4, 5, 6, 8, 9, 10].map((column) => `${vmware}.${column}.${number}`)
      const { attrs } = guest()
      expect(await agent.get(...columns)).toEqual([
        '"test"',
        `"${attrs.osType}"`,
        String(attrs.maxMemory / 1024n),
        '"powered on"',
        '"running"',
        String(attrs.vcpus),
        `"${attrs.uuid}"`,
      ])
    })

    test('has the words for guests that are paused, saved and off', async () => {
      const ref = { type: 'domain', key: guest().key } as const
      const { operations } = engine.gateway
      const words = () => agent.get(`${vmware}.6.1`, `${vmware}.8.1`)
      await operations.invoke('domain.suspend', ref, {}, internalCaller)
      expect(await words()).toEqual(['"suspended"', '"standby"'])
      await operations.invoke('domain.managedSave', ref, {}, internalCaller)
      expect(await words()).toEqual(['"suspended"', '"standby"'])
      await operations.invoke('domain.managedSaveRemove', ref, {}, internalCaller)
      expect(await words()).toEqual(['"powered off"', '"notrunning"'])
    })

    test('is not there unless it is asked for, and sysObjectID stays', async () => {
      const plain = await TestAgent.start(engine.gateway.inventory)
      expect((await plain.walk('1.3.6.1.4.1.6876'))[0]).toMatch(/No Such Object|No more variables/)
      await plain.close()
      expect(await agent.get('1.3.6.1.2.1.1.2.0')).toEqual(['iso.3.6.1.4.1.32473.7666'])
    })
  })
})
