import { afterEach, describe, expect, test } from 'vitest'
import type { VirtError } from '../../../src/core/errors/index.ts'
import { FakeClock } from '../../../src/core/lib/clock.ts'
import type { LogFields, Logger } from '../../../src/core/log/logger.ts'
import { QmpClient, type QmpClientOptions } from '../../../src/qmp/client.ts'
import type { QmpEvent } from '../../../src/qmp/event.ts'
import { runHmp, runSilentHmp } from '../../../src/qmp/hmp.ts'
import { QmpError } from '../../../src/qmp/qmp-error.ts'
import type { QmpObject } from '../../../src/qmp/value.ts'
import { type FakeLink, FakePeer, fakeQemu, greeting } from './fake-peer.ts'

const cleanups: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function qemu(answer: (command: QmpObject, link: FakeLink) => void): Promise<FakePeer> {
  const peer = await fakeQemu(answer)
  cleanups.push(() => peer.close())
  return peer
}

async function peer(behaviour: Parameters<typeof FakePeer.start>[0]): Promise<FakePeer> {
  const started = await FakePeer.start(behaviour)
  cleanups.push(() => started.close())
  return started
}

async function connect(to: FakePeer, options: QmpClientOptions = {}): Promise<QmpClient> {
  const client = await QmpClient.connect(to.path, options)
  cleanups.push(() => client.close())
  return client
}

const echo = (command: QmpObject, link: FakeLink) =>
  link.send({ return: command.arguments ?? {}, id: command.id })

/** The error that a promise is rejected with. */
function faultOf(work: Promise<unknown>): Promise<VirtError> {
  return work.then(
    () => Promise.reject(new Error('it did not fail')),
    (fault: VirtError) => fault,
  )
}

describe('connecting to a monitor', () => {
  test('out-of-band commands are enabled where they are offered', async () => {
    const server = await qemu(echo)
    const client = await connect(server)
    expect(client.oob).toBe(true)
    expect(server.link.received[0]).toMatchObject({
      execute: 'qmp_capabilities',
      arguments: { enable: ['oob'] },
    })
    expect(client.greeting).toMatchObject({ version: { major: 7, minor: 2 }, package: 'Debian' })
  })

  test('nothing is enabled where nothing is offered or wanted', async () => {
    const server = await qemu(echo)
    expect((await connect(server, { oob: false })).oob).toBe(false)
    expect(server.link.received[0]).not.toHaveProperty('arguments')
  })

  test('the greeting may come in pieces and together with more', async () => {
    const text = JSON.stringify(greeting)
    const server = await peer({
      greet: (link) => {
        link.socket.setNoDelay(true)
        link.send(text.slice(0, 20))
        setImmediate(() =>
          link.send(`${text.slice(20)}\r\n{"event":"STOP","timestamp":{"seconds":1,"microseconds":2}}\r\n`),
        )
      },
      message: (message, link) => link.send({ return: {}, id: message.id }),
    })
    const events: QmpEvent[] = []
    await connect(server, { onEvent: (event) => events.push(event) })
    expect(events).toEqual([{ name: 'STOP', data: {}, at: 1_000_002n }])
  })

  test('a greeting that never comes is a time-out', async () => {
    const clock = new FakeClock()
    const server = await peer({})
    const work = faultOf(
      QmpClient.connect(server.path, { clock, greetingTimeoutMs: 500, name: 'the monitor of x' }),
    )
    await server.until((at) => at.links.length === 1)
    // The client hears of the connection on a later turn of the loop.
    while (clock.monotonic() < 100_000 && (await Promise.race([work, turn()])) === undefined)
      clock.advance(500)
    expect(await work).toMatchObject({
      code: 'operationTimeout',
      message: 'waiting for the greeting of the monitor of x took longer than 500 ms',
    })
  })

  test('a caller may give up waiting for the greeting', async () => {
    const server = await peer({})
    const abort = new AbortController()
    const work = faultOf(QmpClient.connect(server.path, { signal: abort.signal }))
    await server.until((at) => at.links.length === 1)
    abort.abort()
    expect((await work).code).toBe('operationAborted')
  })

  test('a program that greets otherwise is refused', async () => {
    const server = await peer({ greet: (link) => link.send({ hello: 'world' }) })
    expect((await faultOf(connect(server))).message).toContain('something else than a QMP greeting')
  })

  test('a path without a listener is no connection', async () => {
    expect(
      await faultOf(QmpClient.connect('/nonexistent/monitor', { name: 'the monitor of x' })),
    ).toMatchObject({
      code: 'noConnect',
      message: "the monitor of x cannot be reached at '/nonexistent/monitor': ENOENT",
    })
  })

  test('a path too long for a Unix socket is refused before it is cut short', async () => {
    const path = `/tmp/${'x'.repeat(120)}`
    expect(await faultOf(QmpClient.connect(path))).toMatchObject({ code: 'invalidArg' })
  })

  test('an emulator that refuses to negotiate is no monitor', async () => {
    const server = await peer({
      greet: (link) => link.send(greeting),
      message: (message, link) => link.send({ error: { class: 'GenericError', desc: 'no' }, id: message.id }),
    })
    expect(await faultOf(connect(server))).toBeInstanceOf(QmpError)
  })
})

