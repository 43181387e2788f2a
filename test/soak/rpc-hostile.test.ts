import { expect, test } from 'vitest'
import { attacks } from '../wire/rpc/attacks.ts'
import { HostileServer, memoryInUse, openDescriptors, settled } from '../wire/rpc/hostile-server.ts'

const CONNECTIONS = Number(process.env.SOAK_CONNECTIONS ?? 100_000)

test(`${CONNECTIONS} hostile connections leave no descriptor and no memory taken`, async () => {
  await using server = await HostileServer.start()
  const all = Object.values(attacks)
  const round = () => Promise.all(all.map(({ run }) => run(server)))
  for (let i = 0; i < 20; i++) await round()
  await settled()
  const before = { descriptors: openDescriptors(), memory: await memoryInUse() }
  for (let made = 0; made < CONNECTIONS; made += all.length) await round()
  await settled()
  expect(openDescriptors()).toBeLessThanOrEqual(before.descriptors)
  expect((await memoryInUse()) - before.memory).toBeLessThan(16)
  const client = await server.client()
  expect((await client.call('DOMAIN_LOOKUP_BY_NAME', { name: 'test' })).dom.name).toBe('test')
  client.socket.destroy()
})
