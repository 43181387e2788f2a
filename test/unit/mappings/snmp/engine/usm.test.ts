import { describe, expect, test } from 'vitest'
import { community, pdu } from '../../../../wire/snmp/support/ber.ts'
import {
  InProcessAgent,
  testBoots,
  testEngineId,
  testKeys,
} from '../../../../wire/snmp/support/in-process.ts'
import { sampleRoot as root, sampleModule } from '../../../../wire/snmp/support/sample-module.ts'
import { type DecodedV3, decodeV3, type V3Parts, v3 } from '../../../../wire/snmp/support/v3.ts'

const GET = 0xa0
const AUTH = 1
const PRIV = 3
const REPORTABLE = 4
const usmStats = '1.3.6.1.6.3.15.1.1'

function agent(): InProcessAgent {
  const under = new InProcessAgent({
    modules: [sampleModule()],
    groups: { ann: 'admins', ray: 'readers', nob: 'nogroup' },
  })
  under.addContext('lab', [])
  return under
}

const base: V3Parts = {
  engineId: testEngineId,
  boots: testBoots,
  time: 0,
  user: 'ann',
  flags: PRIV | REPORTABLE,
}
const name = `${root}.1.1.0`

function ask(
  under: InProcessAgent,
  parts: Partial<V3Parts> = {},
  body = pdu(GET, 9, [name]),
): DecodedV3 | undefined {
  const answer = under.ask(v3({ ...base, ...parts }, body, testKeys))
  return answer && decodeV3(answer, testKeys)
}

test('an authenticated and encrypted request is answered at the same level', () => {
  const answer = ask(agent(), { msgId: 4242 })
  expect(answer).toMatchObject({ flags: PRIV, boots: testBoots, time: 0, user: 'ann', context: '' })
  expect(answer?.pdu).toMatchObject({ tag: 0xa2, id: 9, status: 0, variables: [{ name, value: '"hello"' }] })
})

test('an authenticated request is answered with authentication only', () => {
  const answer = ask(agent(), { flags: AUTH | REPORTABLE })
  expect(answer).toMatchObject({ flags: AUTH })
  expect(answer?.pdu.variables).toMatchObject([{ value: '"hello"' }])
})

test.each(['admins', 'readers'])('without authentication %s get authorizationError', () => {
  const answer = ask(agent(), { flags: REPORTABLE })
  expect(answer?.pdu).toMatchObject({ status: 16, index: 0, variables: [{ name }] })
})

test('a user in no group with rules gets authorizationError', () => {
  expect(ask(agent(), { user: 'nob' })?.pdu).toMatchObject({ status: 16, index: 0 })
})

test('another context is read by its name', () => {
  const answer = ask(agent(), { context: 'lab' })
  expect(answer?.context).toBe('lab')
  expect(answer?.pdu.variables).toMatchObject([{ value: 'noSuchObject' }])
})

test('a response obeys the message size of the manager', () => {
  const under = agent()
  const bulk = pdu(0xa5, 1, [`${root}.2.1.2`], [0, 50])
  const packet = under.ask(v3({ ...base, maxSize: 484 }, bulk, testKeys)) as Buffer
  expect(packet.length).toBeLessThanOrEqual(484)
  expect(decodeV3(packet, testKeys).pdu.variables.length).toBeGreaterThan(4)
})

describe('discovery', () => {
  test.each([
    ['GET', 0xa0],
    ['GETNEXT', 0xa1],
    ['GETBULK', 0xa5],
    ['SET', 0xa3],
  ])('by %s is reported with engine id, boots and time', (_what, tag) => {
    const under = agent()
    under.clock.advance(12_000)
    const parts = { engineId: Buffer.alloc(0), boots: 0, time: 0, user: '', flags: REPORTABLE }
    const report = ask(under, parts, pdu(tag, 31, []))
    expect(report).toMatchObject({ flags: 0, boots: testBoots, time: 12, user: '' })
    expect(report?.engineId.equals(testEngineId)).toBe(true)
    expect(report?.pdu).toMatchObject({
      tag: 0xa8,
      id: 31,
      variables: [{ name: `${usmStats}.4.0`, tag: 0x41, value: '1' }],
    })
  })

  test('that does not want a report gets none', () => {
    const under = agent()
    expect(ask(under, { engineId: Buffer.alloc(0), user: '', flags: 0 })).toBeUndefined()
    expect(under.counters.usmStatsUnknownEngineIDs).toBe(1)
  })
})

