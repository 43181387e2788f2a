import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { type Clock, FakeClock, systemClock } from '../../../../../src/core/lib/clock.ts'
import { createAccessControl } from '../../../../../src/mappings/snmp/engine/access-control.ts'
import { Counters } from '../../../../../src/mappings/snmp/engine/counters.ts'
import { type Notification, v1Identity } from '../../../../../src/mappings/snmp/engine/notify/notification.ts'
import {
  NotificationOriginator,
  type NotifyConfig,
} from '../../../../../src/mappings/snmp/engine/notify/originator.ts'
import type { TargetConfig } from '../../../../../src/mappings/snmp/engine/notify/target.ts'
import { parseOid } from '../../../../../src/mappings/snmp/engine/oid.ts'
import { keepingLogger } from '../../../../wire/snmp/support/in-process.ts'

const kind = parseOid('1.3.6.1.4.1.32473.7666.0.9')
const notice = (changes: Partial<Notification> = {}): Notification => ({
  oid: kind,
  contextName: '',
  variables: [{ oid: parseOid('1.3.6.1.4.1.32473.7666.1.1.1.0'), syntax: 'OctetString', value: 'x' }],
  ...changes,
})

/** A receiver that answers informs, or does not. */
class Receiver {
  readonly packets: Buffer[] = []
  /** How many packets it does not answer. */
  deaf = 0
  readonly #socket: Socket
  #waiters: { count: number; wake: () => void }[] = []

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (packet, peer) => this.#take(packet, peer))
  }
  static async open(): Promise<Receiver> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new Receiver(socket)
  }
  get port(): number {
    return this.#socket.address().port
  }
  /** Resolves when so many packets have come. */
  async received(count: number): Promise<void> {
    if (this.packets.length >= count) return
    await new Promise<void>((wake) => this.#waiters.push({ count, wake }))
  }
  close(): void {
    this.#socket.close()
  }
  #take(packet: Buffer, peer: RemoteInfo): void {
    this.packets.push(packet)
    for (const { count, wake } of this.#waiters) if (this.packets.length >= count) wake()
    if (this.deaf-- > 0) return
    // The answer to an inform is the inform as a Response.
    const at = packet.indexOf(0xa6)
    if (at < 0) return
    const answer = Buffer.from(packet)
    answer[at] = 0xa2
    this.#socket.send(answer, peer.port, peer.address)
  }
}

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function receiver(): Promise<Receiver> {
  const one = await Receiver.open()
  closers.push(() => one.close())
  return one
}

function target(port: number, changes: Partial<TargetConfig> = {}): TargetConfig {
  return {
    name: 'nms',
    address: '127.0.0.1',
    port,
    version: 'v2c',
    type: 'inform',
    community: 'c',
    level: 'authPriv',
    timeout: 50,
    retries: 3,
    queue: 10,
    context: '',
    ...changes,
  }
}

function originator(
  config: Partial<NotifyConfig>,
  clock: Clock = systemClock,
): NotificationOriginator & { readonly lines: string[] } {
  const log = keepingLogger()
  const access = createAccessControl(
    { views: { few: { include: ['1.3.6.1.4.1.32473.7666'], exclude: ['1.3.6.1.4.1.32473.7666.0.8'] } } },
    [],
  )
  const made = new NotificationOriginator({
    config: { targets: [], log: { entries: 100, age: 10 }, rate: 0, ...config },
    clock,
    log,
    counters: new Counters(),
    security: {
      engine: () => undefined,
      ownUser: () => undefined,
      remoteUser: () => undefined,
      maxMessage: 65507,
    },
    access: () => access,
    upTime: () => 42,
  })
  closers.push(() => made.close())
  return Object.assign(made, { lines: log.lines })
}

describe('an inform', () => {
  test('is sent again until it is answered, and counted once', async () => {
    const nms = await receiver()
    nms.deaf = 2
    const sender = originator({ targets: [target(nms.port)] })
    const [delivery] = await sender.deliver(notice())
    expect(delivery).toMatchObject({ target: 'nms', outcome: 'acknowledged' })
    expect(nms.packets.length).toBe(3)
    expect(sender.targets[0]?.stats).toMatchObject({ sent: 1, acknowledged: 1, retries: 2 })
    expect([sender.dropped, sender.targets[0]?.waiting]).toEqual([0, 0])
  })

  test('that nobody answers is dropped after its retries, counted and logged', async () => {
    const nms = await receiver()
    nms.deaf = 100
    const sender = originator({ targets: [target(nms.port, { timeout: 10, retries: 2 })] })
    const [delivery] = await sender.deliver(notice())
    expect(delivery).toMatchObject({ outcome: 'unanswered', reason: `no answer from 127.0.0.1:${nms.port}` })
    expect(nms.packets.length).toBe(3)
    expect(sender.targets[0]).toMatchObject({ reachable: false, stats: { dropped: { unanswered: 1 } } })
    expect(sender.lines).toEqual([expect.stringContaining('a notification was dropped')])
  })

  test('of v3 to an engine that tells nothing of itself is dropped too', async () => {
    const nms = await receiver()
    nms.deaf = 100
    const v3 = target(nms.port, { version: 'v3', user: 'u', timeout: 10, retries: 1 })
    const [delivery] = await originator({ targets: [v3] }).deliver(notice())
    expect(delivery?.outcome).toBe('unanswered')
  })
})

