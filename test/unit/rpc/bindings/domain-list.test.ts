import { afterEach, beforeEach, expect, test } from 'vitest'
import { domainHandlers } from '../../../../src/rpc/bindings/domain/index.ts'
import { openBench, type RpcBench } from '../support.ts'
import { documentOf, testDomain } from './domain-support.ts'

let bench: RpcBench

beforeEach(async () => {
  bench = await openBench(domainHandlers)
  for (const name of ['off', 'auto', 'held']) await bench.call('DOMAIN_DEFINE_XML', { xml: documentOf(name) })
  const { domains } = await bench.call('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags: 0 })
  for (const dom of domains) {
    if (dom.name === 'auto') await bench.call('DOMAIN_SET_AUTOSTART', { dom, autostart: 1 })
    if (dom.name === 'held') await bench.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 1 })
  }
})

afterEach(() => bench.close())

const list = async (flags: number) =>
  (await bench.call('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags })).domains.map(({ name }) => name)

test.each([
  ['all', 0, ['test', 'off', 'auto', 'held']],
  ['active', 1, ['test', 'held']],
  ['inactive', 2, ['off', 'auto']],
  ['both', 3, ['test', 'off', 'auto', 'held']],
  ['transient', 8, []],
  ['running', 16, ['test']],
  ['paused or shut off', 32 | 64, ['off', 'auto', 'held']],
  ['another state', 128, []],
  ['active and paused', 1 | 32, ['held']],
  ['with autostart', 1024, ['auto']],
  ['without managed save', 512, ['test', 'off', 'auto', 'held']],
  ['with a snapshot', 4096, []],
  ['without a checkpoint', 32_768, ['test', 'off', 'auto', 'held']],
])('domains are listed by state: %s', async (_, flags, names) => {
  expect(await list(flags)).toEqual(names)
})

test('a list by snapshots holds those that have some', async () => {
  const args = { dom: testDomain, xml_desc: '<domainsnapshot><name>s</name></domainsnapshot>', flags: 0 }
  await bench.call('DOMAIN_SNAPSHOT_CREATE_XML', args)
  expect(await list(4096)).toEqual(['test'])
  expect(await list(8192)).toEqual(['off', 'auto', 'held'])
})

test('without need of results only their number is told', async () => {
  const answer = await bench.call('CONNECT_LIST_ALL_DOMAINS', { need_results: 0, flags: 0 })
  expect(answer).toEqual({ domains: [], ret: 4 })
})

test('flags that no filter has are refused as clients expect it', async () => {
  const error = await bench.refused('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags: 1 << 20 })
  expect(error).toMatchObject({ code: 'invalidArg', domain: 'test' })
  expect(error.message).toContain('unsupported flags (0x100000) in function')
})

test('the old lists tell numbers of running and names of other domains', async () => {
  expect(await bench.call('CONNECT_NUM_OF_DOMAINS', undefined)).toEqual({ num: 2 })
  expect(await bench.call('CONNECT_LIST_DOMAINS', { maxids: 1 })).toEqual({ ids: [1] })
  expect(await bench.call('CONNECT_NUM_OF_DEFINED_DOMAINS', undefined)).toEqual({ num: 2 })
  expect(await bench.call('CONNECT_LIST_DEFINED_DOMAINS', { maxnames: 9 })).toEqual({
    names: ['off', 'auto'],
  })
})

test('a domain is found by number, name and UUID', async () => {
  const dom = { ...testDomain }
  expect(await bench.call('DOMAIN_LOOKUP_BY_ID', { id: 1 })).toEqual({ dom })
  expect(await bench.call('DOMAIN_LOOKUP_BY_NAME', { name: 'test' })).toEqual({ dom })
  expect(await bench.call('DOMAIN_LOOKUP_BY_UUID', { uuid: dom.uuid })).toEqual({ dom })
})

test('a domain that is not there is not found', async () => {
  const error = await bench.refused('DOMAIN_LOOKUP_BY_NAME', { name: 'none' })
  expect(error.code).toBe('noDomain')
})
