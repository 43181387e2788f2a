import { stat, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { ControlClient } from '../../../src/control/client.ts'
import { ControlServer, type ControlServerOptions } from '../../../src/control/server.ts'
import type { Entry, ObjectRef } from '../../../src/core/contracts.ts'
import { VirtError } from '../../../src/core/errors/index.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { inventoryWith, operations, putGuest, serve, uuidOf } from './support.ts'

type Served = Awaited<ReturnType<typeof serve>>
const open: Served[] = []

async function start(options: Partial<ControlServerOptions> = {}): Promise<Served> {
  const served = await serve(options)
  open.push(served)
  return served
}

afterEach(async () => {
  for (const served of open.splice(0)) await served.close()
})

const hello = '{"id":1,"method":"hello","args":{"protocol":1,"client":"t"}}\n'

describe('the control socket', () => {
  test('can be opened by its owner alone', async () => {
    const { path } = await start()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('is replaced when nobody answers on it', async () => {
    const { path, server } = await start()
    await server.close(AbortSignal.timeout(1000))
    await writeFile(path, '')
    const again = new ControlServer(optionsFor(path))
    await again.start()
    await again.close(AbortSignal.timeout(1000))
  })

  test('is not taken from a daemon that lives', async () => {
    const { path, client } = await start()
    await expect(new ControlServer(optionsFor(path)).start()).rejects.toThrow(
      `another daemon answers on ${path}`,
    )
    await expect((await client()).call('status', {})).resolves.toMatchObject({ pid: 42 })
  })

  test('of a path that is too long says so', async () => {
    const path = `/tmp/${'x'.repeat(120)}`
    await expect(new ControlServer(optionsFor(path)).start()).rejects.toThrow('longer than the 107 bytes')
  })

  function optionsFor(path: string): ControlServerOptions {
    const reader = inventoryWith(0)
    const status = () => ({ protocol: 1, version: '1', pid: 1, since: 1, endpoints: {} })
    const caller = { id: 'local:test', surface: 'local', classes: [] } as const
    const reload = async () => ({ changed: [], restart: [], faults: [] })
    const testTrap = async () => []
    const own = { path, caller, clock: systemClock, log: silentLogger }
    return { ...own, reader, operations: operations(), status, reload, testTrap }
  }
})

describe('a client', () => {
  test('is told how to start the daemon when none answers', async () => {
    await expect(ControlClient.connect('/nonexistent/control.sock', 't')).rejects.toMatchObject({
      code: 'noConnect',
      message: expect.stringContaining("start it with 'virtgate daemon'"),
    })
  })

  test('reads an object with its 64-bit numbers', async () => {
    const { client } = await start({ reader: inventoryWith(3) })
    const entry = await (await client()).get('domain', `a/${uuidOf(1)}`)
    expect(entry?.attrs).toMatchObject({ name: 'vm1', memory: 2n ** 63n + 1n })
  })

  test('reads lists of any length in parts', async () => {
    const { client } = await start({ reader: inventoryWith(3000) })
    const names = new Set<string>()
    for await (const entry of (await client()).list({ type: 'domain' })) names.add(entry.attrs.name)
    expect(names.size).toBe(3000)
  })

  test('filters lists by name and attribute where the objects are', async () => {
    const reader = inventoryWith(20)
    putGuest(reader, 'a', 5, 'paused')
    const { client } = await start({ reader })
    const found = []
    for await (const entry of (await client()).list({
      type: 'domain',
      name: 'vm?',
      where: { state: 'paused' },
    })) {
      found.push(entry.attrs.name)
    }
    expect(found).toEqual(['vm5'])
  })

  test.each([`a/${uuidOf(7)}`, uuidOf(7), 'vm7', '8'])('finds a guest by %s', async (what) => {
    const { client } = await start({ reader: inventoryWith(10) })
    const found = await (await client()).find('domain', what)
    expect(found.map((entry) => entry.attrs.name)).toEqual(['vm7'])
  })

  test('finds all that have a name', async () => {
    const reader = inventoryWith(2)
    reader.addConnection('b')
    putGuest(reader, 'b', 1)
    const { client } = await start({ reader })
    const some = await client()
    expect((await some.find('domain', 'vm1')).map((entry) => entry.connection)).toEqual(['a', 'b'])
    expect((await some.find('domain', 'vm1', 'b')).map((entry) => entry.connection)).toEqual(['b'])
  })

  test('does not see what the rules hide', async () => {
    const reader = inventoryWith(2)
    const hidden = `a/${uuidOf(0)}`
    const { client } = await start({
      reader,
      operations: operations({ visible: (ref) => ref.key !== hidden }),
    })
    const some = await client()
    expect(await some.get('domain', hidden)).toBeUndefined()
    expect(await some.find('domain', 'vm0')).toEqual([])
    const names = []
    for await (const entry of some.list({ type: 'domain' })) names.push(entry.attrs.name)
    expect(names).toEqual(['vm1'])
  })

  test('counts what the rules show', async () => {
    const hidden = `a/${uuidOf(0)}`
    const rules = operations({ visible: (ref) => ref.key !== hidden })
    const { client } = await start({ reader: inventoryWith(3), operations: rules })
    expect(await (await client()).call('count', { type: 'domain' })).toBe(2)
  })

  test('hears nothing of the end of an object that the rules hide', async () => {
    const reader = inventoryWith(2)
    const name = (ref: ObjectRef | Entry) => ('attrs' in ref ? (ref as Entry<'domain'>).attrs.name : '')
    const rules = operations({ visible: (ref) => name(ref) !== 'vm0' })
    const { client } = await start({ reader, operations: rules })
    const some = await client()
    const from = reader.revision
    reader.event('a', 'domain', uuidOf(0), 'stopped', {})
    reader.remove('a', 'domain', uuidOf(0))
    reader.remove('a', 'domain', uuidOf(1))
    for await (const item of some.follow({ from }, new AbortController().signal)) {
      expect(item).toMatchObject({ kind: 'gone', entry: { key: `a/${uuidOf(1)}` } })
      break
    }
  })

  test('runs operations with their arguments, and gets the error that was thrown', async () => {
    const seen: unknown[] = []
    const invoke = async (...given: unknown[]) => {
      seen.push(given.slice(0, 3))
      throw new VirtError('operationInvalid', "domain 'vm0' is not running", { domain: 'domain' })
    }
    const { client } = await start({ operations: operations({ invoke: invoke as never }) })
    const ref = { type: 'domain', key: 'a/x' } as const
    const call = (await client()).invoke('domain.setMemory', ref, { memory: 5n })
    await expect(call).rejects.toMatchObject({
      code: 'operationInvalid',
      domain: 'domain',
      message: "domain 'vm0' is not running",
    })
    expect(seen).toEqual([['domain.setMemory', ref, { memory: 5n }]])
  })

  test('refuses an operation that opens a stream before it runs', async () => {
    let ran = false
    const invoke = async () => {
      ran = true
    }
    const { client } = await start({ operations: operations({ invoke: invoke as never }) })
    const ref: ObjectRef = { type: 'domain', key: 'a/1' }
    await expect((await client()).invoke('domain.openConsole', ref, {})).rejects.toMatchObject({
      code: 'noSupport',
    })
    expect(ran).toBe(false)
  })

  test('has many requests in flight, answered as they end', async () => {
    const gates = new Map<string, (value: unknown) => void>()
    const invoke = (_: unknown, ref: { key: string }) => new Promise((resolve) => gates.set(ref.key, resolve))
    const { client } = await start({ operations: operations({ invoke: invoke as never }) })
    const some = await client()
    const first = some.invoke('domain.getXml', { type: 'domain', key: 'a/1' }, {})
    const second = some.invoke('domain.getXml', { type: 'domain', key: 'a/2' }, {})
    await expect.poll(() => gates.size).toBe(2)
    gates.get('a/2')?.('<two/>')
    expect(await second).toBe('<two/>')
    gates.get('a/1')?.('<one/>')
    expect(await first).toBe('<one/>')
  })

  test('cancels a request', async () => {
    const invoke = (...given: unknown[]) =>
      new Promise((_, reject) => {
        const signal = given[4] as AbortSignal
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    const { client } = await start({ operations: operations({ invoke: invoke as never }) })
    const abort = new AbortController()
    const call = (await client()).invoke(
      'domain.save',
      { type: 'domain', key: 'a/1' },
      { path: '/x' },
      abort.signal,
    )
    abort.abort()
    await expect(call).rejects.toMatchObject({ code: 'operationAborted' })
  })

  test('that leaves cancels what it asked for', async () => {
    let signal: AbortSignal | undefined
    const invoke = (...given: unknown[]) => {
      signal = given[4] as AbortSignal
      return new Promise(() => {})
    }
    const { client } = await start({ operations: operations({ invoke: invoke as never }) })
    const some = await client()
    some.invoke('domain.getXml', { type: 'domain', key: 'a/1' }, {}).catch(() => {})
    await expect.poll(() => signal).toBeDefined()
    some.close()
    await expect.poll(() => signal?.aborted).toBe(true)
  })

  test('follows changes until it stops', async () => {
    const reader = inventoryWith(1)
    const { client } = await start({ reader })
    const abort = new AbortController()
    const states: string[] = []
    const from = reader.revision
    const some = await client()
    putGuest(reader, 'a', 0, 'paused')
    for await (const item of some.follow({ from, kinds: ['put'], types: ['domain'] }, abort.signal)) {
      if (item.kind !== 'put' || item.entry.type !== 'domain') continue
      states.push((item.entry.attrs as { state: string }).state)
      if (states.length === 1) putGuest(reader, 'a', 0, 'shutoff')
      else break
    }
    expect(states).toEqual(['paused', 'shutoff'])
    expect(await some.call('count', { type: 'domain' })).toBe(1)
  })

  test('learns that the daemon is gone', async () => {
    const { client, server } = await start({
      operations: operations({ invoke: (() => new Promise(() => {})) as never }),
    })
    const call = (await client()).invoke('domain.getXml', { type: 'domain', key: 'a/1' }, {})
    const failed = expect(call).rejects.toMatchObject({ code: 'rpc' })
    await server.close(AbortSignal.abort())
    await failed
  })
})

describe('a peer that does not keep to the protocol', () => {
  test.each([
    ['no hello', '{"id":1,"method":"status","args":{}}\n', "expected 'hello'"],
    ['another version', '{"id":1,"method":"hello","args":{"protocol":99}}\n', 'speaks protocol 1, not 99'],
    ['no version', '{"id":1,"method":"hello"}\n', 'no object'],
    ['no JSON', 'GET / HTTP/1.1\r\n\r\n', 'is not JSON'],
    ['no id', '{"method":"hello"}\n', 'no id'],
    ['a list', '[]\n', 'no object'],
    ['depth', `${'['.repeat(5000)}\n`, 'nested more than'],
  ])('(%s) is told why and cut off', async (_, text, reason) => {
    const { raw } = await start()
    const peer = await raw()
    peer.socket.write(text)
    expect(await peer.ended).toContain(reason)
  })

  test('(a message without end) is cut off at the bound', async () => {
    const { raw, client } = await start({ limits: { maxRequestBytes: 100_000 } })
    const peer = await raw()
    peer.socket.write(Buffer.alloc(200_000, 'x'))
    expect(await peer.ended).toContain('longer than 100000 bytes')
    await expect((await client()).call('status', {})).resolves.toBeDefined()
  })

  test('(half a message) is cut off after a while', async () => {
    const { raw } = await start({ limits: { messageMs: 50 } })
    const peer = await raw()
    peer.socket.write(`${hello}{"id":`)
    expect(await peer.ended).toContain('the rest of a message did not come')
  })

  test('(silence) is cut off after a while', async () => {
    const { raw } = await start({ limits: { messageMs: 50 } })
    expect(await (await raw()).ended).toContain('did not come within 50 ms')
  })

  test('(answers left unread) is cut off after a while', async () => {
    const { raw } = await start({ reader: inventoryWith(20_000), limits: { stallMs: 50 } })
    const peer = await raw()
    peer.socket.pause()
    peer.socket.write(`${hello}{"id":2,"method":"list","args":{"type":"domain"}}\n`)
    // The other end is closed although nothing was read: writing fails sooner or later.
    const probe = setInterval(() => peer.socket.write('{"cancel":9}\n'), 20)
    await peer.ended
    clearInterval(probe)
  })

  test('(answers left unread) is not read from, so that they do not pile up', async () => {
    let asked = 0
    const endpoints = { snmp: ['x'.repeat(16_384)] }
    const status = () => ({ protocol: 1, version: '1', pid: 1, since: ++asked, endpoints })
    const { raw } = await start({ status, limits: { stallMs: 300 } })
    const peer = await raw()
    peer.socket.pause()
    const pad = 'x'.repeat(2000)
    peer.socket.write(hello)
    for (let id = 2; id < 3000; id++) {
      peer.socket.write(`{"id":${id},"method":"status","args":{"pad":"${pad}"}}\n`)
    }
    const probe = setInterval(() => peer.socket.write('{"cancel":9}\n'), 20)
    await peer.ended
    clearInterval(probe)
    expect(asked).toBeGreaterThan(1)
    expect(asked).toBeLessThan(500)
  })

  test('(too many requests) gets an error for each above the bound', async () => {
    const { client } = await start({
      operations: operations({ invoke: (() => new Promise(() => {})) as never }),
      limits: { maxCalls: 2 },
    })
    const some = await client()
    const ref = { type: 'domain', key: 'a/1' } as const
    some.invoke('domain.getXml', ref, {}).catch(() => {})
    some.invoke('domain.getXml', ref, {}).catch(() => {})
    await expect(some.invoke('domain.getXml', ref, {})).rejects.toMatchObject({ code: 'resourceBusy' })
  })

  test('(too many clients) is refused while the others go on', async () => {
    const { raw, client } = await start({ limits: { maxClients: 2 } })
    const first = await client()
    await client()
    expect(await (await raw()).ended).toBe('')
    await expect(first.call('status', {})).resolves.toBeDefined()
  })

  test.each([
    ['unknown method', { id: 2, method: 'statsu', args: {} }, "did you mean 'status'?"],
    ['method of every object', { id: 2, method: 'toString', args: {} }, 'there is no method'],
    ['unknown type', { id: 2, method: 'list', args: { type: 'domian' } }, "did you mean 'domain'?"],
    [
      'unknown operation',
      { id: 2, method: 'invoke', args: { op: 'domain.strat' } },
      "did you mean 'domain.start'?",
    ],
    ['wrong argument', { id: 2, method: 'get', args: { type: 'domain', key: 7 } }, 'expected a text'],
  ])('(%s) gets an error and goes on', async (_, message, reason) => {
    const { raw } = await start()
    const peer = await raw()
    peer.socket.write(`${hello}${JSON.stringify(message)}\n`)
    peer.socket.end()
    expect(await peer.ended).toContain(reason)
  })

  test('never ends the server, whatever it sends', async () => {
    const { raw, client } = await start({ reader: inventoryWith(3) })
    const json = fc.json().map((text) => `${text}\n`)
    const method = fc.constantFrom(
      'status',
      'get',
      'list',
      'find',
      'counters',
      'supports',
      'permits',
      'invoke',
      'follow',
    )
    const request = fc.tuple(fc.nat(9), method, fc.jsonValue()).map(([id, name, args]) => {
      return `${JSON.stringify({ id: id + 2, method: name, args })}\n`
    })
    const bytes = fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw).toString('latin1'))
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.oneof(json, request, bytes), { maxLength: 8 }),
        async (greet, texts) => {
          const peer = await raw()
          peer.socket.end((greet ? hello : '') + texts.join(''))
          await peer.ended
        },
      ),
      { numRuns: 300 },
    )
    await expect((await client()).call('count', { type: 'domain' })).resolves.toBe(3)
  })
})
