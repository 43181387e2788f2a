import { afterEach, beforeEach, expect, test } from 'vitest'
import { domainHandlers } from '../../../../src/rpc/bindings/domain/index.ts'
import type { RemoteTypedParam } from '../../../../src/rpc/wire/generated/types.ts'
import { openBench, type RpcBench } from '../support.ts'
import { testDomain as dom } from './domain-support.ts'

let bench: RpcBench

beforeEach(async () => {
  bench = await openBench(domainHandlers)
})

afterEach(() => bench.close())

const ullong = (field: string, value: bigint): RemoteTypedParam => ({ field, value: { type: 4, value } })

test('without room the number of parameters is told, with room the parameters', async () => {
  expect(await bench.call('DOMAIN_GET_MEMORY_PARAMETERS', { dom, nparams: 0, flags: 4 })).toEqual({
    params: [],
    nparams: 3,
  })
  const some = await bench.call('DOMAIN_GET_MEMORY_PARAMETERS', { dom, nparams: 2, flags: 4 })
  expect(some.nparams).toBe(0)
  expect(some.params.map(({ field }) => field)).toEqual(['hard_limit', 'soft_limit'])
})

test('clients that take no strings are not told of any', async () => {
  const count = async (flags: number) =>
    (await bench.call('DOMAIN_GET_BLKIO_PARAMETERS', { dom, nparams: 0, flags })).nparams
  expect([await count(4), await count(0)]).toEqual([6, 1])
})

test('more room than a list can hold is refused', async () => {
  const error = await bench.refused('DOMAIN_GET_MEMORY_PARAMETERS', { dom, nparams: 17, flags: 0 })
  expect(error.code).toBe('internalError')
})

test('what is set is given back, of the running guest and of its definition', async () => {
  const params = [ullong('hard_limit', 4_000_000n)]
  await bench.call('DOMAIN_SET_MEMORY_PARAMETERS', { dom, params, flags: 1 })
  const read = async (flags: number) =>
    (await bench.call('DOMAIN_GET_MEMORY_PARAMETERS', { dom, nparams: 1, flags })).params[0]?.value.value
  expect([await read(1), await read(2)]).toEqual([4_000_000n, 9_007_199_254_740_991n])
})

test.each([
  ['an unknown name', [ullong('nothing', 1n)], 'argumentUnsupported'],
  ['a wrong type', [{ field: 'hard_limit', value: { type: 1, value: 1 } } as const], 'invalidArg'],
  ['a repeated name', [ullong('soft_limit', 1n), ullong('soft_limit', 2n)], 'invalidArg'],
])('%s of a parameter is refused', async (_, params, code) => {
  expect((await bench.refused('DOMAIN_SET_MEMORY_PARAMETERS', { dom, params, flags: 0 })).code).toBe(code)
})

test('the scheduler tells how many parameters it has', async () => {
  expect(await bench.call('DOMAIN_GET_SCHEDULER_TYPE', { dom })).toEqual({ type: 'fair', nparams: 1 })
  expect(await bench.call('DOMAIN_GET_SCHEDULER_PARAMETERS', { dom, nparams: 1 })).toEqual({
    params: [{ field: 'weight', value: { type: 2, value: 50 } }],
  })
})

test('limits of a disk have twenty parameters', async () => {
  const args = { dom, disk: 'vda', nparams: 0, flags: 4 }
  expect((await bench.call('DOMAIN_GET_BLOCK_IO_TUNE', args)).nparams).toBe(20)
  expect((await bench.call('DOMAIN_GET_BLOCK_IO_TUNE', { ...args, disk: null })).nparams).toBe(20)
})

test('disks with errors are told in two steps', async () => {
  expect(await bench.call('DOMAIN_GET_DISK_ERRORS', { dom, maxerrors: 0, flags: 0 })).toEqual({
    errors: [],
    nerrors: 1,
  })
  expect(await bench.call('DOMAIN_GET_DISK_ERRORS', { dom, maxerrors: 1, flags: 0 })).toEqual({
    errors: [{ disk: 'vda', error: 1 }],
    nerrors: 1,
  })
})

test('metadata that is not there is an error of its own', async () => {
  const ask = { dom, type: 2, uri: 'http://example.org/a', flags: 0 }
  expect((await bench.refused('DOMAIN_GET_METADATA', ask)).code).toBe('noDomainMetadata')
  await bench.call('DOMAIN_SET_METADATA', { ...ask, metadata: '<x/>', key: 'a' })
  expect(await bench.call('DOMAIN_GET_METADATA', ask)).toEqual({ metadata: '<x/>' })
})

test('input and output threads are added, bound, set and taken away', async () => {
  await bench.call('DOMAIN_ADD_IOTHREAD', { dom, iothread_id: 3, flags: 1 })
  const pin = { dom, iothreads_id: 3, cpumap: Uint8Array.of(1), flags: 1 }
  await bench.call('DOMAIN_PIN_IOTHREAD', pin)
  const params = [ullong('poll_max_ns', 7n)]
  await bench.call('DOMAIN_SET_IOTHREAD_PARAMS', { dom, iothread_id: 3, params, flags: 1 })
  const { info } = await bench.call('DOMAIN_GET_IOTHREAD_INFO', { dom, flags: 1 })
  expect(info.map(({ iothread_id, cpumap }) => [iothread_id, ...cpumap])).toEqual([[3, 1, 0]])
  expect((await bench.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 })).xml).toContain("max='7'")
  await bench.call('DOMAIN_DEL_IOTHREAD', { dom, iothread_id: 3, flags: 1 })
  expect((await bench.call('DOMAIN_GET_IOTHREAD_INFO', { dom, flags: 1 })).ret).toBe(0)
})

test('what a guest tells has the types of libvirt', async () => {
  const { params } = await bench.call('DOMAIN_GET_GUEST_INFO', { dom, types: 1 | 8, flags: 0 })
  expect(params).toEqual([
    { field: 'user.count', value: { type: 2, value: 1 } },
    { field: 'user.0.name', value: { type: 7, value: 'root' } },
    { field: 'user.0.login-time', value: { type: 4, value: 627_319_920_000n } },
    { field: 'hostname', value: { type: 7, value: 'testhost' } },
  ])
})

test('what a guest cannot tell is refused only if it was asked for', async () => {
  const args = { dom, types: 128, flags: 0 }
  expect((await bench.refused('DOMAIN_GET_GUEST_INFO', args)).code).toBe('operationUnsupported')
})

test('keys of a user are replaced, added and removed', async () => {
  const keys = async () =>
    (await bench.call('DOMAIN_AUTHORIZED_SSH_KEYS_GET', { dom, user: 'me', flags: 0 })).keys
  const set = (list: string[], flags: number) =>
    bench.call('DOMAIN_AUTHORIZED_SSH_KEYS_SET', { dom, user: 'me', keys: list, flags })
  await set(['a', 'b'], 0)
  await set(['c'], 1)
  await set(['a'], 2)
  expect(await keys()).toEqual(['b', 'c'])
})