describe('the queue of a target', () => {
  test('is bounded: the oldest are dropped, counted, and logged once', async () => {
    const nms = await receiver()
    nms.deaf = 1000
    const sender = originator({ targets: [target(nms.port, { queue: 10, timeout: 60_000 })] })
    for (let n = 0; n < 200; n++) sender.send(notice())
    const [one] = sender.targets
    expect(one?.stats.dropped.overflow).toBeGreaterThanOrEqual(200 - 10 - 32)
    expect(one?.waiting).toBeLessThanOrEqual(42)
    expect(sender.dropped).toBe(one?.stats.dropped.overflow)
    expect(sender.lines).toHaveLength(1)
    expect(sender.log.logged).toBe(200)
  })

  test('goes on when the target is taken away: what waits is counted as dropped', async () => {
    const nms = await receiver()
    nms.deaf = 1000
    const sender = originator({ targets: [target(nms.port, { timeout: 60_000 })] })
    sender.send(notice())
    await nms.received(1)
    sender.reconfigure({ targets: [], log: { entries: 100, age: 10 }, rate: 0 })
    expect([sender.targets.length, sender.dropped]).toEqual([0, 1])
  })

  test('is kept when other settings change', async () => {
    const nms = await receiver()
    const targets = [target(nms.port)]
    const sender = originator({ targets })
    await sender.deliver(notice())
    sender.reconfigure({ targets: [target(nms.port)], log: { entries: 5, age: 10 }, rate: 7 })
    expect(sender.targets[0]?.stats.acknowledged).toBe(1)
  })
})

describe('traps', () => {
  test('of a storm leave in portions that a receiver can hold, none is lost', async () => {
    const nms = await receiver()
    const sender = originator({ targets: [target(nms.port, { type: 'trap', queue: 1000 })] })
    for (let n = 0; n < 600; n++) sender.send(notice())
    await nms.received(600)
    expect(sender.dropped).toBe(0)
  })

  test('of one kind beyond the rate go to the log alone, and are counted', () => {
    const sender = originator({ targets: [target(9, { type: 'trap' })], rate: 5 }, new FakeClock())
    for (let n = 0; n < 30; n++) sender.send(notice())
    for (let n = 0; n < 30; n++)
      sender.send(notice({ oid: parseOid('1.3.6.1.2.1.236.0.11') }), { bounded: false })
    expect([sender.generated, sender.suppressed, sender.log.logged]).toEqual([60, 20, 60])
  })

  test('that a filter keeps back are counted and not sent', async () => {
    const nms = await receiver()
    const sender = originator({ targets: [target(nms.port, { type: 'trap', filter: 'few' })] })
    sender.send(notice({ oid: parseOid('1.3.6.1.4.1.32473.7666.0.8') }))
    sender.send(notice({ oid: parseOid('1.3.6.1.2.1.236.0.1') }))
    sender.send(notice())
    await nms.received(1)
    expect(sender.targets[0]?.stats).toMatchObject({ filtered: 2, sent: 1 })
  })

  test('of another context are not for a target', async () => {
    const nms = await receiver()
    const sender = originator({ targets: [target(nms.port, { type: 'trap', context: 'lab' })] })
    expect([sender.hears(''), sender.hears('lab'), sender.hears('other')]).toEqual([true, true, false])
    sender.send(notice())
    sender.send(notice({ contextName: 'lab' }))
    await nms.received(1)
    expect(sender.targets[0]?.stats).toMatchObject({ filtered: 0, sent: 1 })
  })

  test('of v1 cannot carry 64 bits: they are dropped and told', async () => {
    const nms = await receiver()
    const sender = originator({ targets: [target(nms.port, { version: 'v1', type: 'trap' })] })
    const big = { oid: kind, syntax: 'Counter64', value: 1n } as const
    const [delivery] = await sender.deliver(notice({ variables: [big] }))
    expect(delivery).toMatchObject({ outcome: 'unsendable', reason: 'SNMPv1 has no counters of 64 bits' })
  })

  test('of a v3 user without keys are dropped and told', async () => {
    const nms = await receiver()
    const sender = originator({ targets: [target(nms.port, { version: 'v3', type: 'trap', user: 'u' })] })
    expect((await sender.deliver(notice()))[0]?.outcome).toBe('unsendable')
  })
})

test.each([
  ['1.3.6.1.2.1.236.0.4', '1.3.6.1.2.1.236', 6, 4],
  ['1.3.6.1.4.1.9.9.41.2.1', '1.3.6.1.4.1.9.9.41.2', 6, 1],
  ['1.3.6.1.6.3.1.1.5.1', '1.3.6.1.6.3.1.1.5', 0, 0],
  ['1.3.6.1.6.3.1.1.5.5', '1.3.6.1.6.3.1.1.5', 4, 0],
])('%s has in v1 the enterprise %s and the numbers %i and %i', (oid, enterprise, generic, specific) => {
  expect(v1Identity(parseOid(oid))).toEqual({ enterprise: parseOid(enterprise), generic, specific })
})

describe('the log', () => {
  test('holds as many entries as it may, the latest, and counts those that had to go', () => {
    const sender = originator({ log: { entries: 3, age: 0 } }, new FakeClock())
    for (let n = 0; n < 5; n++) sender.send(notice())
    expect(Array.from(sender.log.rows.values(), ({ index }) => index)).toEqual([3, 4, 5])
    expect([sender.log.logged, sender.log.bumped]).toEqual([5, 2])
    sender.log.setLimits({ entries: 1, age: 0 })
    expect(sender.log.rows.size).toBe(1)
  })

  test('forgets entries of the age that is set', () => {
    const clock = new FakeClock()
    const sender = originator({ log: { entries: 100, age: 10 } }, clock)
    sender.send(notice())
    clock.advance(5 * 60_000)
    sender.send(notice())
    clock.advance(6 * 60_000)
    expect(Array.from(sender.log.rows.values(), ({ index }) => index)).toEqual([2])
    clock.advance(20 * 60_000)
    expect([sender.log.rows.size, sender.log.bumped]).toEqual([0, 0])
  })
})
