import { expect, test } from 'vitest'
import { Contexts } from '../../../../src/mappings/snmp/contexts.ts'
import type { Notification } from '../../../../src/mappings/snmp/engine/notify/notification.ts'
import { formatOid } from '../../../../src/mappings/snmp/engine/oid.ts'
import { Notifier } from '../../../../src/mappings/snmp/notifier.ts'
import { virtgateBase } from '../../../../src/mappings/snmp/virtgate/base.ts'
import { GatewayHealth } from '../../../../src/mappings/snmp/virtgate/health.ts'
import { bitmapOf } from '../../../../src/mappings/snmp/vm/vm-notifier.ts'
import { guest, hostRecord, running, uuid, World } from './objects.ts'

const vm = '1.3.6.1.2.1.236.0'
const own = `${formatOid(virtgateBase)}.0`

/** A world with a connection `lab`, and what is notified of it in the default context. */
async function scene({ perVm = true, bulk = false, heard = [''] } = {}) {
  const world = new World()
  world.host('lab')
  world.domain(1, {}, 'lab')
  const sent: Notification[] = []
  const options = await world.options()
  const notifier = new Notifier({
    reader: world.inventory,
    indexes: options.indexes,
    clock: world.clock,
    base: virtgateBase,
    sink: { hears: (name) => heard.includes(name), send: (one) => sent.push(one) },
    sees: options.sees,
    bulkWindow: () => 1000,
    poolThreshold: () => 90,
  })
  const health = new GatewayHealth({ version: '1', reader: world.inventory, clock: world.clock })
  health.close()
  const contexts = new Contexts({
    ...options,
    ...stubs,
    notifications: { perVm, bulk },
    health,
    base: virtgateBase,
    watch: (item, shown) => notifier.take(item, shown),
  })
  await contexts.start()
  const kinds = () => sent.splice(0).map(({ oid }) => formatOid(oid))
  const put = (n: number, changes: Parameters<typeof guest>[1]) =>
    world.inventory.put('lab', 'domain', uuid(n), guest(n, changes))
  return { world, sent, kinds, put, contexts, notifier }
}

/** What contexts need and nobody here looks at. */
const stubs = {
  agent: { context: () => ({ register: () => () => undefined }), removeContext: () => undefined },
  notify: { generated: 0, suppressed: 0, dropped: 0, targets: [] },
} as unknown as Pick<ConstructorParameters<typeof Contexts>[0], 'agent' | 'notify' | 'control'>

test('guests that are there at the start are not notified', async () => {
  const { sent } = await scene()
  expect(sent).toEqual([])
})

test('a change of state is notified with the state before it', async () => {
  const { put, sent, kinds } = await scene()
  put(1, running())
  expect(sent[0]?.variables.map(({ value }) => value)).toEqual(['guest1', expect.any(Uint8Array), 11])
  expect(sent[0]?.variables.map(({ oid }) => oid.at(-1))).toEqual([1, 1, 1])
  put(1, { ...running(), state: 'paused', reason: 'user', wanted: 'paused' })
  put(1, { ...running(), state: 'paused', reason: 'user', wanted: 'paused', title: 'same state' })
  put(1, { ...running(), wanted: 'shutdown' })
  put(1, {})
  expect(kinds()).toEqual([`${vm}.1`, `${vm}.4`, `${vm}.2`, `${vm}.3`])
})

test('saving, resuming, migrating and crashing have their kinds', async () => {
  const { put, kinds } = await scene()
  put(1, running())
  put(1, { ...running(), job: 'managed-save' })
  put(1, { managedSave: true, reason: 'saved' })
  put(1, { managedSave: true, job: 'start' })
  put(1, running())
  put(1, { ...running(), job: 'migration-out' })
  put(1, { reason: 'crashed' })
  expect(kinds()).toEqual([1, 5, 6, 7, 1, 8, 9].map((n) => `${vm}.${n}`).concat(`${own}.3`))
})

test('a guest that is forgotten is deleted, with its persistence; a transient one is off before', async () => {
  const { world, put, sent, kinds } = await scene()
  world.inventory.remove('lab', 'domain', uuid(1))
  expect(sent[0]?.variables.at(-1)?.value).toBe(2)
  expect(kinds()).toEqual([`${vm}.10`])
  put(2, { ...running(), persistent: false })
  expect(sent[0]?.variables[2]?.value).toBe(1)
  world.inventory.remove('lab', 'domain', uuid(2))
  expect(sent[2]?.variables.map(({ value }) => value).slice(2)).toEqual([11, 3])
  expect(kinds()).toEqual([`${vm}.1`, `${vm}.3`, `${vm}.10`])
})

