import { mkdir, stat, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { FeedItem } from '../../../../src/core/contracts.ts'
import type { Change, Driver } from '../../../../src/core/driver.ts'
import { createGateway, type Gateway } from '../../../../src/core/engine/gateway.ts'
import { VirtError } from '../../../../src/core/errors/index.ts'
import { FakeDriver, nextTurn, putDomain, registryOf, startBench, until, uuidOf } from './fake-driver.ts'

function hostOf(gateway: Gateway, name = 'one') {
  return gateway.inventory.get('host', `${name}/host`)?.attrs
}

function feedOf(gateway: Gateway, from = 0) {
  const items: FeedItem[] = []
  gateway.inventory.subscribe(from, (item) => items.push(item))
  return items
}

const statusEvents = (items: readonly FeedItem[]) =>
  items.flatMap((item) =>
    item.kind === 'event' && item.event === 'statusChanged' ? [item.fields.status] : [],
  )

test('a connection has a host record from the first moment, which becomes connected', async () => {
  await using bench = await startBench()
  const items = feedOf(bench.gateway)
  expect(items[0]).toMatchObject({
    kind: 'put',
    entry: { type: 'host', attrs: { status: 'connecting', driver: 'fake' } },
  })
  expect(hostOf(bench.gateway)).toMatchObject({
    connection: 'one',
    uri: 'fake:///',
    status: 'connected',
    initializedAt: bench.clock.now(),
  })
  expect(statusEvents(items)).toEqual(['connected'])
})

test('what a driver emits while it opens is there when open resolves', async () => {
  await using bench = await startBench({ objects: [putDomain(uuidOf(1)), putDomain(uuidOf(2))] })
  expect(bench.gateway.inventory.count('domain', 'one')).toBe(2)
  expect(bench.gateway.connections.list()).toEqual([
    { name: 'one', uri: 'fake:///', driver: 'fake', status: 'connected', statusText: undefined },
  ])
})

test('a driver has directories of its own that only its user can enter', async () => {
  await using bench = await startBench()
  const { env } = bench.driver
  const dirs = [env?.stateDir, env?.runDir, env?.cacheDir, env?.logDir].map(String)
  expect(new Set(dirs).size).toBe(4)
  for (const dir of dirs) {
    expect(dir.startsWith(bench.root)).toBe(true)
    expect((await stat(dir)).mode & 0o777).toBe(0o700)
  }
})

test('a directory that others can enter is closed to them', async () => {
  await using bench = await startBench()
  await mkdir(`${bench.root}/state/conn/two`, { mode: 0o755 })
  await bench.gateway.connections.open('two', 'fake:///')
  expect((await stat(`${bench.root}/state/conn/two`)).mode & 0o777).toBe(0o700)
})

test('a store of a driver is in its directory, one for each kind', async () => {
  await using bench = await startBench()
  const { env } = bench.driver
  expect(env?.store('domains')).toBe(env?.store('domains'))
  await env?.store('domains').put('web', '<domain/>')
  await env?.store('domains', 'run').put('web', 'live')
  expect(await env?.store('domains').load()).toEqual(new Map([['web', '<domain/>']]))
})

test('an unreachable hypervisor is told in the host record and tried again with growing pauses', async () => {
  const refusal = new VirtError('noConnect', 'socket is not there')
  await using bench = await startBench({ refusal })
  const { gateway, driver, clock } = bench
  expect(hostOf(gateway)).toMatchObject({ status: 'unreachable', statusText: 'socket is not there' })
  for (const [pause, attempts] of [
    [999, 1],
    [1, 2],
    [1999, 2],
    [1, 3],
    [3999, 3],
    [1, 4],
  ] as const) {
    clock.advance(pause)
    await until(() => driver.opened === attempts, `attempt ${attempts}`)
    await nextTurn()
  }
  driver.refusal = undefined
  clock.advance(8000)
  await until(() => hostOf(gateway)?.status === 'connected')
  expect(hostOf(gateway)).not.toHaveProperty('statusText')
  expect(bench.log.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
})

test('when a hypervisor is lost its objects stay, the host tells, and it is opened again', async () => {
  await using bench = await startBench({ objects: [putDomain(uuidOf(1)), putDomain(uuidOf(2))] })
  const { gateway, driver, clock } = bench
  const items = feedOf(gateway, gateway.inventory.revision)
  driver.objects = [putDomain(uuidOf(2)), putDomain(uuidOf(3))]
  driver.lose()
  await until(() => driver.closed === 1)
  expect(hostOf(gateway)).toMatchObject({
    status: 'unreachable',
    statusText: expect.stringContaining('the host went away'),
  })
  expect(gateway.inventory.count('domain', 'one')).toBe(2)
  await nextTurn()
  clock.advance(1000)
  await until(() => hostOf(gateway)?.status === 'connected')
  expect(Array.from(gateway.inventory.list('domain'), (entry) => entry.attrs.uuid)).toEqual([
    uuidOf(2),
    uuidOf(3),
  ])
  expect(statusEvents(items)).toEqual(['unreachable', 'connected'])
})

test('a status that the driver patches brings its event', async () => {
  await using bench = await startBench()
  const items = feedOf(bench.gateway, bench.gateway.inventory.revision)
  const patch: Change = {
    kind: 'patch',
    type: 'host',
    key: 'host',
    attrs: { status: 'unreachable', statusText: 'slow' },
  }
  bench.driver.env?.emit(patch, patch)
  expect(statusEvents(items)).toEqual(['unreachable'])
})

test('a closed connection leaves nothing behind, and tells so first', async () => {
  await using bench = await startBench({ objects: [putDomain(uuidOf(1))] })
  const { gateway, driver } = bench
  const items = feedOf(gateway, gateway.inventory.revision)
  await gateway.connections.close('one')
  expect(statusEvents(items)).toEqual(['closed'])
  expect(items.filter((item) => item.kind === 'gone').map((item) => item.entry.type)).toEqual([
    'domain',
    'host',
  ])
  expect(driver.closed).toBe(1)
  expect(gateway.connections.list()).toEqual([])
  expect(gateway.inventory.connections()).toEqual([])
  await expect(gateway.connections.close('one')).rejects.toMatchObject({ code: 'invalidConn' })
})

test('what a driver emits after its end is dropped', async () => {
  await using bench = await startBench()
  const { env } = bench.driver
  await bench.gateway.connections.close('one')
  env?.emit(putDomain(uuidOf(1)))
  expect(bench.gateway.inventory.count('domain')).toBe(0)
})

test('a connection that is lost while it is closed ends once', async () => {
  await using bench = await startBench()
  bench.driver.lose()
  await bench.gateway.connections.close('one')
  expect(bench.driver.closed).toBe(1)
})

test('a driver that never answers can be closed, and what it opens too late is closed, too', async () => {
  await using bench = await startBench()
  let answer: (() => void) | undefined
  let closed = 0
  const slow: Driver = {
    id: 'slow',
    schemes: ['slow'],
    open: () =>
      new Promise((resolve) => {
        answer = () => resolve({ handlers: {}, lag: 'none', close: async () => void closed++ })
      }),
  }
  const { clock, log, root } = bench
  const dirs = { state: root, run: root, cache: root, log: root }
  const gateway = createGateway({ clock, log, dirs, drivers: registryOf(slow) })
  const opening = gateway.connections.open('slow', 'slow:///')
  await until(() => answer !== undefined)
  await gateway.connections.close('slow')
  await opening.catch(() => {})
  expect(gateway.inventory.connections()).toEqual([])
  answer?.()
  await until(() => closed === 1)
})

for (const [what, name, uri, code, text] of [
  ['a name with a slash', 'a/b', 'fake:///', 'invalidArg', /connection name 'a\/b'/],
  ['an empty name', '', 'fake:///', 'invalidArg', /connection name ''/],
  ['a name in use', 'one', 'fake:///', 'operationInvalid', /'one' is open already/],
  ['an unknown scheme', 'x', 'fakke:///', 'invalidArg', /known schemes are fake; did you mean 'fake'/],
  ['a text that is no URI', 'x', 'no uri', 'invalidArg', /cannot be read/],
] as const) {
  test(`a connection with ${what} is refused and leaves no trace`, async () => {
    await using bench = await startBench()
    const opening = bench.gateway.connections.open(name, uri)
    await expect(opening).rejects.toMatchObject({ code, message: expect.stringMatching(text) })
    expect(bench.gateway.inventory.connections()).toEqual(['one'])
  })
}

test('a URI that the driver cannot read is refused instead of tried again', async () => {
  await using bench = await startBench()
  bench.driver.refusal = new VirtError('invalidArg', 'path is missing')
  await expect(bench.gateway.connections.open('two', 'fake:///')).rejects.toThrow('path is missing')
  expect(bench.gateway.connections.list().map((info) => info.name)).toEqual(['one'])
})

test('a driver that cannot be loaded or breaks makes its connection unreachable and harms no other', async () => {
  await using bench = await startBench({ objects: [putDomain(uuidOf(1))] })
  bench.driver.refusal = new TypeError('undefined is not a function')
  const info = await bench.gateway.connections.open('two', 'fake:///')
  expect(info).toMatchObject({ status: 'unreachable', statusText: 'undefined is not a function' })
  expect(hostOf(bench.gateway)?.status).toBe('connected')
})

test('a state directory that cannot be made is told plainly', async () => {
  const driver = new FakeDriver()
  await using bench = await startBench()
  const { clock, log, root } = bench
  await writeFile(`${root}/file`, '')
  const dirs = { state: `${root}/file`, run: root, cache: root, log: root }
  const gateway = createGateway({ clock, log, dirs, drivers: registryOf(driver) })
  const info = await gateway.connections.open('two', 'fake:///')
  expect(info.status).toBe('unreachable')
  expect(info.statusText).toMatch(/directory '.*\/file\/conn\/two' cannot be made/)
  await gateway.close()
})

test('faults in what a driver emits are logged once each, and the rest is taken in', async () => {
  await using bench = await startBench()
  const { gateway, driver, log } = bench
  const wrong = [
    { kind: 'put', type: 'dragon', key: 'x', attrs: {} },
    { kind: 'patch', type: 'domain', key: 'nobody', attrs: {} },
    { kind: 'event', type: 'domain', key: 'x', event: 'exploded', fields: {} },
    { kind: 'put', type: 'domain', key: 'x', attrs: null },
    { kind: 'put', type: 'secret', key: 's', attrs: { uuid: 's', cpuTime: 1n } },
  ] as unknown as Change[]
  driver.env?.emit(...wrong, putDomain(uuidOf(1)), ...wrong)
  const faults = log.lines.filter((line) => line.level === 'error').map((line) => line.message)
  expect(faults).toEqual([
    "internal fault of the driver: type 'dragon' is not in the model",
    'internal fault of the driver: a patch of a domain that was not put before, or is gone',
    "internal fault of the driver: event 'domain.exploded' is not in the model",
    'internal fault: a change of the driver was dropped',
    "internal fault of the driver: attribute 'secret.cpuTime' is not one of a record",
    ...['usageType', 'usageId', 'ephemeral', 'private'].map(
      (name) => `internal fault of the driver: attribute 'secret.${name}' is missing`,
    ),
    'internal fault: a change of the driver was dropped',
  ])
  expect(gateway.inventory.count('domain')).toBe(1)
})

test('the end of the gateway closes all connections, also one whose driver does not close', async () => {
  await using bench = await startBench()
  const { gateway, driver, clock } = bench
  await gateway.connections.open('two', 'fake:///')
  const connection = { handlers: {}, lag: 'none', close: () => new Promise<void>(() => {}) } as const
  driver.open = async () => connection
  await gateway.connections.open('three', 'fake:///')
  const closing = gateway.close()
  await until(() => driver.closed === 2)
  for (let i = 0; i < 3; i++) {
    clock.advance(10_000)
    await nextTurn()
  }
  await closing
  expect(gateway.connections.list()).toEqual([])
})

test('whoever closes a connection that is being closed waits for its end', async () => {
  await using bench = await startBench()
  const { gateway, driver } = bench
  let ended: (() => void) | undefined
  driver.open = async () => ({
    handlers: {},
    lag: 'none',
    close: () =>
      new Promise((resolve) => {
        ended = resolve
      }),
  })
  await gateway.connections.open('two', 'fake:///')
  const order: string[] = []
  const first = gateway.connections.close('two').then(() => order.push('first'))
  const second = gateway.connections.close('two').then(() => order.push('second'))
  await until(() => ended !== undefined)
  await nextTurn()
  expect(order).toEqual([])
  await expect(gateway.connections.open('two', 'fake:///')).rejects.toMatchObject({
    code: 'operationInvalid',
  })
  ended?.()
  await Promise.all([first, second])
  driver.open = async () => ({ handlers: {}, lag: 'none', close: async () => {} })
  await gateway.connections.open('two', 'fake:///')
  expect(gateway.connections.list().map(({ name }) => name)).toEqual(['one', 'two'])
})
