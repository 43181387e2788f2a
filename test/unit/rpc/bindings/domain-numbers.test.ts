import { afterEach, beforeEach, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { domainHandlers } from '../../../../src/rpc/bindings/domain/index.ts'
import { openBench, type RpcBench } from '../support.ts'
import { documentOf, testDomain } from './domain-support.ts'

let bench: RpcBench
const clock = () => new FakeClock()

beforeEach(async () => {
  bench = await openBench(domainHandlers, { clock: clock() })
})

afterEach(() => bench.close())

const dom = testDomain

test('info holds state, memory in KiB, processors and time', async () => {
  const info = await bench.call('DOMAIN_GET_INFO', { dom })
  expect(info).toMatchObject({ state: 1, maxMem: 8_388_608n, memory: 2_097_152n, nrVirtCpu: 2 })
  expect(info.cpuTime).toBeTypeOf('bigint')
})

test('memory is told by tags, as many as the client has room for', async () => {
  const { stats } = await bench.call('DOMAIN_MEMORY_STATS', { dom, maxStats: 3, flags: 0 })
  expect(stats).toEqual([
    { tag: 6, val: 2_097_152n },
    { tag: 0, val: 0n },
    { tag: 1, val: 0n },
  ])
})

test('a domain that is off has no memory to tell of', async () => {
  const { dom: off } = await bench.call('DOMAIN_DEFINE_XML', { xml: documentOf('off') })
  const error = await bench.refused('DOMAIN_MEMORY_STATS', { dom: off, maxStats: 9, flags: 0 })
  expect(error.code).toBe('operationInvalid')
})

test('processor time is told in two steps, in all and for each processor', async () => {
  const ask = (nparams: number, start_cpu: number, ncpus: number) =>
    bench.call('DOMAIN_GET_CPU_STATS', { dom, nparams, start_cpu, ncpus, flags: 4 })
  expect(await ask(0, -1, 1)).toEqual({ params: [], nparams: 3 })
  const total = await ask(3, -1, 1)
  expect(total.nparams).toBe(3)
  expect(total.params[0]).toEqual({ field: 'cpu_time', value: { type: 4, value: 48_772_617_035n } })
  expect(await ask(0, 0, 0)).toEqual({ params: [], nparams: 2 })
  expect(await ask(0, 0, 1)).toEqual({ params: [], nparams: 2 })
  const each = await ask(2, 0, 2)
  expect(each.params.map(({ field }) => field)).toEqual(['cpu_time', 'vcpu_time', 'cpu_time', 'vcpu_time'])
  expect(each.nparams).toBe(2)
})

test('maps of processors are as long as the client asks for', async () => {
  await bench.call('DOMAIN_PIN_VCPU', { dom, vcpu: 0, cpumap: Uint8Array.of(0b101, 0xff) })
  const args = { dom, ncpumaps: 9, maplen: 3, flags: 0 }
  const pins = await bench.call('DOMAIN_GET_VCPU_PIN_INFO', args)
  expect(pins.num).toBe(2)
  expect([...pins.cpumaps]).toEqual([0b101, 0xff, 0, 0xff, 0xff, 0])
})

test('numbers of processors are told for the running guest and for its definition', async () => {
  const count = async (flags: number) => (await bench.call('DOMAIN_GET_VCPUS_FLAGS', { dom, flags })).num
  await bench.call('DOMAIN_SET_VCPUS', { dom, nvcpus: 1 })
  expect(await count(1)).toBe(1)
  expect(await count(2)).toBe(2)
  expect(await count(1 | 4)).toBe(2)
  expect((await bench.refused('DOMAIN_GET_VCPUS_FLAGS', { dom, flags: 3 })).code).toBe('invalidArg')
})

test('counters of a disk are told for its target and for its path, in both ways', async () => {
  const byTarget = await bench.call('DOMAIN_BLOCK_STATS', { dom, path: 'vda' })
  expect(byTarget.rd_bytes).toBeTypeOf('bigint')
  expect(await bench.call('DOMAIN_BLOCK_STATS', { dom, path: '/guest/diskimage1' })).toEqual(byTarget)
  const { nparams } = await bench.call('DOMAIN_BLOCK_STATS_FLAGS', { dom, path: 'vda', nparams: 0, flags: 4 })
  const told = await bench.call('DOMAIN_BLOCK_STATS_FLAGS', { dom, path: 'vda', nparams, flags: 4 })
  expect(told.params.map(({ field }) => field)).toContain('wr_bytes')
  expect((await bench.refused('DOMAIN_BLOCK_STATS', { dom, path: 'vdx' })).code).toBe('invalidArg')
})

test('counters of an interface are told for the name of its host end', async () => {
  const stats = await bench.call('DOMAIN_INTERFACE_STATS', { dom, device: 'testnet0' })
  expect(stats.rx_bytes).toBeGreaterThanOrEqual(stats.tx_bytes)
})

test('without a job none is told of, and an unknown block job is not found', async () => {
  expect(await bench.call('DOMAIN_GET_JOB_STATS', { dom, flags: 0 })).toEqual({ type: 0, params: [] })
  expect(await bench.call('DOMAIN_GET_JOB_INFO', { dom })).toMatchObject({ type: 0, dataTotal: 0n })
})

test('a job that ended is told once, unless it is to be kept', async () => {
  await bench.call('DOMAIN_CORE_DUMP', { dom, to: `${bench.dir}/core`, flags: 0 })
  const kept = await bench.call('DOMAIN_GET_JOB_STATS', { dom, flags: 3 })
  expect(kept.type).toBe(3)
  expect(kept.params[0]).toEqual({ field: 'operation', value: { type: 1, value: 8 } })
  expect((await bench.call('DOMAIN_GET_JOB_STATS', { dom, flags: 1 })).type).toBe(3)
  expect((await bench.call('DOMAIN_GET_JOB_STATS', { dom, flags: 1 })).type).toBe(0)
})

test('a security label ends with a zero', async () => {
  const { label, enforcing } = await bench.call('DOMAIN_GET_SECURITY_LABEL', { dom })
  expect([Buffer.from(label).toString(), enforcing]).toEqual(['libvirt-test\0', 1])
})
