import { describe, expect, test } from 'vitest'
import { defineTable, type MibModule } from '../../../../../src/mappings/snmp/engine/module.ts'
import { parseOid } from '../../../../../src/mappings/snmp/engine/oid.ts'
import { OrderedIndex } from '../../../../../src/mappings/snmp/engine/ordered-index.ts'
import {
  community,
  decodeCommunity,
  int,
  nil,
  oid,
  pdu,
  str,
  tlv,
} from '../../../../wire/snmp/support/ber.ts'
import { InProcessAgent, type InProcessOptions } from '../../../../wire/snmp/support/in-process.ts'
import { sampleRoot as root, sampleModule } from '../../../../wire/snmp/support/sample-module.ts'

const GET = 0xa0
const NEXT = 0xa1
const SET = 0xa3
const BULK = 0xa5

function agent(options: InProcessOptions = {}): InProcessAgent {
  return new InProcessAgent({
    access: {
      communities: [
        { name: 'public', view: 'all' },
        { name: 'rw', write: 'all' },
      ],
    },
    modules: [sampleModule()],
    ...options,
  })
}

function values(answer: { variables: readonly { name: string; value: string }[] }): string[] {
  return answer.variables.map(({ name, value }) => `${name.replace(`${root}.`, '')}=${value}`)
}

describe('GET', () => {
  test.each([
    ['a scalar', `${root}.1.1.0`, '"hello"'],
    ['a cell', `${root}.2.1.2.7`, '"row7"'],
    ['a cell with the greatest index', `${root}.2.1.2.4294967295`, '"row4294967295"'],
    ['the greatest Counter64', `${root}.1.3.0`, '18446744073709551615'],
    ['a scalar without its instance', `${root}.1.1`, 'noSuchInstance'],
    ['an instance of a scalar that cannot be', `${root}.1.1.1`, 'noSuchInstance'],
    ['a scalar that is absent now', `${root}.1.4.0`, 'noSuchInstance'],
    ['a row that does not exist', `${root}.2.1.2.8`, 'noSuchInstance'],
    ['a cell that the row lacks', `${root}.2.1.3.2`, 'noSuchInstance'],
    ['a column that is not accessible', `${root}.2.1.1.1`, 'noSuchInstance'],
    ['a column that does not exist', `${root}.2.1.9.1`, 'noSuchObject'],
    ['something unknown', '1.3.6.1.9.4294967295', 'noSuchObject'],
    ['0.0', '0.0', 'noSuchObject'],
    ['2.100.3', '2.100.3', 'noSuchObject'],
    ['1.3', '1.3', 'noSuchObject'],
  ])('of %s', (_what, name, value) => {
    const answer = agent().askCommunity(pdu(GET, 5, [name]))
    expect(answer).toMatchObject({ id: 5, status: 0, index: 0 })
    expect(answer.variables).toMatchObject([{ name, value }])
  })

  test('of nothing is answered with nothing', () => {
    expect(agent().askCommunity(pdu(GET, 1, [])).variables).toEqual([])
  })

  test('with an empty identifier is answered with the same name', () => {
    const packet = community(1, 'public', tlv(GET, int(1), int(0), int(0), tlv(0x30, tlv(0x30, tlv(6), nil))))
    const answer = agent().ask(packet) as Buffer
    expect(answer.includes(Buffer.from('30040600', 'hex'))).toBe(true)
  })

  test('of more variables than allowed is too big', () => {
    const names = Array.from({ length: 1_001 }, () => `${root}.1.1.0`)
    expect(agent().askCommunity(pdu(GET, 1, names))).toMatchObject({ status: 1, index: 0, variables: [] })
  })

  test('whose answer exceeds the message size is too big, with an empty list in v2c and its own list in v1', () => {
    const long = textModule('x'.repeat(5_000))
    const small = agent({ modules: [long], limits: { maxMessage: 1_500 } })
    expect(small.askCommunity(pdu(GET, 1, ['1.3.6.1.9.1.0']))).toMatchObject({ status: 1, variables: [] })
    const v1 = small.askCommunity(pdu(GET, 1, ['1.3.6.1.9.1.0']), 'public', 0)
    expect(v1).toMatchObject({ status: 1, index: 0, variables: [{ name: '1.3.6.1.9.1.0' }] })
    expect(small.counters.snmpOutTooBigs).toBe(2)
  })

  test('whose refusal does not fit either is dropped and counted', () => {
    const tiny = agent({ limits: { maxMessage: 20 } })
    expect(tiny.ask(community(1, 'public', pdu(GET, 1, [`${root}.1.1.0`])))).toBeUndefined()
    expect(tiny.counters.snmpSilentDrops).toBe(1)
  })

  test('of an object whose function throws is answered with genErr and its index', () => {
    const broken = agent({ modules: [textModule('ok'), failingModule()] })
    const answer = broken.askCommunity(pdu(GET, 1, ['1.3.6.1.9.1.0', '1.3.6.1.8.1.0']))
    expect(answer).toMatchObject({ status: 5, index: 2, variables: [{ name: '1.3.6.1.9.1.0' }, {}] })
    expect(broken.log.lines.join()).toContain('an object cannot be read')
  })
})

