import { afterEach, beforeEach, expect, test } from 'vitest'
import { domainHandlers } from '../../../../src/rpc/bindings/domain/index.ts'
import { openBench, type RpcBench } from '../support.ts'
import { documentOf, testDomain } from './domain-support.ts'

let bench: RpcBench

beforeEach(async () => {
  bench = await openBench(domainHandlers)
  await bench.call('DOMAIN_DEFINE_XML', { xml: documentOf('off') })
})

afterEach(() => bench.close())

const ask = async (stats: number, flags = 0, doms = [testDomain]) => {
  const { retStats } = await bench.call('CONNECT_GET_ALL_DOMAIN_STATS', { doms, stats, flags })
  return retStats.map(({ dom, params }) => [dom.name, params.map(({ field }) => field)] as const)
}

test('the state needs no counters', async () => {
  expect(await ask(1)).toEqual([['test', ['state.state', 'state.reason']]])
})

test('without groups all are told, in the order of libvirt', async () => {
  const [record] = await ask(0)
  const groups = [...new Set(record?.[1].map((field) => field.split('.')[0]))]
  expect(groups).toEqual(['state', 'cpu', 'balloon', 'vcpu', 'net', 'block'])
})

test('each group tells its own numbers', async () => {
  expect((await ask(2))[0]?.[1]).toEqual(['cpu.time', 'cpu.user', 'cpu.system'])
  expect((await ask(4))[0]?.[1].slice(0, 3)).toEqual([
    'balloon.current',
    'balloon.maximum',
    'balloon.swap_in',
  ])
  expect((await ask(8))[0]?.[1]).toEqual([
    'vcpu.current',
    'vcpu.maximum',
    'vcpu.0.state',
    'vcpu.0.time',
    'vcpu.1.state',
    'vcpu.1.time',
  ])
  expect((await ask(16))[0]?.[1].slice(0, 3)).toEqual(['net.count', 'net.0.name', 'net.0.rx.bytes'])
  expect((await ask(32))[0]?.[1].slice(0, 4)).toEqual([
    'block.count',
    'block.0.name',
    'block.0.path',
    'block.0.rd.reqs',
  ])
})

test('without names all domains are told of that the filters let through', async () => {
  expect((await ask(1, 0, [])).map(([name]) => name)).toEqual(['test', 'off'])
  expect((await ask(1, 1, [])).map(([name]) => name)).toEqual(['test'])
  expect((await ask(1, 2, [])).map(([name]) => name)).toEqual(['off'])
})

test('a domain that is off has no counters', async () => {
  const [record] = await ask(2 | 16 | 32, 2, [])
  expect(record?.[1]).toEqual(['block.count', 'block.0.name', 'block.0.path'])
})

test('a domain that is gone is left out', async () => {
  expect(await ask(1, 0, [{ ...testDomain, uuid: '00000000-0000-0000-0000-000000000001' }])).toEqual([])
})

// Performance events, threads for disks, the rate of dirtied memory, and one that libvirt does not know.
test.each([64, 256, 512, 1 << 20])('group %i, of which nothing is told, is left out', async (group) => {
  expect(await ask(group)).toEqual([['test', []]])
})

test.each([64, 256, 512, 1 << 20])('group %i is refused where each group must be told', async (group) => {
  const args = { doms: [], stats: 1 | group, flags: 0x8000_0000 }
  expect(await bench.refused('CONNECT_GET_ALL_DOMAIN_STATS', args)).toMatchObject({
    code: 'argumentUnsupported',
    message: expect.stringContaining(
      `Stats types bits 0x${group.toString(16)} are not supported by this daemon`,
    ),
  })
})