describe('commands', () => {
  test('many at once are sent together and each gets its own answer', async () => {
    const server = await qemu(echo)
    const client = await connect(server)
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => client.request('echo', { n })))
    expect(answers).toEqual(Array.from({ length: 100 }, (_, n) => ({ n })))
  })

  test('answers may come in any order', async () => {
    const held: QmpObject[] = []
    const server = await qemu((command, link) => {
      held.push(command)
      if (held.length === 3) for (const one of held.reverse()) echo(one, link)
    })
    const client = await connect(server)
    const work = [1, 2, 3].map((n) => client.request('echo', { n }))
    expect(await Promise.all(work)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  })

  test('64-bit integers go and come with all their digits', async () => {
    const server = await qemu(echo)
    const client = await connect(server)
    const args = { bandwidth: 9223372036853727232n, size: 2n ** 63n - 1n }
    expect(await client.request('migrate-set-parameters', args)).toEqual(args)
  })

  test('an out-of-band command overtakes those that wait and those under way', async () => {
    const server = await qemu((command, link) => {
      if (command['exec-oob']) echo(command, link)
    })
    const client = await connect(server)
    const slow = Array.from({ length: 20 }, (_, n) => faultOf(client.request('slow', { n })))
    expect(await client.request('yank', { instances: [] }, { oob: true })).toEqual({ instances: [] })
    const sent = server.link.received.filter((command) => command.execute === 'slow')
    expect(sent.length).toBeLessThanOrEqual(7)
    await client.close()
    await Promise.all(slow)
  })

  test('an out-of-band command is refused on a monitor without them', async () => {
    const client = await connect(await qemu(echo), { oob: false })
    expect((await faultOf(client.request('yank', {}, { oob: true }))).code).toBe('operationUnsupported')
  })

  test.each([
    ['GenericError', 'operationFailed'],
    ['CommandNotFound', 'operationUnsupported'],
    ['DeviceNotActive', 'operationInvalid'],
    ['DeviceNotFound', 'deviceMissing'],
    ['KVMMissingCap', 'configUnsupported'],
    ['SomethingNew', 'operationFailed'],
  ])('the error class %s becomes the code %s', async (errorClass, code) => {
    const server = await qemu((command, link) =>
      link.send({ error: { class: errorClass, desc: 'the reason' }, id: command.id }),
    )
    const client = await connect(server)
    expect(await faultOf(client.request('try-it'))).toMatchObject({
      code,
      command: 'try-it',
      detail: 'the reason',
      message: "QEMU could not execute the command 'try-it': the reason",
    })
  })

  test('the caller may say what a generic refusal means', async () => {
    const server = await qemu((command, link) =>
      link.send({ error: { class: 'GenericError', desc: 'no' }, id: command.id }),
    )
    const client = await connect(server)
    expect((await faultOf(client.request('x', {}, { failAs: 'operationInvalid' }))).code).toBe(
      'operationInvalid',
    )
  })

  test('more commands than the bound are refused while none is answered', async () => {
    const server = await qemu(() => {})
    const client = await connect(server, { maxQueued: 10 })
    const waiting = Array.from({ length: 10 }, () => faultOf(client.request('slow')))
    expect((await faultOf(client.request('slow'))).code).toBe('resourceBusy')
    await client.close()
    expect(new Set((await Promise.all(waiting)).map((fault) => fault.code))).toEqual(
      new Set(['operationAborted']),
    )
  })

  test('a socket that takes no more bytes holds commands back, and they go on when it drains', async () => {
    let paused = true
    const server = await qemu((command, link) => {
      if (paused) link.socket.pause()
      link.send({ return: 1, id: command.id })
    })
    const client = await connect(server, { oob: false })
    const big = 'x'.repeat(300_000)
    const work = Array.from({ length: 30 }, () => client.request('big', { big }))
    await server.until((at) => at.link.received.length > 1)
    paused = false
    server.link.socket.resume()
    expect(await Promise.all(work)).toEqual(Array.from({ length: 30 }, () => 1))
  })

  test('arguments that QEMU could not read are refused here', async () => {
    const client = await connect(await qemu(echo), { maxBytes: 50_000 })
    let deep: QmpObject = {}
    for (let i = 0; i < 1100; i++) deep = { deep }
    expect((await faultOf(client.request('x', deep))).message).toContain('deeper than 1024')
    expect((await faultOf(client.request('x', { a: 'y'.repeat(60_000) }))).code).toBe('invalidArg')
    expect(await client.request('x', { ok: true })).toEqual({ ok: true })
  })
})