describe('GETNEXT', () => {
  test.each([
    ['before everything', '0.0', `${root}.1.1.0`],
    ['before the first object', '1.3', `${root}.1.1.0`],
    ['a scalar object', `${root}.1.1`, `${root}.1.1.0`],
    ['a scalar instance', `${root}.1.1.0`, `${root}.1.2.0`],
    ['beyond a scalar instance', `${root}.1.1.0.5`, `${root}.1.2.0`],
    ['over an absent scalar and a hidden column', `${root}.1.3.0`, `${root}.2.1.2.1`],
    ['between rows', `${root}.2.1.2.4`, `${root}.2.1.2.7`],
    ['below a row', `${root}.2.1.2.3.9`, `${root}.2.1.2.7`],
    ['over a row without the column', `${root}.2.1.3.1`, `${root}.2.1.3.3`],
    ['the last row of a column', `${root}.2.1.2.4294967295`, `${root}.2.1.3.1`],
    ['a column that does not exist', `${root}.2.1.1.7`, `${root}.2.1.2.1`],
  ])('of %s', (_what, name, next) => {
    expect(agent().askCommunity(pdu(NEXT, 1, [name])).variables).toMatchObject([{ name: next }])
  })

  test('at the end is endOfMibView with the name that was asked', () => {
    const last = `${root}.2.1.4.4294967295`
    expect(values(agent().askCommunity(pdu(NEXT, 1, [last, '2.100.3'])))).toEqual([
      '2.1.4.4294967295=endOfMibView',
      '2.100.3=endOfMibView',
    ])
  })

  test('walks through every instance in ascending order', () => {
    const under = agent()
    const seen: string[] = []
    for (let name = '0.0'; ; ) {
      const [variable] = under.askCommunity(pdu(NEXT, 1, [name])).variables
      if (variable === undefined || variable.value === 'endOfMibView') break
      name = variable.name
      seen.push(name.slice(root.length + 1))
    }
    const rows = ['1', '2', '3', '7', '4294967295']
    expect(seen).toEqual([
      ...['1.1.0', '1.2.0', '1.3.0'],
      ...rows.map((i) => `2.1.2.${i}`),
      ...rows.filter((i) => i !== '2').map((i) => `2.1.3.${i}`),
      ...rows.map((i) => `2.1.4.${i}`),
    ])
  })
})

