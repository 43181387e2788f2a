import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { VirtError } from '../../../src/core/errors/index.ts'
import { Inventory } from '../../../src/core/inventory/inventory.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { inventoryWith, operations, putGuest, serve, uuidOf } from '../control/support.ts'
import { run } from './support.ts'

interface Call {
  readonly op: string
  readonly key: string
  readonly args: unknown
}

let inventory: Inventory
let calls: Call[]
let answer: (call: Call) => unknown
let served: Awaited<ReturnType<typeof serve>>

beforeEach(async () => {
  inventory = inventoryWith(3)
  putHost('a')
  calls = []
  answer = () => undefined
  const invoke = async (op: string, ref: { key: string }, args: unknown) => {
    const call = { op, key: ref.key, args }
    calls.push(call)
    return answer(call)
  }
  served = await serve({ reader: inventory, operations: operations({ invoke: invoke as never }) })
})
afterEach(() => served.close())

function putHost(connection: string, status = 'connected', statusText?: string): void {
  const attrs = { connection, uri: 'test:///default', driver: 'test', hvType: 'TEST', status, statusText }
  inventory.put(connection, 'host', 'host', attrs)
}

function cli(...words: string[]) {
  return run(words, { socket: served.path })
}

describe('virtgate list', () => {
  test('shows what is up, and says that there is more', async () => {
    putGuest(inventory, 'a', 1, 'shutoff')
    const { out, err } = await cli('list')
    expect(out).toMatch(/^ID {2}NAME {2}STATE .*\n1 {3}vm0 {3}running.*\n3 {3}vm2 {3}running.*\n$/)
    expect(err).toBe('(1 more are not up; --all shows them)\n')
  })

  test('shows all with --all, and the connection when there are several', async () => {
    inventory.addConnection('b')
    putHost('b')
    putGuest(inventory, 'b', 9, 'shutoff')
    const { out } = await cli('list', '--all')
    expect(out.split('\n')[0]).toMatch(/CONNECTION$/)
    expect(out).toMatch(/vm9 .* b\n/)
  })

  test('says which hypervisors cannot be reached', async () => {
    putHost('a', 'unreachable', 'no answer')
    expect((await cli('list')).err).toBe("(connection 'a' is unreachable: no answer)\n")
  })

  test('gives programs an array of objects', async () => {
    const { out } = await cli('list', '--json')
    const guests = JSON.parse(out)
    expect(guests).toHaveLength(3)
    expect(guests[1]).toMatchObject({
      type: 'domain',
      key: `a/${uuidOf(1)}`,
      connection: 'a',
      attrs: { name: 'vm1', memory: String(2n ** 63n + 1n) },
    })
    expect((await cli('list', 'pools', '--json')).out).toBe('[]\n')
  })

  test('takes filters', async () => {
    expect((await cli('list', '--name', '*2', '--names')).out).toBe('vm2\n')
    expect((await cli('list', '--where', 'name=vm1', '--keys')).out).toBe(`a/${uuidOf(1)}\n`)
    expect((await cli('list', '--where', 'nmae=x')).err).toContain("did you mean 'name'?")
  })
})

describe('an object on the command line', () => {
  test('that is not there names the nearest and ends with exit code 3', async () => {
    const { code, err } = await cli('show', 'vn1')
    expect(code).toBe(3)
    expect(err).toContain("there is no domain 'vn1'; did you mean 'vm1'?")
  })

  test('that could be several lists them', async () => {
    inventory.addConnection('b')
    putGuest(inventory, 'b', 1)
    const { code, err } = await cli('suspend', 'vm1')
    expect(code).toBe(2)
    expect(err).toContain("'vm1' means 2 objects")
    expect(err).toContain(`  b/${uuidOf(1)}`)
    expect(calls).toEqual([])
  })

  test('is one again with --connection, before the command, too', async () => {
    inventory.addConnection('b')
    putGuest(inventory, 'b', 1)
    await cli('suspend', 'vm1', '-c', 'b')
    await cli('-c', 'b', 'resume', 'vm1')
    expect(calls).toEqual([
      { op: 'domain.suspend', key: `b/${uuidOf(1)}`, args: {} },
      { op: 'domain.resume', key: `b/${uuidOf(1)}`, args: {} },
    ])
  })

  test('in an unknown connection names the known ones', async () => {
    const { code, err } = await cli('show', 'vm1', '-c', 'zzz')
    expect(code).toBe(7)
    expect(err).toContain("there is no connection 'zzz'; there are: a")
  })
})

