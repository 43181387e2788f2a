import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SnmpAgent } from '../../../src/mappings/snmp/engine/agent.ts'
import { community, decodeCommunity, int, oid, pdu, str, tlv } from './support/ber.ts'
import { InProcessAgent, keepingLogger, testBoots, testEngineId, testKeys } from './support/in-process.ts'
import { sampleRoot as root, sampleModule } from './support/sample-module.ts'
import { v3 } from './support/v3.ts'

/** Packets of the mutation run; both kinds together are what the project promises to survive. */
const MUTANTS = 120_000
const MAX_VARIABLES = 1_000
/** Instances that one datagram may cause to be looked at: the variables, and what lies between them. */
const MOST_STEPS = 2 * MAX_VARIABLES + 64

function agent(): InProcessAgent {
  const under = new InProcessAgent({
    access: {
      communities: [
        { name: 'public', view: 'all' },
        { name: 'rw', view: 'all', write: 'all' },
      ],
    },
    modules: [sampleModule()],
    groups: { ann: 'admins' },
  })
  under.addContext('lab', [sampleModule()])
  return under
}

/** A generator of numbers that a seed repeats (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (((t ^ (t >>> 14)) >>> 0) % below) | 0
  }
}

const names = [`${root}.1.1.0`, `${root}.2.1.2`, `${root}.2.1.4.4294967295`, '1.3', '2.100.3']
const bodies = [
  pdu(0xa0, 1, names),
  pdu(0xa1, 2, names),
  pdu(0xa5, 3, names, [1, 2_147_483_647]),
  pdu(0xa3, 4, [
    [`${root}.1.2.0`, int(50)],
    [`${root}.1.1.0`, str('x')],
    [`${root}.1.2.0`, oid('1.3.6')],
  ]),
  pdu(0xa2, 5, names),
  pdu(0xa0, 6, []),
]
const v3Base = { engineId: testEngineId, boots: testBoots, time: 0, user: 'ann' }

/** Valid messages of every kind. */
const seeds = [
  ...bodies.map((body) => community(1, 'public', body)),
  ...bodies.map((body) => community(0, 'rw', body)),
  ...bodies.map((body) => v3({ ...v3Base, flags: 7 }, body, testKeys)),
  ...bodies.map((body) => v3({ ...v3Base, flags: 5, context: 'lab' }, body, testKeys)),
  ...bodies.map((body) => v3({ ...v3Base, flags: 4, engineId: Buffer.alloc(0), user: '' }, body)),
]

const interesting = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x85, 0xff, 0x30, 0x04, 0x02, 0x06]

function mutate(seed: Buffer, next: (below: number) => number): Buffer {
  let packet = Buffer.from(seed)
  for (let changes = 1 + next(4); changes > 0; changes--) {
    const at = next(Math.max(1, packet.length))
    switch (next(6)) {
      case 0:
        packet[at] = next(256)
        break
      case 1:
        packet[at] = interesting[next(interesting.length)] ?? 0
        break
      case 2:
        packet = Buffer.from(packet.subarray(0, at))
        break
      case 3:
        packet = Buffer.concat([packet.subarray(0, at), Buffer.from([next(256)]), packet.subarray(at)])
        break
      case 4:
        packet = Buffer.concat([packet.subarray(0, at), packet.subarray(at + 1 + next(8))])
        break
      default: {
        const other = seeds[next(seeds.length)] ?? packet
        packet = Buffer.concat([packet.subarray(0, at), other.subarray(next(other.length))])
      }
    }
  }
  return packet
}

/** Hands packets over and keeps what one of them cost at most. */
class Meter {
  longestMs = 0
  mostSteps = 0
  count = 0
  readonly #under: InProcessAgent

  constructor(under: InProcessAgent) {
    this.#under = under
  }

  put(packet: Buffer): void {
    const before = performance.now()
    const steps = this.#under.put(packet)
    this.longestMs = Math.max(this.longestMs, performance.now() - before)
    this.mostSteps = Math.max(this.mostSteps, steps)
    this.count++
    this.#under.answers.length = 0
  }

  print(what: string): void {
    process.stdout.write(
      `fuzz: ${what}: ${this.count} packets, at most ${this.mostSteps} steps and ${this.longestMs.toFixed(2)} ms for one\n`,
    )
  }
}

