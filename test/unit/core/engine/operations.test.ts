import { expect, test } from 'vitest'
import type { Caller } from '../../../../src/core/access/caller.ts'
import type { Entry, ObjectRef } from '../../../../src/core/contracts.ts'
import type { Handler, Handlers, OpContext } from '../../../../src/core/driver.ts'
import { VirtError } from '../../../../src/core/errors/index.ts'
import type { ByteStream } from '../../../../src/core/lib/byte-stream.ts'
import type { OpPath } from '../../../../src/core/model/index.ts'
import {
  admin,
  type Bench,
  domainAttrs,
  nextTurn,
  putDomain,
  startBench,
  until,
  uuidOf,
} from './fake-driver.ts'

const key = `one/${uuidOf(1)}`
const domain = { type: 'domain', key } as const
const host = { type: 'host', key: 'one/host' } as const
const objects = [putDomain(uuidOf(1), { name: 'web1' })]
const reader: Caller = { id: 'snmp:monitor', surface: 'snmp', classes: ['read'] }

/** A handler that waits until the test ends it, or its signal is aborted. */
function held() {
  const calls: Array<{ ctx: OpContext; end: () => void; fail: (error: unknown) => void }> = []
  const handler = (ctx: OpContext) =>
    new Promise<void>((resolve, reject) => {
      ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason), { once: true })
      calls.push({ ctx, end: resolve, fail: reject })
    })
  return { calls, handler }
}

const start = (bench: Bench, signal?: AbortSignal) =>
  bench.gateway.operations.invoke('domain.start', domain, {}, admin, signal)

test('a handler gets local keys, checked arguments, the caller and a signal', async () => {
  const seen: unknown[] = []
  const handler: Handler<'domain.setMemory'> = async (ctx, ref, args) => {
    seen.push(ref, args, ctx.caller, ctx.signal.aborted)
  }
  await using bench = await startBench({ objects, handlers: { 'domain.setMemory': handler } })
  await bench.gateway.operations.invoke('domain.setMemory', domain, { memory: 5n, live: true }, admin)
  expect(seen).toEqual([{ type: 'domain', key: uuidOf(1) }, { memory: 5n, live: true }, admin, false])
})

test('a result that is a reference becomes a global key', async () => {
  await using bench = await startBench({ handlers: { 'domain.define': async () => uuidOf(7) } })
  const made = await bench.gateway.operations.invoke('domain.define', host, { xml: '<domain/>' }, admin)
  expect(made).toBe(`one/${uuidOf(7)}`)
})

for (const to of ['two', 'fake:///two']) {
  test(`a domain that migrates to '${to}' is answered with its key there`, async () => {
    await using bench = await startBench({ objects, handlers: { 'domain.migrate': async () => uuidOf(1) } })
    await bench.gateway.connections.open('two', 'fake:///two')
    const moved = await bench.gateway.operations.invoke('domain.migrate', domain, { to }, admin)
    expect(moved).toBe(`two/${uuidOf(1)}`)
  })
}

test('a reference in the arguments becomes local, and must be there and of the same connection', async () => {
  const pool = { kind: 'put', type: 'pool', key: 'p', attrs: {} } as never
  const volume = { kind: 'put', type: 'volume', key: 'p/v', attrs: { name: 'v', pool: 'p' } } as never
  let from: string | undefined
  const handler: Handler<'volume.create'> = async (_ctx, _ref, args) => {
    from = args.from
    return 'p/w'
  }
  await using bench = await startBench({ objects: [pool, volume], handlers: { 'volume.create': handler } })
  await bench.gateway.connections.open('two', 'fake:///')
  const create = (source: string) =>
    bench.gateway.operations.invoke(
      'volume.create',
      { type: 'pool', key: 'one/p' },
      { xml: '<volume/>', from: source },
      admin,
    )
  expect(await create('one/p/v')).toBe('one/p/w')
  expect(from).toBe('p/v')
  await expect(create('one/p/x')).rejects.toMatchObject({ code: 'noStorageVol' })
  await expect(create('two/p/v')).rejects.toThrow(/of another connection/)
})

