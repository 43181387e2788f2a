import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Args } from '../../../../src/core/model/index.ts'
import { type Bench, openBench, testUuid } from './fixture.ts'

let bench: Bench
let close: () => Promise<void>
beforeEach(async () => {
  ;({ bench, close } = await openBench())
})
afterEach(() => close())

const named = (name: string, more = ''): string =>
  `<domainsnapshot><name>${name}</name>${more}</domainsnapshot>`
const snap = (name: string, args: Omit<Args<'snapshot.create'>, 'xml'> = {}): Promise<string> =>
  bench.call('snapshot.create', testUuid, { xml: named(name), ...args })
const record = (name: string) => bench.record('snapshot', `${testUuid}/${name}`)

type State = 'inactive' | 'running' | 'paused'

async function bring(state: State): Promise<void> {
  const { state: now } = await bench.call('domain.getState', testUuid, {})
  if (state === 'inactive' && now !== 'shutoff') await bench.call('domain.destroy', testUuid, {})
  if (state !== 'inactive' && now === 'shutoff') await bench.call('domain.start', testUuid, {})
  if (state === 'paused' && now !== 'paused') await bench.call('domain.suspend', testUuid, {})
  if (state === 'running' && now === 'paused') await bench.call('domain.resume', testUuid, {})
}

const left: Readonly<Record<State, readonly string[]>> = {
  inactive: [],
  running: ['stopped/from-snapshot'],
  paused: ['stopped/from-snapshot'],
}
const entered: Readonly<Record<State, readonly string[]>> = {
  inactive: [],
  running: ['started/from-snapshot'],
  paused: ['started/from-snapshot', 'suspended/from-snapshot'],
}
const states = ['inactive', 'running', 'paused'] as const

describe('a revert', () => {
  test.each(states.flatMap((from) => states.map((to) => ({ from, to }))))(
    'from $from to $to',
    async ({ from, to }) => {
      await bring(to)
      await snap('there')
      await bring(from)
      bench.forget()
      await bench.call('snapshot.revert', `${testUuid}/there`, {})
      expect(bench.events()).toEqual([...left[from], ...entered[to]])
      const expected = to === 'inactive' ? 'shutoff' : to
      expect((await bench.call('domain.getState', testUuid, {})).state).toBe(expected)
    },
  )

  test('brings the definition back', async () => {
    await snap('before')
    await bench.call('domain.setMetadata', testUuid, {
      type: 'title',
      value: 'later',
      live: true,
      config: true,
    })
    await bench.call('snapshot.revert', `${testUuid}/before`, {})
    expect(bench.record('domain', testUuid)).not.toHaveProperty('title')
  })

  test.each([
    ['running', { running: true }],
    ['paused', { paused: true }],
  ] as const)('can be told to end %s', async (state, args) => {
    await bring('inactive')
    await snap('off')
    await bench.call('snapshot.revert', `${testUuid}/off`, args)
    expect(bench.record('domain', testUuid)?.state).toBe(state)
  })

  test('cannot end both running and paused', async () => {
    await snap('a')
    await expect(
      bench.call('snapshot.revert', `${testUuid}/a`, { running: true, paused: true }),
    ).rejects.toMatchObject({ code: 'invalidArg' })
  })

  test('of a transient guest to a snapshot that is off needs to be told how to end', async () => {
    await bring('inactive')
    await snap('off')
    await bring('running')
    await bench.call('domain.undefine', testUuid, { snapshotsMetadata: true })
    await expect(bench.call('snapshot.revert', `${testUuid}/off`, {})).rejects.toMatchObject({
      code: 'operationInvalid',
    })
    await bench.call('snapshot.revert', `${testUuid}/off`, { running: true })
    expect(bench.record('domain', testUuid)).toMatchObject({ state: 'running', persistent: false })
  })

  test('makes the snapshot current', async () => {
    await snap('a')
    await snap('b')
    await bench.call('snapshot.revert', `${testUuid}/a`, {})
    expect(record('a')?.current).toBe(true)
    expect(record('b')?.current).toBe(false)
  })
})

