import { afterEach, beforeEach, expect, test } from 'vitest'
import { domainHandlers } from '../../../../src/rpc/bindings/domain/index.ts'
import type { RemoteNonnullDomain } from '../../../../src/rpc/wire/generated/types.ts'
import { openBench, type RpcBench } from '../support.ts'
import { documentOf } from './domain-support.ts'

let bench: RpcBench
let dom: RemoteNonnullDomain

beforeEach(async () => {
  bench = await openBench(domainHandlers)
  dom = (await bench.call('DOMAIN_CREATE_XML', { xml_desc: documentOf('web'), flags: 0 })).dom
  await bench.gateway.connections.open('there', 'test:///default?domains=1')
})

afterEach(() => bench.close())

const perform = () => ({ dom, dconnuri: 'there', cookie_in: new Uint8Array(0) })

test('a guest moves to another connection from peer to peer, under the name that it is to have', async () => {
  const params = [{ field: 'destination_name', value: { type: 7, value: 'moved' } } as const]
  await bench.call('DOMAIN_MIGRATE_PERFORM3_PARAMS', { ...perform(), params, flags: 1 | 2 | 8 })
  expect((await bench.refused('DOMAIN_IS_ACTIVE', { dom })).code).toBe('noDomain')
  const moved = bench.gateway.inventory.findByName('domain', 'there', 'moved')
  expect(moved?.attrs).toMatchObject({ uuid: dom.uuid, state: 'running', persistent: true })
})

test('what a client would have to carry, and flags that change what comes of it, are refused', async () => {
  const ask = async (flags: number) =>
    (await bench.refused('DOMAIN_MIGRATE_PERFORM3_PARAMS', { ...perform(), params: [], flags })).code
  expect(await ask(1)).toBe('operationUnsupported')
  expect(await ask(2 | 4)).toBe('argumentUnsupported')
  expect(await ask(2 | 64)).toBe('argumentUnsupported')
})