for (const [what, op, ref, args, by, code, text] of [
  [
    'an operation that is not in the model',
    'domain.strat',
    domain,
    {},
    admin,
    'invalidArg',
    /did you mean 'domain.start'/,
  ],
  [
    'a reference of the wrong type',
    'domain.start',
    host,
    {},
    admin,
    'invalidArg',
    /called on a domain; .* of a connection/,
  ],
  ['a reference of no type', 'domain.start', { type: 'x', key }, {}, admin, 'invalidArg', /unknown type/],
  [
    'a domain that is not there',
    'domain.start',
    { type: 'domain', key: 'one/x' },
    {},
    admin,
    'noDomain',
    /no domain 'one\/x'/,
  ],
  [
    'a pool that is not there',
    'pool.start',
    { type: 'pool', key: 'one/x' },
    {},
    admin,
    'noStoragePool',
    /no storage pool/,
  ],
  [
    'a connection that is not there',
    'domain.define',
    { type: 'host', key: 'x/host' },
    {},
    admin,
    'invalidConn',
    /no connection/,
  ],
  [
    'an operation that the driver lacks',
    'domain.reset',
    domain,
    { nonsense: 1 },
    admin,
    'noSupport',
    /does not provide 'domain.reset'/,
  ],
  ['an operation that every object has', 'domain.toString', domain, {}, admin, 'invalidArg', /no operation/],
  ['wrong arguments', 'domain.start', domain, { pasued: true }, admin, 'invalidArg', /did you mean 'paused'/],
  [
    'a caller without the access class',
    'domain.start',
    domain,
    {},
    reader,
    'accessDenied',
    /'snmp:monitor' may not do 'domain.start' on domain 'web1'/,
  ],
] as const) {
  test(`a call with ${what} is refused with ${code}`, async () => {
    await using bench = await startBench({ objects, handlers: { 'domain.start': async () => {} } })
    const call = bench.gateway.operations.invoke(op as OpPath, ref as never, args as never, by)
    await expect(call).rejects.toMatchObject({ code, message: expect.stringMatching(text) })
  })
}

test('while the hypervisor cannot be reached a call says so, and support is known from before', async () => {
  await using bench = await startBench({ objects, handlers: { 'domain.start': async () => {} } })
  bench.driver.refusal = new VirtError('noConnect', 'still away')
  bench.driver.lose()
  await until(() => bench.driver.closed === 1)
  await expect(start(bench)).rejects.toMatchObject({
    code: 'noConnect',
    message: expect.stringMatching(/'one' is unreachable: .*the host went away/),
  })
  expect(bench.gateway.operations.supports('domain.start', domain)).toBe(true)
})

test('support is what the driver has a handler for', async () => {
  await using bench = await startBench({ objects, handlers: { 'domain.start': async () => {} } })
  const { operations } = bench.gateway
  expect(operations.supports('domain.start', domain)).toBe(true)
  expect(operations.supports('domain.reset', domain)).toBe(false)
  expect(operations.supports('domain.start', host)).toBe(false)
  expect(operations.supports('domain.nothing' as OpPath, domain)).toBe(false)
  expect(operations.supports('domain.start', { type: 'domain', key: 'two/x' })).toBe(false)
  expect(operations.supports('job.cancel', { type: 'job', key: 'one/1' })).toBe(true)
})

test('what a handler throws on purpose reaches the caller unchanged', async () => {
  const fault = new VirtError('operationInvalid', "domain 'web1' is running already")
  await using bench = await startBench({
    objects,
    handlers: { 'domain.start': async () => Promise.reject(fault) },
  })
  await expect(start(bench)).rejects.toBe(fault)
})

test('what a handler throws by accident becomes internalError and is logged with its stack', async () => {
  const fault = new TypeError('x is undefined')
  await using bench = await startBench({
    objects,
    handlers: {
      'domain.start': () => {
        throw fault
      },
    },
  })
  await expect(start(bench)).rejects.toMatchObject({
    code: 'internalError',
    message:
      "'domain.start' on domain 'web1' broke off by an internal fault of the driver; the log has the details",
  })
  expect(bench.log.lines.find((line) => line.level === 'error')?.fields.error).toBe(fault)
})