describe('GETBULK', () => {
  const bulk = (names: string[], nonRepeaters: number, repetitions: number, options: InProcessOptions = {}) =>
    values(agent(options).askCommunity(pdu(BULK, 1, names, [nonRepeaters, repetitions])))
  const names = `${root}.2.1.2`
  const sizes = `${root}.2.1.3`

  test('gives non-repeaters once and repeaters round by round', () => {
    expect(bulk([`${root}.1.1`, names, sizes], 1, 2)).toEqual([
      '1.1.0="hello"',
      '2.1.2.1="row1"',
      '2.1.3.1=1',
      '2.1.2.2="row2"',
      '2.1.3.3=3',
    ])
  })

  test.each([
    ['-1 non-repeaters as none', -1, 2, ['2.1.2.1="row1"', '2.1.2.2="row2"']],
    ['-1 repetitions as none', 0, -1, []],
    ['no repetitions', 0, 0, []],
    ['more non-repeaters than variables', 9, 5, ['2.1.2.1="row1"']],
  ])('takes %s', (_what, nonRepeaters, repetitions, expected) => {
    expect(bulk([names], nonRepeaters, repetitions)).toEqual(expected)
  })

  test('answers an empty list with an empty list', () => {
    expect(bulk([], 0, 10)).toEqual([])
  })

  test('repeats the last name at the end, for one whole round', () => {
    expect(bulk([`${root}.2.1.4.7`, `${root}.2.1.4.3`], 0, 10)).toEqual(
      [
        '2.1.4.4294967295=4294967295000000000000',
        '2.1.4.7=7000000000000',
        '2.1.4.4294967295=endOfMibView',
        '2.1.4.4294967295=4294967295000000000000',
        '2.1.4.4294967295=endOfMibView',
        '2.1.4.4294967295=endOfMibView',
      ].map((text) => text.replace('4294967295000000000000', String(4294967295000000000000n % 2n ** 64n))),
    )
  })

  test('gives endOfMibView under the name that was asked when nothing follows', () => {
    expect(bulk(['2.1'], 0, 5)).toEqual(['2.1=endOfMibView'])
  })

  test('stops at the most variables whatever is asked', () => {
    expect(bulk([names, sizes], 0, 2_147_483_647, { limits: { maxVariables: 7 } })).toHaveLength(7)
  })

  test('stops where its message would exceed the size for bulk, never with tooBig', () => {
    const limited = agent({ limits: { bulkMessage: 200 } })
    const packet = limited.ask(community(1, 'public', pdu(BULK, 1, [names, sizes], [0, 50]))) as Buffer
    expect(packet.length).toBeLessThanOrEqual(200)
    expect(packet.length).toBeGreaterThan(170)
    expect(decodeCommunity(packet)).toMatchObject({ status: 0 })
  })

  test('gives one variable that is longer than the size for bulk, as the walk could not go on without it', () => {
    expect(bulk(['1.3.6.1.9'], 0, 3, { modules: [textModule('y'.repeat(3_000))] })).toHaveLength(1)
  })

  test('gives a first round cut off when there are more repeaters than variables allowed', () => {
    const many = Array.from({ length: 30 }, () => names)
    expect(bulk(many, 0, 3, { limits: { maxVariables: 20 } })).toHaveLength(20)
  })
})

describe('SNMPv1', () => {
  const v1 = (tag: number, names: string[]) => agent().askCommunity(pdu(tag, 1, names), 'public', 0)

  test.each([
    ['something unknown', '1.3.6.1.9.1'],
    ['a missing row', `${root}.2.1.2.8`],
    ['a Counter64', `${root}.1.3.0`],
  ])('says noSuchName with the index for %s', (_what, name) => {
    expect(v1(GET, [`${root}.1.1.0`, name])).toMatchObject({ status: 2, index: 2, variables: [{}, { name }] })
  })

  test('GETNEXT passes over Counter64', () => {
    expect(v1(NEXT, [`${root}.1.2.0`]).variables).toMatchObject([{ name: `${root}.2.1.2.1` }])
  })

  test('GETNEXT at the end is noSuchName', () => {
    expect(v1(NEXT, [`${root}.2.1.3.4294967295`])).toMatchObject({ status: 2, index: 1 })
  })

  test('GETBULK is dropped and counted', () => {
    const under = agent()
    expect(under.ask(community(0, 'public', pdu(BULK, 1, ['1.3'], [0, 5])))).toBeUndefined()
    expect(under.counters.snmpInASNParseErrs).toBe(1)
  })
})

describe('a view of the community', () => {
  const views = { part: { include: [`${root}.1.1`, `${root}.2.1.*.3`, `${root}.2.1.*.7`] } }
  const options = { access: { views, communities: [{ name: 'public', view: 'part' }] } }

  test('hides what is outside from GET', () => {
    const asked = [`${root}.1.1.0`, `${root}.1.2.0`, `${root}.2.1.2.1`, `${root}.2.1.2.3`]
    expect(values(agent(options).askCommunity(pdu(GET, 1, asked)))).toEqual([
      '1.1.0="hello"',
      '1.2.0=noSuchObject',
      '2.1.2.1=noSuchObject',
      '2.1.2.3="row3"',
    ])
  })

  test('makes GETNEXT pass over what is outside', () => {
    const walk = values(agent(options).askCommunity(pdu(BULK, 1, ['1.3'], [0, 20])))
    expect(walk.slice(0, 7).map((text) => text.split('=')[0])).toEqual([
      '1.1.0',
      '2.1.2.3',
      '2.1.2.7',
      '2.1.3.3',
      '2.1.3.7',
      '2.1.4.3',
      '2.1.4.7',
    ])
  })
})