describe('giving a command up', () => {
  test('a late answer to a cancelled command is dropped and disturbs no other', async () => {
    const held: QmpObject[] = []
    const server = await qemu((command, link) => {
      if (command.execute === 'slow') held.push(command)
      else for (const one of [...held.splice(0), command]) echo(one, link)
    })
    const client = await connect(server)
    const abort = new AbortController()
    const slow = faultOf(client.request('slow', { n: 1 }, { signal: abort.signal }))
    await server.until(() => held.length === 1)
    abort.abort()
    expect((await slow).code).toBe('operationAborted')
    expect(client.queued).toBe(1)
    expect(await client.request('echo', { n: 2 })).toEqual({ n: 2 })
    expect(client.queued).toBe(0)
    expect(client.ended).toBe(false)
  })

  test('a cancelled command that was not sent yet is never sent', async () => {
    const server = await qemu((command, link) => {
      if (command.execute !== 'hold') echo(command, link)
    })
    const client = await connect(server)
    const holds = Array.from({ length: 7 }, () => faultOf(client.request('hold')))
    const abort = new AbortController()
    const late = faultOf(client.request('late', {}, { signal: abort.signal }))
    await server.until((at) => at.link.received.length === 8)
    abort.abort()
    await late
    await client.close()
    await Promise.all(holds)
    expect(server.link.received.map((command) => command.execute)).not.toContain('late')
  })

  test('a command that takes longer than its time fails, and the monitor lives on', async () => {
    const clock = new FakeClock()
    const server = await qemu((command, link) => {
      if (command.execute !== 'slow') echo(command, link)
    })
    const client = await connect(server, { clock })
    const slow = faultOf(client.request('slow', undefined, { timeoutMs: 1000 }))
    await server.until((at) => at.link.received.length === 2)
    clock.advance(1000)
    expect((await slow).code).toBe('operationTimeout')
    expect(await client.request('echo', { n: 1 })).toEqual({ n: 1 })
  })

  test('a signal that is aborted already sends nothing', async () => {
    const server = await qemu(echo)
    const client = await connect(server)
    const fault = await faultOf(client.request('x', {}, { signal: AbortSignal.abort() }))
    expect(fault.code).toBe('operationAborted')
    expect(server.link.received).toHaveLength(1)
  })
})