describe('commands that change something', () => {
  test('say what was done', async () => {
    expect((await cli('suspend', 'vm1')).out).toBe("domain 'vm1' paused\n")
  })

  test('pass options as the arguments of the operation', async () => {
    await cli('start', 'vm1', '--paused', '--force-boot')
    await cli('shutdown', 'vm1', '--mode', 'acpi')
    await cli('set', 'vm1', 'memory', '1GiB', '--live')
    await cli('set', 'vm1', 'vcpus', '4', '--config', '--maximum')
    await cli('autostart', 'vm1', '--disable')
    expect(calls.map(({ op, args }) => [op, args])).toEqual([
      ['domain.start', { paused: true, forceBoot: true }],
      ['domain.shutdown', { mode: 'acpi' }],
      ['domain.setMemory', { memory: 1048576n, live: true }],
      ['domain.setVcpus', { count: 4, maximum: true, config: true }],
      ['domain.setAutostart', { autostart: false }],
    ])
  })

  test('try all objects, and end with the code of the first error', async () => {
    const { code, out, err } = await cli('suspend', 'vm0', 'none', 'vm2')
    expect(code).toBe(3)
    expect(out).toBe("domain 'vm0' paused\ndomain 'vm2' paused\n")
    expect(err).toContain("there is no domain 'none'")
  })

  test('end with the exit code of the error, its text and its detail', async () => {
    answer = () => {
      throw new VirtError('operationInvalid', "domain 'vm1' is paused", { detail: 'native text' })
    }
    expect(await cli('suspend', 'vm1')).toEqual({
      code: 5,
      out: '',
      err: "virtgate: domain 'vm1' is paused\n  native text\n",
    })
  })

  test('refuse what a type does not have', async () => {
    const { code, err } = await cli('start', '--type', 'secret', 'x')
    expect(code).toBe(6)
    expect(err).toContain("an object of type secret has no operation 'start'")
  })

  test('wait for a state when asked', async () => {
    answer = () => {
      setImmediate(() => putGuest(inventory, 'a', 1, 'shutoff'))
    }
    expect((await cli('shutdown', 'vm1', '--wait', '30')).out).toContain("domain 'vm1' is shutoff\n")
  })

  test('give up waiting with exit code 8', async () => {
    const { code, err } = await cli('shutdown', 'vm1', '--wait', '0.05')
    expect(code).toBe(8)
    expect(err).toContain("'vm1' is not shutoff after 0.05 s")
  })
})