describe('what is dropped', () => {
  test.each([
    ['an unknown community', community(1, 'wrong', pdu(GET, 1, ['1.3'])), 'snmpInBadCommunityNames'],
    ['an unknown version', community(2, 'public', pdu(GET, 1, ['1.3'])), 'snmpInBadVersions'],
    ['one octet', Buffer.from([0x30]), 'snmpInASNParseErrs'],
    ['nothing', Buffer.alloc(0), 'snmpInASNParseErrs'],
    [
      'octets behind the message',
      Buffer.concat([community(1, 'public', pdu(GET, 1, [])), nil]),
      'snmpInASNParseErrs',
    ],
    ['a response', community(1, 'public', pdu(0xa2, 1, [])), 'snmpInGetResponses'],
    ['a trap', community(1, 'public', pdu(0xa7, 1, [])), 'snmpInTraps'],
    ['an unknown PDU', community(1, 'public', pdu(0xab, 1, [])), 'snmpInASNParseErrs'],
    ['a request-id of five octets', longRequestId(), 'snmpInASNParseErrs'],
  ] as const)('%s is counted', (_what, packet, counter) => {
    const under = agent()
    expect(under.ask(Buffer.from(packet))).toBeUndefined()
    expect(under.counters[counter]).toBe(1)
    expect(under.counters.snmpInPkts).toBe(1)
  })

  test('a message that is cut off anywhere', () => {
    const under = agent()
    const whole = community(1, 'public', pdu(GET, 1, [`${root}.1.1.0`]))
    for (let length = 0; length < whole.length; length++) {
      expect(under.ask(Buffer.from(whole.subarray(0, length)))).toBeUndefined()
    }
    expect(under.counters.snmpInASNParseErrs).toBe(whole.length)
  })
})

describe('prepare of a column', () => {
  const column = (id: number) => `1.3.6.1.9.1.1.${id}`

  test('is called for the columns that are read, and holds back only that request', async () => {
    let ready = () => {}
    const module = columnsModule(() => new Promise((resolve) => (ready = resolve)))
    const under = agent({ modules: [sampleModule(), module] })
    expect(
      under.ask(community(1, 'public', pdu(GET, 1, [`${column(3)}.1`, `${root}.1.1.0`]))),
    ).toBeUndefined()
    expect(under.askCommunity(pdu(GET, 2, [`${root}.1.1.0`])).id).toBe(2)
    under.answers.length = 0
    module.values.set([1], 'fresh')
    ready()
    expect(values(decodeCommunity(await under.next()))).toContain(`${column(3)}.1="fresh"`)
    expect(module.asked).toEqual([3])
  })

  test('that takes too long or fails is not waited for', async () => {
    const under = agent({
      modules: [columnsModule(() => new Promise(() => undefined))],
      limits: { prepareMs: 100 },
    })
    under.ask(community(1, 'public', pdu(GET, 1, [`${column(3)}.1`])))
    under.clock.advance(100)
    expect(values(decodeCommunity(await under.next()))).toEqual([`${column(3)}.1="old"`])
    const failing = agent({ modules: [columnsModule(() => Promise.reject(new Error('no link')))] })
    failing.ask(community(1, 'public', pdu(GET, 1, [`${column(3)}.1`])))
    expect(values(decodeCommunity(await failing.next()))).toEqual([`${column(3)}.1="old"`])
    expect(failing.log.lines.join()).toContain('no link')
    const throwing = agent({
      modules: [
        columnsModule(() => {
          throw new Error('no module')
        }),
      ],
    })
    expect(values(throwing.askCommunity(pdu(GET, 1, [`${column(3)}.1`])))).toEqual([`${column(3)}.1="old"`])
    expect(throwing.log.lines.join()).toContain('no module')
  })

  test('is called where GETNEXT comes to it, and not where it stays before it', () => {
    const module = columnsModule(() => undefined)
    const under = agent({ modules: [module] })
    under.askCommunity(pdu(NEXT, 1, [`${column(2)}.1`]))
    expect(module.asked).toEqual([])
    under.askCommunity(pdu(NEXT, 1, [`${column(2)}.2`]))
    expect(module.asked).toEqual([3])
  })

  test('is called once where GETBULK comes to it, and all is read after the wait', async () => {
    let ready = () => {}
    const module = columnsModule(() => new Promise((resolve) => (ready = resolve)))
    const under = agent({ modules: [module] })
    expect(values(under.askCommunity(pdu(BULK, 1, [column(2)], [0, 2])))).toHaveLength(2)
    under.answers.length = 0
    under.put(community(1, 'public', pdu(BULK, 2, [column(2)], [0, 4])))
    expect(under.answers).toHaveLength(0)
    module.values.set([2], 'fresh')
    ready()
    expect(values(decodeCommunity(await under.next()))).toEqual([
      `${column(2)}.1="old"`,
      `${column(2)}.2="fresh"`,
      `${column(3)}.1="old"`,
      `${column(3)}.2="fresh"`,
    ])
    expect(module.asked).toEqual([3])
  })
})