describe('events', () => {
  test('they are told apart from answers and carry their time exactly', async () => {
    const server = await qemu((command, link) =>
      link.send(
        { event: 'STOP', timestamp: { seconds: 1795553624, microseconds: 414137 } },
        { return: {}, id: command.id },
      ),
    )
    const client = await connect(server)
    const events: QmpEvent[] = []
    client.onEvent((event) => events.push(event))
    await client.request('stop')
    expect(events).toEqual([{ name: 'STOP', data: {}, at: 1795553624414137n }])
  })

  test('a clock that failed gives no time', async () => {
    const server = await qemu((command, link) =>
      link.send(
        { event: 'RESUME', timestamp: { seconds: -1, microseconds: -1 } },
        { return: {}, id: command.id },
      ),
    )
    const client = await connect(server)
    const wait = client.waitEvent((event) => event.name === 'RESUME')
    await client.request('cont')
    expect((await wait).at).toBeUndefined()
  })

  test('listeners by name hear only theirs, until they leave', async () => {
    const server = await qemu((command, link) =>
      link.send({ event: 'STOP' }, { event: 'RESUME' }, { return: {}, id: command.id }),
    )
    const client = await connect(server)
    const heard: string[] = []
    const off = client.on('RESUME', (event) => heard.push(event.name))
    await client.request('x')
    off()
    await client.request('x')
    expect(heard).toEqual(['RESUME'])
  })

  test('a listener that throws is logged and hurts no other', async () => {
    const server = await qemu((command, link) => link.send({ event: 'STOP' }, { return: 5, id: command.id }))
    const logged: string[] = []
    const client = await connect(server, { log: recorder(logged) })
    let heard = 0
    client.onEvent(() => {
      throw new Error('mine')
    })
    client.onEvent(() => heard++)
    expect(await client.request('x')).toBe(5)
    expect(heard).toBe(1)
    expect(logged).toHaveLength(1)
  })

  test('waiting for one ends with the monitor', async () => {
    const server = await qemu(() => {})
    const client = await connect(server)
    const wait = faultOf(client.waitEvent(() => true))
    server.link.socket.end()
    expect((await wait).code).toBe('systemError')
  })

  test('waiting for one ends with its time', async () => {
    const clock = new FakeClock()
    const client = await connect(await qemu(() => {}), { clock })
    const wait = faultOf(client.waitEvent(() => true, { timeoutMs: 10 }))
    clock.advance(10)
    expect((await wait).code).toBe('operationTimeout')
  })
})

