import { afterEach, describe, expect, test } from 'vitest'
import type { VirtError } from '../../../src/core/errors/index.ts'
import { FakeClock } from '../../../src/core/lib/clock.ts'
import { AgentClient, type AgentClientOptions } from '../../../src/qmp/agent-client.ts'
import { whileFrozen } from '../../../src/qmp/agent-freeze.ts'
import { QMP_RESET } from '../../../src/qmp/message-reader.ts'
import type { QmpObject } from '../../../src/qmp/value.ts'
import { type FakeLink, FakePeer } from './fake-peer.ts'

const cleanups: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const RESET = Buffer.from([QMP_RESET])

/**
 * An agent as strict as the real one: one command at a time in order, no ids, answers to `guest-sync-delimited`
 * with the byte 0xFF before them. `answer` returns nothing to stay silent.
 */
async function agent(answer: (command: QmpObject, link: FakeLink) => object | undefined): Promise<FakePeer> {
  const peer = await FakePeer.start({
    message: (command, link) => {
      if (command.execute === 'guest-sync-delimited') {
        const { id } = command.arguments as { id: number }
        link.send(RESET, { return: id })
        return
      }
      const said = answer(command, link)
      if (said) link.send(said)
    },
  })
  cleanups.push(() => peer.close())
  return peer
}

async function connect(peer: FakePeer, options: AgentClientOptions = {}): Promise<AgentClient> {
  const client = await AgentClient.connect(peer.path, { name: 'the guest agent of x', ...options })
  cleanups.push(() => client.close())
  return client
}

function faultOf(work: Promise<unknown>): Promise<VirtError> {
  return work.then(
    () => Promise.reject(new Error('it did not fail')),
    (fault: VirtError) => fault,
  )
}

const names = (peer: FakePeer) =>
  peer.links.flatMap((link) => link.received.map((command) => command.execute))
const echo = (command: QmpObject) => ({ return: command.arguments ?? {} })

describe('the guest agent', () => {
  test('both ends get in step before the first command, and not again after an answer', async () => {
    const peer = await agent(echo)
    const client = await connect(peer)
    expect(await client.request('guest-info', { n: 1 })).toEqual({ n: 1 })
    await client.ping()
    expect(names(peer)).toEqual(['guest-sync-delimited', 'guest-info', 'guest-ping'])
  })

  test('there is one command at a time, in the order of the calls', async () => {
    let under = 0
    let most = 0
    const peer = await agent((command, link) => {
      most = Math.max(most, ++under)
      setImmediate(() => {
        under--
        link.send(echo(command))
      })
      return undefined
    })
    const client = await connect(peer)
    const work = Array.from({ length: 10 }, (_, n) => client.request('guest-x', { n }))
    expect(await Promise.all(work)).toEqual(Array.from({ length: 10 }, (_, n) => ({ n })))
    expect(most).toBe(1)
  })

  test('a late answer is never taken for that of the next command', async () => {
    const clock = new FakeClock()
    let late: FakeLink | undefined
    const peer = await agent((command, link) => {
      if (command.execute !== 'guest-slow') return echo(command)
      late = link
      return undefined
    })
    const client = await connect(peer, { clock })
    const slow = faultOf(client.request('guest-slow', undefined, { timeoutMs: 1000 }))
    await peer.until(() => late !== undefined)
    clock.advance(1000)
    expect((await slow).code).toBe('agentCommandTimeout')
    late?.send({ return: 'late' })
    expect(await client.request('guest-next', { n: 2 })).toEqual({ n: 2 })
    expect(names(peer).filter((name) => name === 'guest-sync-delimited')).toHaveLength(2)
  })

  test('a late answer that comes while getting in step is dropped', async () => {
    const abort = new AbortController()
    const peer = await FakePeer.start({
      message: (command, link) => {
        const { id } = (command.arguments ?? {}) as { id?: number }
        if (command.execute === 'guest-sync-delimited') {
          const stale = link.received.length > 2 ? ['{"return":"late"}\n{"ret'] : []
          link.send(...stale, RESET, { return: id })
        } else if (command.execute === 'guest-slow') abort.abort()
        else link.send({ return: 'right' })
      },
    })
    cleanups.push(() => peer.close())
    const client = await connect(peer)
    const fault = await faultOf(client.request('guest-slow', undefined, { signal: abort.signal }))
    expect(fault.code).toBe('operationAborted')
    expect(await client.request('guest-next')).toBe('right')
  })

  test('an agent that does not answer at all is unresponsive', async () => {
    const clock = new FakeClock()
    const peer = await FakePeer.start({})
    cleanups.push(() => peer.close())
    const client = await connect(peer, { clock })
    const work = faultOf(client.ping())
    await peer.until((at) => at.links[0]?.received.length === 1)
    clock.advance(5000)
    expect(await work).toMatchObject({ code: 'agentUnresponsive', number: 86 })
  })

  test('an agent that answers only older questions is out of step', async () => {
    const clock = new FakeClock()
    const peer = await FakePeer.start({
      message: (_, link) => link.send({ return: 1 }, { return: 2 }),
    })
    cleanups.push(() => peer.close())
    const client = await connect(peer, { clock })
    const work = faultOf(client.ping())
    while ((await Promise.race([work, turn()])) === undefined && clock.monotonic() < 500_000) {
      if (peer.links[0]?.received.length) clock.advance(100)
    }
    expect(await work).toMatchObject({ code: 'agentUnsynced', number: 97 })
  })

  test('a refusal carries the agent`s words and leaves both in step', async () => {
    const peer = await agent(() => ({ error: { class: 'CommandNotFound', desc: 'disabled' } }))
    const client = await connect(peer)
    expect(await faultOf(client.request('guest-exec', { path: '/bin/secret' }))).toMatchObject({
      code: 'agentCommandFailed',
      class: 'CommandNotFound',
      message: "the guest agent of x could not execute 'guest-exec': disabled",
    })
    await faultOf(client.ping())
    expect(names(peer)).toEqual(['guest-sync-delimited', 'guest-exec', 'guest-ping'])
  })

  test('a command without an answer ends with what proves that it worked', async () => {
    const peer = await agent(() => undefined)
    const client = await connect(peer)
    let down = () => {}
    const until = new Promise<void>((resolve) => {
      down = resolve
    })
    const work = client.request('guest-shutdown', { mode: 'powerdown' }, { until })
    await peer.until(() => names(peer).includes('guest-shutdown'))
    down()
    expect(await work).toBeNull()
  })

  test('a guest that sends garbage is read on', async () => {
    const peer = await agent((command, link) => {
      link.send('garbage from the guest\n')
      return echo(command)
    })
    const client = await connect(peer)
    expect(await client.request('guest-x', { n: 1 })).toEqual({ n: 1 })
  })

  test('a guest that sends an endless answer loses its channel', async () => {
    const peer = await agent((_, link) => {
      link.send(`{"return":"${'x'.repeat(10_000)}`)
      return undefined
    })
    const client = await connect(peer, { maxBytes: 5000 })
    expect((await faultOf(client.request('guest-x'))).code).toBe('agentUnsynced')
    expect(client.ended).toBe(true)
  })

  test('an agent that goes away fails the command under way and those after it', async () => {
    const peer = await agent((_, link) => {
      link.socket.end()
      return undefined
    })
    const client = await connect(peer)
    const [first, second] = [faultOf(client.ping()), faultOf(client.ping())]
    expect((await first).code).toBe('agentUnresponsive')
    expect((await second).code).toBe('agentUnresponsive')
  })

  test('a channel that nobody listens on is unresponsive', async () => {
    expect((await faultOf(AgentClient.connect('/nonexistent/agent'))).code).toBe('agentUnresponsive')
  })

  test('a caller may give up while others are served', async () => {
    const peer = await agent(() => undefined)
    const client = await connect(peer)
    const first = faultOf(client.request('guest-slow'))
    const abort = new AbortController()
    const second = faultOf(client.request('guest-next', undefined, { signal: abort.signal }))
    abort.abort()
    expect((await second).code).toBe('operationAborted')
    await client.close()
    expect((await first).code).toBe('operationAborted')
    expect(names(peer)).not.toContain('guest-next')
  })
})