test('the steps of a handler that fails are taken back, last first, and a step that fails stops no other', async () => {
  const steps: string[] = []
  const handler: Handler<'domain.start'> = async (ctx) => {
    ctx.undo.push(() => void steps.push('first'))
    ctx.undo.push(() => {
      throw new Error('cannot go back')
    })
    ctx.undo.push(async () => void steps.push('last'))
    throw new VirtError('operationFailed', 'no luck')
  }
  await using bench = await startBench({ objects, handlers: { 'domain.start': handler } })
  await expect(start(bench)).rejects.toThrow('no luck')
  expect(steps).toEqual(['last', 'first'])
  expect(bench.log.lines.filter((line) => line.message === 'a step could not be taken back')).toHaveLength(1)
})

test('the steps of a handler that succeeds stay', async () => {
  const handler: Handler<'domain.start'> = async (ctx) => {
    ctx.undo.push(() => {
      throw new Error('must not run')
    })
  }
  await using bench = await startBench({ objects, handlers: { 'domain.start': handler } })
  await start(bench)
  expect(bench.log.lines.filter((line) => line.level === 'error')).toEqual([])
})

test('changes of one object come one after the other, those of different objects beside each other', async () => {
  const { calls, handler } = held()
  await using bench = await startBench({
    objects: [...objects, putDomain(uuidOf(2))],
    handlers: { 'domain.suspend': handler },
  })
  const suspend = (n: number) =>
    bench.gateway.operations.invoke('domain.suspend', { type: 'domain', key: `one/${uuidOf(n)}` }, {}, admin)
  const all = [suspend(1), suspend(1), suspend(2)]
  await until(() => calls.length === 2)
  calls[0]?.end()
  await until(() => calls.length === 3)
  for (const call of calls) call.end()
  await Promise.all(all)
})

test('a call that waits too long for the object gets operationTimeout', async () => {
  const { calls, handler } = held()
  await using bench = await startBench({
    objects,
    handlers: { 'domain.start': handler, 'domain.suspend': handler },
  })
  const first = start(bench)
  await until(() => calls.length === 1)
  const second = bench.gateway.operations.invoke('domain.suspend', domain, {}, admin)
  bench.clock.advance(30_000)
  await expect(second).rejects.toMatchObject({
    code: 'operationTimeout',
    message: expect.stringContaining("domain 'web1' is busy: 'domain.start' by 'local:root'"),
  })
  calls[0]?.end()
  await first
})

test('an object that went while a call waited for it is not there for the call', async () => {
  const { calls, handler } = held()
  await using bench = await startBench({ objects, handlers: { 'domain.suspend': handler } })
  const suspend = () => bench.gateway.operations.invoke('domain.suspend', domain, {}, admin)
  const [first, second] = [suspend(), suspend()]
  await until(() => calls.length === 1)
  bench.driver.env?.emit({ kind: 'gone', type: 'domain', key: uuidOf(1) })
  calls[0]?.end()
  await first
  await expect(second).rejects.toMatchObject({ code: 'noDomain' })
  expect(calls).toHaveLength(1)
})

test('destroy passes a start that is stuck, which is then told to end', async () => {
  const { calls, handler } = held()
  await using bench = await startBench({
    objects,
    handlers: { 'domain.start': handler, 'domain.destroy': async () => {} },
  })
  const stuck = start(bench)
  await until(() => calls.length === 1)
  await bench.gateway.operations.invoke('domain.destroy', domain, {}, admin)
  await expect(stuck).rejects.toMatchObject({
    code: 'operationAborted',
    message: "domain 'web1' was ended by 'domain.destroy' of 'local:root' while 'domain.start' ran",
  })
})