describe('SET', () => {
  const set = async (under: InProcessAgent, variables: [string, Buffer][], id = 1, version = 1) => {
    under.answers.length = 0
    under.put(community(version, 'rw', pdu(SET, id, variables)))
    return decodeCommunity(await under.next())
  }

  test('changes a value and repeats the variables', async () => {
    const module = sampleModule()
    const answer = await set(agent({ modules: [module] }), [[`${root}.1.2.0`, int(42)]])
    expect(answer).toMatchObject({ status: 0, index: 0, variables: [{ name: `${root}.1.2.0`, value: '42' }] })
    expect(module.level).toBe(42)
  })

  test.each([
    ['another type', `${root}.1.2.0`, str('x'), 7],
    ['a value out of range', `${root}.1.2.0`, int(101), 10],
    ['another instance', `${root}.1.2.1`, int(1), 11],
    ['an object that is read-only', `${root}.1.1.0`, str('x'), 17],
    ['a column that is read-only', `${root}.2.1.2.1`, str('x'), 17],
    ['an unknown object', '1.3.6.1.9.9.0', int(1), 17],
  ])('to %s is refused and changes nothing', async (_what, name, value, status) => {
    const module = sampleModule()
    const under = agent({ modules: [module] })
    const answer = await set(under, [
      [`${root}.1.2.0`, int(9)],
      [name, value],
    ])
    expect(answer).toMatchObject({ status, index: 2 })
    expect(module.level).toBe(5)
  })

  test('by a community that may only read is noAccess', async () => {
    const under = agent()
    const answer = under.askCommunity(pdu(SET, 1, [[`${root}.1.2.0`, int(1)]]))
    expect(answer).toMatchObject({ status: 6, index: 1 })
    expect(under.counters.snmpInBadCommunityUses).toBe(1)
  })

  test('of v1 is refused in the words of v1', async () => {
    expect(await set(agent(), [[`${root}.1.2.0`, int(101)]], 1, 0)).toMatchObject({ status: 3, index: 1 })
    expect(await set(agent(), [[`${root}.1.1.0`, str('x')]], 1, 0)).toMatchObject({ status: 2, index: 1 })
  })

  test('with a malformed value is dropped', () => {
    const under = agent()
    under.put(community(1, 'rw', pdu(SET, 1, [[`${root}.1.2.0`, tlv(0x02, Buffer.alloc(5, 1))]])))
    expect(under.answers).toHaveLength(0)
    expect(under.counters.snmpInASNParseErrs).toBe(1)
  })

  test('that is repeated by the network runs once and is answered twice', async () => {
    const done: string[] = []
    const under = agent({ modules: [actionModule(done)] })
    const packet = () => community(1, 'rw', pdu(SET, 8, [['1.3.6.1.6.1.0', int(1)]]))
    under.put(packet())
    under.put(packet())
    const first = await under.next()
    const second = await under.next()
    expect(first.equals(second)).toBe(true)
    expect(done).toEqual(['test', 'commit 1', 'cleanup'])
  })

  test('that is sent anew runs again', async () => {
    const done: string[] = []
    const under = agent({ modules: [actionModule(done)] })
    await set(under, [['1.3.6.1.6.1.0', int(1)]], 1)
    await set(under, [['1.3.6.1.6.1.0', int(1)]], 2)
    expect(done.filter((step) => step === 'commit 1')).toHaveLength(2)
  })

  test('undoes what it did when a later change fails', async () => {
    const module = sampleModule()
    const done: string[] = []
    const under = agent({ modules: [module, actionModule(done)] })
    const answer = await set(under, [
      ['1.3.6.1.6.1.0', int(99)],
      [`${root}.1.2.0`, int(50)],
    ])
    expect(answer).toMatchObject({ status: 14, index: 1 })
    expect(module.level).toBe(5)
    expect(done).toEqual(['test', 'fail', 'cleanup'])
  })

  test('with two actions is refused', async () => {
    const done: string[] = []
    const answer = await set(agent({ modules: [actionModule(done)] }), [
      ['1.3.6.1.6.1.0', int(1)],
      ['1.3.6.1.6.1.0', int(1)],
    ])
    expect(answer).toMatchObject({ status: 12, index: 2 })
    expect(done.filter((step) => step.startsWith('commit'))).toEqual([])
    expect(done.filter((step) => step === 'cleanup')).toHaveLength(2)
  })

  test('is written to the log with who did it, without its values', async () => {
    const under = agent()
    await set(under, [[`${root}.1.2.0`, int(77)]])
    const line = under.log.lines.find((text) => text.startsWith('info set')) ?? ''
    expect(line).toContain('"securityName":"community2"')
    expect(line).toContain(`${root}.1.2.0`)
    expect(line).not.toContain('77')
  })
})