describe('documents', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-cli-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('are defined on the only host, by their root element', async () => {
    answer = () => `a/${uuidOf(0)}`
    const file = join(folder, 'x.xml')
    await writeFile(file, '<domain/>')
    expect((await cli('define', file)).out).toBe("domain 'vm0' is defined\n")
    await run(['create', '-'], { socket: served.path, stdin: '<network/>' })
    expect(calls).toEqual([
      { op: 'domain.define', key: 'a/host', args: { xml: '<domain/>' } },
      { op: 'network.create', key: 'a/host', args: { xml: '<network/>' } },
    ])
  })

  test('need a connection when there are several', async () => {
    inventory.addConnection('b')
    const { code, err } = await run(['define', '-'], { socket: served.path, stdin: '<domain/>' })
    expect(code).toBe(2)
    expect(err).toContain('there are 2 connections; say which with --connection: a, b')
  })

  test('are edited in the editor of the user, and defined when they changed', async () => {
    answer = ({ op }) => (op === 'domain.getXml' ? '<domain>old</domain>' : `a/${uuidOf(1)}`)
    const editor = join(folder, 'editor.sh')
    await writeFile(editor, '#!/bin/sh\nsed -i s/old/new/ "$1"\n', { mode: 0o755 })
    const { out } = await run(['edit', 'vm1'], { socket: served.path, env: { EDITOR: editor } })
    expect(out).toBe("domain 'vm1' is defined anew\n")
    expect(calls.at(-1)).toEqual({
      op: 'domain.define',
      key: 'a/host',
      args: { xml: '<domain>new</domain>' },
    })
  })

  test('are left alone when the editor changed nothing', async () => {
    answer = () => '<domain/>'
    expect((await run(['edit', 'vm1'], { socket: served.path, env: { EDITOR: 'true' } })).out).toBe(
      'nothing was changed\n',
    )
    expect(calls).toHaveLength(1)
  })

  test('come out of dumpxml with a line end', async () => {
    answer = () => '<domain/>'
    expect((await cli('dumpxml', 'vm1', '--inactive')).out).toBe('<domain/>\n')
    expect(calls[0]?.args).toEqual({ inactive: true })
  })

  test('of a screen become a file', async () => {
    answer = () => ({ mime: 'image/png', data: new Uint8Array([137, 80]) })
    const file = join(folder, 'shot.png')
    expect((await cli('screenshot', 'vm1', file)).out).toBe(`${file}: 2 bytes of image/png\n`)
    expect([...(await readFile(file))]).toEqual([137, 80])
  })
})

describe('virtgate invoke', () => {
  test('reads arguments by their kinds and references by name', async () => {
    answer = () => [{ number: 0, state: 'running', cpuTime: 5_000_000_000n, cpu: 1, affinity: [true] }]
    const { out } = await cli('invoke', 'domain.getVcpus', 'vm1', '--json')
    expect(JSON.parse(out)).toEqual([
      { number: 0, state: 'running', cpuTime: '5000000000', cpu: 1, affinity: [true] },
    ])
    await cli('invoke', 'domain.pinVcpu', 'vm1', 'vcpu=0', 'cpus=1,2', 'live')
    expect(calls.at(-1)?.args).toEqual({ vcpu: 0, cpus: [1, 2], live: true })
  })

  test('names the parameter that was meant', async () => {
    const { err } = await cli('invoke', 'domain.setMemory', 'vm1', 'memroy=1')
    expect(err).toContain("domain.setMemory has no parameter 'memroy'; did you mean 'memory'?")
  })
})

describe('virtgate events', () => {
  test('writes each event on a line, and ends after --count', async () => {
    const lines = cli('events', '--count', '2', '--json')
    await expect.poll(() => emitEvent('booted') && lines && settled(lines)).toBe(true)
    const { code, out } = await lines
    expect(code).toBe(0)
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toHaveLength(2)
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({
      kind: 'event',
      type: 'domain',
      name: 'vm0',
      event: 'lifecycle',
      fields: { type: 'started', detail: 'booted' },
    })
  })

  test('ends with exit code 8 when the time is over before --count', async () => {
    expect((await cli('events', '--count', '1', '--timeout', '0.05')).code).toBe(8)
  })

  test('of an unknown name are refused', async () => {
    expect((await cli('events', '--event', 'nothing')).err).toContain("there is no event 'nothing'")
  })

  function emitEvent(detail: string): true {
    inventory.event('a', 'domain', uuidOf(0), 'lifecycle', { type: 'started', detail })
    return true
  }

  async function settled(work: Promise<unknown>): Promise<boolean> {
    const open = Symbol('open')
    return (await Promise.race([work, systemClock.sleep(20).then(() => open)])) !== open
  }
})

describe('a list of many', () => {
  test('is complete', async () => {
    const many = new Inventory({ clock: systemClock, log: silentLogger })
    many.addConnection('a')
    for (let i = 0; i < 5000; i++) putGuest(many, 'a', i)
    const big = await serve({ reader: many })
    const { out } = await run(['list', '--names'], { socket: big.path })
    expect(out.trim().split('\n')).toHaveLength(5000)
    await big.close()
  })
})