test('a start after a destroy waits until the start under which it came has taken its steps back', async () => {
  const order: string[] = []
  let takenBack: (() => void) | undefined
  const stuck: Handler<'domain.start'> = async (ctx) => {
    order.push('start')
    if (order.length > 1) return
    ctx.undo.push(async () => {
      order.push('take back')
      await new Promise<void>((resolve) => {
        takenBack = resolve
      })
      order.push('taken back')
    })
    await new Promise((_, reject) => {
      ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason), { once: true })
    })
  }
  const handlers: Handlers = { 'domain.start': stuck, 'domain.destroy': async () => {} }
  await using bench = await startBench({ objects, handlers })
  const first = start(bench)
  first.catch(() => {})
  await until(() => order.length === 1)
  await bench.gateway.operations.invoke('domain.destroy', domain, {}, admin)
  await until(() => takenBack !== undefined)
  const second = start(bench)
  await nextTurn()
  expect(order).toEqual(['start', 'take back'])
  takenBack?.()
  await second
  await expect(first).rejects.toMatchObject({ code: 'operationAborted' })
  expect(order).toEqual(['start', 'take back', 'taken back', 'start'])
})

test('a destroy that fails takes nothing away', async () => {
  const { calls, handler } = held()
  const refuse = async () => {
    throw new VirtError('operationFailed', 'no')
  }
  await using bench = await startBench({
    objects,
    handlers: { 'domain.start': handler, 'domain.destroy': refuse },
  })
  const stuck = start(bench)
  await until(() => calls.length === 1)
  await expect(bench.gateway.operations.invoke('domain.destroy', domain, {}, admin)).rejects.toThrow('no')
  calls[0]?.end()
  await stuck
})

test('a snapshot takes the job of its domain', async () => {
  const { calls, handler } = held()
  const snapshot = {
    kind: 'put',
    type: 'snapshot',
    key: `${uuidOf(1)}/s`,
    attrs: { domain: uuidOf(1), name: 's' },
  } as never
  await using bench = await startBench({
    objects: [...objects, snapshot],
    handlers: { 'domain.suspend': handler, 'snapshot.delete': handler },
  })
  const first = bench.gateway.operations.invoke('domain.suspend', domain, {}, admin)
  const second = bench.gateway.operations.invoke(
    'snapshot.delete',
    { type: 'snapshot', key: `${key}/s` },
    {},
    admin,
  )
  await until(() => calls.length === 1)
  await nextTurn()
  expect(calls).toHaveLength(1)
  calls[0]?.end()
  await first
  await until(() => calls.length === 2)
  calls[1]?.end()
  await second
})

const xml = (name: string, uuid?: string) =>
  `<domain><name>${name}</name>${uuid === undefined ? '' : `<uuid>${uuid}</uuid>`}</domain>`

for (const [what, first, second, together] of [
  ['definitions of one new name', xml('new'), xml('new'), false],
  ['definitions of different names', xml('a'), xml('b'), true],
  ['definitions of one domain, once by name and once by uuid', xml('web1'), xml('other', uuidOf(1)), false],
  ['definitions without a name', '<domain/>', '<domain/>', true],
] as const) {
  test(`${what} run ${together ? 'beside each other' : 'one after the other'}`, async () => {
    const { calls, handler } = held()
    const define: Handler<'domain.define'> = async (ctx) => {
      await handler(ctx)
      return uuidOf(1)
    }
    await using bench = await startBench({ objects, handlers: { 'domain.define': define } })
    const all = [first, second].map((doc) =>
      bench.gateway.operations.invoke('domain.define', host, { xml: doc }, admin),
    )
    await until(() => calls.length >= 1)
    await nextTurn()
    expect(calls).toHaveLength(together ? 2 : 1)
    calls[0]?.end()
    await until(() => calls.length === 2)
    calls[1]?.end()
    await Promise.all(all)
  })
}

