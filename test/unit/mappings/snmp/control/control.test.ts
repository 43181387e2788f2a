import { describe, expect, test } from 'vitest'
import type { Operations } from '../../../../../src/core/contracts.ts'
import { VirtError } from '../../../../../src/core/errors/index.ts'
import { silentLogger } from '../../../../../src/core/log/logger.ts'
import { Control, order } from '../../../../../src/mappings/snmp/control/control.ts'
import type { Principal, SetChange } from '../../../../../src/mappings/snmp/engine/module.ts'
import { noOperations, uuid, World } from '../objects.ts'

const chief: Principal = {
  securityName: 'chief',
  model: 'usm',
  level: 'authPriv',
  group: 'admins',
  peer: '192.0.2.1:9',
}
const ref = { type: 'domain', key: `test/${uuid(1)}` } as const

async function controlOf(changes: Partial<Operations>) {
  const world = new World()
  const { reader, indexes, clock } = await world.options()
  const operations = { ...noOperations, supports: () => true, ...changes }
  return { world, control: new Control({ reader, indexes, clock, operations, log: silentLogger }) }
}

function changeOf(answer: SetChange | string): SetChange {
  if (typeof answer === 'string') throw new Error(`refused: ${answer}`)
  return answer
}

describe('an action', () => {
  test('that takes long is answered before its end, and tells its end later', async () => {
    let fail: (fault: unknown) => void = () => {}
    // The operation's result is never looked at.
    const invoke = (() => new Promise((_, reject) => (fail = reject))) as Operations['invoke']
    const { world, control } = await controlOf({ invoke })
    const answer = changeOf(control.action(order('domain.managedSave', ref, {}), chief)).commit()
    world.clock.advance(1000)
    expect(await answer).toBeUndefined()
    expect(control.command(ref.key)).toMatchObject({ state: 'working', by: 'snmp:chief', error: '' })
    fail(new VirtError('operationFailed', 'the disk is full'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(control.command(ref.key)).toMatchObject({ state: 'failed', error: 'the disk is full' })
  })

  test('that the driver lacks is a wrong value, and one that rules forbid an authorization error', async () => {
    const lacking = await controlOf({ supports: () => false })
    expect(lacking.control.action(order('domain.reset', ref, {}), chief)).toBe('wrongValue')
    const forbidden = await controlOf({ permits: () => false })
    expect(forbidden.control.action(order('domain.reset', ref, {}), chief)).toBe('authorizationError')
  })

  test('is remembered for a bounded number of objects', async () => {
    const invoke = (async () => undefined) as unknown as Operations['invoke']
    const { control } = await controlOf({ invoke })
    for (let n = 0; n < 1100; n++) {
      await changeOf(control.action(order('domain.reset', ref, {}), chief, `test/${n}`)).commit()
    }
    expect(control.command('test/0')).toBeUndefined()
    expect(control.command('test/1099')?.state).toBe('done')
  })
})

test('a change that hangs is given up, with a status that says so', async () => {
  const invoke = ((_op, _ref, _args, _by, signal) =>
    new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(new VirtError('operationTimeout', 'gave up'))),
    )) as Operations['invoke']
  const { world, control } = await controlOf({ invoke })
  const task = order('domain.setAutostart', ref, { autostart: true })
  const answer = changeOf(control.change(task, task, chief)).commit()
  world.clock.advance(60_000)
  expect(await answer).toBe('resourceUnavailable')
})
