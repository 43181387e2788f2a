import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../src/core/lib/clock.ts'
import type { TypeName } from '../../../src/core/model/index.ts'
import { Bench, testGuest } from './gateway.ts'
import { OldDaemon, refusals } from './old-daemon.ts'
import { OwnGateway } from './own-gateway.ts'

/** Lists of objects with all that belongs to them; daemons before 0.10.2 have lists of names. */
const lists = /^(CONNECT|STORAGE_POOL)_LIST_ALL_/
/** Events that carry the number of their registration; daemons before 1.3.3 have none. */
const callbacks = /^CONNECT_DOMAIN_EVENT_CALLBACK_|^CONNECT_SUPPORTS_FEATURE$/
const uuid = '7e570000-0000-4000-8000-000000000001'

let own: OwnGateway
let old: OldDaemon | undefined
let far: Bench | undefined
let other: Bench | undefined

beforeEach(async () => {
  own = new OwnGateway()
  await own.start()
})
afterEach(async () => {
  await far?.close()
  await other?.close()
  await old?.stop()
  await own.stop()
  far = undefined
  other = undefined
  old = undefined
})

const openAt = (socket: string, options?: Parameters<typeof Bench.open>[1]) =>
  Bench.open(`test+unix:///default?socket=${socket}`, options)

/** Opens a connection to a daemon that lacks what is named. */
async function openOld(
  lacks: RegExp,
  { refuse, clock }: { refuse?: Parameters<typeof OldDaemon.start>[3]; clock?: FakeClock } = {},
): Promise<Bench> {
  old = await OldDaemon.start(own.dir, own.socket, lacks, refuse)
  far = await openAt(old.path, clock && { clock })
  return far
}

/** A client of the daemon itself, whose doings the other sees. */
async function openOther(): Promise<Bench> {
  other = await openAt(own.socket)
  return other
}

const types: readonly TypeName[] = ['domain', 'network', 'pool', 'volume', 'interface', 'nodedev']

function namesIn(bench: Bench): readonly (readonly [TypeName, readonly string[]])[] {
  return types.map((type) => {
    const keys = [...bench.gateway.inventory.list(type, 'far')].map(({ key }) => key)
    return [type, keys.sort()] as const
  })
}

describe('a daemon without lists of objects', () => {
  test.each(Object.entries(refusals))(
    'shows the same objects by its lists of names (%s)',
    async (_, refuse) => {
      const direct = await openOther()
      await direct.onHost('domain.define', { xml: testGuest('off') })
      const bench = await openOld(lists, { refuse })
      expect(namesIn(bench)).toEqual(namesIn(direct))
      expect(bench.domain('off')).toMatchObject({ state: 'shutoff', persistent: true })
      expect(bench.domain('test')).toMatchObject({ state: 'running' })
    },
  )

  test('is not asked again for a list that it lacks', async () => {
    const direct = await openOther()
    await direct.onHost('domain.define', { xml: testGuest('off') })
    // Marks of more than one guest are asked for by lists, too.
    await openOld(lists)
    const domains = old?.refused.filter((name) => name === 'CONNECT_LIST_ALL_DOMAINS')
    expect(domains).toHaveLength(1)
  })
})

test('a daemon without statistics of all guests tells counters guest by guest', async () => {
  const bench = await openOld(/^CONNECT_GET_ALL_DOMAIN_STATS$/)
  const entry = bench.gateway.inventory.findByName('domain', 'far', 'test')
  const counters = entry && (await bench.gateway.inventory.fresh(entry, 0))
  expect(counters?.values.cpuTime).toBeGreaterThan(0n)
  expect(counters?.values.balloon?.actual).toBeGreaterThan(0n)
  expect(old?.refused).toContain('CONNECT_GET_ALL_DOMAIN_STATS')
})

describe('events', () => {
  /** What another client does to a guest, and what must be told of it. */
  async function doings(bench: Bench): Promise<void> {
    const direct = await openOther()
    await direct.onHost('domain.define', { xml: testGuest('shared') })
    await bench.until(() => bench.domain('shared')?.state === 'shutoff', 'the guest of another client')
    await direct.on('domain.start', uuid, {})
    await bench.until(() => bench.domain('shared')?.state === 'running', 'its start')
  }

  test.each(Object.entries(refusals))('of the old kind are followed (%s)', async (_, refuse) => {
    const bench = await openOld(callbacks, { refuse })
    await doings(bench)
    expect(bench.lifecycle()).toEqual(['shared defined/added', 'shared started/booted'])
  })

  test('that a daemon does not have are made up for by asking', async () => {
    const clock = new FakeClock()
    const bench = await openOld(/EVENT_(CALLBACK_)?REGISTER|^CONNECT_SUPPORTS_FEATURE$/, { clock })
    const direct = await openOther()
    await direct.onHost('domain.define', { xml: testGuest('shared') })
    expect(bench.domain('shared')).toBeUndefined()
    clock.advance(10_000)
    await bench.until(() => bench.domain('shared')?.state === 'shutoff', 'the guest of another client')
  })
})