describe('snapshots', () => {
  test('hang on the one that was current', async () => {
    await snap('a')
    await snap('b')
    expect(record('a')).toMatchObject({
      current: false,
      state: 'running',
      location: 'internal',
      domain: testUuid,
    })
    expect(record('b')).toMatchObject({ current: true, parent: 'a' })
    expect(bench.record('domain', testUuid)?.hasCurrentSnapshot).toBe(true)
  })

  test('without a name are named after the time, never twice', async () => {
    const one = await bench.call('snapshot.create', testUuid, {})
    const two = await bench.call('snapshot.create', testUuid, {})
    expect(one).toBe(`${testUuid}/1700000000`)
    expect(two).toBe(`${testUuid}/1700000001`)
  })

  test('print what they hold', async () => {
    await snap('a')
    const xml = await bench.call('snapshot.getXml', `${testUuid}/a`, {})
    for (const part of [
      '<name>a</name>',
      '<state>running</state>',
      '<creationTime>1700000000<',
      "<disk name='vda' snapshot='internal'",
    ]) {
      expect(xml).toContain(part)
    }
  })

  test('that are deleted hand their children to their parent', async () => {
    for (const name of ['a', 'b', 'c']) await snap(name)
    await bench.call('snapshot.delete', `${testUuid}/b`, {})
    expect(bench.keys('snapshot')).toEqual([`${testUuid}/a`, `${testUuid}/c`])
    expect(record('c')?.parent).toBe('a')
  })

  test('that are deleted while current make their parent current', async () => {
    for (const name of ['a', 'b']) await snap(name)
    await bench.call('snapshot.delete', `${testUuid}/b`, {})
    expect(record('a')?.current).toBe(true)
    await bench.call('snapshot.delete', `${testUuid}/a`, {})
    expect(bench.record('domain', testUuid)?.hasCurrentSnapshot).toBe(false)
  })

  test.each([
    [{ children: true }, ['a']],
    [{ childrenOnly: true }, ['a', 'b']],
  ])('go with those made after them by %o', async (args, kept) => {
    for (const name of ['a', 'b', 'c', 'd']) await snap(name)
    await bench.call('snapshot.delete', `${testUuid}/b`, args)
    expect(bench.keys('snapshot')).toEqual(kept.map((name) => `${testUuid}/${name}`))
    expect(record(kept.at(-1) ?? '')?.current).toBe(true)
  })

  test.each(['diskOnly', 'reuseExternal', 'noMetadata'] as const)('with %s are refused', async (flag) => {
    await expect(snap('a', { [flag]: true })).rejects.toMatchObject({ code: 'invalidArg' })
  })

  test('of one name are refused', async () => {
    await snap('a')
    await expect(snap('a')).rejects.toMatchObject({ code: 'operationFailed' })
  })

  test('may end the guest, but not a transient one', async () => {
    bench.forget()
    await snap('a', { halt: true })
    expect(bench.events()).toEqual(['stopped/from-snapshot'])
    await bench.call('domain.start', testUuid, {})
    await bench.call('domain.undefine', testUuid, {})
    await expect(snap('b', { halt: true })).rejects.toMatchObject({ code: 'operationInvalid' })
  })

  test('are taken up again with their parents', async () => {
    await snap('a')
    const xml = named(
      'z',
      '<state>shutoff</state><creationTime>5</creationTime><parent><name>a</name></parent>',
    )
    await bench.call('snapshot.create', testUuid, { xml, redefine: true, current: true })
    expect(record('z')).toMatchObject({ state: 'shutoff', parent: 'a', current: true, createdAt: 5000 })
    const loop = named('a', '<state>running</state><parent><name>z</name></parent>')
    await expect(
      bench.call('snapshot.create', testUuid, { xml: loop, redefine: true }),
    ).rejects.toMatchObject({ code: 'invalidArg' })
  })

  test('hold up undefine of an inactive guest unless they may be forgotten', async () => {
    await snap('a', { halt: true })
    await expect(bench.call('domain.undefine', testUuid, {})).rejects.toMatchObject({
      code: 'operationInvalid',
    })
    await bench.call('domain.undefine', testUuid, { snapshotsMetadata: true })
    expect(bench.keys('snapshot')).toEqual([])
    expect(bench.keys('domain')).toEqual([])
  })

  test('that are not there are told as such', async () => {
    await expect(bench.call('snapshot.revert', `${testUuid}/x`, {})).rejects.toMatchObject({
      code: 'noDomainSnapshot',
    })
  })
})

describe('checkpoints', () => {
  test('hang on each other; the newest is current', async () => {
    const make = (name: string) =>
      bench.call('checkpoint.create', testUuid, {
        xml: `<domaincheckpoint><name>${name}</name></domaincheckpoint>`,
      })
    await make('a')
    const b = await make('b')
    expect(bench.record('checkpoint', b)).toMatchObject({ parent: 'a', current: true })
    expect(await bench.call('checkpoint.getXml', b, { noDomain: true })).toContain(
      "<disk name='vda' checkpoint='bitmap' bitmap='b'/>",
    )
    await bench.call('checkpoint.delete', b, {})
    expect(bench.record('checkpoint', `${testUuid}/a`)?.current).toBe(true)
  })

  test('need a guest that runs', async () => {
    await bring('inactive')
    await expect(bench.call('checkpoint.create', testUuid, {})).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })

  test('and snapshots exclude each other', async () => {
    await bench.call('checkpoint.create', testUuid, {})
    await expect(snap('a')).rejects.toMatchObject({ code: 'operationUnsupported' })
    await bench.call('checkpoint.delete', bench.keys('checkpoint')[0] ?? '', {})
    await snap('a')
    await expect(bench.call('checkpoint.create', testUuid, {})).rejects.toMatchObject({
      code: 'operationUnsupported',
    })
  })
})
