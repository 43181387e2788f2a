import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MessageStatus } from '../../../src/rpc/wire/index.ts'
import type { RawClient } from '../../unit/rpc/server/support.ts'
import { attacks, volumeOf } from './attacks.ts'
import { HostileServer, memoryInUse, openDescriptors, settled } from './hostile-server.ts'

const ROUNDS = 40

let server: HostileServer
beforeAll(async () => {
  server = await HostileServer.start()
})
afterAll(() => server?.[Symbol.asyncDispose]())

describe('a client that brings', () => {
  test.each(Object.entries(attacks))('%s', async (_, { run, outcome }) => {
    const found = await run(server)
    if (typeof outcome === 'string') expect(found).toBe(outcome)
    else expect(found).toMatchObject(outcome)
  })

  test('any of it does not keep others from being served', async () => {
    const other = await server.client()
    for (const { run } of Object.values(attacks)) {
      await run(server)
      expect((await other.call('DOMAIN_LOOKUP_BY_NAME', { name: 'test' })).dom.name).toBe('test')
    }
    other.socket.destroy()
  })
})

test('an upload that was dropped half-way leaves the volume as it was', async () => {
  const client = await server.client()
  const { vol } = await volumeOf(client)
  const before = await contents(client, vol)
  await attacks['an upload that is dropped half-way']?.run(server)
  expect(await contents(client, vol)).toEqual(before)
  client.socket.destroy()
})

test('thousands of them leave no descriptor and no memory taken', async () => {
  const all = Object.values(attacks)
  const round = () => Promise.all(all.map(({ run }) => run(server)))
  // What is made once and kept is there after a few rounds.
  for (let i = 0; i < 5; i++) await round()
  await settled()
  const before = { descriptors: openDescriptors(), memory: await memoryInUse() }
  for (let i = 0; i < ROUNDS; i++) await round()
  await settled()
  expect(openDescriptors()).toBeLessThanOrEqual(before.descriptors)
  expect((await memoryInUse()) - before.memory).toBeLessThan(8)
})

async function contents(
  client: RawClient,
  vol: Awaited<ReturnType<typeof volumeOf>>['vol'],
): Promise<Buffer> {
  const serial = client.begin('STORAGE_VOL_DOWNLOAD', { vol, offset: 0n, length: 0n, flags: 0 })
  const parts: Buffer[] = []
  let { header, body } = await client.next()
  for ({ header, body } = await client.next(); body.length > 0; { header, body } = await client.next()) {
    parts.push(body)
  }
  client.send({ procedure: header.procedure, serial, type: header.type, status: MessageStatus.OK })
  await client.next()
  return Buffer.concat(parts)
}