describe('freezing file systems', () => {
  /** An agent with file systems: it refuses to freeze twice. */
  async function freezable(silent: readonly string[] = []) {
    let frozen = false
    const peer = await agent((command) => {
      const name = String(command.execute)
      if (name.startsWith('guest-fsfreeze-freeze')) {
        if (frozen) return { error: { class: 'GenericError', desc: 'frozen already' } }
        frozen = true
        return silent.includes(name) ? undefined : { return: 3 }
      }
      if (name === 'guest-fsfreeze-thaw') frozen = false
      return { return: 3 }
    })
    return { peer, isFrozen: () => frozen }
  }

  test('the work is done while they are frozen, and they are thawed after it', async () => {
    const { peer, isFrozen } = await freezable()
    const client = await connect(peer)
    const result = await whileFrozen(client, {}, async (count) => [count, isFrozen(), client.frozen])
    expect(result).toEqual([3, true, true])
    expect([isFrozen(), client.frozen]).toEqual([false, false])
  })

  test('they are thawed when the work fails, and its fault counts', async () => {
    const { peer, isFrozen } = await freezable()
    const client = await connect(peer)
    const work = whileFrozen(client, { mountpoints: ['/'] }, () => Promise.reject(new Error('no space')))
    await expect(work).rejects.toThrow('no space')
    expect(isFrozen()).toBe(false)
    expect(names(peer)).toContain('guest-fsfreeze-freeze-list')
  })

  test('they are thawed when the answer to freezing never comes', async () => {
    const clock = new FakeClock()
    const { peer, isFrozen } = await freezable(['guest-fsfreeze-freeze'])
    const client = await connect(peer, { clock })
    const work = faultOf(whileFrozen(client, {}, async () => 'not reached'))
    await peer.until(isFrozen)
    clock.advance(5000)
    expect((await work).code).toBe('agentCommandTimeout')
    expect(isFrozen()).toBe(false)
  })

  test('a freeze of somebody else is not undone', async () => {
    const { peer, isFrozen } = await freezable()
    const client = await connect(peer)
    await client.request('guest-fsfreeze-freeze')
    expect((await faultOf(whileFrozen(client, {}, async () => 1))).code).toBe('agentCommandFailed')
    expect([isFrozen(), client.frozen]).toEqual([true, true])
  })
})

function turn(): Promise<undefined> {
  return new Promise((resolve) => setImmediate(resolve, undefined))
}