test('a definition of a domain waits for a change of it that runs', async () => {
  const { calls, handler } = held()
  let defined = false
  const define: Handler<'domain.define'> = async () => {
    defined = true
    return uuidOf(1)
  }
  await using bench = await startBench({
    objects,
    handlers: { 'domain.suspend': handler, 'domain.define': define },
  })
  const change = bench.gateway.operations.invoke('domain.suspend', domain, {}, admin)
  const definition = bench.gateway.operations.invoke('domain.define', host, { xml: xml('web1') }, admin)
  await until(() => calls.length === 1)
  await nextTurn()
  expect(defined).toBe(false)
  calls[0]?.end()
  await Promise.all([change, definition])
  expect(defined).toBe(true)
})

test('a call whose caller has given up already does not reach the driver', async () => {
  let called = false
  await using bench = await startBench({
    objects,
    handlers: {
      'domain.start': async () => {
        called = true
      },
    },
  })
  await expect(start(bench, AbortSignal.abort())).rejects.toMatchObject({ code: 'operationAborted' })
  expect(called).toBe(false)
})

test('a caller who gives up aborts the handler and gets operationAborted', async () => {
  const { calls, handler } = held()
  await using bench = await startBench({ objects, handlers: { 'domain.start': handler } })
  const stop = new AbortController()
  const call = start(bench, stop.signal)
  await until(() => calls.length === 1)
  stop.abort()
  await expect(call).rejects.toMatchObject({
    code: 'operationAborted',
    message: "'domain.start' on domain 'web1' was cancelled by its caller",
  })
})

test('a caller whose time is up gets operationTimeout', async () => {
  const { calls, handler } = held()
  await using bench = await startBench({ objects, handlers: { 'domain.start': handler } })
  const stop = new AbortController()
  const call = start(bench, stop.signal)
  await until(() => calls.length === 1)
  stop.abort(new DOMException('late', 'TimeoutError'))
  await expect(call).rejects.toMatchObject({ code: 'operationTimeout' })
})

test('a handler that does not heed its signal is left behind after a grace time and keeps the job of the object', async () => {
  let end = () => {}
  const deaf = () =>
    new Promise<void>((resolve) => {
      end = resolve
    })
  await using bench = await startBench({
    objects,
    handlers: { 'domain.start': deaf, 'domain.suspend': async () => {} },
  })
  const stop = new AbortController()
  const call = start(bench, stop.signal)
  call.catch(() => {})
  await nextTurn()
  stop.abort()
  bench.clock.advance(10_000)
  await expect(call).rejects.toMatchObject({ code: 'operationAborted' })
  let suspended = false
  const next = bench.gateway.operations.invoke('domain.suspend', domain, {}, admin).then(() => {
    suspended = true
  })
  await nextTurn()
  expect(suspended).toBe(false)
  end()
  await next
})

test('a stream reaches its caller as it is', async () => {
  const stream = { incoming: [], write: async () => {}, finish: async () => {}, abort: async () => {} }
  const opened = stream as unknown as ByteStream
  await using bench = await startBench({ objects, handlers: { 'domain.openConsole': async () => opened } })
  const got = await bench.gateway.operations.invoke('domain.openConsole', domain, {}, admin)
  expect(got).toBe(opened)
})

test('a stream that is open when its caller has gone is ended', async () => {
  const stop = new AbortController()
  const reasons: Error[] = []
  const stream = {
    incoming: [],
    write: async () => {},
    finish: async () => {},
    abort: async (reason: Error) => void reasons.push(reason),
  }
  const open = async () => {
    stop.abort()
    return stream as unknown as ByteStream
  }
  await using bench = await startBench({ objects, handlers: { 'domain.openConsole': open } })
  const call = bench.gateway.operations.invoke('domain.openConsole', domain, {}, admin, stop.signal)
  await expect(call).rejects.toMatchObject({ code: 'operationAborted' })
  expect(reasons).toHaveLength(1)
})

test('the end of the gateway aborts what runs and refuses what comes', async () => {
  const { calls, handler } = held()
  await using bench = await startBench({ objects, handlers: { 'domain.start': handler } })
  const call = start(bench)
  call.catch(() => {})
  await until(() => calls.length === 1)
  const closing = bench.gateway.close()
  await expect(call).rejects.toThrow('the gateway stops')
  await expect(start(bench)).rejects.toThrow('the gateway stops')
  await closing
})