/** Lets what was begun (SETs) come to its end. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve))
}

test(`${MUTANTS} mutants of valid messages of v1, v2c and v3 throw nothing and cost a bounded amount of work`, async () => {
  const under = agent()
  const meter = new Meter(under)
  const next = random(20_260)
  for (let i = 0; i < MUTANTS; i++) {
    meter.put(mutate(seeds[i % seeds.length] ?? Buffer.alloc(0), next))
    if (i % 1_000 === 0) await settle()
  }
  await settle()
  meter.print('mutants')
  expect(meter.mostSteps).toBeLessThanOrEqual(MOST_STEPS)
  expect(under.counters.snmpInPkts).toBe(MUTANTS)
  expect(under.counters.snmpInASNParseErrs).toBeGreaterThan(MUTANTS / 10)
  expect(under.log.lines.filter((line) => line.startsWith('error'))).toEqual([])
  expect(under.askCommunity(pdu(0xa0, 9, [`${root}.1.1.0`])).variables).toMatchObject([{ value: '"hello"' }])
})

test('mutants inside a signature and an encryption that are right get as far as the PDU and throw nothing', async () => {
  const under = agent()
  const meter = new Meter(under)
  const next = random(7)
  for (let i = 0; i < 6_000; i++) {
    const body = mutate(bodies[i % bodies.length] ?? Buffer.alloc(0), next)
    meter.put(v3({ ...v3Base, flags: i % 2 === 0 ? 7 : 5 }, body, testKeys))
    if (i % 500 === 0) await settle()
  }
  await settle()
  meter.print('signed mutants')
  expect(meter.mostSteps).toBeLessThanOrEqual(MOST_STEPS)
  expect(under.counters.usmStatsWrongDigests).toBe(0)
  expect(under.counters.snmpInASNParseErrs).toBeGreaterThan(100)
  expect(under.log.lines.filter((line) => line.startsWith('error'))).toEqual([])
})

describe('packets that fast-check makes', () => {
  test('of any octets throw nothing', () => {
    const under = agent()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        under.put(Buffer.from(octets))
      }),
      { numRuns: 5_000 },
    )
    expect(under.counters.snmpInASNParseErrs).toBe(under.counters.snmpInPkts)
  })

  const anyValue = fc.letrec((tie) => ({
    tlv: fc.oneof(
      { depthSize: 'small' },
      fc
        .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 12 }))
        .map(([tag, octets]) => tlv(tag, octets)),
      fc
        .tuple(
          fc.constantFrom(0x30, 0xa0, 0xa1, 0xa3, 0xa5),
          fc.array(tie('tlv') as fc.Arbitrary<Buffer>, { maxLength: 6 }),
        )
        .map(([tag, parts]) => tlv(tag, ...parts)),
    ),
  })).tlv

  test('of well-formed BER with any structure throw nothing', () => {
    const under = agent()
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 3), fc.array(anyValue, { maxLength: 5 }), (version, parts) => {
        under.put(tlv(0x30, int(version), ...parts))
        under.put(community(1, 'public', tlv(0xa0, ...parts)))
      }),
      { numRuns: 3_000 },
    )
    expect(under.log.lines.filter((line) => line.startsWith('error'))).toEqual([])
  })

  test('of valid requests with any identifiers and numbers are all answered', () => {
    const under = agent()
    const sub = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 0xffffffff }))
    const anyName = fc.oneof(
      fc.array(sub, { maxLength: 12 }).map((subs) => [root, ...subs].join('.')),
      fc.array(sub, { maxLength: 20 }).map((subs) => ['1.3', ...subs].join('.')),
    )
    const anyInt = fc.oneof(fc.integer({ min: -5, max: 60 }), fc.integer())
    fc.assert(
      fc.property(
        fc.constantFrom(0xa0, 0xa1, 0xa5),
        fc.integer(),
        fc.array(anyName, { maxLength: 8 }),
        anyInt,
        anyInt,
        (tag, id, asked, first, second) => {
          const answer = under.ask(community(1, 'public', pdu(tag, id, asked, [first, second])))
          const decoded = decodeCommunity(answer as Buffer)
          expect(decoded).toMatchObject({ id, status: 0 })
          if (tag !== 0xa5) expect(decoded.variables).toHaveLength(asked.length)
        },
      ),
      { numRuns: 3_000 },
    )
  })
})

test('a real socket survives a flood of mutants and answers afterwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'virtgate-fuzz-'))
  const server = new SnmpAgent({
    listen: ['127.0.0.1:0'],
    system: { descr: 'fuzzed', objectId: [1, 3], contact: '', name: '', location: '' },
    stateDir: folder,
    access: { communities: [{ name: 'public', view: 'all' }] },
    log: keepingLogger(),
  })
  const client = createSocket('udp4')
  try {
    server.context('').register(sampleModule())
    const [endpoint] = await server.start()
    const port = endpoint?.port ?? 0
    const next = random(3)
    for (let i = 0; i < 4_000; i++) {
      const packet = mutate(seeds[i % seeds.length] ?? Buffer.alloc(0), next)
      client.send(packet, port, '127.0.0.1')
      if (i % 50 === 0) await settle()
    }
    const probe = community(1, 'public', pdu(0xa0, 987_654, ['1.3.6.1.2.1.1.1.0']))
    const answer = await answerTo(client, probe, port)
    expect(decodeCommunity(answer).variables).toMatchObject([{ value: '"fuzzed"' }])
    expect(server.counters.snmpInPkts).toBeGreaterThan(1_000)
  } finally {
    client.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
})

/** Sends until the answer with the probe's request-id comes; answers to mutants are passed over. */
async function answerTo(
  client: ReturnType<typeof createSocket>,
  probe: Buffer,
  port: number,
): Promise<Buffer> {
  const deadline = AbortSignal.timeout(20_000)
  const again = setInterval(() => client.send(probe, port, '127.0.0.1'), 200)
  try {
    for (;;) {
      const [packet] = (await once(client, 'message', { signal: deadline })) as [Buffer]
      if (packet.includes(int(987_654))) return packet
    }
  } finally {
    clearInterval(again)
  }
}