describe('reports', () => {
  const other = Buffer.from('80007ed905ffffffffffffffff', 'hex')

  test.each([
    ['an unknown user', { user: 'eve' }, `${usmStats}.3.0`, 0],
    ['another engine', { engineId: other }, `${usmStats}.4.0`, 0],
    ['a time too early', { time: 151 }, `${usmStats}.2.0`, AUTH],
    ['other boots', { boots: testBoots - 1 }, `${usmStats}.2.0`, AUTH],
    ['an unknown context', { context: 'none' }, '1.3.6.1.6.3.12.1.5.0', PRIV],
    ['another context engine', { contextEngineId: other }, '1.3.6.1.6.3.11.2.1.3.0', PRIV],
  ] as const)('tell of %s', (_what, parts, counter, flags) => {
    const report = ask(agent(), parts)
    expect(report?.flags).toBe(flags)
    expect(report?.pdu).toMatchObject({ tag: 0xa8, variables: [{ name: counter, value: '1' }] })
  })

  test('tell of a wrong digest without authentication', () => {
    const under = agent()
    const wrong = { ...testKeys, authKey: Buffer.alloc(32, 1) }
    const answer = under.ask(v3({ ...base, flags: AUTH | REPORTABLE }, pdu(GET, 9, [name]), wrong)) as Buffer
    expect(decodeV3(answer)).toMatchObject({
      flags: 0,
      pdu: { id: 9, variables: [{ name: `${usmStats}.5.0` }] },
    })
    expect(under.counters.usmStatsWrongDigests).toBe(1)
  })

  test('tell of a PDU that an agent does not handle', () => {
    const report = ask(agent(), {}, pdu(0xa6, 9, []))
    expect(report?.pdu).toMatchObject({ tag: 0xa8, id: 9, variables: [{ name: '1.3.6.1.6.3.11.2.1.3.0' }] })
  })

  test('to one address that never authenticates are limited', () => {
    const under = agent()
    for (let i = 0; i < 1_500; i++) ask(under, { user: 'eve' })
    expect(under.counters.reportsWithheld).toBe(500)
    expect(ask(under, {})?.pdu.status).toBe(0)
    under.clock.advance(1_000)
    expect(ask(under, { user: 'eve' })).toBeDefined()
  })
})

describe('replay', () => {
  test('of a captured message after a restart is refused', () => {
    const captured = v3(base, pdu(GET, 9, [name]), testKeys)
    const before = agent()
    expect(before.ask(Buffer.from(captured))).toBeDefined()
    // The next run of the engine has other boots; here the message is from the run before.
    const late = v3({ ...base, boots: testBoots - 1 }, pdu(GET, 9, [name]), testKeys)
    const after = agent()
    expect(decodeV3(after.ask(late) as Buffer, testKeys).pdu.tag).toBe(0xa8)
    expect(after.counters.usmStatsNotInTimeWindows).toBe(1)
  })

  test('of a captured message after the time window is refused', () => {
    const under = agent()
    const captured = v3(base, pdu(GET, 9, [name]), testKeys)
    under.clock.advance(150_000)
    expect(decodeV3(under.ask(Buffer.from(captured)) as Buffer, testKeys).pdu.tag).toBe(0xa2)
    under.clock.advance(1_000)
    expect(decodeV3(under.ask(Buffer.from(captured)) as Buffer, testKeys).pdu.tag).toBe(0xa8)
  })
})

describe('what is dropped without a report', () => {
  test.each([
    ['privacy without authentication', { flags: 2 | REPORTABLE }, 'snmpInvalidMsgs'],
    ['another security model', { model: 4 }, 'snmpUnknownSecurityModels'],
    ['a message size below 484', { maxSize: 483 }, 'snmpInASNParseErrs'],
    ['a negative message id', { msgId: -1 }, 'snmpInASNParseErrs'],
    ['a user name of 33 octets', { user: 'x'.repeat(33) }, 'snmpInASNParseErrs'],
  ] as const)('%s is counted', (_what, parts, counter) => {
    const under = agent()
    expect(ask(under, parts)).toBeUndefined()
    expect(under.counters[counter]).toBe(1)
  })

  test('any message that is cut off', () => {
    const under = agent()
    const whole = v3(base, pdu(GET, 9, [name]), testKeys)
    for (let length = 0; length < whole.length; length++) {
      expect(under.ask(Buffer.from(whole.subarray(0, length)))).toBeUndefined()
    }
  })

  test('any single changed bit of a signed message reads nothing', () => {
    const under = agent()
    const whole = v3(base, pdu(GET, 9, [name]), testKeys)
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const changed = Buffer.from(whole)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      under.ask(changed)
    }
    expect(under.counters.snmpOutGetResponses).toBe(0)
  })
})

test('SET needs privacy', async () => {
  const module = sampleModule()
  const under = new InProcessAgent({ modules: [module], groups: { ann: 'admins' } })
  const body = pdu(0xa3, 1, [[`${root}.1.2.0`, Buffer.from([2, 1, 60])]])
  expect(ask(under, { flags: AUTH | REPORTABLE }, body)?.pdu).toMatchObject({ status: 6, index: 1 })
  under.answers.length = 0
  under.put(v3(base, body, testKeys))
  expect(decodeV3(await under.next(), testKeys).pdu.status).toBe(0)
  expect(module.level).toBe(60)
})

test('communities do not exist unless they are configured', () => {
  const under = agent()
  expect(under.ask(community(1, 'public', pdu(GET, 1, [name])))).toBeUndefined()
  expect(under.counters.snmpInBadCommunityNames).toBe(1)
})