test('the loss of the hypervisor aborts what runs on it', async () => {
  const { calls, handler } = held()
  await using bench = await startBench({ objects, handlers: { 'domain.start': handler } })
  const call = start(bench)
  await until(() => calls.length === 1)
  bench.driver.lose()
  await expect(call).rejects.toMatchObject({
    code: 'noConnect',
    message: expect.stringContaining('was lost'),
  })
})

test('a driver that answers before its state shows is settled: the object, then what was made', async () => {
  const settled: unknown[] = []
  const settle = async (ref: unknown) => void settled.push(ref)
  const handlers: Handlers = {
    'domain.define': async () => uuidOf(3),
    'domain.getXml': async () => '<domain/>',
  }
  await using bench = await startBench({ objects, lag: 'eventual', settle, handlers })
  await bench.gateway.operations.invoke('domain.define', host, { xml: xml('x') }, admin)
  await bench.gateway.operations.invoke('domain.getXml', domain, {}, admin)
  expect(settled).toEqual([
    { type: 'host', key: 'host' },
    { type: 'domain', key: uuidOf(3) },
  ])
})

test('an operation that was done stays done when its state cannot be read', async () => {
  const settle = async () => {
    throw new Error('busy')
  }
  await using bench = await startBench({
    objects,
    lag: 'eventual',
    settle,
    handlers: { 'domain.start': async () => {} },
  })
  await start(bench)
  expect(
    bench.log.lines.some((line) => line.level === 'warn' && line.message.includes('could not be read')),
  ).toBe(true)
})

test('define, then list: the inventory holds what was made when the call resolves', async () => {
  await using bench = await startBench()
  const define: Handler<'domain.define'> = async () => {
    bench.driver.env?.emit({ kind: 'put', type: 'domain', key: uuidOf(5), attrs: domainAttrs(uuidOf(5)) })
    return uuidOf(5)
  }
  Object.assign(bench.driver.handlers, { 'domain.define': define })
  const made = await bench.gateway.operations.invoke('domain.define', host, { xml: xml('x') }, admin)
  expect(bench.gateway.inventory.get('domain', made)?.attrs.uuid).toBe(uuidOf(5))
})

test('each call that could change something leaves one audit line, without its arguments', async () => {
  const handlers: Handlers = {
    'domain.setUserPassword': async () => {},
    'domain.getXml': async () => '<domain/>',
  }
  await using bench = await startBench({ objects, handlers })
  const { operations } = bench.gateway
  await operations.invoke('domain.setUserPassword', domain, { user: 'ann', password: 'hunter2' }, admin)
  await operations.invoke('domain.getXml', domain, {}, admin)
  await operations
    .invoke('domain.setUserPassword', domain, { user: 'ann', password: 'hunter2' }, reader)
    .catch(() => {})
  const audit = bench.log.lines.filter((line) => line.module.endsWith('audit'))
  expect(
    audit.map(({ level, fields }) => [level, fields.caller, fields.operation, fields.object, fields.outcome]),
  ).toEqual([
    ['info', 'local:root', 'domain.setUserPassword', `domain ${key}`, 'ok'],
    ['warn', 'snmp:monitor', 'domain.setUserPassword', `domain ${key}`, 'accessDenied'],
  ])
  expect(JSON.stringify(bench.log.lines)).not.toContain('hunter2')
})