describe('a broken monitor', () => {
  const breaks: Array<readonly [string, (link: FakeLink) => void, string]> = [
    ['ends', (link) => link.socket.end(), 'was closed by the other end'],
    ['sends garbage', (link) => link.send('no JSON at all\r\n'), 'sent what is no QMP'],
    [
      'sends an answer to nothing',
      (link) => link.send({ return: {}, id: 4711 }),
      'a command that was not given',
    ],
    ['sends an answer without id', (link) => link.send({ return: {} }), 'a command that was not given'],
    ['sends neither answer nor event', (link) => link.send({ what: 1 }), 'neither a reply nor an event'],
    ['sends an event without name', (link) => link.send({ event: 5 }), 'a malformed event'],
    [
      'sends more than it may',
      (link) => link.send(`{"return":"${'x'.repeat(5000)}`),
      'longer than the 2000 bytes',
    ],
  ]
  test.each(breaks)('that %s fails all commands and says why', async (_, act, why) => {
    const server = await qemu((_command, link) => act(link))
    const client = await connect(server, { name: 'the monitor of x', maxBytes: 2000 })
    const [first, second] = [faultOf(client.request('first')), faultOf(client.request('second'))]
    expect((await first).message).toContain("the command 'first' has no answer: the monitor of x")
    expect((await first).message).toContain(why)
    expect((await second).code).toBe('systemError')
    expect((await client.closed)?.message).toContain(why)
    expect((await faultOf(client.request('third'))).message).toContain(why)
  })

  test('an error without id is taken by the oldest command under way', async () => {
    const server = await qemu((command, link) => {
      if (command.execute === 'bad') link.send({ error: { class: 'GenericError', desc: 'JSON parse error' } })
      else echo(command, link)
    })
    const client = await connect(server)
    const [bad, good] = [faultOf(client.request('bad')), client.request('good', { n: 1 })]
    expect((await bad).message).toContain('JSON parse error')
    expect(await good).toEqual({ n: 1 })
  })

  test('an error without id and without a command is logged, and the monitor lives on', async () => {
    const server = await qemu(echo)
    const logged: string[] = []
    const client = await connect(server, { log: recorder(logged) })
    const seen = client.waitEvent(() => true)
    server.link.send({ error: { class: 'GenericError', desc: 'what?' } }, { event: 'STOP' })
    await seen
    expect(await client.request('echo', { n: 1 })).toEqual({ n: 1 })
    expect(logged).toHaveLength(1)
  })

  test('one that is closed from here has no fault, and closing again does nothing', async () => {
    const client = await connect(await qemu(() => {}))
    const pending = faultOf(client.request('slow'))
    await client.close()
    await client.close()
    expect((await pending).code).toBe('operationAborted')
    expect(await client.closed).toBeUndefined()
    expect((await faultOf(client.request('x'))).code).toBe('operationAborted')
  })

  test('nothing of arguments or answers is logged', async () => {
    const logged: string[] = []
    const server = await qemu((command, link) =>
      link.send({ event: 'STOP' }, { error: { class: 'GenericError', desc: 'no' }, id: command.id }),
    )
    const client = await connect(server, { log: recorder(logged) })
    client.onEvent(() => {
      throw new Error('mine')
    })
    await faultOf(client.request('set_password', { password: 'sesame' }))
    server.link.socket.end()
    await client.closed
    expect(logged.join()).not.toContain('sesame')
  })
})

describe('the human monitor', () => {
  const says = (text: string) =>
    qemu((command, link) => {
      expect(command).toMatchObject({ execute: 'human-monitor-command' })
      link.send({ return: text, id: command.id })
    })

  test('its text is handed on as it is', async () => {
    const client = await connect(await says('VM status: paused\r\n'))
    expect(await runHmp(client, 'info status')).toBe('VM status: paused\r\n')
  })

  test('text of a silent command is its failure and does not repeat its arguments', async () => {
    const client = await connect(await says('Error: no such snapshot\r\n'))
    const fault = await faultOf(runSilentHmp(client, 'loadvm secret-name'))
    expect(fault).toMatchObject({ code: 'operationFailed', detail: 'Error: no such snapshot' })
    expect(fault.message).not.toContain('secret-name')
  })

  test('a silent command without text has succeeded', async () => {
    const client = await connect(await says(''))
    await expect(runSilentHmp(client, 'savevm one')).resolves.toBeUndefined()
  })
})

function recorder(into: string[]): Logger {
  const write = (message: string, fields?: LogFields) =>
    void into.push(`${message} ${JSON.stringify(fields)}`)
  const log: Logger = { debug: write, info: write, warn: write, error: write, child: () => log }
  return log
}

function turn(): Promise<undefined> {
  return new Promise((resolve) => setImmediate(resolve, undefined))
}
