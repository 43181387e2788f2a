import { afterEach, beforeEach, expect, test } from 'vitest'
import { joinCpuMaps, writeCpuMap } from '../../../../src/rpc/bindings/domain/cpu-map.ts'
import { domainHandlers } from '../../../../src/rpc/bindings/domain/index.ts'
import { openBench, type RpcBench } from '../support.ts'
import { documentOf, testDomain as dom } from './domain-support.ts'

let bench: RpcBench

beforeEach(async () => {
  bench = await openBench(domainHandlers)
})

afterEach(() => bench.close())

const disk = `<disk type='file'><source file='/x/b.img'/><target dev='vdb'/></disk>`
const xml = async (flags: number) => (await bench.call('DOMAIN_GET_XML_DESC', { dom, flags })).xml

test('a device comes to the running guest, or to its definition', async () => {
  await bench.call('DOMAIN_ATTACH_DEVICE', { dom, xml: disk })
  expect([(await xml(0)).includes('vdb'), (await xml(2)).includes('vdb')]).toEqual([true, false])
  await bench.call('DOMAIN_ATTACH_DEVICE_FLAGS', { dom, xml: disk, flags: 2 })
  expect(await xml(2)).toContain('vdb')
  await bench.call('DOMAIN_DETACH_DEVICE', { dom, xml: disk })
  expect(await xml(0)).not.toContain('vdb')
})

test('the old call for devices is for running guests only', async () => {
  const { dom: off } = await bench.call('DOMAIN_DEFINE_XML', { xml: documentOf('off') })
  expect((await bench.refused('DOMAIN_ATTACH_DEVICE', { dom: off, xml: disk })).code).toBe('operationInvalid')
})

test('documents change with the definitions that they are of', async () => {
  const before = await xml(0)
  expect(await xml(0)).toBe(before)
  await bench.call('DOMAIN_SET_MEMORY', { dom, memory: 1_048_576n })
  expect(await xml(0)).toContain("<currentMemory unit='KiB'>1048576</currentMemory>")
})

test('a word that stands for none is refused with the number given', async () => {
  const error = await bench.refused('DOMAIN_SET_LIFECYCLE_ACTION', { dom, type: 9, action: 0, flags: 0 })
  expect(error.code).toBe('invalidArg')
  expect(error.message).toContain('9')
})

test('processors beyond a map are left out of it', () => {
  expect([...writeCpuMap([0, 9, 40], 2)]).toEqual([1, 2])
  expect([...joinCpuMaps([Uint8Array.of(1), Uint8Array.of(2)], 1)]).toEqual([1, 2])
})