test('rules hide objects: what a caller may not see is not there for him', async () => {
  const rules = [
    { callers: 'rpc:ann', types: ['domain'], names: 'web*', allow: ['read', 'start'] },
    { callers: 'rpc:*', types: ['domain'], allow: [] },
  ] as const
  const ann: Caller = { id: 'rpc:ann', surface: 'rpc', classes: ['read', 'operate', 'configure'] }
  const handlers: Handlers = {
    'domain.start': async () => {},
    'domain.destroy': async () => {},
    'domain.define': async () => uuidOf(9),
  }
  await using bench = await startBench(
    { objects: [...objects, putDomain(uuidOf(2), { name: 'db1' })], handlers },
    { rules },
  )
  const { operations } = bench.gateway
  const other = { type: 'domain', key: `one/${uuidOf(2)}` } as const
  expect([operations.visible(domain, ann), operations.visible(other, ann)]).toEqual([true, false])
  expect(operations.visible({ type: 'domain', key: 'one/none' }, ann)).toBe(false)
  const gone = bench.gateway.inventory.get('domain', domain.key)
  const otherGone = bench.gateway.inventory.get('domain', other.key)
  if (!gone || !otherGone) throw new Error('the domains are not there')
  const was = (entry: Entry<'domain'>) => operations.visible({ ...entry, key: `${entry.key}-gone` }, ann)
  expect([was(gone), was(otherGone)]).toEqual([true, false])
  await operations.invoke('domain.start', domain, {}, ann)
  await expect(operations.invoke('domain.start', other, {}, ann)).rejects.toMatchObject({ code: 'noDomain' })
  await expect(operations.invoke('domain.destroy', domain, {}, ann)).rejects.toMatchObject({
    code: 'accessDenied',
  })
  bench.gateway.setRules([{ callers: 'rpc:ann', types: ['domain'], names: 'web*', allow: ['save'] }])
  await operations.invoke('domain.define', host, { xml: xml('web2') }, ann)
  await expect(operations.invoke('domain.define', host, { xml: xml('db2') }, ann)).rejects.toMatchObject({
    code: 'accessDenied',
  })
  await expect(operations.invoke('domain.define', host, { xml: '<domain/>' }, ann)).rejects.toMatchObject({
    code: 'accessDenied',
  })
})

test('a right that is no operation is asked of the rules by itself', async () => {
  const rules = [
    { callers: 'rpc:ann', types: ['domain'], names: 'web*', allow: ['read', 'block_read'] },
    { callers: 'rpc:ann', types: ['domain'], allow: [] },
  ] as const
  const ann: Caller = { id: 'rpc:ann', surface: 'rpc', classes: ['read', 'operate', 'configure'] }
  await using bench = await startBench(
    { objects: [...objects, putDomain(uuidOf(2), { name: 'db1' })] },
    { rules },
  )
  const may = (access: 'read' | 'operate', permission: string, ref: ObjectRef) =>
    bench.gateway.operations.permits({ access, permission }, ref, ann)
  const other = { type: 'domain', key: `one/${uuidOf(2)}` } as const
  expect([may('operate', 'block_read', domain), may('operate', 'block_write', domain)]).toEqual([true, false])
  expect([may('read', 'read', domain), may('read', 'read', other)]).toEqual([true, false])
  expect([may('read', 'search_domains', host), may('read', 'read', host)]).toEqual([true, false])
  expect(may('read', 'read', { type: 'domain', key: 'one/none' })).toBe(false)
})

test('a snapshot is ruled by the name of its domain', async () => {
  const snapshot = {
    kind: 'put',
    type: 'snapshot',
    key: `${uuidOf(1)}/s`,
    attrs: { domain: uuidOf(1), name: 's' },
  } as never
  const rules = [{ callers: '*', names: 'web*', allow: ['read'] }]
  await using bench = await startBench({ objects: [...objects, snapshot] }, { rules })
  expect(bench.gateway.operations.visible({ type: 'snapshot', key: `${key}/s` }, reader)).toBe(true)
  bench.gateway.setRules([{ callers: '*', names: 's', allow: ['read'] }])
  expect(bench.gateway.operations.visible({ type: 'snapshot', key: `${key}/s` }, reader)).toBe(false)
})

