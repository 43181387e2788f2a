import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { internalCaller } from '../../../src/core/access/caller.ts'
import type { Operations } from '../../../src/core/contracts.ts'
import { VirtError } from '../../../src/core/errors/index.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { addUser } from '../../../src/mappings/snmp/engine/users-file.ts'
import { openGateway, type TestGateway } from './gateway.ts'
import { hasSnmpTools, TestAgent, until } from './tools.ts'

const gate = '1.3.6.1.4.1.32473.7666.1'
const control = `${gate}.22.1`
const snapshots = `${gate}.10.1`
const secret = 'correct horse battery'

/** What an error of a tool says of a refused SET. */
async function reasonOf(answer: Promise<string>): Promise<string> {
  const text = await answer.catch((fault: Error & { stderr?: string }) => `${fault.stderr}${fault.message}`)
  return /Reason: \(?(\w+)/.exec(text)?.[1] ?? text
}

describe.skipIf(!hasSnmpTools)('control of guests with snmpset', () => {
  let engine: TestGateway
  let agent: TestAgent
  let calls: string[]
  let broken: (op: string) => VirtError | undefined

  beforeEach(async () => {
    engine = await openGateway({ test: 'test:///default' })
    calls = []
    broken = () => undefined
    const real = engine.gateway.operations
    const operations: Operations = {
      invoke: (op, ref, args, by, signal) => {
        calls.push(`${op} ${by.id}`)
        const fault = broken(op)
        return fault ? Promise.reject(fault) : real.invoke(op, ref, args, by, signal)
      },
      supports: (op, ref) => real.supports(op, ref),
      visible: (ref, by) => real.visible(ref, by),
      permits: (need, ref, by) => real.permits(need, ref, by),
    }
    const groups = { chief: 'admins', operator: 'operators', reader: 'readers' }
    agent = await TestAgent.start(engine.gateway.inventory, {
      operations,
      prepare: async (folder) => {
        for (const [name, group] of Object.entries(groups)) {
          await addUser(
            folder,
            { name, group, auth: 'sha256', authPassphrase: secret, priv: 'aes128' },
            silentLogger,
          )
        }
      },
    })
  })
  afterEach(async () => {
    await agent?.close()
    await engine?.close()
  })

  const as = (user: string, level = 'authPriv') => [
    ...['-v3', '-l', level, '-u', user, '-a', 'SHA-256', '-A', secret, '-x', 'AES', '-X', secret],
    ...['-t', '20', '-r', '0', agent.address],
  ]
  const set = (...args: string[]) => agent.tool('snmpset', [...as('operator'), ...args])
  const guest = () => {
    const entry = engine.gateway.inventory.findByName('domain', 'test', 'test')
    if (!entry) throw new Error('the default node has no domain test')
    return entry
  }

  test('the admin state goes through its values, and each shows in the model and in the table', async () => {
    const steps = [
      [3, 'paused', '3'],
      [1, 'running', '1'],
      [2, 'shutoff', '2'],
      [1, 'running', '1'],
      [5, 'shutoff', '4'],
      [3, 'paused', '3'],
      [1, 'running', '1'],
      [4, 'shutoff', '4'],
    ] as const
    for (const [written, state, read] of steps) {
      await set(`${control}.1.1`, 'i', String(written))
      expect(guest().attrs.state, String(written)).toBe(state)
      expect(await agent.get(`${control}.1.1`, `${control}.8.1`)).toEqual([read, '3'])
    }
    expect(new Set(calls.map((call) => call.split(' ')[1]))).toEqual(new Set(['snmp:operator']))
  })

  test('a state that the guest is in is no command, and one it cannot come to is inconsistent', async () => {
    await set(`${control}.1.1`, 'i', '1')
    expect(calls).toEqual([])
    await set(`${control}.1.1`, 'i', '5')
    expect(await reasonOf(set(`${control}.1.1`, 'i', '2'))).toBe('inconsistentValue')
    expect(await reasonOf(set(`${control}.1.1`, 'i', '6'))).toBe('wrongValue')
    expect(await reasonOf(set(`${control}.1.1`, 'u', '1'))).toBe('wrongType')
    expect(await reasonOf(set(`${control}.1.99`, 'i', '1'))).toBe('noCreation')
  })

  test('a reboot is done once and tells who asked for it', async () => {
    await set(`${control}.2.1`, 'i', '2')
    expect(calls).toEqual(['domain.reboot snmp:operator'])
    const told = await agent.get(...[2, 8, 9, 10, 12].map((column) => `${control}.${column}.1`))
    expect(told).toEqual(['1', '3', '"domain.reboot"', '"snmp:operator"', '""'])
  })

  test('several changes of one request take effect together', async () => {
    const { maxVcpus, memory } = guest().attrs
    await set(
      ...[`${control}.3.1`, 'i', '1'],
      ...[`${control}.4.1`, 'u', String(memory / 2n)],
      ...[`${control}.6.1`, 'u', '1'],
    )
    expect(guest().attrs).toMatchObject({ autostart: true, memory: memory / 2n, vcpus: 1, maxVcpus })
    expect(await agent.get(`${control}.3.1`, `${control}.4.1`)).toEqual(['1', String(memory / 2n)])
  })

  test('most and amount change in the order that both need, whichever stands first', async () => {
    await set(`${control}.1.1`, 'i', '5')
    const most = guest().attrs.maxMemory
    await set(`${control}.4.1`, 'u', String(most * 2n), `${control}.5.1`, 'u', String(most * 2n))
    expect(guest().attrs).toMatchObject({ memory: most * 2n, maxMemory: most * 2n })
    await set(`${control}.5.1`, 'u', String(most), `${control}.4.1`, 'u', String(most))
    expect(guest().attrs).toMatchObject({ memory: most, maxMemory: most })
  })

  test('when one change fails those before it are taken back, and the action is not begun', async () => {
    const before = guest().attrs
    broken = (op) =>
      op === 'domain.setVcpus' ? new VirtError('operationTimeout', 'the hypervisor sleeps') : undefined
    const answer = set(
      ...[`${control}.2.1`, 'i', '2'],
      ...[`${control}.3.1`, 'i', before.autostart ? '2' : '1'],
      ...[`${control}.6.1`, 'u', '1'],
    )
    expect(await reasonOf(answer)).toBe('resourceUnavailable')
    expect(guest().attrs.autostart).toBe(before.autostart)
    expect(calls.map((call) => call.split(' ')[0])).toEqual([
      'domain.setAutostart',
      'domain.setVcpus',
      'domain.setAutostart',
    ])
  })

  test('an undo that fails is told as such', async () => {
    let autostarts = 0
    broken = (op) => {
      if (op === 'domain.setVcpus') return new VirtError('operationFailed', 'no')
      return op === 'domain.setAutostart' && autostarts++ > 0
        ? new VirtError('operationFailed', 'no')
        : undefined
    }
    const answer = set(`${control}.3.1`, 'i', guest().attrs.autostart ? '2' : '1', `${control}.6.1`, 'u', '1')
    expect(await reasonOf(answer)).toBe('undoFailed')
  })

  test('two actions in one request are refused, and nothing happens', async () => {
    expect(await reasonOf(set(`${control}.1.1`, 'i', '5', `${control}.2.1`, 'i', '2'))).toBe(
      'inconsistentValue',
    )
    expect(calls).toEqual([])
    expect(guest().attrs.state).toBe('running')
  })

  test('a command that fails tells why', async () => {
    broken = () => new VirtError('operationFailed', 'the plug is stuck')
    expect(await reasonOf(set(`${control}.2.1`, 'i', '3'))).toBe('genError')
    expect(await agent.get(`${control}.8.1`, `${control}.12.1`)).toEqual(['4', '"the plug is stuck"'])
  })

  test('only those write whom a view allows, with privacy', async () => {
    const write = [`${control}.2.1`, 'i', '2']
    expect(await reasonOf(agent.tool('snmpset', [...as('reader'), ...write]))).toBe('noAccess')
    expect(await reasonOf(agent.tool('snmpset', [...as('chief', 'authNoPriv'), ...write]))).toBe('noAccess')
    const community = ['-v2c', '-c', 'public', agent.address]
    expect(await reasonOf(agent.tool('snmpset', [...community, ...write]))).toBe('noAccess')
    expect(calls).toEqual([])
  })

  test('rules of access control hold for the user who writes', async () => {
    engine.gateway.setRules([
      { callers: 'snmp:operator', allow: ['read'] },
      { callers: 'snmp:*', allow: ['read', 'operate'] },
    ])
    expect(await reasonOf(set(`${control}.2.1`, 'i', '2'))).toBe('authorizationError')
    expect(calls).toEqual([])
    await agent.tool('snmpset', [...as('chief'), `${control}.2.1`, 'i', '2'])
    expect(calls).toEqual(['domain.reboot snmp:chief'])
    // Autostart needs the class `configure`.
    const answer = agent.tool('snmpset', [...as('chief'), `${control}.3.1`, 'i', '1'])
    expect(await reasonOf(answer)).toBe('authorizationError')
  })

  test('a snapshot is made, is what the guest goes back to, and is removed, each by its row', async () => {
    const [free = ''] = await agent.get(`${gate}.23.1.0`)
    const row = `1.${free}`
    await set(
      ...[`${snapshots}.12.${row}`, 'i', '4'],
      ...[`${snapshots}.2.${row}`, 's', 'before <the> update'],
      ...[`${snapshots}.3.${row}`, 's', 'by a manager'],
    )
    await until(async () => engine.gateway.inventory.count('snapshot') === 1, 5000, 'the snapshot')
    expect(await agent.get(...[2, 3, 10, 12].map((column) => `${snapshots}.${column}.${row}`))).toEqual([
      '"before <the> update"',
      '"by a manager"',
      '2',
      '1',
    ])
    await set(`${control}.1.1`, 'i', '5')
    await set(`${snapshots}.11.${row}`, 'i', '2')
    expect(guest().attrs.state).toBe('running')
    expect(await reasonOf(set(`${snapshots}.2.${row}`, 's', 'other'))).toBe('notWritable')
    expect(await reasonOf(set(`${snapshots}.12.${row}`, 'i', '4'))).toBe('inconsistentValue')
    await set(`${snapshots}.12.${row}`, 'i', '6')
    expect(engine.gateway.inventory.count('snapshot')).toBe(0)
    await set(`${snapshots}.12.${row}`, 'i', '6')
  })

  test('a row that cannot be made is refused, and its number stays free', async () => {
    const make = (row: string, ...more: string[]) => set(`${snapshots}.12.${row}`, 'i', '4', ...more)
    const [free = ''] = await agent.get(`${gate}.23.1.0`)
    expect(await reasonOf(make(`1.${free}`))).toBe('inconsistentValue')
    expect(await reasonOf(make(`77.${free}`, `${snapshots}.2.77.${free}`, 's', 'x'))).toBe('inconsistentName')
    expect(await reasonOf(make('1.900000', `${snapshots}.2.1.900000`, 's', 'x'))).toBe('inconsistentName')
    expect(await reasonOf(set(`${snapshots}.2.1.${free}`, 's', 'alone'))).toBe('inconsistentName')
    expect(await reasonOf(set(`${snapshots}.12.1.${free}`, 'i', '5'))).toBe('wrongValue')
    broken = () => new VirtError('operationInvalid', 'not now')
    expect(await reasonOf(make(`1.${free}`, `${snapshots}.2.1.${free}`, 's', 'x'))).toBe('inconsistentValue')
    expect(await agent.get(`${gate}.23.1.0`)).toEqual([free])
  })

  test('a snapshot made elsewhere has a row, which snmptable shows with its status', async () => {
    const ref = { type: 'domain', key: guest().key } as const
    await engine.gateway.operations.invoke('snapshot.create', ref, {}, internalCaller)
    const text = await agent.tool(
      'snmptable',
      ['-v2c', '-c', 'public', '-Cb', '-Cf', ';', agent.address, 'VIRTGATE-MIB::vgSnapshotTable'],
      { names: true },
    )
    expect(text).toContain('RowStatus')
    expect(text.trimEnd().split('\n').at(-1)).toContain(';none;active')
  })
})