test('a registration within the objects of another module is refused by name', () => {
  const under = agent()
  expect(() =>
    under.contexts.get('')?.register({
      name: 'CLASH-MIB',
      scalars: [
        {
          name: 'g',
          prefix: parseOid(`${root}.1.1`),
          scalars: [{ id: 3, name: 'clash', syntax: 'Integer32', get: () => 1 }],
        },
      ],
    }),
  ).toThrow(`MIB module CLASH-MIB cannot be registered: clash at ${root}.1.1.3 lies within sampleText`)
})

test('a module is served until its registration ends', () => {
  const under = agent({ modules: [] })
  const end = under.contexts.get('')?.register(sampleModule())
  expect(values(under.askCommunity(pdu(GET, 1, [`${root}.1.1.0`])))).toEqual(['1.1.0="hello"'])
  end?.()
  end?.()
  expect(values(under.askCommunity(pdu(GET, 1, [`${root}.1.1.0`])))).toEqual(['1.1.0=noSuchObject'])
})

function textModule(text: string): MibModule {
  return {
    name: 'TEXT-MIB',
    scalars: [
      {
        name: 'texts',
        prefix: [1, 3, 6, 1, 9],
        scalars: [{ id: 1, name: 'text', syntax: 'OctetString', get: () => text }],
      },
    ],
  }
}

/** Two columns of two rows; the second column has to be made ready. */
function columnsModule(prepare: () => Promise<void> | undefined) {
  const values = new OrderedIndex<string>()
  values.set([1], 'old')
  values.set([2], 'old')
  const asked: number[] = []
  const get = (row: string) => row
  const table = defineTable<string>({
    name: 'preparedTable',
    entry: [1, 3, 6, 1, 9, 1, 1],
    rows: values,
    columns: [
      { id: 2, name: 'plain', syntax: 'OctetString', get },
      {
        id: 3,
        name: 'prepared',
        syntax: 'OctetString',
        get,
        prepare() {
          asked.push(3)
          return prepare()
        },
      },
    ],
  })
  return { name: 'PREPARED-MIB', tables: [table], values, asked }
}

function failingModule(): MibModule {
  return {
    name: 'FAILING-MIB',
    scalars: [
      {
        name: 'failing',
        prefix: [1, 3, 6, 1, 8],
        scalars: [
          {
            id: 1,
            name: 'fails',
            syntax: 'Integer32',
            get: () => {
              throw new Error('broken')
            },
          },
        ],
      },
    ],
  }
}

function actionModule(done: string[]): MibModule {
  return {
    name: 'ACTION-MIB',
    scalars: [
      {
        name: 'actions',
        prefix: [1, 3, 6, 1, 6],
        scalars: [
          {
            id: 1,
            name: 'action',
            syntax: 'Integer32',
            get: () => 0,
            write: {
              async test(_target, value) {
                done.push('test')
                return {
                  action: true,
                  commit() {
                    done.push(value === 99 ? 'fail' : `commit ${value}`)
                    if (value === 99) throw new Error('refused')
                  },
                  cleanup: () => done.push('cleanup'),
                }
              },
            },
          },
        ],
      },
    ],
  }
}

function longRequestId(): Buffer {
  return community(
    1,
    'public',
    tlv(GET, tlv(2, Buffer.alloc(5, 1)), int(0), int(0), tlv(0x30, tlv(0x30, oid('1.3'), nil))),
  )
}