for (const argument of ['secure', 'migratable'] as const) {
  test(`a document with '${argument}' shows passwords, which takes more than reading`, async () => {
    const handlers: Handlers = { 'domain.getXml': async () => '<domain/>' }
    await using bench = await startBench({ objects, handlers })
    const { operations } = bench.gateway
    const ask = (value: boolean, by: Caller) =>
      operations.invoke('domain.getXml', domain, { [argument]: value }, by)
    await expect(ask(true, reader)).rejects.toMatchObject({ code: 'accessDenied' })
    expect(await ask(false, reader)).toBe('<domain/>')
    expect(await ask(true, admin)).toBe('<domain/>')
    bench.gateway.setRules([{ callers: '*', allow: ['read'] }])
    await expect(ask(true, admin)).rejects.toThrow(
      /with '.*'.*needs access 'configure' or permission 'read_secure'/,
    )
    bench.gateway.setRules([{ callers: '*', allow: ['read', 'read_secure'] }])
    expect(await ask(true, admin)).toBe('<domain/>')
  })
}

test('an argument cannot refer to what the caller may not see', async () => {
  const pool = { kind: 'put', type: 'pool', key: 'p', attrs: { name: 'p' } } as never
  const volume = (name: string) =>
    ({ kind: 'put', type: 'volume', key: `p/${name}`, attrs: { name, pool: 'p' } }) as never
  const handlers: Handlers = { 'volume.create': async () => 'p/w' }
  const rules = [
    { callers: '*', types: ['volume'], names: 'hidden', allow: [] },
    { callers: '*', allow: ['configure'] },
  ] as const
  await using bench = await startBench(
    { objects: [pool, volume('hidden'), volume('shown')], handlers },
    { rules },
  )
  const create = (from: string) =>
    bench.gateway.operations.invoke(
      'volume.create',
      { type: 'pool', key: 'one/p' },
      { xml: '<volume/>', from },
      admin,
    )
  expect(await create('one/p/shown')).toBe('one/p/w')
  await expect(create('one/p/hidden')).rejects.toMatchObject({ code: 'noStorageVol' })
})

test('who may not change an object cannot define it anew under a name that he may', async () => {
  const rules = [{ callers: '*', types: ['domain'], names: 'db*', allow: ['configure'] }] as const
  const ann: Caller = { id: 'rpc:ann', surface: 'rpc', classes: ['read', 'operate', 'configure'] }
  const handlers: Handlers = { 'domain.define': async () => uuidOf(1) }
  await using bench = await startBench({ objects, handlers }, { rules })
  const define = (uuid: string) =>
    bench.gateway.operations.invoke(
      'domain.define',
      host,
      { xml: `<domain><name>db1</name><uuid>${uuid}</uuid></domain>` },
      ann,
    )
  await define(uuidOf(2))
  await expect(define(uuidOf(1))).rejects.toMatchObject({ code: 'accessDenied' })
})

test('the name of what is made is the one in its document and not one written elsewhere', async () => {
  const rules = [{ callers: '*', types: ['domain'], names: 'web*', allow: ['configure'] }] as const
  const ann: Caller = { id: 'rpc:ann', surface: 'rpc', classes: ['read', 'operate', 'configure'] }
  const handlers: Handlers = { 'domain.define': async () => uuidOf(1) }
  await using bench = await startBench({ handlers }, { rules })
  for (const xml of [
    `<domain name='web1'><name>db1</name></domain>`,
    `<domain><name xmlns='urn:x'>web1</name><name>db1</name></domain>`,
  ]) {
    const defined = bench.gateway.operations.invoke('domain.define', host, { xml }, ann)
    await expect(defined).rejects.toMatchObject({ code: 'accessDenied' })
  }
})

test('an object cannot be given a name that the caller may do nothing with', async () => {
  const rules = [{ callers: '*', types: ['domain'], names: 'web*', allow: ['configure'] }] as const
  const ann: Caller = { id: 'rpc:ann', surface: 'rpc', classes: ['read', 'operate', 'configure'] }
  const renamed: string[] = []
  const handlers: Handlers = {
    'domain.rename': async (_context, _ref, { name }) => {
      renamed.push(name)
    },
  }
  await using bench = await startBench({ objects, handlers }, { rules })
  const rename = (name: string) => bench.gateway.operations.invoke('domain.rename', domain, { name }, ann)
  await rename('web9')
  await expect(rename('db1')).rejects.toMatchObject({ code: 'accessDenied' })
  expect(renamed).toEqual(['web9'])
})