test('guests of a connection that is closed are not deleted', async () => {
  const { world, kinds } = await scene()
  world.inventory.put('lab', 'host', 'host', hostRecord('lab', { status: 'closed' }))
  await world.inventory.removeConnection('lab')
  expect(kinds()).toEqual([])
})

test('nothing is notified of guests while both switches are off', async () => {
  const { put, kinds } = await scene({ perVm: false })
  put(1, running())
  expect(kinds()).toEqual([])
})

test('a bulk notification tells all guests of its window', async () => {
  const { world, put, sent, kinds } = await scene({ perVm: false, bulk: true })
  for (const n of [2, 3, 4, 5, 6, 7, 8, 9]) put(n, {})
  for (const n of [1, 3, 9]) put(n, running())
  put(3, { ...running(), state: 'paused', reason: 'user' })
  expect(sent).toEqual([])
  world.clock.advance(1000)
  expect(sent[0]?.variables[0]?.value).toEqual(Uint8Array.of(0b10100000, 0b10000000))
  expect(sent[1]?.variables[0]?.value).toEqual(Uint8Array.of(0b00100000))
  expect(kinds()).toEqual([`${vm}.11`, `${vm}.14`])
})

test('a context of a connection has notifications of its own where somebody hears them', async () => {
  const { put, sent } = await scene({ heard: ['', 'lab'] })
  put(1, running())
  expect(sent.map(({ contextName }) => contextName)).toEqual(['', 'lab'])
})

test('a hypervisor that does not answer is told once, and when it is back', async () => {
  const { world, sent, kinds } = await scene()
  const host = (changes: Partial<ReturnType<typeof hostRecord>>) =>
    world.inventory.put('lab', 'host', 'host', hostRecord('lab', changes))
  host({ status: 'unreachable', statusText: 'refused' })
  expect(sent[0]?.variables.map(({ value }) => value)).toEqual(['lab', 3, 'refused'])
  host({ status: 'connecting' })
  host({ status: 'unreachable', statusText: 'refused again' })
  host({ status: 'connected' })
  expect(kinds()).toEqual([`${own}.1`, `${own}.2`])
})

test('watchdogs and faults of disks are told', async () => {
  const { world, sent, kinds } = await scene()
  const event = (name: string, fields: Readonly<Record<string, unknown>>) =>
    world.inventory.event('lab', 'domain', uuid(1), name, fields)
  event('watchdog', { action: 'reset' })
  event('ioError', { source: '/images/vda', device: 'virtio-disk0', action: 'pause', reason: 'enospc' })
  event('reboot', {})
  const values = sent.map(({ variables }) =>
    variables.map(({ value }) => value).filter((v) => typeof v === 'string'),
  )
  expect(values).toEqual([
    ['guest1', 'reset'],
    ['guest1', '/images/vda', 'virtio-disk0', 'pause', 'enospc'],
  ])
  expect(kinds()).toEqual([`${own}.5`, `${own}.4`])
})

test('a pool is told when it is nearly full and when it is relieved, not in between', async () => {
  const { world, sent, kinds } = await scene()
  const pool = (allocation: bigint) =>
    world.inventory.put('lab', 'pool', uuid(50), {
      uuid: uuid(50),
      name: 'images',
      type: 'dir',
      state: 'running',
      persistent: true,
      autostart: true,
      capacity: 1000n,
      allocation,
      available: 1000n - allocation,
    })
  for (const allocation of [100n, 905n, 950n, 870n, 910n, 850n, 840n]) pool(allocation)
  expect(sent.map(({ variables }) => variables.map(({ value }) => value))).toEqual([
    ['images', 90],
    ['images', 85],
  ])
  expect(kinds()).toEqual([`${own}.6`, `${own}.7`])
})

test('what rules hide is not notified', async () => {
  const { world, put, kinds } = await scene()
  world.hidden.add(`lab/${uuid(1)}`)
  put(1, running())
  expect(kinds()).toEqual([])
})

test('a bitmap has the highest bit of its first octet for index 1', () => {
  expect(bitmapOf([1, 8, 9])).toEqual(Uint8Array.of(0x81, 0x80))
  expect(bitmapOf([10_000])).toHaveLength(1250)
})
