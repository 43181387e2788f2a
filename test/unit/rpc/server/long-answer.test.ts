import { expect, test } from 'vitest'
import type { Clock } from '../../../../src/core/lib/clock.ts'
import { longAnswer, writeInPieces } from '../../../../src/rpc/server/long-answer.ts'
import type { RemoteRets } from '../../../../src/rpc/wire/generated/types.ts'
import { TestServer } from './support.ts'

const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f'
type Stats = RemoteRets['CONNECT_GET_ALL_DOMAIN_STATS']

function stats(count: number): Stats {
  const retStats = Array.from({ length: count }, (_, id) => ({
    dom: { name: `d${id}`, uuid, id },
    params: [{ field: 'state.state', value: { type: 1 as const, value: id } }],
  }))
  return { retStats }
}

test.each([511, 512, 1000, 4097])('a list of %i records arrives whole and in order', async (count) => {
  await using server = await TestServer.start({
    handlers: { CONNECT_GET_ALL_DOMAIN_STATS: async () => stats(count) },
  })
  const client = await server.client()
  const got = await client.call('CONNECT_GET_ALL_DOMAIN_STATS', { doms: [], stats: 0, flags: 0 })
  expect(got).toEqual(stats(count))
})

test('others have their turn while a long list is written', async () => {
  let now = 0
  const clock = { monotonic: () => (now += 20) } as Clock
  const long = longAnswer(stats(640))
  if (!long) throw new Error('it is not taken for a long one')
  let turns = 0
  let over = false
  const count = () => {
    turns++
    if (!over) setImmediate(count)
  }
  setImmediate(count)
  await writeInPieces({ program: 'remote', name: 'CONNECT_GET_ALL_DOMAIN_STATS' }, long, clock)
  over = true
  expect(turns).toBeGreaterThanOrEqual(10)
})
